import { describe, expect, it } from 'vitest'
import { hubness, occurrenceEdges, skewness } from '#engine/evaluation/diagnosis/hubness.ts'
import { Random } from '#engine/sample/random.ts'

const plain = { right: new Map<number, number>(), hubs: 3 }

describe('hubness', () => {
  it('is worked out by hand for a small gallery', () => {
    // Four documents, answers 3, 1, 0, 0: mean 1, second moment 6/4, third (8 - 1 - 1)/4.
    const found = hubness(new Map([[7, 3], [9, 1]]), { k: 1, documents: 4, queries: 4, wholeGallery: true, ...plain, right: new Map([[7, 2]]) })
    expect(found.skewness).toBeCloseTo(1.5 / 1.5 ** 1.5, 12)
    expect(found).toMatchObject({ never: 2, most: 3, firstPercent: 0.75 })
    expect(found.hubs).toEqual([{ document: 7, queries: 3, right: 2 }, { document: 9, queries: 1, right: 0 }])
    expect(found.bins.map(({ from, to, documents }) => [from, to, documents])).toEqual([[0, 1, 2], [1, 2, 1], [2, 3, 0], [3, 5, 1]])
    // Binomial with 4 draws of 1/4.
    expect(found.expectedNever).toBeCloseTo(4 * 0.75 ** 4, 12)
    expect(found.bins[1]!.expected).toBeCloseTo(4 * 4 * 0.25 * 0.75 ** 3, 12)
    expect(found.expectedSkewness).toBeCloseTo(0.5 / Math.sqrt(4 * 0.25 * 0.75), 12)
    // More than two: 4 (4 * 1/64 * 3/4 + 1/256) < 1; more than one: 4 * 67/256 >= 1.
    expect(found.expectedMost).toBe(2)
  })

  it('agrees with brute force over all documents, and with chance where answers are drawn evenly', () => {
    const random = new Random('hubness')
    const [documents, queries] = [500, 20_000]
    const counts = new Map<number, number>()
    for (let i = 0; i < queries; i++) {
      const document = random.below(documents)
      counts.set(document, (counts.get(document) ?? 0) + 1)
    }
    const all = Array.from({ length: documents }, (_, i) => counts.get(i) ?? 0)
    const mean = all.reduce((sum, value) => sum + value, 0) / documents
    const moment = (power: number): number => all.reduce((sum, value) => sum + (value - mean) ** power, 0) / documents
    expect(skewness(counts, documents)).toBeCloseTo(moment(3) / moment(2) ** 1.5, 10)
    const found = hubness(counts, { k: 1, documents, queries, wholeGallery: true, ...plain })
    expect(Math.abs(found.skewness! - found.expectedSkewness!)).toBeLessThan(0.4)
    expect(found.most).toBeLessThan(found.expectedMost! * 1.25)
    expect(found.bins.reduce((sum, bin) => sum + bin.documents, 0)).toBe(documents)
    const planted = hubness(new Map([...counts, [3, 4000]]), { k: 1, documents, queries: queries + 4000, wholeGallery: true, ...plain })
    expect(planted.skewness).toBeGreaterThan(10)
    expect(planted.hubs[0]).toEqual({ document: 3, queries: 4000, right: 0 })
  })

  it('says nothing of chance for galleries of a query’s own, and bears what is empty', () => {
    expect(hubness(new Map([[1, 2]]), { k: 1, documents: 5, queries: 2, wholeGallery: false, ...plain })).toMatchObject({ expectedSkewness: null, expectedNever: null, expectedMost: null })
    expect(hubness(new Map(), { k: 10, documents: 0, queries: 0, wholeGallery: true, ...plain })).toMatchObject({ skewness: null, never: 0, most: 0, firstPercent: 0 })
    expect(hubness(new Map([[1, 3], [2, 3]]), { k: 10, documents: 2, queries: 3, wholeGallery: true, ...plain })).toMatchObject({ skewness: null, expectedNever: null })
    expect(occurrenceEdges(9)).toEqual([0, 1, 2, 3, 5, 9, 17])
  })
})
