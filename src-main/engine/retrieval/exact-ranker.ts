import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { BestLists } from './best-list.ts'
import { ScoreCounter } from './score-counter.ts'
import { blockRows, chunkBuffers, queryBlocks, type ChunkScores, type GalleryMatrix, type ScoreKernel } from './score-kernel.ts'
import { SingleCounts } from './single-counts.ts'

/** Most queries of one call: the largest block. */
export const maxQueries: number = queryBlocks[queryBlocks.length - 1] as number

/** What to rank: at most `maxQueries` unit vectors, and the gallery rows that are right for each. */
export interface RankRequest {
  /** n x dimensions. */
  readonly queries: Float32Array
  readonly count: number
  /** Compute in the shape that this many queries would have. Default: `count`. */
  readonly shapeFor?: number
  /** Query i's positives are `positiveRows[positiveStarts[i] .. positiveStarts[i + 1]]`. */
  readonly positiveStarts: Int32Array
  readonly positiveRows: Int32Array
  /** For each query a row that is not in its gallery (the query itself, say); -1: none. Default: none of them. */
  readonly leftOut?: Int32Array
  /** How many of the best to keep of each ranking. */
  readonly k: number
  /** Asked before each chunk: true ends the ranking with CANCELLED. */
  readonly stopped?: () => boolean
}

export interface RankedBlock {
  /** The best min(k, gallery) rows of each query, best first. */
  readonly top: { readonly rows: Int32Array; readonly scores: Float32Array }[]
  /** Exact 1-based rank and score of every positive, parallel to `positiveRows`. */
  readonly positiveRanks: Int32Array
  readonly positiveScores: Float32Array
  /** Rows that score higher than the query's best positive, and rows (positives not counted) that score the same. */
  readonly above: Int32Array
  readonly tied: Int32Array
}

/** Scores of this many chunks are kept between finding the positives' scores and counting: 256 MB. */
const keptChunks = 64

/**
 * Ranks a whole gallery for a block of queries, exactly: score descending, of equal scores the lower row first.
 *
 * A positive's rank is one more than the rows that score higher and the equal ones before it, where its own score comes
 * from the same kernel call, bit for bit, as its competitors'. So the chunks that hold positives are computed first, and
 * every chunk is compared with those scores afterwards. Queries whose positives stand close together in the gallery
 * are best put in one block: their chunks are then computed once.
 *
 * A block of 32 rows is looked into only if its maximum reaches what could still enter a list or outrank a positive.
 * What outranks the only positive of a query is counted over whole chunks instead (`SingleCounts`).
 */
export class ExactRanker {
  readonly #kernel: ScoreKernel
  readonly #spare: ChunkScores[] = []
  #spareFor = ''
  /** Where chunks stand while positives are counted, for blocks that are wide enough. */
  #counter: ScoreCounter | null = null

  constructor(kernel: ScoreKernel) {
    this.#kernel = kernel
  }

  async rank(gallery: GalleryMatrix, request: RankRequest): Promise<RankedBlock> {
    const { count, positiveStarts, positiveRows } = request
    const blockSize = queryBlocks.find((size) => size >= Math.max(count, request.shapeFor ?? 0))
    if (blockSize === undefined) throw new Error(`at most ${maxQueries} queries a block`)
    const queries = new Float32Array(blockSize * gallery.dimensions)
    queries.set(request.queries.subarray(0, count * gallery.dimensions))
    const counting = positiveRows.length > 0 && blockSize % 16 === 0
    this.#forget(`${gallery.chunkRows}/${blockSize}/${counting}`, () => (counting ? new ScoreCounter(gallery.chunkRows, blockSize, keptChunks + 1) : null))

    const positiveScores = new Float32Array(positiveRows.length)
    const kept = await this.#scorePositives(gallery, queries, blockSize, request, positiveScores)
    refuseNonFinite(positiveScores)

    const lists = new BestLists(count, Math.min(request.k, gallery.count))
    const counts = new PositiveCounts(count, positiveStarts, positiveRows, positiveScores)
    const singles = counting ? new SingleCounts(count, { starts: positiveStarts, rows: positiveRows, scores: positiveScores, leftOut: request.leftOut ?? null }) : null
    for (const query of singles?.queries ?? []) counts.floor[query] = Infinity
    const chunks = Math.ceil(gallery.count / gallery.chunkRows)
    for (let chunk = 0; chunk < chunks; chunk++) {
      if (request.stopped?.() === true) throw new PlanisphereError('CANCELLED', 'The search was cancelled.')
      const known = kept.get(chunk)
      const scored = known ?? (await this.#compute(gallery, chunk, queries, blockSize))
      const first = chunk * gallery.chunkRows
      if (this.#counter !== null && singles?.addChunk(this.#counter, scored, first, Math.min(gallery.chunkRows, gallery.count - first)) === false) throw notFinite()
      compareChunk(gallery, chunk, scored, { blockSize, count, leftOut: request.leftOut ?? null }, lists, counts)
      this.#spare.push(scored)
    }
    const top = Array.from({ length: count }, (_, query) => lists.take(query))
    for (const { scores } of top) refuseNonFinite(scores)
    const positiveRanks = counts.ranks()
    singles?.into(positiveRanks, counts.above, counts.tied)
    return { top, positiveRanks, positiveScores, above: counts.above, tied: counts.tied }
  }

  async #scorePositives(gallery: GalleryMatrix, queries: Float32Array, blockSize: number, request: RankRequest, into: Float32Array): Promise<Map<number, ChunkScores>> {
    const byChunk = new Map<number, { query: number; positive: number }[]>()
    for (let query = 0; query < request.count; query++) {
      for (let positive = request.positiveStarts[query] as number; positive < (request.positiveStarts[query + 1] as number); positive++) {
        const chunk = Math.floor((request.positiveRows[positive] as number) / gallery.chunkRows)
        const wanted = byChunk.get(chunk)
        if (wanted) wanted.push({ query, positive })
        else byChunk.set(chunk, [{ query, positive }])
      }
    }
    const kept = new Map<number, ChunkScores>()
    for (const [chunk, wanted] of byChunk) {
      const scored = await this.#compute(gallery, chunk, queries, blockSize)
      for (const { query, positive } of wanted) {
        into[positive] = scored.scores[((request.positiveRows[positive] as number) - chunk * gallery.chunkRows) * blockSize + query] as number
      }
      if (kept.size < keptChunks) kept.set(chunk, scored)
      else this.#spare.push(scored)
    }
    return kept
  }

  async #compute(gallery: GalleryMatrix, chunk: number, queries: Float32Array, blockSize: number): Promise<ChunkScores> {
    const into = this.#spare.pop() ?? this.#counter?.chunk() ?? chunkBuffers(gallery, blockSize)
    await this.#kernel.scores(gallery, chunk, queries, blockSize, into)
    return into
  }

  #forget(shape: string, counter: () => ScoreCounter | null): void {
    if (shape === this.#spareFor) return
    this.#spare.length = 0
    this.#spareFor = shape
    this.#counter = counter()
  }
}

/**
 * How many rows go before each positive. A query's positives stand in the order of their ranks, so that the ones that a
 * row goes before are the end of them, found by halving: a thousand positives cost ten comparisons a row, not a thousand.
 */
class PositiveCounts {
  readonly above: Int32Array
  readonly tied: Int32Array
  /** The lowest score among each query's positives: a row below it cannot change any count. */
  readonly floor: Float32Array
  readonly #starts: Int32Array
  readonly #rows: Int32Array
  readonly #scores: Float32Array
  /** Positives of each query, best first. */
  readonly #order: Int32Array
  /** Rows that go before the positive at this place of the order, and not before the one ahead of it. */
  readonly #before: Int32Array
  readonly #best: Float32Array

  constructor(queries: number, starts: Int32Array, rows: Int32Array, scores: Float32Array) {
    this.#starts = starts
    this.#rows = rows
    this.#scores = scores
    this.#order = new Int32Array(rows.length).map((_, i) => i)
    this.#before = new Int32Array(rows.length)
    this.above = new Int32Array(queries)
    this.tied = new Int32Array(queries)
    this.floor = new Float32Array(queries).fill(Infinity)
    this.#best = new Float32Array(queries).fill(Infinity)
    for (let query = 0; query < queries; query++) {
      const own = this.#order.subarray(starts[query], starts[query + 1])
      if (own.length === 0) continue
      own.sort((a, b) => (scores[b] as number) - (scores[a] as number) || (rows[a] as number) - (rows[b] as number))
      this.floor[query] = scores[own[own.length - 1] as number] as number
      const best = scores[own[0] as number] as number
      this.#best[query] = best
      // The positives themselves will be counted as ties of the best.
      for (const positive of own) if (scores[positive] === best) this.tied[query] = (this.tied[query] as number) - 1
    }
  }

  add(query: number, score: number, row: number): void {
    const best = this.#best[query] as number
    if (score > best) this.above[query] = (this.above[query] as number) + 1
    else if (score === best) this.tied[query] = (this.tied[query] as number) + 1
    const end = this.#starts[query + 1] as number
    let low = this.#starts[query] as number
    let high = end
    while (low < high) {
      const middle = (low + high) >> 1
      const positive = this.#order[middle] as number
      const own = this.#scores[positive] as number
      if (score > own || (score === own && row < (this.#rows[positive] as number))) high = middle
      else low = middle + 1
    }
    if (low < end) this.#before[low] = (this.#before[low] as number) + 1
  }

  /** Parallel to the rows that were given. */
  ranks(): Int32Array {
    const out = new Int32Array(this.#rows.length)
    for (let query = 0; query < this.above.length; query++) {
      let before = 0
      for (let at = this.#starts[query] as number; at < (this.#starts[query + 1] as number); at++) {
        before += this.#before[at] as number
        out[this.#order[at] as number] = before + 1
      }
    }
    return out
  }
}

function compareChunk(gallery: GalleryMatrix, chunk: number, scored: ChunkScores, shape: { blockSize: number; count: number; leftOut: Int32Array | null }, lists: BestLists, counts: PositiveCounts): void {
  const { blockSize, count, leftOut } = shape
  const first = chunk * gallery.chunkRows
  const rows = Math.min(gallery.chunkRows, gallery.count - first)
  const { scores, maxima } = scored
  const blocks = Math.ceil(rows / blockRows)
  for (let block = 0; block < blocks; block++) {
    const end = Math.min(rows, (block + 1) * blockRows)
    for (let query = 0; query < count; query++) {
      const maximum = maxima[block * blockSize + query] as number
      const floor = counts.floor[query] as number
      const without = leftOut === null ? -1 : (leftOut[query] as number) - first
      let threshold = lists.threshold(query)
      // Written so that a NaN maximum is looked into, and then refused.
      if (maximum < threshold && maximum < floor) continue
      for (let row = block * blockRows; row < end; row++) {
        const score = scores[row * blockSize + query] as number
        if (row === without) continue
        if (score >= threshold) {
          lists.add(query, score, first + row)
          threshold = lists.threshold(query)
        } else if (score !== score) throw notFinite()
        if (score >= floor) counts.add(query, score, first + row)
      }
    }
  }
}

function refuseNonFinite(scores: Float32Array): void {
  for (const score of scores) if (!Number.isFinite(score)) throw notFinite()
}

function notFinite(): PlanisphereError {
  return new PlanisphereError('BAD_SCORES', 'A score is NaN or infinite.', { hint: 'Check the encoder: its vectors should be finite.' })
}
