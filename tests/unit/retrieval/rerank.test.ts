import { describe, expect, it } from 'vitest'
import { rerankedRanking } from '#engine/evaluation/rerank-ranking.ts'
import { meanAgreement, reranked } from '#engine/retrieval/rerank.ts'
import type { QueryRanking } from '#engine/retrieval/rank-queries.ts'
import { Random } from '#engine/sample/random.ts'

interface Made {
  readonly order: Int32Array
  readonly scores: Float32Array
  readonly agreements: number[]
}

/** A ranking with many ties, best first, ties in document order. Scores of both signs and zero. */
function made(random: Random, answers: number, head: number): Made {
  const rows = Array.from({ length: answers }, (_, order) => ({ order, score: Math.fround((random.below(7) - 3) / 4) }))
  const list = random.shuffled(rows).sort((a, b) => b.score - a.score || a.order - b.order)
  return { order: Int32Array.from(list, ({ order }) => order), scores: Float32Array.from(list, ({ score }) => score), agreements: Array.from({ length: Math.min(head, answers) }, () => (random.below(5) - 2) / 2) }
}

/** Sorted as a reader of a TREC file would: score descending, then document order. */
const asRead = (order: readonly number[], scores: ArrayLike<number>): number[] =>
  order.map((document, i) => [scores[i] as number, document] as const).sort(([s, d], [t, e]) => t - s || d - e).map(([, document]) => document)

describe('re-ranking the first answers', () => {
  it('is what sorting everything by hand gives, over 500 rankings full of ties, and its scores say the same', () => {
    const random = new Random('rerank')
    for (let i = 0; i < 500; i++) {
      const { order, scores, agreements } = made(random, 1 + random.below(30), random.below(20))
      const head = agreements.length
      const slow = Array.from(order.subarray(0, head), (document, at) => ({ document, score: Math.fround((scores[at] as number) + 0.5 * (agreements[at] as number)) }))
      slow.sort((a, b) => b.score - a.score || a.document - b.document)
      const expected = [...slow.map(({ document }) => document), ...order.subarray(head)]

      const { from, scores: out } = reranked({ order, scores }, agreements, 0.5)
      const documents = Array.from(from, (old) => order[old] as number)
      expect(documents).toEqual(expected)
      expect(asRead(documents, out)).toEqual(expected)
      slow.forEach(({ score }, at) => expect(out[at]).toBe(score))
      // Below, a cosine stands as it is wherever it already stands below what is above it.
      for (let at = Math.max(1, head); at < out.length; at++) expect(out[at]).toBeLessThanOrEqual(scores[at] as number)
    }
  })

  it('keeps the cosines below where the answers above stay above', () => {
    const { from, scores } = reranked({ order: [4, 2, 9, 1], scores: Float32Array.of(0.9, 0.8, 0.5, 0.25) }, [0, 1], 0.5)
    expect([...from]).toEqual([1, 0, 2, 3])
    expect([...scores.subarray(2)]).toEqual([0.5, 0.25])
  })

  it('lowers what would rise above a bad agreement by as little as it can', () => {
    const { scores } = reranked({ order: [0, 1, 2], scores: Float32Array.of(0.5, 0.5, 0.5) }, [-1], 1)
    expect([...scores]).toEqual([-0.5, -0.5, -0.5])
    const other = reranked({ order: [2, 1, 0], scores: Float32Array.of(0.5, 0.25, 0.125) }, [-0.5], 1).scores
    // Equal scores would be read in the other order here: one float32 less each, through zero to below it.
    expect(other[0]).toBe(0)
    expect(other[1]).toBe(-(2 ** -149))
    expect(other[2]).toBe(-(2 ** -148))
  })

  it('takes a list that is shorter than the depth, and one of nothing', () => {
    expect([...reranked({ order: [3], scores: Float32Array.of(1) }, [0.5], 2).scores]).toEqual([2])
    expect(reranked({ order: [], scores: new Float32Array() }, [], 1).from).toHaveLength(0)
  })

  it('is the mean of three cosines', () => {
    expect(meanAgreement(Float32Array.of(1, 0, 0, 1, 0.6, 0.8), Float32Array.of(1, 0, 0, -1, 0.6, 0.8))).toBeCloseTo((1 - 1 + 1) / 3, 6)
  })
})

describe('a re-ranked ranking of an evaluation', () => {
  const views = [11, 12, 13, 14, 15]
  const ranking = (positives: readonly number[]): QueryRanking => ({
    query: 1, place: 1, gallery: 9, topViews: Int32Array.from(views), topScores: Float32Array.of(0.9, 0.8, 0.7, 0.6, 0.5),
    positiveViews: Int32Array.from(positives), positiveRanks: Int32Array.from(positives, (view) => (view === 99 ? 8 : views.indexOf(view) + 1)),
    positiveScores: Float32Array.from(positives, (view) => (view === 99 ? 0.1 : 0.9 - 0.1 * views.indexOf(view))), optimisticRank: 1, pessimisticRank: 1, errorM: 5
  })
  const list = (agreements: number[]) => reranked({ order: [0, 1, 2, 3, 4], scores: Float32Array.of(0.9, 0.8, 0.7, 0.6, 0.5) }, agreements, 1)
  const metres = (view: number): number => 100 * view

  it('gives a truth within the depth its new rank, and the first answer its distance', () => {
    const out = rerankedRanking(ranking([13]), list([0, 0, 1]), 3, metres)
    expect(out).toMatchObject({ topViews: Int32Array.of(13, 11, 12, 14, 15), positiveRanks: Int32Array.of(1), optimisticRank: 1, pessimisticRank: 1, errorM: 1300 })
    expect(out.positiveScores[0]).toBe(out.topScores[0])
  })

  it('keeps the rank of a truth beyond the depth, within the kept answers or not', () => {
    const out = rerankedRanking({ ...ranking([14, 99]), optimisticRank: 4, pessimisticRank: 4 }, list([-2, 0, 0]), 3, metres)
    expect(out.positiveRanks).toEqual(Int32Array.of(4, 8))
    expect(out).toMatchObject({ optimisticRank: 4, pessimisticRank: 4, errorM: 1200 })
    // Its scores stay below what stands above it, so that a file of them says the same.
    expect(out.positiveScores[0]).toBe(out.topScores[3])
    expect(out.positiveScores[1]).toBeLessThanOrEqual(out.topScores[4] as number)
  })

  it('puts the better of two truths first, and counts ties within the depth', () => {
    const tied = reranked({ order: [0, 1, 2, 3, 4], scores: Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.5) }, [0, 0, 1, 0], 1)
    const out = rerankedRanking(ranking([11, 13]), tied, 4, metres)
    expect(out.positiveViews).toEqual(Int32Array.of(13, 11))
    expect(out).toMatchObject({ optimisticRank: 1, pessimisticRank: 1 })
    const alone = rerankedRanking(ranking([12]), tied, 4, metres)
    expect(alone.positiveRanks).toEqual(Int32Array.of(3))
    expect(alone).toMatchObject({ optimisticRank: 2, pessimisticRank: 4 })
  })

  it('never lets a truth that ties across the depth come before it', () => {
    const out = rerankedRanking({ ...ranking([14]), optimisticRank: 2, pessimisticRank: 5 }, list([0, 0, 0]), 3, metres)
    expect(out).toMatchObject({ optimisticRank: 4, pessimisticRank: 5 })
    expect(out.errorM).toBe(5)
  })
})
