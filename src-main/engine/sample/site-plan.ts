import { angleOf, directionOf, Frame, Occupancy, pointAt, tileSize, type Point } from './geometry.ts'
import { Random } from './random.ts'
import { makeRoads, walk, type Road } from './roads.ts'
import type { Arrangement, GreenKind, LandmarkKind, Position, RoofColour, Scene, Side, WaterKind } from './scene.ts'

/** A scene laid out on the ground: everything that a tile shows, with its place in pixels. */
export interface SitePlan {
  readonly frame: Frame
  readonly roads: readonly Road[]
  readonly water: Area<WaterKind> | null
  readonly green: Area<GreenKind> | null
  readonly bridges: readonly { readonly at: Point; readonly angle: number; readonly length: number; readonly width: number }[]
  readonly buildings: readonly Building[]
  readonly landmarks: readonly { readonly kind: LandmarkKind; readonly at: Point; readonly angle: number }[]
  readonly trees: readonly Tree[]
  readonly cars: readonly { readonly at: Point; readonly angle: number }[]
}

export interface Area<K> {
  readonly kind: K
  /** The outline in order; not closed. */
  readonly outline: readonly Point[]
  readonly inside: (point: Point) => boolean
  readonly angle: number
}

export interface Building {
  readonly at: Point
  readonly width: number
  readonly depth: number
  readonly angle: number
  /** Pixels of shadow. */
  readonly height: number
  readonly roof: RoofColour
  readonly shape: 'flat' | 'pitched' | 'ribbed'
}

export interface Tree {
  readonly at: Point
  readonly radius: number
  readonly shade: number
}

const kinds = { road: 1, water: 2, green: 4, landmark: 8, building: 16 } as const
const middle = tileSize / 2

/** Half the space that a landmark takes, in pixels: along and across its angle. */
export const landmarkSizes: Readonly<Record<LandmarkKind, readonly [number, number]>> = {
  stadium: [52, 42], bridge: [0, 0], railway: [0, 9], 'parking lot': [36, 27], 'swimming pool': [24, 17], 'storage tanks': [34, 24], runway: [0, 20],
  'football pitch': [36, 24], 'tennis courts': [34, 20], 'solar farm': [38, 30], 'domed building': [25, 25], church: [26, 18], greenhouses: [36, 28],
  'container yard': [36, 26], 'construction site': [36, 30], 'fountain square': [27, 27]
}

/** Lays a scene out. A pure function of the scene and the seed. */
export function makeSitePlan(scene: Scene, seed: string): SitePlan {
  const random = new Random(`plan/${seed}`)
  const frame = new Frame(angleOf(scene.orientation) + random.between(-6, 6))
  const occupied = new Occupancy()
  const roads = makeRoads(scene.layout, frame, random)
  const water = scene.water ? makeWaterArea(scene.water.kind, scene.water.side, random) : null
  const green = scene.green ? makeGreenArea(scene.green.kind, scene.green.side, scene.setting === 'rural', frame, random) : null
  if (water) occupied.mark(kinds.water, water.inside)
  if (green) occupied.mark(kinds.green, green.inside)
  const landmarks = scene.landmarks.filter(({ kind }) => kind !== 'bridge').map(({ kind, position }) => placeLandmark(kind, position, frame, random))
  for (const { kind, at, angle } of landmarks) {
    const [along, across] = landmarkSizes[kind]
    occupied.markRectangle(kinds.landmark, at, along === 0 ? 600 : along * 2, across * 2, angle)
  }
  for (const road of roads) {
    for (const { point } of walk(road, 3)) occupied.markDisc(kinds.road, point, road.width / 2 + 1.5)
    if (road.bulb) occupied.markDisc(kinds.road, road.bulb.at, road.bulb.radius + 2)
  }
  const hasBridge = scene.landmarks.some(({ kind }) => kind === 'bridge')
  const bridges = hasBridge && scene.water ? makeBridges(scene.water.side, scene.water.kind, random) : []
  const buildings = placeBuildings(scene, frame, roads, occupied, random)
  const trees = plantTrees(scene, green, roads, occupied, random)
  const cars = parkCars(roads, occupied, random, scene.setting === 'rural' ? 0.05 : 0.3)
  return { frame, roads, water, green, bridges, buildings, landmarks, trees, cars }
}

/** How far from the tile's middle the middle line of each kind of water runs, and half its width, in pixels. */
const waterBands = { river: [72, 21], canal: [70, 9] } as const

function makeWaterArea(kind: WaterKind, side: Side, random: Random): Area<WaterKind> {
  const out = directionOf(side)
  const across = { x: -out.y, y: out.x }
  const angle = (Math.atan2(across.y, across.x) * 180) / Math.PI
  const at = (o: number, t: number): Point => ({ x: middle + out.x * o + across.x * t, y: middle + out.y * o + across.y * t })
  const offsets = (p: Point): { o: number; t: number } => {
    const [x, y] = [p.x - middle, p.y - middle]
    return { o: x * out.x + y * out.y, t: x * across.x + y * across.y }
  }
  const steps = Array.from({ length: 81 }, (_, i) => -200 + i * 5)
  if (kind === 'lake' || kind === 'pond') {
    const centre = at(kind === 'lake' ? 84 : 66, random.between(-14, 14))
    const radius = kind === 'lake' ? random.between(50, 62) : random.between(19, 25)
    const waves = [random.between(0, 6), random.between(0, 6)]
    const reach = (a: number): number => radius * (1 + 0.16 * Math.sin(2 * a + (waves[0] ?? 0)) + 0.08 * Math.sin(3 * a + (waves[1] ?? 0)))
    const outline = Array.from({ length: 60 }, (_, i) => {
      const a = (i / 60) * 2 * Math.PI
      return { x: centre.x + reach(a) * Math.cos(a), y: centre.y + reach(a) * Math.sin(a) }
    })
    return { kind, outline, angle, inside: (p) => Math.hypot(p.x - centre.x, p.y - centre.y) <= reach(Math.atan2(p.y - centre.y, p.x - centre.x)) + 2 }
  }
  const [size, period, phase] = [kind === 'canal' ? 0 : random.between(5, 12), random.between(45, 80), random.between(0, 6)]
  const wave = (t: number): number => size * Math.sin(t / period + phase) + size * 0.3 * Math.sin(t / 17 + phase * 2)
  if (kind === 'coast') {
    const from = random.between(36, 58)
    const outline = [...steps.map((t) => at(from + wave(t), t)), at(320, 200), at(320, -200)]
    return { kind, outline, angle, inside: (p) => offsets(p).o > from + wave(offsets(p).t) - 3 }
  }
  const [from, half] = waterBands[kind]
  const outline = [...steps.map((t) => at(from + wave(t) - half, t)), ...steps.toReversed().map((t) => at(from + wave(t) + half, t))]
  return { kind, outline, angle, inside: (p) => Math.abs(offsets(p).o - from - wave(offsets(p).t)) < half + 3 }
}

function makeGreenArea(kind: GreenKind, side: Side, rural: boolean, frame: Frame, random: Random): Area<GreenKind> {
  if (kind === 'park') {
    const centre = pointAt(side, 66)
    const [width, height] = [random.between(92, 108), random.between(80, 94)]
    const half = new Frame(frame.angle)
    const outline = [[-1, -1], [1, -1], [1, 1], [-1, 1]].map(([a = 0, b = 0]) => {
      const corner = half.at((a * width) / 2, (b * height) / 2)
      return { x: corner.x + centre.x - middle, y: corner.y + centre.y - middle }
    })
    const inside = (p: Point): boolean => {
      const moved = { x: p.x - centre.x + middle, y: p.y - centre.y + middle }
      return Math.abs(half.along(moved)) < width / 2 && Math.abs(half.across(moved)) < height / 2
    }
    return { kind, outline, inside, angle: frame.angle }
  }
  const out = directionOf(side)
  const across = { x: -out.y, y: out.x }
  const from = rural ? random.between(-20, 4) : random.between(24, 44)
  const [size, phase] = [kind === 'forest' || kind === 'meadow' ? random.between(5, 11) : 0, random.between(0, 6)]
  const edge = (t: number): number => from + size * Math.sin(t / 28 + phase) + size * 0.5 * Math.sin(t / 11 + phase * 2)
  const at = (o: number, t: number): Point => ({ x: middle + out.x * o + across.x * t, y: middle + out.y * o + across.y * t })
  const steps = Array.from({ length: 81 }, (_, i) => -200 + i * 5)
  const inside = (p: Point): boolean => {
    const [x, y] = [p.x - middle, p.y - middle]
    return x * out.x + y * out.y > edge(x * across.x + y * across.y)
  }
  return { kind, outline: [...steps.map((t) => at(edge(t), t)), at(320, 200), at(320, -200)], inside, angle: (Math.atan2(across.y, across.x) * 180) / Math.PI + random.pick([0, 90]) }
}

function placeLandmark(kind: LandmarkKind, position: Position, frame: Frame, random: Random): { kind: LandmarkKind; at: Point; angle: number } {
  const at = pointAt(position)
  const jitter = (): number => random.between(-5, 5)
  return { kind, at: { x: at.x + jitter(), y: at.y + jitter() }, angle: frame.angle + (kind === 'runway' || kind === 'railway' ? 0 : random.pick([0, 90])) }
}

function makeBridges(side: Side, kind: WaterKind, random: Random): SitePlan['bridges'] {
  const [from, half] = kind === 'canal' ? waterBands.canal : waterBands.river
  const out = directionOf(side)
  const shift = random.between(-30, 30)
  const at = { x: middle + out.x * from - out.y * shift, y: middle + out.y * from + out.x * shift }
  return [{ at, angle: (Math.atan2(out.y, out.x) * 180) / Math.PI, length: half * 2 + 40, width: 12 }]
}

interface Rules {
  readonly along: 'roads' | 'lattice'
  /** Pixels between neighbours; for a lattice along and across the frame. */
  readonly step: readonly [number, number]
  readonly width: readonly [number, number]
  readonly depth: readonly [number, number]
  readonly height: readonly [number, number]
  readonly shape: Building['shape']
  readonly gap: number
  /** Houses stand wall to wall. */
  readonly row?: boolean
}

const buildingRules: Readonly<Record<Arrangement, Rules>> = {
  detached: { along: 'roads', step: [8, 0], width: [10, 13], depth: [8, 11], height: [3, 4], shape: 'pitched', gap: 4 },
  terraced: { along: 'roads', step: [7.6, 0], width: [7.6, 7.6], depth: [10, 11], height: [4, 5], shape: 'pitched', gap: 1.5, row: true },
  courtyard: { along: 'roads', step: [7.5, 0], width: [15, 15], depth: [12, 14], height: [7, 9], shape: 'pitched', gap: 1.5, row: true },
  slabs: { along: 'lattice', step: [54, 27], width: [36, 46], depth: [10, 12], height: [9, 13], shape: 'flat', gap: 3 },
  towers: { along: 'lattice', step: [33, 33], width: [15, 23], depth: [15, 23], height: [14, 30], shape: 'flat', gap: 2 },
  halls: { along: 'lattice', step: [48, 36], width: [32, 44], depth: [22, 30], height: [5, 7], shape: 'ribbed', gap: 2 },
  scattered: { along: 'roads', step: [30, 0], width: [10, 18], depth: [9, 12], height: [3, 5], shape: 'pitched', gap: 8 }
}

const keepShare = { sparse: 0.4, moderate: 0.75, dense: 1 } as const

function placeBuildings(scene: Scene, frame: Frame, roads: readonly Road[], occupied: Occupancy, random: Random): Building[] {
  const { arrangement, density, roof, accent } = scene.buildings
  const rules = buildingRules[arrangement]
  const out: Building[] = []
  const keep = arrangement === 'scattered' ? 0.4 : keepShare[density]
  // An accent colours whole stretches, as streets built in one go have it: by the sign of a slow wave over the tile.
  const phase = random.between(0, 6)
  const colourAt = (p: Point): RoofColour => (accent && Math.sin(p.x / 31 + phase) + Math.sin(p.y / 27 - phase) + random.between(-0.7, 0.7) > 0.75 ? accent : roof)
  const add = (at: Point, width: number, depth: number, angle: number): void => {
    if (at.x < -30 || at.y < -30 || at.x > 286 || at.y > 286) return
    const blocked = kinds.road | kinds.water | kinds.green | kinds.landmark
    if (!occupied.free(blocked, at, width, depth + rules.gap * 0.5, angle)) return
    // Rows stand wall to wall: only an overlap of more than a cell of the raster counts.
    const margin = rules.row ? -4 : rules.gap * 0.5
    if (!occupied.free(kinds.building, at, width + margin, depth + (rules.row ? -2 : margin), angle)) return
    occupied.markRectangle(kinds.building, at, width, depth, angle)
    out.push({ at, width, depth, angle, height: random.between(...rules.height), roof: colourAt(at), shape: rules.shape })
  }
  if (rules.along === 'lattice') {
    const [du, dv] = rules.step
    const [shiftU, shiftV] = [random.between(0, du), random.between(0, dv)]
    for (let u = -220 + shiftU; u < 220; u += du) {
      for (let v = -220 + shiftV; v < 220; v += dv) {
        const [width, depth] = [random.between(...rules.width), random.between(...rules.depth)]
        // A lattice cell on a road is tried again a little beside it, so that blocks fill up.
        const before = out.length
        if (!random.chance(keep)) continue
        for (const [a, b] of [[0, 0], [0.25, 0], [-0.25, 0], [0, 0.3], [0, -0.3], [0.25, 0.3], [-0.25, -0.3], [0.4, 0], [0, 0.5]] as const) {
          add(frame.at(u + a * du, v + b * dv), width, depth, frame.angle)
          if (out.length > before) break
        }
      }
    }
    return out
  }
  for (const road of roads) {
    if (road.kind === 'highway') continue
    for (const side of [-1, 1]) {
      for (const { point, angle } of walk(road, rules.step[0], random.between(0, rules.step[0]))) {
        const [width, depth] = [random.between(...rules.width), random.between(...rules.depth)]
        if (!random.chance(keep)) continue
        const setback = road.width / 2 + rules.gap + depth / 2 + (arrangement === 'scattered' ? random.between(0, 14) : arrangement === 'detached' ? random.between(0, 2) : 0.5)
        const radians = (angle * Math.PI) / 180
        add({ x: point.x - Math.sin(radians) * setback * side, y: point.y + Math.cos(radians) * setback * side }, width, depth, angle)
      }
    }
  }
  return out
}

function plantTrees(scene: Scene, green: Area<GreenKind> | null, roads: readonly Road[], occupied: Occupancy, random: Random): Tree[] {
  const out: Tree[] = []
  const busy = kinds.road | kinds.water | kinds.landmark | kinds.building
  const plant = (at: Point, radius: number): void => {
    if (!(occupied.at(at) & busy)) out.push({ at, radius, shade: random.below(4) })
  }
  const share = { bare: 0.05, some: 0.35, leafy: 1 }[scene.trees]
  const count = Math.round((scene.setting === 'industrial' || scene.setting === 'commercial' ? 60 : 190) * share)
  for (let i = 0; i < count; i++) {
    const at = { x: random.between(-4, 260), y: random.between(-4, 260) }
    if (!(occupied.at(at) & kinds.green)) plant(at, random.between(2, 4.4))
  }
  if (scene.trees === 'leafy' && scene.setting !== 'rural') {
    for (const road of roads.filter(({ kind }) => kind === 'avenue')) {
      for (const side of [-1, 1]) {
        for (const { point, angle } of walk(road, 11)) {
          const radians = (angle * Math.PI) / 180
          const reach = (road.width / 2 + 3) * side
          const at = { x: point.x - Math.sin(radians) * reach, y: point.y + Math.cos(radians) * reach }
          if (!(occupied.at(at) & (busy & ~kinds.road))) out.push({ at, radius: random.between(2.4, 3.4), shade: random.below(4) })
        }
      }
    }
  }
  if (green?.kind === 'forest') {
    for (let y = -4; y < 264; y += 6.5) for (let x = -4; x < 264; x += 6.5) {
      const at = { x: x + random.between(-3, 3), y: y + random.between(-3, 3) }
      if (green.inside(at)) plant(at, random.between(3.2, 5.4))
    }
  }
  if (green?.kind === 'park') {
    for (let i = 0; i < 110; i++) {
      const at = { x: random.between(0, 256), y: random.between(0, 256) }
      if (green.inside(at)) plant(at, random.between(2.6, 5))
    }
  }
  if (green?.kind === 'orchard') {
    const rows = new Frame(green.angle)
    for (let u = -190; u < 190; u += 9) for (let v = -190; v < 190; v += 9) {
      const at = rows.at(u, v)
      if (green.inside(at)) plant(at, 2.7)
    }
  }
  return out
}

function parkCars(roads: readonly Road[], occupied: Occupancy, random: Random, share: number): SitePlan['cars'] {
  const cars: { at: Point; angle: number }[] = []
  for (const road of roads) {
    if (road.width < 6) continue
    for (const { point, angle } of walk(road, 13, random.between(0, 13))) {
      if (!random.chance(share)) continue
      const side = (random.chance(0.5) ? 1 : -1) * (road.width / 2 - (road.kind === 'highway' ? random.pick([4, 10]) : 2))
      const radians = (angle * Math.PI) / 180
      const at = { x: point.x - Math.sin(radians) * side, y: point.y + Math.cos(radians) * side }
      if (!(occupied.at(at) & (kinds.water | kinds.landmark))) cars.push({ at, angle })
    }
  }
  return cars
}
