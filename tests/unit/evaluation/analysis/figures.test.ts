import { describe, expect, it } from 'vitest'
import { Random } from '#engine/sample/random.ts'
import { metricEstimate } from '#engine/evaluation/analysis/metric-estimate.ts'
import { power, runPairs } from '#engine/evaluation/analysis/questions/run-pairs.ts'
import { runTable } from '#engine/evaluation/analysis/questions/run-table.ts'
import { slices } from '#engine/evaluation/analysis/questions/slices.ts'
import type { AskedRun } from '#engine/evaluation/analysis/question.ts'
import { askedRun } from '../../../support/asked-run.ts'

const how = { estimand: 'query' as const, confidence: 0.95 }
const all = ({ run }: AskedRun): Int32Array => Int32Array.from({ length: run.count }, (_, i) => i)
const asked = <A>(runs: readonly AskedRun[], args: A, selected = runs.map(all)) => ({ runs, selected, args, stopped: () => false })
const regions = Array.from({ length: 30 }, (_, i) => `region ${i}`)

/** Queries of 30 regions of unequal sizes; `rankOf` the rank of query n in its region. */
const run = (name: string, rankOf: (n: number, region: number) => number): AskedRun =>
  askedRun(
    Array.from({ length: 900 }, (_, n) => {
      const region = Math.floor(Math.sqrt(n)) % 30
      return { query: n + 1, region, rank: rankOf(n, region), errorM: rankOf(n, region) * 10 }
    }),
    regions,
    name
  )
const good = run('good', (n) => (n % 10 < 8 ? 1 : 7))
const fair = run('fair', (n) => (n % 10 < 5 ? 1 : 7))
const alike = run('alike', (n, region) => ((n + region) % 10 < 8 ? 1 : 7))

describe('figures of runs', () => {
  it('weigh queries alike, or regions alike', () => {
    const uneven = askedRun([{ query: 1, region: 0, rank: 1 }, { query: 2, region: 0, rank: 1 }, { query: 3, region: 0, rank: 1 }, { query: 4, region: 1, rank: 5 }], ['a', 'b'])
    expect(metricEstimate(uneven, all(uneven), 'R@1', how)).toMatchObject({ value: 0.75, kind: 'small-sample' })
    expect(metricEstimate(uneven, all(uneven), 'R@1', { ...how, estimand: 'region' }).value).toBe(0.5)
    expect(metricEstimate(uneven, all(uneven), 'medianRank', how).value).toBe(1)
    expect(metricEstimate(uneven, Int32Array.of(3), 'R@1', how)).toEqual({ value: 0, low: null, high: null, kind: 'none' })
    expect(metricEstimate(uneven, new Int32Array(), 'R@1', how).value).toBeNull()
    // Nothing is located.
    expect(metricEstimate(uneven, all(uneven), 'L@50', how).value).toBeNull()
  })

  it('rest on places where there are not two regions, and stay within what a share can be', () => {
    const one = askedRun(Array.from({ length: 40 }, (_, n) => ({ query: n + 1, region: 0, rank: n === 0 ? 2 : 1 })), ['a'])
    const found = metricEstimate(one, all(one), 'R@1', how)
    expect(found.kind).toBe('places')
    expect(found.high).toBeLessThanOrEqual(1)
    expect(found.low).toBeGreaterThan(0.8)
  })

  it('cover a median as often as they say', () => {
    const random = new Random('medians')
    let covered = 0
    for (let trial = 0; trial < 200; trial++) {
      const shifts = Array.from({ length: 40 }, () => random.unit() * 400)
      const made = askedRun(Array.from({ length: 400 }, (_, n) => ({ query: n + 1, region: n % 40, errorM: (shifts[n % 40] as number) + 600 * random.unit() })), Array.from({ length: 40 }, (_, i) => `r${i}`))
      const { low, high } = metricEstimate(made, all(made), 'medianErrorM', how)
      // Uniform on [0, 400] plus uniform on [0, 600]: symmetric about 500.
      if ((low as number) <= 500 && 500 <= (high as number)) covered++
    }
    expect(covered / 200).toBeGreaterThan(0.9)
    expect(covered / 200).toBeLessThan(0.995)
  })

  it('are marked best only where the differences to all others are more than chance', () => {
    const args = { ...how, metrics: ['R@1', 'medianRank'], groups: [[0, 1], [2]] }
    const { rows, sameQueries } = runTable(asked([good, fair, alike], args))
    expect(rows.map(({ best }) => best)).toEqual([['R@1'], [], []])
    expect(sameQueries).toEqual([true, true])
    // As good as another: nobody is best.
    expect(runTable(asked([good, fair, alike], { ...args, groups: [[0, 1, 2]] })).rows.map(({ best }) => best)).toEqual([[], [], []])
  })
})

describe('pairs of runs', () => {
  it('are counted over the queries that both have', () => {
    const fewer = askedRun([{ query: 1, region: 0, rank: 1 }, { query: 3, region: 1, rank: 4 }, { query: 9, region: 1, rank: 1 }], ['a', 'b'])
    const other = askedRun([{ query: 1, region: 0, rank: 3 }, { query: 2, region: 0, rank: 1 }, { query: 3, region: 1, rank: 4 }], ['a', 'b'])
    const [pair] = runPairs(asked([fewer, other], { ...how, metric: 'R@1' }))
    expect(pair).toMatchObject({ difference: { value: 0.5 }, sample: { queries: 2 }, unpaired: 2, effect: { wins: 1, losses: 0, ties: 1, dominance: 0.5 }, test: { mcnemar: { onlyA: 1, onlyB: 0, p: 1 }, why: null } })
    expect(runPairs(asked([fewer, askedRun([{ query: 7 }])], { ...how, metric: 'R@1' }))).toEqual([null])
  })

  it('say why a test does not apply', () => {
    const twoCaptions = [good, fair].map((of): AskedRun => ({ ...of, run: { ...of.run, place: of.run.place.map((place) => place >> 1) }, attributeOf: of.attributeOf.slice() }))
    const why = (runs: readonly AskedRun[], metric: string) => runPairs(asked(runs, { ...how, metric }))[0]?.test
    expect(why(twoCaptions, 'R@1')).toMatchObject({ mcnemar: null, why: 'captions' })
    expect(why([good, fair], 'MRR')).toMatchObject({ mcnemar: null, why: 'metric' })
    expect(why([good, fair], 'medianRank')).toMatchObject({ signFlip: null, t: null, why: 'median' })
    expect(runPairs(asked([good, fair], { ...how, metric: 'R@1' }))[0]?.test).toMatchObject({ signFlipExact: false, t: { df: 29 } })
  })

  it('need as many queries as the spread between regions asks for', () => {
    const found = power(asked([good, fair], { metric: 'R@1', difference: 0.01, power: 0.8, alpha: 0.05 }))
    const more = power(asked([good, fair], { metric: 'R@1', difference: 0.005, power: 0.8, alpha: 0.05 }))
    expect(found.sample.queries).toBe(900)
    expect((more.queries as number) / (found.queries as number)).toBeCloseTo(4, 0)
    expect(power(asked([good, fair], { metric: 'R@1', difference: found.least as number, power: 0.8, alpha: 0.05 })).regions).toBe(30)
    expect(power(asked([good, good], { metric: 'R@1', difference: 0.01, power: 0.8, alpha: 0.05 }))).toMatchObject({ spread: 0, regions: null, queries: null, least: null })
    expect(power(asked([good, fair], { metric: 'medianRank', difference: 1, power: 0.8, alpha: 0.05 }))).toMatchObject({ sample: { queries: 900 }, seen: null, regions: null, least: null })
  })
})

describe('slices', () => {
  it('add up to all, and their differences are those of their own queries', () => {
    const rows = slices(asked([good, fair], { ...how, metric: 'R@1', by: 'region' as const }))
    expect(rows.reduce((sum, { sample }) => sum + sample.queries, 0)).toBe(900)
    expect(rows.map(({ sample }) => sample.queries)).toEqual(rows.map(({ sample }) => sample.queries).toSorted((a, b) => b - a))
    for (const { values, difference } of rows) expect(difference?.value).toBeCloseTo((values[0]?.value as number) - (values[1]?.value as number), 12)
    expect(rows[0]?.where).toMatch(/^region:"region \d+"$/)
  })

  it('are one of all where there is nothing to slice by, empty or not', () => {
    expect(slices(asked([good], { ...how, metric: 'R@1', by: null }))).toMatchObject([{ sample: { queries: 900 }, difference: null, p: null }])
    expect(slices(asked([good], { ...how, metric: 'R@1', by: null }, [new Int32Array()]))).toMatchObject([{ sample: { queries: 0 }, values: [{ value: null }] }])
  })
})
