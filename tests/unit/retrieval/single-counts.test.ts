import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ExactRanker } from '#engine/retrieval/exact-ranker.ts'
import { emptyGallery, type ChunkScores, type GalleryMatrix, type ScoreKernel } from '#engine/retrieval/score-kernel.ts'

/** Scores of few levels, so that ties are heavy; padding scores above all, and must never be counted. */
class LevelKernel implements ScoreKernel {
  readonly provider = 'levels'
  readonly scoreOf: (row: number, query: number) => number

  constructor(scoreOf: (row: number, query: number) => number) {
    this.scoreOf = scoreOf
  }

  async scores(gallery: GalleryMatrix, chunk: number, _queries: Float32Array, blockSize: number, into: ChunkScores): Promise<void> {
    into.maxima.fill(-Infinity)
    for (let row = 0; row < gallery.chunkRows; row++) {
      const at = chunk * gallery.chunkRows + row
      for (let query = 0; query < blockSize; query++) {
        const score = at < gallery.count ? this.scoreOf(at, query) : 1000
        into.scores[row * blockSize + query] = score
        const block = (row >> 5) * blockSize + query
        into.maxima[block] = Math.max(into.maxima[block] as number, score)
      }
    }
  }

  async close(): Promise<void> {}
}

describe('queries with one positive, counted over whole chunks', () => {
  test('have the ranks that one finds by counting one by one: heavy ties, rows that are left out, blocks of every size', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 4500 }),
        fc.constantFrom(2, 16, 17, 64, 130),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        fc.integer(),
        async (count, queries, levels, several, seed) => {
          const random = generator(seed)
          const level = Int8Array.from({ length: count + 7 * queries }, () => Math.floor(random() * levels))
          const kernel = new LevelKernel((row, query) => (level[row + 7 * query] ?? 0) / 3)
          const rows = Int32Array.from({ length: queries }, () => Math.floor(random() * count))
          const leftOut = rows.map((row) => (random() < 0.5 ? -1 : (row + 1 + Math.floor(random() * (count - 1))) % count))
          // One query among them has a second positive, and is counted the other way.
          const extra = several && (rows[1] as number) !== 0 && leftOut[1] !== 0 ? 1 : 0
          const positiveRows = Int32Array.from([...rows.subarray(0, 2), ...(extra === 1 ? [0] : []), ...rows.subarray(2)])
          const positiveStarts = Int32Array.from({ length: queries + 1 }, (_, i) => i + (i > 1 ? extra : 0))
          const ranked = await new ExactRanker(kernel).rank(emptyGallery(count, 1), { queries: new Float32Array(queries), count: queries, positiveStarts, positiveRows, leftOut, k: 3 })
          for (let query = 0; query < queries; query++) {
            if (extra === 1 && query === 1) continue
            const own = rows[query] as number
            const score = kernel.scoreOf(own, query)
            let [above, tied, before] = [0, 0, 0]
            for (let row = 0; row < count; row++) {
              if (row === leftOut[query] || row === own) continue
              const other = kernel.scoreOf(row, query)
              if (other > score) above++
              else if (other === score) {
                tied++
                if (row < own) before++
              }
            }
            expect([ranked.positiveRanks[positiveStarts[query] as number], ranked.above[query], ranked.tied[query]]).toEqual([above + before + 1, above, tied])
          }
        }
      ),
      { numRuns: 50 }
    )
  })

  test('under a constant model each truth stands where its row does, after all ties before it', async () => {
    const rows = Int32Array.from({ length: 512 }, (_, i) => i * 9)
    const ranked = await new ExactRanker(new LevelKernel(() => 0.5)).rank(emptyGallery(5000, 1), { queries: new Float32Array(512), count: 512, positiveStarts: Int32Array.from({ length: 513 }, (_, i) => i), positiveRows: rows, k: 1 })
    expect([...ranked.positiveRanks]).toEqual([...rows].map((row) => row + 1))
    expect(new Set(ranked.above)).toEqual(new Set([0]))
    expect(new Set(ranked.tied)).toEqual(new Set([4999]))
  })

  test('a score that is not a number is refused where no list would have seen it', async () => {
    const kernel = new LevelKernel((row) => (row === 3001 ? NaN : -row))
    const wanted = new ExactRanker(kernel).rank(emptyGallery(4000, 1), { queries: new Float32Array(16), count: 16, positiveStarts: Int32Array.from({ length: 17 }, (_, i) => i), positiveRows: new Int32Array(16), k: 1 })
    await expect(wanted).rejects.toMatchObject({ code: 'BAD_SCORES' })
  })
})

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
