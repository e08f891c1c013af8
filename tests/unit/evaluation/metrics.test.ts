import { describe, expect, test } from 'vitest'
import { median, MetricsSum, ndcgAt, onePercentOf, recallAt, reciprocalRank, successAt, type RankedQuery } from '#engine/evaluation/metrics.ts'

const query = (positiveRanks: number[], more: Partial<RankedQuery> = {}): RankedQuery => {
  const bestRank = Math.min(...positiveRanks)
  return { gallery: 100, positiveRanks, bestRank, optimisticRank: bestRank, pessimisticRank: bestRank, errorM: null, ...more }
}

describe('the worked examples of the docstrings', () => {
  test('success, recall, reciprocal rank, nDCG', () => {
    expect([successAt(1, 4), successAt(5, 4)]).toEqual([0, 1])
    expect(recallAt(5, [1, 4, 20])).toBeCloseTo(2 / 3, 15)
    expect(reciprocalRank([9, 4])).toBe(0.25)
    expect(ndcgAt(10, [2, 3])).toBeCloseTo(0.6934, 4)
    expect(ndcgAt(10, [2])).toBeCloseTo(0.6309, 4)
    expect(ndcgAt(10, [3])).toBe(0.5)
    // The ideal is cut at K too: three positives, all at the top of two places.
    expect(ndcgAt(2, [1, 2, 3])).toBe(1)
  })

  test('more positives than a function takes arguments', () => {
    const many = Int32Array.from({ length: 400_000 }, (_, i) => 400_002 - i)
    expect(reciprocalRank(many)).toBe(1 / 3)
    const sum = new MetricsSum()
    sum.add({ gallery: 1_000_000, positiveRanks: many, bestRank: 3, optimisticRank: 3, pessimisticRank: 3, errorM: null })
    expect(sum.metrics()).toMatchObject({ 'R@5': 1, 'recall@5': 3 / 400_000, 'recall@100': 98 / 400_000, MRR: 1 / 3, 'nDCG@10': ndcgAt(10, many) })
    expect(ndcgAt(10, many)).toBeCloseTo(1 - (1 + 1 / Math.log2(3)) / 4.543559338088346, 12)
  })

  test('what was not retrieved counts nothing', () => {
    expect([reciprocalRank([0]), recallAt(10, [0, 1]), ndcgAt(10, [0])]).toEqual([0, 0.5, 0])
  })

  test('one percent is rounded up and never none', () => {
    expect([1, 99, 100, 101, 250, 1_034_786].map(onePercentOf)).toEqual([1, 1, 1, 2, 3, 10_348])
  })

  test('median', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, null])
  })
})

describe('MetricsSum', () => {
  test('means over the queries; distances over the located ones', () => {
    const sum = new MetricsSum()
    sum.add(query([1], { errorM: 0 }))
    sum.add(query([3], { errorM: 120 }))
    sum.add(query([60]))
    sum.add(query([2], { gallery: 101 }))
    const metrics = sum.metrics()
    expect(sum.located).toBe(2)
    expect(metrics).toMatchObject({ 'R@1': 0.25, 'R@5': 0.75, 'R@10': 0.75, 'R@50': 0.75, 'R@100': 1, 'R@1%': 0.5, medianRank: 2.5, 'L@50': 0.5, 'L@100': 0.5, 'L@150': 1, medianErrorM: 60, meanErrorM: 60 })
    expect(metrics['MRR']).toBeCloseTo((1 + 1 / 3 + 1 / 60 + 1 / 2) / 4, 15)
    expect(metrics).not.toHaveProperty('recall@1')
  })

  test('recall is told where a query has several positives', () => {
    const sum = new MetricsSum()
    sum.add(query([1, 7]))
    sum.add(query([2]))
    expect(sum.metrics()).toMatchObject({ 'R@1': 0.5, 'recall@1': 0.25, 'recall@5': 0.75, 'recall@10': 1 })
  })

  test('without coordinates, distances are null', () => {
    const sum = new MetricsSum()
    sum.add(query([1]))
    expect(sum.metrics()).toMatchObject({ 'L@50': null, 'L@100': null, 'L@150': null, medianErrorM: null, meanErrorM: null })
  })
})
