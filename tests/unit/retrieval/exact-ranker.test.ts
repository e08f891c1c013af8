import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { ExactRanker, type RankRequest } from '#engine/retrieval/exact-ranker.ts'
import { chunkRowsFor, emptyGallery, OnnxScoreKernel, type ChunkScores, type GalleryMatrix, type ScoreKernel } from '#engine/retrieval/score-kernel.ts'

/** Scores from a table, so that ties are as heavy as one likes; padding gets a score above all, and must never appear. */
class TableKernel implements ScoreKernel {
  readonly provider = 'table'
  readonly #table: readonly (readonly number[])[]

  constructor(table: readonly (readonly number[])[]) {
    this.#table = table
  }

  async scores(gallery: GalleryMatrix, chunk: number, _queries: Float32Array, blockSize: number, into: ChunkScores): Promise<void> {
    into.maxima.fill(-Infinity)
    for (let row = 0; row < gallery.chunkRows; row++) {
      for (let query = 0; query < blockSize; query++) {
        const score = this.#table[query]?.[chunk * gallery.chunkRows + row] ?? 1000
        into.scores[row * blockSize + query] = score
        const block = (row >> 5) * blockSize + query
        into.maxima[block] = Math.max(into.maxima[block] as number, score)
      }
    }
  }

  async close(): Promise<void> {}
}

/** The same by sorting everything: score descending, then row ascending. */
function naive(scores: readonly number[]): number[] {
  return scores.map((_, row) => row).sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b)
}

function requestFor(positives: readonly (readonly number[])[], k: number, dimensions = 1): RankRequest {
  const starts = new Int32Array(positives.length + 1)
  positives.forEach((rows, i) => (starts[i + 1] = (starts[i] as number) + rows.length))
  return { queries: new Float32Array(positives.length * dimensions), count: positives.length, positiveStarts: starts, positiveRows: Int32Array.from(positives.flat()), k }
}

describe('ExactRanker', () => {
  test('equals sorting everything, ties and all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5000 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer(),
        async (count, queries, levels, k, seed) => {
          const random = generator(seed)
          const table = Array.from({ length: queries }, () => Array.from({ length: count }, () => Math.floor(random() * levels) / 4))
          const positives = table.map(() => [...new Set(Array.from({ length: 1 + Math.floor(random() * (random() < 0.3 ? 200 : 3)) }, () => Math.floor(random() * count)))])
          const gallery = emptyGallery(count, 1)
          const ranked = await new ExactRanker(new TableKernel(table)).rank(gallery, requestFor(positives, k))
          let at = 0
          table.forEach((scores, query) => {
            const order = naive(scores)
            expect([...(ranked.top[query]?.rows ?? [])]).toEqual(order.slice(0, k))
            expect([...(ranked.top[query]?.scores ?? [])]).toEqual(order.slice(0, k).map((row) => scores[row]))
            const own = positives[query] ?? []
            for (const row of own) expect(ranked.positiveRanks[at++]).toBe(order.indexOf(row) + 1)
            const best = Math.max(...own.map((row) => scores[row] as number))
            expect(ranked.above[query]).toBe(scores.filter((score) => score > best).length)
            expect(ranked.tied[query]).toBe(scores.filter((score, row) => score === best && !own.includes(row)).length)
          })
        }
      ),
      { numRuns: 40 }
    )
  })

  test('a row that is left out of one query’s gallery is as if it were not there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 3000 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 4 }), fc.integer(), async (count, queries, levels, seed) => {
        const random = generator(seed)
        const table = Array.from({ length: queries }, () => Array.from({ length: count }, () => Math.floor(random() * levels) / 4))
        const leftOut = Int32Array.from(table, () => (random() < 0.2 ? -1 : Math.floor(random() * count)))
        const positives = table.map((_, query) => [((leftOut[query] as number) + 1) % count])
        const ranked = await new ExactRanker(new TableKernel(table)).rank(emptyGallery(count, 1), { ...requestFor(positives, count), leftOut })
        table.forEach((scores, query) => {
          const order = naive(scores).filter((row) => row !== leftOut[query])
          const [own] = positives[query] as [number]
          expect([...(ranked.top[query]?.rows ?? [])]).toEqual(order)
          expect(ranked.positiveRanks[query]).toBe(order.indexOf(own) + 1)
          expect(ranked.above[query]).toBe(order.filter((row) => (scores[row] as number) > (scores[own] as number)).length)
          expect(ranked.tied[query]).toBe(order.filter((row) => row !== own && scores[row] === scores[own]).length)
        })
      }),
      { numRuns: 40 }
    )
  })

  test('a NaN score is refused, wherever it stands', async () => {
    for (const bad of [0, 31, 32, 2047, 2048, 2999]) {
      const table = [Array.from({ length: 3000 }, (_, row) => (row === bad ? NaN : -row))]
      await expect(new ExactRanker(new TableKernel(table)).rank(emptyGallery(3000, 1), requestFor([[5]], 10))).rejects.toMatchObject({ code: 'BAD_SCORES' })
    }
  })
})

describe('OnnxScoreKernel', () => {
  const kernel = new OnnxScoreKernel()
  afterAll(() => kernel.close())

  test('equal vectors get equal scores wherever they stand, so that ties are ties', async () => {
    const random = generator(7)
    for (const [count, dimensions, queries] of [[5000, 64, 1], [5000, 77, 3], [2500, 130, 20], [4100, 33, 300], [70, 513, 1], [33, 512, 17], [1, 3, 1]] as const) {
      const gallery = emptyGallery(count, dimensions)
      // Five different vectors, over and over.
      const vectors = Array.from({ length: 5 }, () => Array.from({ length: dimensions }, () => random() - 0.5))
      for (let row = 0; row < count; row++) gallery.rows.set(vectors[row % 5] ?? [], row * dimensions)
      const request = requestFor(Array.from({ length: queries }, (_, i) => [(i * 7) % count]), count, dimensions)
      request.queries.set(Float32Array.from(request.queries, () => random() - 0.5))
      const ranked = await new ExactRanker(kernel).rank(gallery, request)
      for (const { rows, scores } of ranked.top) {
        expect(new Set(scores).size).toBeLessThanOrEqual(5)
        expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, row) => row))
        for (let i = 1; i < count; i++) {
          const fine = (scores[i - 1] as number) > (scores[i] as number) || (scores[i - 1] === scores[i] && (rows[i - 1] as number) < (rows[i] as number))
          if (!fine) expect.fail(`rank ${i} is out of order`)
        }
      }
    }
  })

  test('scores are dot products', async () => {
    const random = generator(3)
    const gallery = emptyGallery(300, 40)
    gallery.rows.subarray(0, 300 * 40).set(Float32Array.from({ length: 300 * 40 }, () => random() - 0.5))
    const request = requestFor([[299], [0]], 300, 40)
    request.queries.set(Float32Array.from(request.queries, () => random() - 0.5))
    const ranked = await new ExactRanker(kernel).rank(gallery, request)
    ranked.top.forEach(({ rows, scores }, query) => {
      rows.forEach((row, i) => {
        let sum = 0
        for (let d = 0; d < 40; d++) sum += (gallery.rows[row * 40 + d] as number) * (request.queries[query * 40 + d] as number)
        expect(scores[i]).toBeCloseTo(sum, 5)
      })
      expect(scores[(ranked.positiveRanks[query] ?? 0) - 1]).toBe(ranked.positiveScores[query])
    })
  })

  test('one shape a gallery, no longer than it must be', () => {
    expect([1, 32, 33, 2048, 2049, 1_000_000].map(chunkRowsFor)).toEqual([32, 32, 64, 2048, 2048, 2048])
  })
})

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
