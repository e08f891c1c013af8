import { expect, test } from 'vitest'
import type { TrainingPool } from '#engine/planet/data/training-pool.ts'
import { divisionsOf, runsOf, weightsOf } from '#engine/planet/ablation/ablation-plan.ts'

/** Three places in each of 24 regions on three continents; regions 1-18 train, 19-21 val, 22-24 test. */
function pool(continentOf: (region: number) => string | null): TrainingPool {
  const regions = Int32Array.from({ length: 72 }, (_, row) => Math.floor(row / 3) + 1)
  const rows = (from: number, to: number): Int32Array => Int32Array.from({ length: 3 * (to - from + 1) }, (_, i) => 3 * (from - 1) + i)
  return {
    arrays: { count: 72, regions },
    rows: { train: rows(1, 18), val: rows(19, 21), test: rows(22, 24) },
    data: { regions: new Map(Array.from({ length: 24 }, (_, i) => [i + 1, { id: i + 1, uid: `r${i + 1}`, name: `Region ${i + 1}`, continent: continentOf(i + 1) }])) }
  } as unknown as TrainingPool
}

const continents = ['Africa', 'Asia', 'Europe']

test('each continent is held out in turn, and no region is on two sides', () => {
  const of = pool((region) => continents[region % 3] ?? null)
  const divisions = divisionsOf(of, ['world', 'continents'])
  expect(divisions.map(({ held }) => held)).toEqual([null, ...continents])
  expect(divisions[0]?.rows).toBe(of.rows)
  for (const { held, rows } of divisions.slice(1)) {
    const regions = (split: Int32Array): Set<number> => new Set(Array.from(split, (row) => of.arrays.regions[row] as number))
    const [train, val, test] = [regions(rows.train), regions(rows.val), regions(rows.test)]
    expect([...test].every((region) => continents[region % 3] === held)).toBe(true)
    expect(test.size).toBe(8)
    expect(val.size).toBe(2)
    expect(train.size).toBe(14)
    expect(new Set([...train, ...val, ...test]).size).toBe(24)
    expect(rows.train.length + rows.val.length + rows.test.length).toBe(72)
  }
})

test('regions without a continent are neither trained on nor tested; one continent alone cannot be held out', () => {
  const [first] = divisionsOf(pool((region) => (region <= 4 ? null : (continents[region % 3] ?? null))), ['continents'])
  expect((first?.rows.train.length ?? 0) + (first?.rows.val.length ?? 0) + (first?.rows.test.length ?? 0)).toBe(60)
  expect(() => divisionsOf(pool(() => 'Asia'), ['continents'])).toThrow(/two continents/)
})

test('runs go seed by seed and have names of their own; a variant alone has one term', () => {
  const divisions = divisionsOf(pool((region) => continents[region % 3] ?? null), ['world', 'continents'])
  const runs = runsOf(divisions, { seeds: [1, 2, 2], variants: ['contrastive', 'planet'] })
  expect(runs.length).toBe(4 * 2 * 2)
  expect(new Set(runs.map(({ name }) => name)).size).toBe(16)
  expect(runs.slice(0, 3).map(({ name }) => name)).toEqual(['world.contrastive.1', 'world.planet.1', 'world.contrastive.2'])
  // A continent is called whatever was imported: its name leads nowhere, and no two share results.
  const odd = ['../../../outside/a', 'North America', 'north-america', '亚洲', '欧洲', 'a'.repeat(400)]
  const oddRuns = runsOf(odd.map((held) => ({ level: 'continents' as const, held, rows: { train: new Int32Array(), val: new Int32Array(), test: new Int32Array() } })), { seeds: [1], variants: ['planet'] })
  for (const { name } of oddRuns) expect(name).toMatch(/^without-[a-z0-9-]{1,50}\.planet\.1$/)
  expect(new Set(oddRuns.map(({ name }) => name)).size).toBe(odd.length)
  const all = { colour: 1, structure: 2, texture: 1 }
  expect(weightsOf('contrastive', all)).toBeNull()
  expect(weightsOf('planet', all)).toBe(all)
  expect(weightsOf('structure', all)).toEqual({ colour: 0, structure: 1, texture: 0 })
})
