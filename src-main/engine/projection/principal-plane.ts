import { momentsOf } from './covariance.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** Points in a plane: x of point i at 2i, y at 2i + 1, between -1 and 1. */
export type PlanePoints = Float32Array<ArrayBuffer>

export interface PrincipalPlane {
  readonly points: PlanePoints
  /** Shares of the variance that the two axes hold. */
  readonly explained: readonly [number, number]
}

/** The plane of the two directions of greatest variance: exact, from all rows. Null if `stopped`. */
export async function principalPlane(rows: Float32Array, count: number, dimensions: number, stopped?: () => boolean): Promise<PrincipalPlane | null> {
  const moments = await momentsOf(rows, count, dimensions, stopped)
  if (moments === null) return null
  const { values, vectors } = symmetricEigen(moments.covariance, dimensions, 2)
  const points = new Float32Array(2 * count)
  for (let axis = 0; axis < Math.min(2, dimensions); axis++) {
    const direction = vectors.subarray(axis * dimensions, (axis + 1) * dimensions)
    for (let i = 0; i < count; i++) {
      let sum = 0
      for (let j = 0; j < dimensions; j++) sum += ((rows[i * dimensions + j] as number) - (moments.mean[j] as number)) * (direction[j] as number)
      points[2 * i + axis] = sum
    }
  }
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0)
  const share = (value: number | undefined): number => (total > 0 ? Math.max(0, value ?? 0) / total : 0)
  return { points: fitted(points), explained: [share(values[0]), share(values[1])] }
}

/** The same points moved to the middle of their box and shrunk alike on both axes, so that the longer one reaches from -1 to 1. */
export function fitted(points: Float32Array): PlanePoints {
  const low = [Infinity, Infinity]
  const high = [-Infinity, -Infinity]
  for (let i = 0; i < points.length; i++) {
    const value = points[i] as number
    low[i & 1] = Math.min(low[i & 1] as number, value)
    high[i & 1] = Math.max(high[i & 1] as number, value)
  }
  const middle = [0, 1].map((axis) => ((low[axis] as number) + (high[axis] as number)) / 2)
  const span = Math.max((high[0] as number) - (low[0] as number), (high[1] as number) - (low[1] as number))
  const scale = span > 0 ? 2 / span : 1
  return Float32Array.from(points, (value, i) => (value - (middle[i & 1] as number)) * scale)
}
