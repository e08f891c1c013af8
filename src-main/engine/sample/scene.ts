import { Random } from './random.ts'

/** What can be seen at a place. Tiles, street views and captions are all made from this, each in its own way. */
export interface Scene {
  readonly setting: Setting
  readonly layout: Layout
  /** The bearing of the main street. */
  readonly orientation: Orientation
  readonly buildings: {
    readonly arrangement: Arrangement
    readonly density: Density
    readonly roof: RoofColour
    /** A second colour that a part of the roofs have; null: all alike. */
    readonly accent: RoofColour | null
    readonly wall: WallColour
  }
  readonly ground: Ground
  readonly trees: TreeCover
  readonly water: { readonly kind: WaterKind; readonly side: Side; readonly colour: WaterColour } | null
  readonly green: { readonly kind: GreenKind; readonly side: Side } | null
  /** Things that stand out, at most two, at different positions. */
  readonly landmarks: readonly { readonly kind: LandmarkKind; readonly position: Position }[]
  /** The text of a shop sign in the street view; null where there is none. */
  readonly sign: string | null
  readonly sky: Sky
}

export const layouts = ['grid', 'parallel', 'curved', 'cul-de-sac', 'crossroads', 't-junction', 'roundabout', 'star', 'highway', 'lane'] as const
export type Layout = (typeof layouts)[number]
export const orientations = ['north-south', 'east-west', 'northeast-southwest', 'northwest-southeast'] as const
export type Orientation = (typeof orientations)[number]
export type Setting = 'old-town' | 'downtown' | 'suburb' | 'terraces' | 'estate' | 'industrial' | 'commercial' | 'rural'
export const arrangements = ['detached', 'terraced', 'courtyard', 'slabs', 'towers', 'halls', 'scattered'] as const
export type Arrangement = (typeof arrangements)[number]
export type Density = 'sparse' | 'moderate' | 'dense'
export const roofColours = ['terracotta', 'red', 'brown', 'dark grey', 'light grey', 'white', 'blue', 'green', 'sand'] as const
export type RoofColour = (typeof roofColours)[number]
export const wallColours = ['white', 'cream', 'yellow', 'pink', 'brick red', 'grey', 'light blue', 'ochre'] as const
export type WallColour = (typeof wallColours)[number]
export const grounds = ['lawn', 'dry grass', 'sand', 'asphalt', 'gravel'] as const
export type Ground = (typeof grounds)[number]
export type TreeCover = 'bare' | 'some' | 'leafy'
export type WaterKind = 'river' | 'canal' | 'lake' | 'pond' | 'coast'
export const waterColours = ['dark blue', 'turquoise', 'green', 'brown'] as const
export type WaterColour = (typeof waterColours)[number]
export type GreenKind = 'park' | 'forest' | 'fields' | 'orchard' | 'meadow'
export const sides = ['north', 'northeast', 'east', 'southeast', 'south', 'southwest', 'west', 'northwest'] as const
export type Side = (typeof sides)[number]
export type Position = Side | 'centre'
export const landmarkKinds = [
  'stadium', 'bridge', 'railway', 'parking lot', 'swimming pool', 'storage tanks', 'runway', 'football pitch', 'tennis courts',
  'solar farm', 'domed building', 'church', 'greenhouses', 'container yard', 'construction site', 'fountain square'
] as const
export type LandmarkKind = (typeof landmarkKinds)[number]
export type Sky = 'clear' | 'hazy' | 'overcast'

/** What the cities of a climate and a street culture share, so that places of a region look related. */
export interface RegionStyle {
  readonly roofs: readonly (readonly [RoofColour, number])[]
  readonly walls: readonly (readonly [WallColour, number])[]
  readonly grounds: readonly (readonly [Ground, number])[]
  readonly trees: readonly (readonly [TreeCover, number])[]
}

/** A region's style: dry or green by latitude (about 13 to 33 degrees is dry more often), roofs and walls drawn for each region. */
export function regionStyle(region: string, latitude: number): RegionStyle {
  const random = new Random(`style/${region}`)
  const distance = Math.abs(latitude)
  const dry = distance > 13 && distance < 33 ? 0.6 : distance <= 13 ? 0.2 : 0.12
  const roofs = random.shuffled(roofColours).map((roof, i) => [roof, i < 4 ? 3 : 1] as const)
  const walls = random.shuffled(wallColours).map((wall, i) => [wall, i < 4 ? 3 : 1] as const)
  return {
    roofs,
    walls,
    grounds: [['lawn', 3 * (1 - dry)], ['dry grass', 1 + 2 * dry], ['sand', 3 * dry], ['asphalt', 1], ['gravel', 0.8]],
    trees: [['bare', 0.6 + 2 * dry], ['some', 1.6], ['leafy', 2.4 * (1 - dry)]]
  }
}

interface SettingRules {
  readonly weight: number
  readonly layouts: readonly (readonly [Layout, number])[]
  readonly arrangements: readonly (readonly [Arrangement, number])[]
  readonly densities: readonly (readonly [Density, number])[]
  readonly greens: readonly (readonly [GreenKind | null, number])[]
  readonly landmarks: readonly LandmarkKind[]
  readonly sign: number
}

const rules: Readonly<Record<Setting, SettingRules>> = {
  'old-town': {
    weight: 1.2,
    layouts: [['curved', 2], ['star', 2], ['crossroads', 1], ['t-junction', 1], ['roundabout', 1]],
    arrangements: [['courtyard', 2], ['terraced', 2]],
    densities: [['dense', 3], ['moderate', 1]],
    greens: [[null, 3], ['park', 2]],
    landmarks: ['church', 'domed building', 'fountain square', 'parking lot', 'tennis courts'],
    sign: 0.6
  },
  downtown: {
    weight: 1.3,
    layouts: [['grid', 3], ['crossroads', 1], ['roundabout', 1], ['star', 1], ['highway', 1]],
    arrangements: [['towers', 3], ['courtyard', 2]],
    densities: [['dense', 2], ['moderate', 2]],
    greens: [[null, 3], ['park', 3]],
    landmarks: ['stadium', 'fountain square', 'parking lot', 'domed building', 'railway', 'construction site', 'swimming pool'],
    sign: 0.6
  },
  suburb: {
    weight: 1.7,
    layouts: [['curved', 3], ['cul-de-sac', 3], ['grid', 1], ['t-junction', 1], ['parallel', 1]],
    arrangements: [['detached', 1]],
    densities: [['dense', 1], ['moderate', 2], ['sparse', 1]],
    greens: [[null, 2], ['park', 1], ['forest', 2], ['meadow', 1], ['fields', 1]],
    landmarks: ['swimming pool', 'football pitch', 'tennis courts', 'church', 'parking lot', 'solar farm'],
    sign: 0.2
  },
  terraces: {
    weight: 1.3,
    layouts: [['parallel', 3], ['grid', 3], ['t-junction', 1], ['crossroads', 1]],
    arrangements: [['terraced', 1]],
    densities: [['dense', 3], ['moderate', 1]],
    greens: [[null, 3], ['park', 2], ['meadow', 1]],
    landmarks: ['railway', 'church', 'football pitch', 'construction site', 'parking lot', 'domed building'],
    sign: 0.4
  },
  estate: {
    weight: 1.2,
    layouts: [['crossroads', 2], ['curved', 1], ['parallel', 2], ['roundabout', 1], ['t-junction', 1]],
    arrangements: [['slabs', 3], ['towers', 1]],
    densities: [['moderate', 2], ['dense', 1], ['sparse', 1]],
    greens: [[null, 2], ['park', 2], ['meadow', 2], ['forest', 1]],
    landmarks: ['parking lot', 'football pitch', 'tennis courts', 'construction site', 'swimming pool', 'stadium'],
    sign: 0.35
  },
  industrial: {
    weight: 1.1,
    layouts: [['grid', 1], ['parallel', 1], ['highway', 2], ['t-junction', 2], ['crossroads', 1]],
    arrangements: [['halls', 1]],
    densities: [['moderate', 2], ['dense', 1]],
    greens: [[null, 3], ['fields', 1], ['meadow', 1]],
    landmarks: ['storage tanks', 'railway', 'container yard', 'parking lot', 'solar farm', 'construction site', 'runway'],
    sign: 0.5
  },
  commercial: {
    weight: 0.8,
    layouts: [['highway', 2], ['roundabout', 2], ['crossroads', 1]],
    arrangements: [['halls', 2], ['slabs', 1]],
    densities: [['sparse', 1], ['moderate', 2]],
    greens: [[null, 3], ['meadow', 1], ['fields', 1]],
    landmarks: ['parking lot', 'stadium', 'greenhouses', 'solar farm', 'container yard'],
    sign: 0.8
  },
  rural: {
    weight: 1.4,
    layouts: [['lane', 4], ['t-junction', 1], ['crossroads', 1]],
    arrangements: [['scattered', 1]],
    densities: [['sparse', 1]],
    greens: [['fields', 4], ['orchard', 2], ['forest', 2], ['meadow', 1]],
    landmarks: ['greenhouses', 'solar farm', 'runway', 'storage tanks', 'church', 'railway'],
    sign: 0.12
  }
}

const signs = [
  'BAKERY', 'CAFE', 'PHARMACY', 'HOTEL', 'BOOKS', 'MARKET', 'FLOWERS', 'GARAGE', 'BANK', 'CINEMA', 'PIZZA', 'TAXI', 'MUSEUM', 'LIBRARY', 'BARBER',
  'SHOES', 'TEA HOUSE', 'FISH', 'TOOLS', 'OPTICIAN', 'LAUNDRY', 'BICYCLES', 'PHOTO', 'FRUIT', 'CLINIC', 'SCHOOL', 'POST', 'TYRES', 'MUSIC', 'GALLERY'
] as const

/** The scene of one place. A pure function of the seed, the place's number and its region's style. */
export function makeScene(seed: number, index: number, style: RegionStyle): Scene {
  const random = new Random(`scene/${seed}/${index}`)
  const settings = Object.keys(rules) as Setting[]
  const setting = random.weighted(settings.map((name) => [name, rules[name].weight] as const))
  const rule = rules[setting]
  const layout = random.weighted(rule.layouts)
  const orientation = random.pick(orientations)
  const arrangement = random.weighted(rule.arrangements)
  const density = random.weighted(rule.densities)
  const roof = random.weighted(style.roofs)
  const accent = random.chance(0.4) ? random.weighted(style.roofs.filter(([colour]) => !similarRoofs(colour, roof))) : null
  const wall = random.weighted(style.walls)
  const ground = random.weighted(style.grounds.filter(([kind]) => setting !== 'rural' || kind !== 'asphalt'))
  const trees = random.weighted(style.trees)
  const water = random.chance(0.42) ? makeWater(random, setting) : null
  const green = makeGreen(random, rule, water?.side ?? null)
  const landmarks = makeLandmarks(random, rule, water)
  const sign = random.chance(rule.sign) ? random.pick(signs) : null
  const sky = random.pick(['clear', 'clear', 'hazy', 'overcast'] as const)
  return { setting, layout, orientation, buildings: { arrangement, density, roof, accent, wall }, ground, trees, water, green, landmarks, sign, sky }
}

/** Colours that a person would not hold apart from above. */
export function similarRoofs(a: RoofColour, b: RoofColour): boolean {
  if (a === b) return true
  const warm = ['terracotta', 'red', 'brown']
  const pale = ['light grey', 'white', 'sand']
  return (warm.includes(a) && warm.includes(b)) || (pale.includes(a) && pale.includes(b))
}

function makeWater(random: Random, setting: Setting): NonNullable<Scene['water']> {
  const kind = random.weighted<WaterKind>([['river', 3], ['canal', setting === 'rural' ? 0.5 : 1.5], ['lake', 2], ['pond', 1], ['coast', 2]])
  const colour = random.weighted<WaterColour>([['dark blue', 3], ['turquoise', kind === 'coast' || kind === 'lake' ? 2 : 0.4], ['green', 2], ['brown', kind === 'river' ? 2 : 0]])
  return { kind, side: random.pick(sides), colour }
}

function makeGreen(random: Random, rule: SettingRules, taken: Side | null): Scene['green'] {
  const kind = random.weighted(rule.greens)
  if (kind === null) return null
  return { kind, side: random.pick(taken === null ? sides : awayFrom(taken)) }
}

function makeLandmarks(random: Random, rule: SettingRules, water: Scene['water']): Scene['landmarks'] {
  const count = random.weighted<number>([[0, 1], [1, 4], [2, 2]])
  const kinds = random.shuffled(rule.landmarks).slice(0, count)
  const free = random.shuffled<Position>(water && water.kind !== 'pond' ? ['centre', ...awayFrom(water.side)] : ['centre', ...sides])
  const found: { kind: LandmarkKind; position: Position }[] = kinds.map((kind, i) => ({ kind, position: free[i] ?? 'centre' }))
  // Railways and runways cross the whole tile: never both, and a bridge needs a river or a canal.
  const lines = found.filter((landmark) => landmark.kind === 'railway' || landmark.kind === 'runway')
  const kept = lines.length > 1 ? found.filter((landmark) => landmark !== lines[1]) : found
  if (water && (water.kind === 'river' || water.kind === 'canal') && random.chance(0.65)) {
    return [{ kind: 'bridge' as const, position: water.side }, ...kept].slice(0, 2)
  }
  return kept
}

/** The five sides that do not touch `side`: its opposite and those beside it. */
export function awayFrom(side: Side): Side[] {
  const at = sides.indexOf(side)
  return [2, 3, 4, 5, 6].map((step) => sides[(at + step) % 8] as Side)
}
