import { expect, test } from 'vitest'
import { AblateOptions, AblationReport, type AblationVariant } from '#shared/domain/planet.ts'
import { AblationPlan, type RunResult } from '#engine/planet/ablation/ablation-folder.ts'
import { ablationReport } from '#engine/planet/ablation/ablation-report.ts'
import { Random } from '#engine/sample/random.ts'

const options = AblateOptions.parse({ seeds: [1, 2, 3], variants: ['contrastive', 'planet'] })

/** 30 regions of 10 captions; the ranks of a variant are 1 with the given probability, else 7. */
function planOf(divisions: { level: 'world' | 'continents'; held: string | null; regions: number; from: number }[]): AblationPlan {
  return AblationPlan.parse({
    createdAt: 1, options, dataHash: 'd', signatureSpec: 's', provider: 'cpu', version: '0',
    divisions: divisions.map(({ level, held, regions, from }) => ({ level, held, gallery: regions * 3, regions: Array.from({ length: regions * 10 }, (_, i) => from + Math.floor(i / 10)) }))
  })
}

function drawn(plan: AblationPlan, chance: Partial<Record<AblationVariant, number>>, finished: (variant: AblationVariant, seed: number, division: number) => boolean = () => true) {
  return (division: number, variant: AblationVariant, seed: number): RunResult | null => {
    if (!finished(variant, seed, division)) return null
    const random = new Random(`${division}/${variant}/${seed}`)
    return { key: 'k', lambda: variant === 'planet' ? 0.1 : 0, keptStep: 1, ranks: (plan.divisions[division]?.regions ?? []).map(() => (random.chance(chance[variant] ?? 0) ? 1 : 7)) }
  }
}

const world = planOf([{ level: 'world', held: null, regions: 30, from: 1 }])

test('R@K, the difference and the seeds are those of the ranks, and a clear difference is seen', () => {
  const find = drawn(world, { contrastive: 0.4, planet: 0.7 })
  const report = AblationReport.parse(ablationReport(world, find, 1))
  expect(report.rows.map(({ variant }) => variant)).toEqual(['contrastive', 'planet'])
  const [plain, planet] = report.rows
  const share = (variant: AblationVariant, seed: number): number => (find(0, variant, seed)?.ranks.filter((rank) => rank === 1).length ?? 0) / 300
  expect(plain?.perSeed).toEqual([1, 2, 3].map((seed) => share('contrastive', seed)))
  const mean = (of: readonly number[] = []): number => of.reduce((a, b) => a + b, 0) / of.length
  expect(planet?.r1.value).toBeCloseTo(mean(planet?.perSeed), 12)
  expect(planet?.difference?.r1.value).toBeCloseTo(mean(planet?.perSeed) - mean(plain?.perSeed), 12)
  expect(planet?.difference?.r1.low).toBeGreaterThan(0.15)
  expect(planet?.difference?.p).toBeLessThan(0.001)
  // Rank 7 is beyond 5 and within 10.
  expect(planet?.r5).toEqual(planet?.r1)
  expect(planet?.r10).toEqual({ value: 1, low: 1, high: 1 })
  expect(plain?.difference).toBeNull()
  expect({ regions: plain?.regions, gallery: plain?.gallery, queries: plain?.queries }).toEqual({ regions: 30, gallery: 90, queries: 300 })
})

test('without a difference the interval holds zero', () => {
  const [, planet] = ablationReport(world, drawn(world, { contrastive: 0.5, planet: 0.5 }), 1).rows
  expect(planet?.difference?.r1.low).toBeLessThan(0)
  expect(planet?.difference?.r1.high).toBeGreaterThan(0)
  expect(planet?.difference?.p).toBeGreaterThan(0.05)
})

test('while it runs: rows of what is finished, differences of the seeds that both have', () => {
  const [plain, planet] = ablationReport(world, drawn(world, { contrastive: 0.4, planet: 0.7 }, (variant, seed) => variant === 'contrastive' || seed < 3), 1).rows
  expect(plain?.perSeed.length).toBe(3)
  expect(planet?.perSeed.length).toBe(2)
  expect(planet?.difference).not.toBeNull()
  expect(ablationReport(world, drawn(world, {}, () => false), 1).rows).toEqual([])
})

test('continents: a row each, and one of all of them together once each was held out', () => {
  const plan = planOf([{ level: 'continents', held: 'Africa', regions: 20, from: 1 }, { level: 'continents', held: 'Asia', regions: 10, from: 21 }])
  const find = drawn(plan, { contrastive: 0.4, planet: 0.7 })
  const rows = ablationReport(plan, find, 1).rows
  expect(rows.map(({ held, variant }) => `${held}/${variant}`)).toEqual(['Africa/contrastive', 'Africa/planet', 'Asia/contrastive', 'Asia/planet', 'null/contrastive', 'null/planet'])
  const whole = rows.at(-1)
  expect({ regions: whole?.regions, gallery: whole?.gallery, queries: whole?.queries }).toEqual({ regions: 30, gallery: 90, queries: 300 })
  const hits = [0, 1].flatMap((division) => [1, 2, 3].flatMap((seed) => find(division, 'planet', seed)?.ranks ?? [])).filter((rank) => rank === 1).length
  expect(whole?.r1.value).toBeCloseTo(hits / 900, 12)
  expect(ablationReport(plan, drawn(plan, {}, (_variant, _seed, division) => division === 0), 1).rows.every(({ held }) => held === 'Africa')).toBe(true)
})
