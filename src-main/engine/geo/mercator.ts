/** The limit of the Mercator square in degrees. */
export const mercatorLimit = 85.0511287798066

/** Web Mercator on the unit square: 0 at -180 and 1 at 180 degrees. */
export function mercatorX(lon: number): number {
  return lon / 360 + 0.5
}

/** Web Mercator on the unit square: 0 in the north, 1 in the south; latitudes beyond its limit lie on its edge. */
export function mercatorY(lat: number): number {
  const sine = Math.sin((Math.max(-mercatorLimit, Math.min(mercatorLimit, lat)) * Math.PI) / 180)
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)
}

/** The latitude in degrees at a y of the unit square. */
export function latitudeAt(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
}

/** A longitude as one in -180 (included) to 180. */
export function wrappedLongitude(lon: number): number {
  return lon >= -180 && lon < 180 ? lon : ((((lon + 180) % 360) + 360) % 360) - 180
}
