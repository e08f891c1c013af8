import { Random } from '../sample/random.ts'
import type { Neighbours } from './fuzzy-graph.ts'
import type { PlanePoints } from './principal-plane.ts'

/**
 * How true a picture is: of the k nearest others of a point among the vectors, the share that is among its k nearest in
 * the plane, averaged over at most `sample` seeded points. At random it is k / (n - 1).
 */
export function keptNeighbours(neighbours: Neighbours, points: PlanePoints, seed: number, sample = 1000): number {
  const { k, others } = neighbours
  const count = points.length / 2
  const random = new Random(`kept neighbours/${seed}`)
  const asked = count <= sample ? Array.from({ length: count }, (_, i) => i) : Array.from({ length: sample }, () => random.below(count))
  let kept = 0
  for (const point of asked) {
    const near = nearestInPlane(points, point, k)
    for (let i = 0; i < k; i++) if (near.includes(others[point * k + i] as number)) kept++
  }
  return asked.length === 0 || k === 0 ? 0 : kept / (asked.length * k)
}

/** The k nearest others in the plane, nearest first; of equally near ones the lower index. */
export function nearestInPlane(points: PlanePoints, point: number, k: number): number[] {
  const x = points[2 * point] as number
  const y = points[2 * point + 1] as number
  const best: number[] = []
  const distances: number[] = []
  for (let other = 0; other < points.length / 2; other++) {
    if (other === point) continue
    const distance = ((points[2 * other] as number) - x) ** 2 + ((points[2 * other + 1] as number) - y) ** 2
    if (best.length === k && distance >= (distances[k - 1] as number)) continue
    let at = best.length
    while (at > 0 && (distances[at - 1] as number) > distance) at--
    best.splice(at, 0, other)
    distances.splice(at, 0, distance)
    if (best.length > k) {
      best.pop()
      distances.pop()
    }
  }
  return best
}
