import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScoreCounter } from '#engine/retrieval/score-counter.ts'

describe('ScoreCounter', () => {
  test('counts as one would one by one, whatever the scores are', () => {
    fc.assert(
      fc.property(fc.constantFrom(16, 64, 512), fc.integer({ min: 1, max: 160 }), fc.integer({ min: 1, max: 5 }), fc.integer(), (queries, rows, levels, seed) => {
        const random = generator(seed)
        const counter = new ScoreCounter(160, queries, 2)
        counter.chunk().scores.fill(7)
        const chunk = counter.chunk()
        const drawn = (): number => {
          const at = random()
          return at < 0.02 ? Infinity : at < 0.04 ? -Infinity : at < 0.06 ? -0 : Math.floor(random() * levels) / 3
        }
        chunk.scores.forEach((_, i) => (chunk.scores[i] = drawn()))
        counter.best.forEach((_, query) => (counter.best[query] = drawn()))
        // Twice: what was counted before must not stay.
        for (const part of [160, rows]) expect(counter.count(chunk, part)).toBe(true)
        for (let query = 0; query < queries; query++) {
          let [above, tied] = [0, 0]
          for (let row = 0; row < rows; row++) {
            const score = chunk.scores[row * queries + query] as number
            if (score > (counter.best[query] as number)) above++
            else if (score === counter.best[query]) tied++
          }
          expect([counter.above[query], counter.tied[query]]).toEqual([above, tied])
        }
      }),
      { numRuns: 60 }
    )
  })

  test('tells a score that is not a number among the rows that are counted, and only there', () => {
    for (const bad of [0, 15, 16, 63, 64, 99, 100]) {
      const counter = new ScoreCounter(160, 16, 1)
      const chunk = counter.chunk()
      chunk.scores[bad * 16 + (bad % 16)] = NaN
      expect(counter.count(chunk, 100)).toBe(bad >= 100)
    }
  })

  test('scores that stand elsewhere are refused', () => {
    expect(() => new ScoreCounter(32, 16, 1).count({ scores: new Float32Array(512), maxima: new Float32Array(16) }, 32)).toThrow('elsewhere')
  })
})

function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}
