import type { Frame, Point } from './geometry.ts'
import type { Random } from './random.ts'
import type { Layout } from './scene.ts'

export interface Road {
  readonly points: readonly Point[]
  /** Pixels between the kerbs. */
  readonly width: number
  readonly kind: 'lane' | 'street' | 'avenue' | 'highway'
  /** A round end, as a cul-de-sac has it, and roundabouts: radius in pixels. */
  readonly bulb?: { readonly at: Point; readonly radius: number; readonly island: number }
}

const far = 200

/** The roads of a layout. `frame` points along the main street. */
export function makeRoads(layout: Layout, frame: Frame, random: Random): Road[] {
  return builders[layout](frame, random)
}

type Builder = (frame: Frame, random: Random) => Road[]

const line = (frame: Frame, v: number, width: number, kind: Road['kind'], from = -far, to = far): Road => ({
  points: straight(frame.at(from, v), frame.at(to, v)), width, kind
})
const cross = (frame: Frame, u: number, width: number, kind: Road['kind'], from = -far, to = far): Road => ({
  points: straight(frame.at(u, from), frame.at(u, to)), width, kind
})

const builders: Readonly<Record<Layout, Builder>> = {
  grid(frame, random) {
    const [alongGap, acrossGap] = [random.between(50, 64), random.between(64, 96)]
    const [a, b] = [random.between(0, alongGap), random.between(0, acrossGap)]
    const roads: Road[] = []
    for (let i = -4; i <= 4; i++) roads.push(line(frame, a + i * alongGap, i === 0 ? 12 : 8, i === 0 ? 'avenue' : 'street'))
    for (let i = -3; i <= 3; i++) roads.push(cross(frame, b + i * acrossGap, 8, 'street'))
    return roads
  },
  parallel(frame, random) {
    const gap = random.between(36, 44)
    const shift = random.between(0, gap)
    const roads: Road[] = []
    for (let i = -5; i <= 5; i++) roads.push(line(frame, shift + i * gap, 7, 'street'))
    roads.push(cross(frame, random.between(-70, 70), 10, 'avenue'))
    return roads
  },
  curved(frame, random) {
    const distance = random.between(150, 210)
    const centre = frame.at(random.between(-30, 30), distance)
    const roads: Road[] = []
    for (let radius = distance - 150; radius < distance + 190; radius += random.between(44, 52)) {
      if (radius > 30) roads.push({ points: arc(centre, radius), width: 8, kind: 'street' })
    }
    for (const spread of [-0.42, 0.1, 0.5]) {
      const angle = Math.atan2(frame.v.y, frame.v.x) + Math.PI + spread + random.between(-0.1, 0.1)
      const at = (r: number): Point => ({ x: centre.x + Math.cos(angle) * r, y: centre.y + Math.sin(angle) * r })
      roads.push({ points: straight(at(30), at(distance + 190)), width: 9, kind: 'street' })
    }
    return roads
  },
  'cul-de-sac'(frame, random) {
    const bend = random.between(-18, 18)
    const main: Road = { points: sampled((t) => frame.at(-far + t * 2 * far, bend * Math.sin(t * Math.PI * 2))), width: 10, kind: 'avenue' }
    const roads = [main]
    const gap = random.between(56, 68)
    for (let i = -3; i <= 3; i++) {
      const u = i * gap + random.between(-6, 6)
      const side = i % 2 === 0 ? 1 : -1
      const end = frame.at(u, side * random.between(66, 100))
      roads.push({ points: straight(frame.at(u, 0), end), width: 7, kind: 'street', bulb: { at: end, radius: 10, island: 0 } })
    }
    return roads
  },
  crossroads(frame, random) {
    const [u, v] = [random.between(-22, 22), random.between(-22, 22)]
    const roads = [line(frame, v, 17, 'avenue'), cross(frame, u, 15, 'avenue')]
    for (const step of [-1, 1]) roads.push(line(frame, v + step * random.between(64, 76), 6, 'street'), cross(frame, u + step * random.between(70, 84), 6, 'street'))
    return roads
  },
  't-junction'(frame, random) {
    const v = random.between(-36, -16) * (random.chance(0.5) ? 1 : -1)
    const u = random.between(-30, 30)
    const away = v < 0 ? 1 : -1
    const roads = [line(frame, v, 16, 'avenue'), cross(frame, u, 14, 'avenue', Math.min(v, away * far), Math.max(v, away * far))]
    roads.push(line(frame, v - away * 56, 6, 'street'), line(frame, v + away * 74, 6, 'street'))
    return roads
  },
  roundabout(frame, random) {
    const centre = frame.at(random.between(-14, 14), random.between(-14, 14))
    const radius = random.between(23, 29)
    const roads: Road[] = []
    for (let i = 0; i < 4; i++) {
      const angle = ((frame.angle + i * 90) * Math.PI) / 180
      const at = (r: number): Point => ({ x: centre.x + Math.cos(angle) * r, y: centre.y + Math.sin(angle) * r })
      roads.push({ points: straight(at(radius - 4), at(far)), width: 13, kind: 'avenue' })
    }
    roads.push({ points: arc(centre, 96), width: 7, kind: 'street' })
    roads.push({ points: arc(centre, radius), width: 13, kind: 'avenue', bulb: { at: centre, radius: radius + 6, island: radius - 6 } })
    return roads
  },
  star(frame, random) {
    const centre = frame.at(random.between(-16, 16), random.between(-16, 16))
    const roads: Road[] = []
    for (let i = 0; i < 6; i++) {
      const angle = ((frame.angle + i * 60) * Math.PI) / 180
      const at = (r: number): Point => ({ x: centre.x + Math.cos(angle) * r, y: centre.y + Math.sin(angle) * r })
      roads.push({ points: straight(centre, at(far)), width: 10, kind: 'avenue' })
    }
    roads.push({ points: arc(centre, random.between(72, 86)), width: 8, kind: 'street' })
    roads.push({ points: arc(centre, 14), width: 9, kind: 'avenue', bulb: { at: centre, radius: 18, island: 8 } })
    return roads
  },
  highway(frame, random) {
    const v = random.between(-34, 34)
    const away = v < 0 ? 1 : -1
    return [
      cross(frame, random.between(-50, 50), 9, 'street'),
      line(frame, v + away * 52, 8, 'street'),
      line(frame, v - away * 48, 7, 'street'),
      line(frame, v, 32, 'highway')
    ]
  },
  lane(frame, random) {
    const [a, b, phase] = [random.between(10, 24), random.between(-20, 20), random.between(0, 6)]
    const main: Road = { points: sampled((t) => frame.at(-far + t * 2 * far, b + a * Math.sin(t * 7 + phase))), width: 6, kind: 'lane' }
    const u = random.between(-50, 50)
    const track: Road = { points: sampled((t) => frame.at(u + 16 * Math.sin(t * 3), b + t * far)), width: 3, kind: 'lane' }
    return random.chance(0.6) ? [track, main] : [main]
  }
}

function straight(a: Point, b: Point): Point[] {
  return [a, b]
}

function sampled(at: (t: number) => Point): Point[] {
  return Array.from({ length: 49 }, (_, i) => at(i / 48))
}

function arc(centre: Point, radius: number): Point[] {
  return Array.from({ length: 73 }, (_, i) => {
    const angle = (i / 72) * 2 * Math.PI
    return { x: centre.x + radius * Math.cos(angle), y: centre.y + radius * Math.sin(angle) }
  })
}

/** Walks along a road in steps of `step` pixels, giving each point and the direction there in degrees; stays near the tile. */
export function* walk(road: Road, step: number, start = 0): Generator<{ point: Point; angle: number }> {
  let left = start
  for (let i = 0; i + 1 < road.points.length; i++) {
    const [a, b] = [road.points[i] as Point, road.points[i + 1] as Point]
    const length = Math.hypot(b.x - a.x, b.y - a.y)
    const angle = (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI
    for (; left < length; left += step) {
      const t = left / length
      const point = { x: a.x + (b.x - a.x) * t, y: a.y + (b.y - a.y) * t }
      if (point.x > -30 && point.x < 286 && point.y > -30 && point.y < 286) yield { point, angle }
    }
    left -= length
  }
}
