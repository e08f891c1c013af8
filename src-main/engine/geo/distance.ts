/** Mean radius of the Earth in metres, as the geo-localization papers (CVG-Text) take it. */
export const earthRadiusM = 6_371_000

const radians = Math.PI / 180

/**
 * Great-circle distance in metres between two points in WGS 84 degrees, on a sphere of 6,371 km (haversine):
 * 2 R asin(sqrt(sin²(Δφ/2) + cos φ1 cos φ2 sin²(Δλ/2))).
 */
export function haversine(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const sinLat = Math.sin(((lat2 - lat1) * radians) / 2)
  const sinLon = Math.sin(((lon2 - lon1) * radians) / 2)
  const h = sinLat * sinLat + Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * sinLon * sinLon
  // Rounding can push antipodes a hair over 1, where asin is NaN.
  return 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(h)))
}
