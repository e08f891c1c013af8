import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arcs } from '#engine/evaluation/analysis/questions/arcs.ts'
import { density } from '#engine/evaluation/analysis/questions/density.ts'
import { distribution } from '#engine/evaluation/analysis/questions/distribution.ts'
import { MetricsSum } from '#engine/evaluation/metrics.ts'
import { askedRun, asking, type MadeQuery } from '../../../../support/asked-run.ts'

const world: [number, number, number, number] = [-180, -90, 180, 90]
const degrees = fc.tuple(fc.double({ min: -179.9, max: 179.9, noNaN: true }), fc.double({ min: -84, max: 84, noNaN: true }))
const madeQueries = fc
  .array(
    fc.record({
      rank: fc.integer({ min: 1, max: 60 }),
      errorM: fc.option(fc.oneof(fc.constantFrom(0, 50, 100, 150, 150.0000001), fc.double({ min: 0, max: 2e7, noNaN: true })), { nil: undefined }),
      truth: fc.option(degrees, { nil: undefined }),
      answer: fc.option(degrees, { nil: undefined })
    }),
    { minLength: 1, maxLength: 120 }
  )
  .map((rows) => rows.map((row, i): MadeQuery => ({ query: 3 * i + 1, ...row })))

describe('arcs', () => {
  test('the furthest errors of which both ends are known, worst first, ties by query', () => {
    fc.assert(
      fc.property(madeQueries, fc.integer({ min: 1, max: 30 }), (queries, limit) => {
        const naive = queries.filter(({ errorM, truth, answer }) => errorM !== undefined && errorM > 0 && truth && answer).sort((a, b) => (b.errorM ?? 0) - (a.errorM ?? 0) || a.query - b.query)
        const answer = arcs(asking([askedRun(queries)], { limit }))
        expect(answer.total).toBe(naive.length)
        expect(answer.arcs).toEqual(naive.slice(0, limit).map(({ query, truth, answer: to, errorM, rank }) => ({ query, from: [...(truth ?? [])], to: [...(to ?? [])], errorM, rank })))
      })
    )
  })

  test('a box over the antimeridian holds arcs with either end in it', () => {
    const run = askedRun([
      { query: 1, errorM: 10, truth: [179, 1], answer: [20, 1] },
      { query: 2, errorM: 20, truth: [20, 1], answer: [-179, 1] },
      { query: 3, errorM: 30, truth: [20, 1], answer: [21, 1] },
      { query: 4, errorM: 40, truth: [179, 50], answer: [178, 50] }
    ])
    expect(arcs(asking([run], { limit: 10, box: [170, -10, -170, 10] })).arcs.map(({ query }) => query)).toEqual([2, 1])
  })

  test('only the selected rows count', () => {
    const run = askedRun([1, 2, 3].map((query): MadeQuery => ({ query, errorM: query, truth: [0, 0], answer: [1, 1] })))
    expect(arcs(asking([run], { limit: 10 }, [Int32Array.of(0, 1)]))).toMatchObject({ total: 2, arcs: [{ query: 2 }, { query: 1 }] })
  })
})

describe('density', () => {
  const pixel = (lon: number, lat: number, zoom: number): [number, number] => {
    const size = 256 * 2 ** zoom
    return [((lon + 180) / 360) * size, (size / 2) * (1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI)]
  }

  test('counts equal those of a slow count, by rank and by metres', () => {
    const failures = fc.oneof(fc.record({ k: fc.integer({ min: 1, max: 40 }) }), fc.record({ metres: fc.constantFrom(0, 50, 1000, 1e6) }))
    fc.assert(
      fc.property(madeQueries, failures, fc.integer({ min: 0, max: 12 }), fc.integer({ min: 8, max: 64 }), (queries, failure, zoom, cell) => {
        const naive = new Map<string, [number, number]>()
        let unlocated = 0
        for (const { truth, errorM, rank = 1 } of queries) {
          if (!truth || ('metres' in failure && errorM === undefined)) {
            unlocated++
            continue
          }
          const key = pixel(...(truth as [number, number]), zoom).map((at) => Math.floor(at / cell)).join()
          const [all, failed] = naive.get(key) ?? [0, 0]
          naive.set(key, [all + 1, failed + (('k' in failure ? rank > failure.k : (errorM ?? 0) > failure.metres) ? 1 : 0)])
        }
        const answer = density(asking([askedRun(queries)], { box: world, zoom, cell, failure }))
        expect(answer.unlocated).toBe(unlocated)
        const found = new Map(answer.cells.map(({ lat, lon, queries: all, failures: failed }) => [pixel(lon, lat, zoom).map((at) => Math.floor(at / cell)).join(), [all, failed]]))
        expect([...found].sort()).toEqual([...naive].sort())
        expect(answer.queries).toBe(queries.length - unlocated)
        expect(answer.failures).toBe([...naive.values()].reduce((sum, [, failed]) => sum + failed, 0))
      })
    )
  })

  test('cells stay where they are while the window moves', () => {
    const run = askedRun([{ query: 1, rank: 5, truth: [2.2945, 48.8584] }])
    const at = (box: [number, number, number, number]) => density(asking([run], { box, zoom: 10, cell: 24, failure: { k: 1 } })).cells
    expect(at([2, 48, 3, 49])).toEqual(at([1.7, 47.3, 2.9, 49.2]))
    expect(at([3, 48, 4, 49])).toEqual([])
  })

  test('cells grow until they are few enough to be drawn', () => {
    const queries = Array.from({ length: 20_000 }, (_, i): MadeQuery => ({ query: i + 1, rank: 2, truth: [(i % 200) - 100, Math.floor(i / 200) * 0.8 - 40] }))
    const answer = density(asking([askedRun(queries)], { box: world, zoom: 12, cell: 16, failure: { k: 1 } }))
    expect(answer.cells.length).toBeLessThanOrEqual(8000)
    expect(Math.log2(answer.cell / 16) % 1).toBe(0)
    expect(answer.cells.reduce((sum, { queries: all }) => sum + all, 0)).toBe(20_000)
  })
})

describe('distribution', () => {
  const shareAt = (steps: readonly (readonly [number, number])[], at: number): number => steps.findLast(([value]) => value <= at)?.[1] ?? 0

  test('steps lie on the exact distribution, few enough, and go through the marks', () => {
    fc.assert(
      fc.property(madeQueries, fc.integer({ min: 10, max: 200 }), fc.constantFrom('error' as const, 'rank' as const), (queries, points, of) => {
        const values = queries.flatMap(({ errorM, rank = 1 }) => (of === 'rank' ? [rank] : errorM === undefined ? [] : [errorM]))
        const [answer] = distribution(asking([askedRun(queries)], { of, points })).runs
        expect(answer).toMatchObject({ counted: values.length, all: queries.length })
        const steps = answer?.steps ?? []
        expect(steps.length).toBeLessThanOrEqual(points)
        for (const [value, share] of steps) expect(share).toBe(values.filter((other) => other <= value).length / values.length)
        expect(steps).toEqual([...steps].sort((a, b) => a[0] - b[0]))
        if (values.length === 0) return
        expect(steps[0]?.[0]).toBe(Math.min(...values))
        expect(steps.at(-1)).toEqual([Math.max(...values), 1])
        for (const { at, share } of answer?.marks ?? []) {
          expect(share).toBe(values.filter((value) => value <= at).length / values.length)
          expect(shareAt(steps, at)).toBe(share)
        }
      })
    )
  })

  test('few values lose no step', () => {
    const run = askedRun([5, 1, 5, 30, 2].map((rank, i): MadeQuery => ({ query: i + 1, rank })))
    const [answer] = distribution(asking([run], { of: 'rank', points: 12 })).runs
    expect(answer?.steps).toEqual([[1, 0.2], [2, 0.4], [5, 0.8], [30, 1]])
    expect(answer?.median).toBe(5)
  })

  test('the marks equal the metrics that a run keeps', () => {
    fc.assert(
      fc.property(madeQueries, (queries) => {
        const sum = new MetricsSum()
        for (const { rank = 1, errorM = null } of queries) sum.add({ gallery: 1000, positiveRanks: [rank], bestRank: rank, optimisticRank: rank, pessimisticRank: rank, errorM })
        const kept = sum.metrics()
        const run = askedRun(queries)
        const [errors] = distribution(asking([run], { of: 'error', points: 100 })).runs
        const [ranks] = distribution(asking([run], { of: 'rank', points: 100 })).runs
        for (const { at, share } of errors?.marks ?? []) expect(share).toBe(kept[`L@${at}`])
        for (const { at, share } of ranks?.marks ?? []) expect(share).toBe(kept[`R@${at}`])
        expect(errors?.median ?? null).toBe(kept['medianErrorM'])
        expect(ranks?.median).toBe(kept['medianRank'])
      })
    )
  })

  test('a run whose errors are unknown has no steps and no marks', () => {
    expect(distribution(asking([askedRun([{ query: 1, rank: 3 }])], { of: 'error', points: 50 })).runs).toEqual([{ run: 'made', counted: 0, all: 1, steps: [], marks: [], median: null }])
  })
})
