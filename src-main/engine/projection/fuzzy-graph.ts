/** The k nearest others of every point, nearest first: entries i k .. (i + 1) k belong to point i. */
export interface Neighbours {
  readonly k: number
  readonly others: Int32Array
  /** Distances, 0 or more. */
  readonly distances: Float32Array
}

/** Undirected edges with weights in (0, 1]. */
export interface FuzzyGraph {
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weight: Float32Array
}

const bisections = 64
const tolerance = 1e-5
/** A kernel is never narrower than this part of the mean distance. */
const leastWidth = 1e-3

/**
 * The weighted neighbour graph of UMAP (McInnes, Healy and Melville 2018, section 3.1): from a point its neighbours have
 * weight exp(-(d - rho) / sigma), where rho is the distance of the nearest that is not at the same place and sigma makes
 * the weights sum to log2 k; both directions are joined by a + b - ab.
 */
export function fuzzyGraph(neighbours: Neighbours): FuzzyGraph {
  const { k, others, distances } = neighbours
  const count = k === 0 ? 0 : others.length / k
  const weights = new Float32Array(others.length)
  const overall = mean(distances)
  for (let i = 0; i < count; i++) weigh(distances.subarray(i * k, (i + 1) * k), overall, weights.subarray(i * k, (i + 1) * k))
  const from: number[] = []
  const to: number[] = []
  const weight: number[] = []
  for (let i = 0; i < count; i++) {
    for (let at = i * k; at < (i + 1) * k; at++) {
      const other = others[at] as number
      const back = indexIn(others, other * k, (other + 1) * k, i)
      // An edge that both ends name is made once, by the lower end.
      if (back >= 0 && other < i) continue
      const a = weights[at] as number
      const b = back < 0 ? 0 : (weights[back] as number)
      const joined = a + b - a * b
      if (joined <= 0) continue
      from.push(i)
      to.push(other)
      weight.push(joined)
    }
  }
  return { from: Int32Array.from(from), to: Int32Array.from(to), weight: Float32Array.from(weight) }
}

function weigh(distances: Float32Array, overall: number, into: Float32Array): void {
  const target = Math.log2(Math.max(2, distances.length))
  const rho = distances.find((distance) => distance > 0) ?? 0
  let [low, high, sigma] = [0, Infinity, 1]
  for (let i = 0; i < bisections; i++) {
    let sum = 0
    for (const distance of distances) sum += distance > rho ? Math.exp(-(distance - rho) / sigma) : 1
    if (Math.abs(sum - target) < tolerance) break
    if (sum > target) {
      high = sigma
      sigma = (low + high) / 2
    } else {
      low = sigma
      sigma = high === Infinity ? sigma * 2 : (low + high) / 2
    }
  }
  sigma = Math.max(sigma, leastWidth * (rho > 0 ? mean(distances) : overall))
  distances.forEach((distance, i) => (into[i] = distance <= rho || sigma === 0 ? 1 : Math.exp(-(distance - rho) / sigma)))
}

function mean(values: Float32Array): number {
  let sum = 0
  for (const value of values) sum += value
  return values.length === 0 ? 0 : sum / values.length
}

function indexIn(values: Int32Array, from: number, to: number, value: number): number {
  for (let i = from; i < to; i++) if (values[i] === value) return i
  return -1
}
