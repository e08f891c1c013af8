import type { ReliabilityBin } from '#shared/contracts/diagnosis.ts'
import { areaUnderCurve } from './separation.ts'

/** The first answers' scores of every query: `depth` a query, best first; NaN where there are fewer. */
export interface TopScores {
  readonly scores: Float32Array
  readonly depth: number
}

/** Bins of the reliability diagram, as Guo et al. 2017 have it. */
export const reliabilityBins = 15

/**
 * Confidence of the first answer: its share of the softmax of the kept first answers' scores at a temperature. Needs no
 * truth. NaN where a query has fewer than two answers.
 */
export function softmaxConfidence(top: TopScores, temperature: number): Float64Array {
  const count = top.scores.length / top.depth
  const out = new Float64Array(count)
  for (let query = 0; query < count; query++) {
    const first = top.scores[query * top.depth] as number
    let sum = 0
    let answers = 0
    for (let i = 0; i < top.depth; i++) {
      const score = top.scores[query * top.depth + i] as number
      if (Number.isNaN(score)) break
      sum += Math.exp((score - first) / temperature)
      answers++
    }
    out[query] = answers < 2 ? NaN : 1 / sum
  }
  return out
}

/** By how much the first answer's score exceeds the second's; NaN where there is no second. */
export function margin(top: TopScores): Float64Array {
  return Float64Array.from({ length: top.scores.length / top.depth }, (_, query) => (top.depth < 2 ? NaN : (top.scores[query * top.depth] as number) - (top.scores[query * top.depth + 1] as number)))
}

/**
 * The temperature that makes the confidence likeliest (least mean log loss of being right; temperature scaling of Guo et
 * al. 2017), by golden section on its logarithm between a thousandth of the usual margin and a thousand times it.
 */
export function fitTemperature(top: TopScores, right: Uint8Array, queries: Int32Array): number {
  const margins = margin(top).filter((value) => value > 0).sort()
  const usual = margins[margins.length >> 1] ?? 1
  // A fit from at most 20,000 queries is as good, and quick.
  const step = Math.max(1, Math.floor(queries.length / 20_000))
  const asked = queries.filter((_, i) => i % step === 0)
  const part: TopScores = { depth: top.depth, scores: new Float32Array(asked.length * top.depth) }
  asked.forEach((query, i) => part.scores.set(top.scores.subarray(query * top.depth, (query + 1) * top.depth), i * top.depth))
  const loss = (logarithm: number): number => {
    const confidence = softmaxConfidence(part, Math.exp(logarithm))
    let sum = 0
    confidence.forEach((value, i) => {
      if (Number.isNaN(value)) return
      const p = Math.min(1 - 1e-9, Math.max(1e-9, value))
      sum -= right[asked[i] as number] === 1 ? Math.log(p) : Math.log(1 - p)
    })
    return sum
  }
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [Math.log(usual / 1000), Math.log(usual * 1000)]
  for (let i = 0; i < 40; i++) {
    const [left, rightEnd] = [high - golden * (high - low), low + golden * (high - low)]
    if (loss(left) <= loss(rightEnd)) high = rightEnd
    else low = left
  }
  return Math.exp((low + high) / 2)
}

/**
 * Reliability diagram and expected calibration error: queries in 15 even bins of confidence; the error is the mean of
 * |share right - mean confidence| over the bins, weighed by their queries (Guo et al. 2017, Naeini et al. 2015). The
 * ends: a bin holds (from, to], the first 0 as well. NaNs are left out.
 */
export function reliability(confidence: Float64Array, right: Uint8Array): { bins: ReliabilityBin[]; error: number | null } {
  const counts = new Int32Array(reliabilityBins)
  const sums = new Float64Array(reliabilityBins)
  const rights = new Int32Array(reliabilityBins)
  let total = 0
  confidence.forEach((value, i) => {
    if (Number.isNaN(value)) return
    const bin = Math.min(reliabilityBins - 1, Math.max(0, Math.ceil(value * reliabilityBins) - 1))
    counts[bin] = (counts[bin] as number) + 1
    sums[bin] = (sums[bin] as number) + value
    rights[bin] = (rights[bin] as number) + (right[i] as number)
    total++
  })
  const bins = Array.from(counts, (queries, i) => ({
    from: i / reliabilityBins,
    to: (i + 1) / reliabilityBins,
    queries,
    confidence: queries === 0 ? null : (sums[i] as number) / queries,
    right: queries === 0 ? null : (rights[i] as number) / queries
  }))
  const error = bins.reduce((sum, { queries, confidence: mean, right: share }) => sum + (mean === null || share === null ? 0 : queries * Math.abs(share - mean)), 0)
  return { bins, error: total === 0 ? null : error / total }
}

/**
 * Share right of the surest queries, at each coverage (Geifman and El-Yaniv 2017). Queries of equal confidence come in
 * together: a part of such a group is right as often as the whole. NaNs are the least sure.
 */
export function riskCoverage(confidence: Float64Array, right: Uint8Array, coverages: readonly number[]): { coverage: number; right: number }[] {
  const n = confidence.length
  if (n === 0) return []
  const sure = confidence.map((value) => (Number.isNaN(value) ? -Infinity : value))
  const order = Int32Array.from(sure, (_, i) => i).sort((a, b) => (sure[b] as number) - (sure[a] as number) || a - b)
  /** Right answers among the first i, with groups of equals spread evenly. */
  const gained = new Float64Array(n + 1)
  for (let from = 0; from < n; ) {
    let to = from
    let sum = 0
    while (to < n && sure[order[to] as number] === sure[order[from] as number]) sum += right[order[to++] as number] as number
    for (let i = from; i < to; i++) gained[i + 1] = (gained[i] as number) + sum / (to - from)
    from = to
  }
  return coverages.map((coverage) => {
    const asked = Math.max(1, Math.round(coverage * n))
    return { coverage, right: (gained[asked] as number) / asked }
  })
}

/** How well a confidence tells right first answers from wrong ones. */
export function confidenceArea(confidence: Float64Array, right: Uint8Array): number | null {
  return areaUnderCurve(confidence.filter((_, i) => right[i] === 1), confidence.filter((_, i) => right[i] === 0))
}
