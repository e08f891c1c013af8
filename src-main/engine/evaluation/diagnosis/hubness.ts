import type { Hubness } from '#shared/contracts/diagnosis.ts'

/** How often each document is among the first k answers of a query: `counts.get(document)`; absent: never. */
export type Occurrences = ReadonlyMap<number, number>

/** Lower ends of the bins of k-occurrences: 0, 1, 2, 3-4, 5-8, and so on by doubling. */
export function occurrenceEdges(most: number): number[] {
  const edges = [0, 1, 2]
  while ((edges.at(-1) as number) <= most) edges.push(edges.length === 3 ? 3 : ((edges.at(-1) as number) - 1) * 2 + 1)
  return edges
}

/**
 * Hubness of the answers (Radovanovic, Nanopoulos and Ivanovic 2010, JMLR 11): N_k(x) is how many queries have document
 * x among their first k answers; its skewness E[(N - mean)^3] / sd^3 over all `documents` tells how far a few documents
 * (hubs) take the answers of many queries while others (anti-hubs) never answer. Feldbauer and Flexer (2019) call
 * spaces with a skewness of N_10 above 1.4 of high hubness.
 *
 * Beside it what chance gives: were the answers drawn evenly from the whole gallery, N would be binomial with
 * `queries` draws of probability k / documents. Null where queries are ranked against galleries of their own.
 */
export function hubness(occurrences: Occurrences, asked: { k: number; documents: number; queries: number; wholeGallery: boolean; right: Occurrences; hubs: number }): Hubness {
  const { k, documents, queries, wholeGallery, right } = asked
  const counts = [...occurrences.values()]
  const answers = counts.reduce((sum, count) => sum + count, 0)
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0)
  const never = Math.max(0, documents - counts.length)
  const p = documents > 0 ? Math.min(1, k / documents) : 0
  const chance = wholeGallery && p > 0 && p < 1 ? binomial(queries, p) : null
  const edges = occurrenceEdges(most)
  const bins = edges.slice(0, -1).map((from, i) => ({ from, to: edges[i + 1] as number, documents: 0, expected: chance && documents * shareBetween(chance, from, edges[i + 1] as number) }))
  if (bins[0]) bins[0].documents = never
  for (const count of counts) {
    const bin = bins.find(({ from, to }) => count >= from && count < to)
    if (bin) bin.documents++
  }
  const sorted = counts.sort((a, b) => b - a)
  const first = sorted.slice(0, Math.max(1, Math.round(documents / 100))).reduce((sum, count) => sum + count, 0)
  return {
    k,
    documents,
    skewness: skewness(occurrences, documents),
    expectedSkewness: chance && (1 - 2 * p) / Math.sqrt(queries * p * (1 - p)),
    never,
    expectedNever: chance && documents * (chance[0] as number),
    most,
    expectedMost: chance && likelyMost(chance, documents),
    firstPercent: answers === 0 ? 0 : first / answers,
    bins,
    hubs: [...occurrences]
      .sort(([a, x], [b, y]) => y - x || a - b)
      .slice(0, asked.hubs)
      .map(([document, queries]) => ({ document, queries, right: right.get(document) ?? 0 }))
  }
}

/** Third standardised moment of N over all documents, those that never answer as well; null where all are alike. */
export function skewness(occurrences: Occurrences, documents: number): number | null {
  if (documents === 0) return null
  let sum = 0
  for (const count of occurrences.values()) sum += count
  const mean = sum / documents
  const zeros = Math.max(0, documents - occurrences.size)
  let [second, third] = [zeros * mean ** 2, zeros * (-mean) ** 3]
  for (const count of occurrences.values()) {
    second += (count - mean) ** 2
    third += (count - mean) ** 3
  }
  const sd = Math.sqrt(second / documents)
  return sd === 0 ? null : third / documents / sd ** 3
}

/** Probabilities of 0, 1, 2, ... as far as they matter, by their recurrence from the likeliest in logarithms. */
function binomial(n: number, p: number): Float64Array {
  const end = Math.min(n, Math.ceil(n * p + 12 * Math.sqrt(n * p * (1 - p)) + 30))
  const out = new Float64Array(end + 1)
  let log = n * Math.log1p(-p)
  for (let i = 0; i <= end; i++) {
    out[i] = Math.exp(log)
    log += Math.log((n - i) / (i + 1)) + Math.log(p) - Math.log1p(-p)
  }
  return out
}

function shareBetween(chance: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let i = from; i < Math.min(to, chance.length); i++) sum += chance[i] as number
  return sum
}

/** The least n that fewer than one of the documents is expected to exceed. */
function likelyMost(chance: Float64Array, documents: number): number {
  let beyond = 0
  for (let i = chance.length - 1; i > 0; i--) {
    beyond += chance[i] as number
    if (beyond * documents >= 1) return i
  }
  return 0
}
