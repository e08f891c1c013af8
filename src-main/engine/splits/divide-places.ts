import { splits } from '#shared/domain/vocabulary.ts'
import type { SplitCounts, SplitOverview, SplitRule, SplitShares } from '#shared/domain/splits.ts'
import { nearestBetween } from '../geo/nearest-between.ts'
import { NearPoints } from '../geo/near-points.ts'
import { Random } from '../sample/random.ts'

/** Places as parallel arrays. Splits by number: 0 none, then `splits` in order. */
export interface SplitPlaces {
  readonly ids: Int32Array
  readonly lat: Float64Array
  readonly lon: Float64Array
  /** Index into `regions`; -1: none. */
  readonly regionOf: Int32Array
  readonly splitOf: Uint8Array
  readonly regions: readonly { readonly name: string; readonly continent: string | null }[]
}

export interface DividedPlaces {
  readonly splitOf: Uint8Array
  readonly overview: SplitOverview
}

export const splitNumbers = { none: 0, train: 1, val: 2, test: 3 } as const
const [train, val, test] = [splitNumbers.train, splitNumbers.val, splitNumbers.test]
const shownRegions = 1000

/** Applies a rule (null: leaves the splits as they are) and describes the outcome. The same places and rule give the same splits. */
export function dividePlaces(places: SplitPlaces, rule: SplitRule | null): DividedPlaces {
  const made = rule === null ? { splitOf: places.splitOf.slice(), unplaced: 0, largestGroup: null } : assign(places, rule)
  const leftOut = rule === null || rule.kind === 'places' || rule.bufferM === 0 || (rule.kind === 'random' && rule.buffer === 'together') ? 0 : leaveOut(places, made.splitOf, rule.bufferM)
  return { splitOf: made.splitOf, overview: describe(places, made, leftOut) }
}

interface Assigned {
  readonly splitOf: Uint8Array
  readonly unplaced: number
  readonly largestGroup: number | null
}

function assign(places: SplitPlaces, rule: SplitRule): Assigned {
  switch (rule.kind) {
    case 'places': {
      const splitOf = places.splitOf.slice()
      const wanted = new Set(rule.places)
      places.ids.forEach((id, i) => {
        if (wanted.has(id)) splitOf[i] = rule.split === null ? 0 : splitNumbers[rule.split]
      })
      return { splitOf, unplaced: 0, largestGroup: null }
    }
    case 'region':
      return byRegion(places, new Random(`split/region/${rule.seed}`), () => rule.shares)
    case 'continent': {
      const named = new Set(rule.test)
      const rest = { train: 1 - rule.valShare, val: rule.valShare, test: 0 }
      return byRegion(places, new Random(`split/continent/${rule.seed}`), (continent) => (continent === null ? null : named.has(continent) ? { train: 0, val: 0, test: 1 } : rest))
    }
    case 'random':
      return atRandom(places, rule)
  }
}

/** Whole regions, continent by continent. What rounding took from a split in one continent it is owed in the next. */
function byRegion(places: SplitPlaces, random: Random, sharesOf: (continent: string | null) => SplitShares | null): Assigned {
  const sizes = new Int32Array(places.regions.length)
  for (const region of places.regionOf) if (region >= 0) sizes[region] = (sizes[region] as number) + 1
  const continents = [...new Set(places.regions.map(({ continent }) => continent))].sort((a, b) => (a ?? '').localeCompare(b ?? '', 'en'))
  const splitOfRegion = new Uint8Array(places.regions.length)
  const owed = [0, 0, 0]
  for (const continent of continents) {
    const shares = sharesOf(continent)
    if (shares === null) continue
    const own = places.regions.flatMap((region, i) => (region.continent === continent && (sizes[i] as number) > 0 ? [{ i, name: region.name }] : []))
    // By name first, so that the order in which regions were imported does not matter.
    const drawn = shuffled(own.sort((a, b) => (a.name < b.name ? -1 : 1)), random)
    const total = drawn.reduce((sum, { i }) => sum + (sizes[i] as number), 0)
    splits.forEach((split, k) => (owed[k] = (owed[k] as number) + shares[split] * total))
    for (const { i } of drawn) {
      const k = mostOwed(owed, splits.map((split) => shares[split] > 0))
      owed[k] = (owed[k] as number) - (sizes[i] as number)
      splitOfRegion[i] = k + 1
    }
  }
  const splitOf = places.regionOf.length === 0 ? new Uint8Array() : Uint8Array.from(places.regionOf, (region) => (region < 0 ? 0 : (splitOfRegion[region] as number)))
  return { splitOf, unplaced: splitOf.filter((split) => split === 0).length, largestGroup: null }
}

function atRandom(places: SplitPlaces, rule: Extract<SplitRule, { kind: 'random' }>): Assigned {
  const n = places.ids.length
  const together = rule.bufferM > 0 && rule.buffer === 'together'
  const groups = together ? chained(places, rule.bufferM) : Array.from({ length: n }, (_, i) => [i])
  const splitOf = new Uint8Array(n)
  const owed = splits.map((split) => rule.shares[split] * n)
  const may = splits.map((split) => rule.shares[split] > 0)
  let largest = 0
  for (const group of shuffled(groups, new Random(`split/random/${rule.seed}`))) {
    const k = mostOwed(owed, may)
    owed[k] = (owed[k] as number) - group.length
    largest = Math.max(largest, group.length)
    for (const i of group) splitOf[i] = k + 1
  }
  return { splitOf, unplaced: 0, largestGroup: together ? largest : null }
}

/** The split that is owed the most places, of those that may have any. */
function mostOwed(owed: readonly number[], may: readonly boolean[]): number {
  let best = -1
  owed.forEach((places, k) => {
    if (may[k] === true && (best < 0 || places > (owed[best] as number))) best = k
  })
  return Math.max(0, best)
}

/** Places that are linked by steps shorter than the buffer, each group ascending; one without coordinates is alone. */
function chained(places: SplitPlaces, metres: number): number[][] {
  const n = places.ids.length
  const near = new NearPoints(places.lat, places.lon, metres)
  const parent = Int32Array.from({ length: n }, (_, i) => i)
  const root = (of: number): number => {
    let at = of
    while (parent[at] !== at) at = parent[at] = parent[parent[at] as number] as number
    return at
  }
  for (let i = 0; i < n; i++) {
    near.around(i, (other) => {
      const [a, b] = [root(i), root(other)]
      if (a !== b) parent[Math.max(a, b)] = Math.min(a, b)
    })
  }
  const groups = new Map<number, number[]>()
  for (let i = 0; i < n; i++) {
    const top = root(i)
    const members = groups.get(top)
    if (members) members.push(i)
    else groups.set(top, [i])
  }
  return [...groups.values()]
}

/** Takes the split from validation places near a test place, then from training places near either. Test places stay. Returns how many. */
function leaveOut(places: SplitPlaces, splitOf: Uint8Array, metres: number): number {
  const near = new NearPoints(places.lat, places.lon, metres)
  let leftOut = 0
  for (const [loses, to] of [[val, [test]], [train, [test, val]]] as const) {
    const lost: number[] = []
    for (let i = 0; i < splitOf.length; i++) {
      if (splitOf[i] !== loses) continue
      let tooNear = false
      near.around(i, (other) => (tooNear ||= (to as readonly number[]).includes(splitOf[other] as number)))
      if (tooNear) lost.push(i)
    }
    for (const i of lost) splitOf[i] = 0
    leftOut += lost.length
  }
  return leftOut
}

function describe(places: SplitPlaces, { splitOf, unplaced, largestGroup }: Assigned, leftOut: number): SplitOverview {
  const all = noCounts()
  const byRegion = new Map<number, SplitCounts>()
  let changed = 0
  splitOf.forEach((split, i) => {
    const region = places.regionOf[i] as number
    let own = byRegion.get(region)
    if (own === undefined) byRegion.set(region, (own = noCounts()))
    const name = (['none', ...splits] as const)[split] ?? 'none'
    own[name]++
    all[name]++
    if (split !== places.splitOf[i]) changed++
  })
  const size = ({ train: a, val: b, test: c, none }: SplitCounts): number => a + b + c + none
  const regions = [...byRegion].sort(([a, x], [b, y]) => size(y) - size(x) || a - b)
  return {
    counts: all,
    regions: regions.slice(0, shownRegions).map(([region, counts]) => ({ region: places.regions[region]?.name ?? null, continent: places.regions[region]?.continent ?? null, counts })),
    regionCount: regions.length,
    leftOut,
    unplaced,
    largestGroup,
    nearestM: nearestBetween(places.lat, places.lon, splitOf),
    changed
  }
}

function noCounts(): SplitCounts {
  return { train: 0, val: 0, test: 0, none: 0 }
}

/** Fisher and Yates. */
function shuffled<T>(items: readonly T[], random: Random): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[out[i], out[j]] = [out[j] as T, out[i] as T]
  }
  return out
}
