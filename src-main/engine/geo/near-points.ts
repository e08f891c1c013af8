import { earthRadiusM, haversine } from './distance.ts'

/**
 * Pairs of points on the sphere that are nearer than a distance: a hash grid over their unit vectors in space, so that
 * poles and the antimeridian are nothing special. Points with a NaN coordinate are near none.
 */
export class NearPoints {
  readonly #lat: Float64Array
  readonly #lon: Float64Array
  readonly #metres: number
  readonly #cells: Int32Array
  readonly #heads: Int32Array
  readonly #next: Int32Array

  constructor(lat: Float64Array, lon: Float64Array, metres: number) {
    this.#lat = lat
    this.#lon = lon
    this.#metres = metres
    // A chord is shorter than its arc: points within the distance are at most one cell apart on each axis. Below half a metre cells would outgrow 32 bits.
    const side = Math.max(metres, 0.5) / earthRadiusM
    this.#cells = new Int32Array(3 * lat.length)
    this.#heads = new Int32Array(2 ** Math.max(4, Math.ceil(Math.log2(lat.length + 1)))).fill(-1)
    this.#next = new Int32Array(lat.length).fill(-1)
    const radians = Math.PI / 180
    for (let i = 0; i < lat.length; i++) {
      const [phi, lambda] = [(lat[i] as number) * radians, (lon[i] as number) * radians]
      if (Number.isNaN(phi + lambda)) continue
      this.#cells[3 * i] = Math.floor((Math.cos(phi) * Math.cos(lambda)) / side)
      this.#cells[3 * i + 1] = Math.floor((Math.cos(phi) * Math.sin(lambda)) / side)
      this.#cells[3 * i + 2] = Math.floor(Math.sin(phi) / side)
      const bucket = this.#bucket(this.#cells[3 * i] as number, this.#cells[3 * i + 1] as number, this.#cells[3 * i + 2] as number)
      this.#next[i] = this.#heads[bucket] as number
      this.#heads[bucket] = i
    }
  }

  /** Calls with every other point that is nearer to point `i` than the distance, and how many metres away it is. */
  around(i: number, take: (other: number, metres: number) => void): void {
    const [lat, lon] = [this.#lat[i] as number, this.#lon[i] as number]
    if (Number.isNaN(lat + lon)) return
    for (let dx = -1; dx <= 1; dx++) {
      for (let dy = -1; dy <= 1; dy++) {
        for (let dz = -1; dz <= 1; dz++) {
          const [x, y, z] = [(this.#cells[3 * i] as number) + dx, (this.#cells[3 * i + 1] as number) + dy, (this.#cells[3 * i + 2] as number) + dz]
          for (let other = this.#heads[this.#bucket(x, y, z)] as number; other >= 0; other = this.#next[other] as number) {
            // Cells that share a bucket are told apart, or a pair would be met twice.
            if (other === i || this.#cells[3 * other] !== x || this.#cells[3 * other + 1] !== y || this.#cells[3 * other + 2] !== z) continue
            const metres = haversine(lat, lon, this.#lat[other] as number, this.#lon[other] as number)
            if (metres < this.#metres) take(other, metres)
          }
        }
      }
    }
  }

  #bucket(x: number, y: number, z: number): number {
    let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca77) ^ Math.imul(z, 0xc2b2ae3d)
    hash ^= hash >>> 15
    return hash & (this.#heads.length - 1)
  }
}
