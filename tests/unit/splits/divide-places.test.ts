import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { haversine } from '#engine/geo/distance.ts'
import { NearPoints } from '#engine/geo/near-points.ts'
import { nearestBetween } from '#engine/geo/nearest-between.ts'
import { dividePlaces, type SplitPlaces } from '#engine/splits/divide-places.ts'
import { SplitRule } from '#shared/domain/splits.ts'

const rule = (made: object): SplitRule => SplitRule.parse(made)
const shares = { train: 0.6, val: 0.2, test: 0.2 }

/** 12 regions on three continents, of sizes that differ; each a cluster of places some 100 m apart. */
const world = (): SplitPlaces => {
  const regions = Array.from({ length: 12 }, (_, i) => ({ name: `r${i}`, continent: ['Africa', 'Asia', 'Europe'][i % 3] as string }))
  const rows = regions.flatMap((_, region) => Array.from({ length: 10 + 3 * region }, (__, n) => ({ region, lat: 5 * region + n / 1000, lon: 10 })))
  return {
    ids: Int32Array.from(rows, (_, i) => i + 1),
    lat: Float64Array.from(rows, ({ lat }) => lat),
    lon: Float64Array.from(rows, ({ lon }) => lon),
    regionOf: Int32Array.from(rows, ({ region }) => region),
    splitOf: new Uint8Array(rows.length),
    regions
  }
}

/** By comparing all pairs. */
function slowNearest({ lat, lon }: Pick<SplitPlaces, 'lat' | 'lon'>, classes: Uint8Array): number | null {
  let best = Infinity
  for (let i = 0; i < lat.length; i++) {
    for (let j = 0; j < i; j++) {
      if (classes[i] === 0 || classes[j] === 0 || classes[i] === classes[j]) continue
      const metres = haversine(lat[i] as number, lon[i] as number, lat[j] as number, lon[j] as number)
      if (metres < best) best = metres
    }
  }
  return best === Infinity ? null : best
}

const anywhere = fc.oneof(
  fc.record({ lat: fc.double({ min: -90, max: 90, noNaN: true }), lon: fc.double({ min: -180, max: 180, noNaN: true }) }),
  // Near each other, near the poles, at the antimeridian, unknown.
  fc.record({ lat: fc.integer({ min: 0, max: 40 }).map((n) => 10 + n / 5000), lon: fc.constantFrom(20, 20.0005) }),
  fc.record({ lat: fc.constantFrom(89.9999, 90, -90), lon: fc.integer({ min: -180, max: 180 }) }),
  fc.record({ lat: fc.constantFrom(0, 0.0002), lon: fc.constantFrom(180, -180, 179.9999, -179.9999) }),
  fc.constant({ lat: NaN, lon: NaN })
)
const drawn = fc.array(anywhere, { minLength: 1, maxLength: 120 })
const asPlaces = (points: readonly { lat: number; lon: number }[]): SplitPlaces => ({
  ids: Int32Array.from(points, (_, i) => i + 1),
  lat: Float64Array.from(points, ({ lat }) => lat),
  lon: Float64Array.from(points, ({ lon }) => lon),
  regionOf: new Int32Array(points.length).fill(-1),
  splitOf: new Uint8Array(points.length),
  regions: []
})

describe('distances', () => {
  test('pairs that are near are those that comparing all pairs finds, each told once', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(0, 1, 30, 500, 50_000, 1_000_000), (points, metres) => {
        const { lat, lon } = asPlaces(points)
        const near = new NearPoints(lat, lon, metres)
        for (let i = 0; i < points.length; i++) {
          const found: number[] = []
          near.around(i, (other, distance) => {
            expect(distance).toBe(haversine(lat[i] as number, lon[i] as number, lat[other] as number, lon[other] as number))
            found.push(other)
          })
          expect(found.sort((a, b) => a - b)).toEqual(points.map((_, j) => j).filter((j) => j !== i && haversine(lat[i] as number, lon[i] as number, lat[j] as number, lon[j] as number) < metres))
        }
      }),
      { numRuns: 200, seed: 3 }
    )
  })

  test('the least distance between classes is that of comparing all pairs', () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(3), { minLength: 120, maxLength: 120 }), (points, drawnClasses) => {
        const places = asPlaces(points)
        const classes = Uint8Array.from(points, (_, i) => drawnClasses[i] as number)
        const [fast, slow] = [nearestBetween(places.lat, places.lon, classes), slowNearest(places, classes)]
        if (slow === null) expect(fast).toBeNull()
        else expect(Math.abs((fast ?? Infinity) - slow)).toBeLessThan(1e-6 * Math.max(1, slow) + 0.2)
      }),
      { numRuns: 300, seed: 4 }
    )
  })
})

describe('by region', () => {
  const { splitOf, overview } = dividePlaces(world(), rule({ kind: 'region', shares }))

  test('whole regions, every continent in train and another split, near the shares', () => {
    const places = world()
    const byRegion = new Map<number, Set<number>>()
    splitOf.forEach((split, i) => byRegion.set(places.regionOf[i] as number, (byRegion.get(places.regionOf[i] as number) ?? new Set()).add(split)))
    expect([...byRegion.values()].every((splits) => splits.size === 1)).toBe(true)
    for (const continent of ['Africa', 'Asia', 'Europe']) {
      const splits = new Set([...byRegion].flatMap(([region, own]) => (places.regions[region]?.continent === continent ? [...own] : [])))
      expect(splits.has(1)).toBe(true)
      expect(splits.size).toBeGreaterThan(1)
    }
    const all = splitOf.length
    expect(Math.abs(overview.counts.train / all - 0.6)).toBeLessThan(0.1)
    expect(Math.abs(overview.counts.test / all - 0.2)).toBeLessThan(0.1)
    expect(overview).toMatchObject({ leftOut: 0, unplaced: 0, regionCount: 12, changed: all })
    expect(overview.nearestM).toBeGreaterThan(500_000)
  })

  test('the seed decides, and nothing else', () => {
    expect(dividePlaces(world(), rule({ kind: 'region', shares })).splitOf).toEqual(splitOf)
    expect(dividePlaces(world(), rule({ kind: 'region', shares, seed: 2 })).splitOf).not.toEqual(splitOf)
  })

  test('places without a region get no split, and are told', () => {
    const places = world()
    places.regionOf.fill(-1, 0, 7)
    const made = dividePlaces(places, rule({ kind: 'region', shares }))
    expect(made.overview).toMatchObject({ unplaced: 7, counts: { none: 7 } })
  })

  test('regions that touch are kept apart by a buffer that takes from train, then from validation, never from test', () => {
    const places = world()
    // All regions begin at the same point, so their first places are neighbours.
    places.regionOf.forEach((region, i) => (places.lat[i] = (places.lat[i] as number) - 5 * region))
    const without = dividePlaces(places, rule({ kind: 'region', shares }))
    const made = dividePlaces(places, rule({ kind: 'region', shares, bufferM: 50 }))
    expect(without.overview.nearestM).toBe(0)
    expect(made.overview.leftOut).toBeGreaterThan(0)
    expect(made.overview.counts.test).toBe(without.overview.counts.test)
    expect(made.overview.nearestM).toBeGreaterThanOrEqual(50)
  })
})

test('by continent: the named ones are the test, all of them; the others are train and validation by region', () => {
  const places = world()
  const { splitOf } = dividePlaces(places, rule({ kind: 'continent', test: ['Asia'], valShare: 0.2 }))
  splitOf.forEach((split, i) => {
    const asia = places.regions[places.regionOf[i] as number]?.continent === 'Asia'
    expect(split === 3).toBe(asia)
    expect(split).toBeGreaterThan(0)
  })
  expect(splitOf.includes(2)).toBe(true)
})

describe('at random', () => {
  test('shares hold to a place where nothing is chained', () => {
    const places = asPlaces(Array.from({ length: 1000 }, (_, i) => ({ lat: i / 20, lon: 0 })))
    expect(dividePlaces(places, rule({ kind: 'random', shares })).overview.counts).toEqual({ train: 600, val: 200, test: 200, none: 0 })
  })

  test('with a buffer no two splits are nearer than it, whatever the places are; together drops none, leave-out no test place', () => {
    fc.assert(
      fc.property(drawn, fc.constantFrom(30, 500, 50_000), fc.nat(1000), (points, bufferM, seed) => {
        const places = asPlaces(points)
        const together = dividePlaces(places, rule({ kind: 'random', shares, bufferM, seed }))
        const nearestTogether = slowNearest(places, together.splitOf)
        expect(nearestTogether ?? Infinity).toBeGreaterThanOrEqual(bufferM)
        expect(together.overview.counts.none).toBe(0)
        const before = dividePlaces(places, rule({ kind: 'random', shares, seed }))
        const apart = dividePlaces(places, rule({ kind: 'random', shares, bufferM, buffer: 'leave-out', seed }))
        expect(slowNearest(places, apart.splitOf) ?? Infinity).toBeGreaterThanOrEqual(bufferM)
        expect(apart.overview.counts.test).toBe(before.overview.counts.test)
        expect(apart.overview.counts.none).toBe(apart.overview.leftOut)
      }),
      { numRuns: 150, seed: 9 }
    )
  })

  test('a chain of places is one group, and says how large it is', () => {
    const places = asPlaces([...Array.from({ length: 50 }, (_, i) => ({ lat: i / 10_000, lon: 0 })), { lat: 40, lon: 0 }])
    const { splitOf, overview } = dividePlaces(places, rule({ kind: 'random', shares, bufferM: 20 }))
    expect(overview.largestGroup).toBe(50)
    expect(new Set(splitOf.subarray(0, 50)).size).toBe(1)
  })
})

test('some places are moved, and the others stay', () => {
  const places = world()
  places.splitOf.fill(1)
  const { splitOf, overview } = dividePlaces(places, rule({ kind: 'places', places: [3, 5], split: 'test' }))
  expect([...splitOf].flatMap((split, i) => (split === 3 ? [i + 1] : []))).toEqual([3, 5])
  expect(overview.changed).toBe(2)
})

test('a hundred thousand places in clusters are divided and measured in seconds', () => {
  const points = Array.from({ length: 100_000 }, (_, i) => ({ lat: (i % 200) / 4 + ((i * 7919) % 1000) / 20_000, lon: (i % 13) + ((i * 104_729) % 1000) / 20_000 }))
  const started = performance.now()
  const { overview } = dividePlaces(asPlaces(points), rule({ kind: 'random', shares, bufferM: 20 }))
  expect(performance.now() - started).toBeLessThan(15_000)
  expect(overview.nearestM).toBeGreaterThanOrEqual(20)
})

test('shares that do not sum to 1 are refused', () => {
  expect(SplitRule.safeParse({ kind: 'random', shares: { train: 0.5, val: 0.2, test: 0.2 } }).success).toBe(false)
})
