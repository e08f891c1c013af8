import { describe, expect, it } from 'vitest'
import { cumulative, histogram, rankEdges, tableAsCsv } from '#renderer/charts/chart-data.ts'

describe('chart data', () => {
  it('counts into half-open bins and leaves out what lies outside', () => {
    expect(histogram([0, 0.5, 1, 1.99, 2, -1, 3], [0, 1, 2, 3]).map(({ count }) => count)).toEqual([2, 2, 1])
    expect(histogram([1], [])).toEqual([])
  })

  it('has a bin for every rank of a gallery', () => {
    for (const gallery of [1, 5, 100, 250, 1_034_786]) {
      const ranks = [1, 2, Math.ceil(gallery / 2), gallery].filter((rank) => rank <= gallery)
      const counted = histogram(ranks, rankEdges(gallery)).reduce((sum, { count }) => sum + count, 0)
      expect(counted, `gallery ${gallery}`).toBe(ranks.length)
    }
  })

  it('makes a distribution that ends at one, with one point a distinct value', () => {
    expect(cumulative([3, 1, 1, 2])).toEqual([[1, 0.5], [2, 0.75], [3, 1]])
    expect(cumulative([])).toEqual([])
  })

  it('quotes what CSV has to quote', () => {
    expect(tableAsCsv({ columns: ['a', 'b,c'], rows: [['say "hi"', null], ['x', 1.5]] })).toBe('a,"b,c"\r\n"say ""hi""",\r\nx,1.5\r\n')
  })
})
