import type { DocumentsPage, RunColumnsPage } from '../../store/repositories/run-columns.ts'
import { ndcgAt, reciprocalRank } from '../metrics.ts'

/**
 * The queries of a run as parallel arrays, in rising order of query: what every analysis is counted from. Ranks are
 * 1-based and exact; the best rank of a query of which no positive was retrieved is its gallery's size plus one.
 */
export interface RunColumns {
  readonly run: string
  readonly count: number
  readonly query: Int32Array
  readonly place: Int32Array
  readonly gallery: Int32Array
  readonly bestRank: Int32Array
  readonly optimisticRank: Int32Array
  readonly pessimisticRank: Int32Array
  /** Metres between the truth and the first answer; NaN where either has no coordinates. */
  readonly errorM: Float64Array
  /** 1 / rank of the best positive, 0 if none was retrieved. */
  readonly reciprocalRank: Float64Array
  readonly ndcg10: Float64Array
  /** Ranks of all positives of query i: `positiveRanks[positiveStarts[i] .. positiveStarts[i + 1]]`; 0: not retrieved. */
  readonly positiveStarts: Int32Array
  readonly positiveRanks: Int32Array
  /** Whether some query has several positives, so that recall@K says more than R@K. */
  readonly severalPositives: boolean
  /** The first answer and its coordinates in degrees (NaN: unknown). */
  readonly answer: Int32Array
  readonly answerLat: Float64Array
  readonly answerLon: Float64Array
}

/** Puts the columns of a run together from the pages of the store. */
export class RunColumnsBuilder {
  readonly #pages: RunColumnsPage[] = []
  readonly #reciprocal: Float64Array[] = []
  readonly #ndcg: Float64Array[] = []

  add(page: RunColumnsPage): void {
    const own = (i: number): Int32Array => page.positiveRanks.subarray(page.positiveStarts[i], page.positiveStarts[i + 1])
    this.#pages.push(page)
    this.#reciprocal.push(Float64Array.from(page.query, (_, i) => reciprocalRank(own(i))))
    this.#ndcg.push(Float64Array.from(page.query, (_, i) => ndcgAt(10, own(i))))
  }

  /** `documents`: where the answers lie, if the pages do not say it; all documents of the run's kind, by rising id over all pages. */
  build(run: string, documents: readonly DocumentsPage[] = []): RunColumns {
    const pages = documents.length === 0 ? this.#pages : located(this.#pages, documents)
    const count = pages.reduce((sum, page) => sum + page.query.length, 0)
    const integers = (of: (page: RunColumnsPage) => Int32Array): Int32Array => joined(pages.map(of), (length) => new Int32Array(length))
    const floats = (of: (page: RunColumnsPage) => Float64Array): Float64Array => joined(pages.map(of), (length) => new Float64Array(length))
    const positiveStarts = new Int32Array(count + 1)
    let at = 0
    let severalPositives = false
    for (const page of pages) {
      const before = positiveStarts[at] as number
      for (let i = 0; i < page.query.length; i++) {
        if ((page.positiveStarts[i + 1] as number) - (page.positiveStarts[i] as number) > 1) severalPositives = true
        positiveStarts[++at] = before + (page.positiveStarts[i + 1] as number)
      }
    }
    return {
      run,
      count,
      query: integers((page) => page.query),
      place: integers((page) => page.place),
      gallery: integers((page) => page.gallery),
      bestRank: integers((page) => page.bestRank),
      optimisticRank: integers((page) => page.optimisticRank),
      pessimisticRank: integers((page) => page.pessimisticRank),
      errorM: floats((page) => page.errorM),
      reciprocalRank: joined(this.#reciprocal, (length) => new Float64Array(length)),
      ndcg10: joined(this.#ndcg, (length) => new Float64Array(length)),
      positiveStarts,
      positiveRanks: integers((page) => page.positiveRanks),
      severalPositives,
      answer: integers((page) => page.answer),
      answerLat: floats((page) => page.answerLat),
      answerLon: floats((page) => page.answerLon)
    }
  }
}

/** The pages with their answers' coordinates. */
function located(pages: readonly RunColumnsPage[], documents: readonly DocumentsPage[]): RunColumnsPage[] {
  const last = documents.at(-1)?.ids.at(-1) ?? 0
  const [lat, lon] = [new Float64Array(last + 1).fill(NaN), new Float64Array(last + 1).fill(NaN)]
  for (const page of documents) {
    for (let i = 0; i < page.ids.length; i++) {
      lat[page.ids[i] as number] = page.lat[i] as number
      lon[page.ids[i] as number] = page.lon[i] as number
    }
  }
  return pages.map((page) => ({ ...page, answerLat: Float64Array.from(page.answer, (id) => lat[id] ?? NaN), answerLon: Float64Array.from(page.answer, (id) => lon[id] ?? NaN) }))
}

/** Where a query stands in a run's columns, or -1: by bisection, since they rise. */
export function rowOfQuery(run: RunColumns, query: number): number {
  let low = 0
  let high = run.count - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const at = run.query[middle] as number
    if (at === query) return middle
    if (at < query) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** For each row of `a`, the row of the same query in `b`, or -1. Both rise: one walk. */
export function pairedRows(a: RunColumns, b: RunColumns): Int32Array {
  const rows = new Int32Array(a.count).fill(-1)
  let j = 0
  for (let i = 0; i < a.count; i++) {
    const query = a.query[i] as number
    while (j < b.count && (b.query[j] as number) < query) j++
    if (j < b.count && b.query[j] === query) rows[i] = j
  }
  return rows
}

export function joined<A extends Int32Array | Float64Array | Int8Array | Uint8Array>(parts: readonly A[], make: (length: number) => A): A {
  const whole = make(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
