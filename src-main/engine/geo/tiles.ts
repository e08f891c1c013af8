/** Corners of a footprint as [longitude, latitude], not closed, in WGS 84 degrees. */
export type Ring = [number, number][]

/** Longitude of a tile column's west edge; `x` may be fractional. */
export function tileLon(x: number, z: number): number {
  return (x / 2 ** z) * 360 - 180
}

/** Latitude of a tile row's north edge in Web Mercator (EPSG:3857): atan(sinh(pi (1 - 2 y / 2^z))). */
export function tileLat(y: number, z: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI
}

/** Centre and footprint of the XYZ tile (y grows southwards, as OpenStreetMap counts). */
export function tileArea(x: number, y: number, z: number): { lat: number; lon: number; footprint: Ring } {
  const west = tileLon(x, z)
  const east = tileLon(x + 1, z)
  const north = tileLat(y, z)
  const south = tileLat(y + 1, z)
  return {
    lat: tileLat(y + 0.5, z),
    lon: tileLon(x + 0.5, z),
    footprint: [
      [west, north],
      [east, north],
      [east, south],
      [west, south]
    ]
  }
}
