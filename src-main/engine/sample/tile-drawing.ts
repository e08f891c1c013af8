import { Frame, hull, rectangle, tileSize, type Point } from './geometry.ts'
import { drawLandmark } from './landmark-drawing.ts'
import { carColours, groundFill, roofFill, shade, waterFill } from './palette.ts'
import { Random } from './random.ts'
import type { Scene } from './scene.ts'
import type { Building, SitePlan, Tree } from './site-plan.ts'

/** Where shadows fall, in pixels for one pixel of height: the sun stands in the north-west. */
const shadow: Point = { x: 0.62, y: 0.5 }

/** Draws the plan from above as an SVG document of 256 px. Texture and noise are added when it is rastered. */
export function drawTile(scene: Scene, plan: SitePlan, seed: string): string {
  const random = new Random(`tile/${seed}`)
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${tileSize}" height="${tileSize}" viewBox="0 0 ${tileSize} ${tileSize}">`,
    `<rect width="256" height="256" fill="${groundFill[scene.ground]}"/>`,
    groundPatches(scene, random),
    drawGreen(scene, plan, random),
    drawRoads(plan),
    drawWater(scene, plan),
    drawBridges(plan),
    ...plan.landmarks.map((landmark) => drawLandmark(landmark.kind, landmark.at, landmark.angle, random)),
    drawCars(plan, random),
    drawTrees(plan.trees.filter((tree) => tree.radius < 3)),
    drawBuildings(plan.buildings, random),
    drawTrees(plan.trees.filter((tree) => tree.radius >= 3)),
    '</svg>'
  ]
  return parts.join('')
}

const n = (value: number): string => value.toFixed(1)

export function polygon(points: readonly Point[], fill: string, more = ''): string {
  return `<path d="M${points.map((p) => `${n(p.x)} ${n(p.y)}`).join('L')}Z" fill="${fill}"${more}/>`
}

function polyline(points: readonly Point[], colour: string, width: number, more = ''): string {
  return `<path d="M${points.map((p) => `${n(p.x)} ${n(p.y)}`).join('L')}" fill="none" stroke="${colour}" stroke-width="${n(width)}"${more}/>`
}

function groundPatches(scene: Scene, random: Random): string {
  const base = groundFill[scene.ground]
  let out = ''
  for (let i = 0; i < 26; i++) {
    const fill = shade(base, random.between(-0.09, 0.07))
    const [x, y, r] = [random.between(0, 256), random.between(0, 256), random.between(12, 42)]
    out += `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(r)}" ry="${n(r * random.between(0.5, 1))}" fill="${fill}" opacity="0.5"/>`
  }
  return out
}

function drawGreen(scene: Scene, plan: SitePlan, random: Random): string {
  const { green } = plan
  if (!green) return ''
  const clip = `<clipPath id="green">${polygon(green.outline, '#000')}</clipPath>`
  const frame = new Frame(green.angle)
  let inner = ''
  if (green.kind === 'fields') {
    const crops = random.shuffled(['#b7a35c', '#8f9a4c', '#6f8f45', '#c2b077', '#7b6a48', '#a3ad57'])
    let [v, i] = [-200, 0]
    while (v < 200) {
      const depth = random.between(44, 70)
      const crop = crops[i++ % crops.length] ?? '#8f9a4c'
      inner += polygon([frame.at(-220, v), frame.at(220, v), frame.at(220, v + depth), frame.at(-220, v + depth)], crop)
      const gap = random.between(4.5, 6.5)
      for (let w = v + 2; w < v + depth - 1; w += gap) inner += polyline([frame.at(-220, w), frame.at(220, w)], shade(crop, -0.2), gap * 0.38)
      inner += polyline([frame.at(-220, v), frame.at(220, v)], '#6d6a45', 1.4)
      v += depth
    }
  } else if (green.kind === 'park') {
    inner += polygon(green.outline, '#7f9c58')
    const centre = green.outline.reduce((sum, p) => ({ x: sum.x + p.x / green.outline.length, y: sum.y + p.y / green.outline.length }), { x: 0, y: 0 })
    for (const corner of green.outline) inner += polyline([corner, centre], '#d8cdae', 3)
    inner += `<circle cx="${n(centre.x)}" cy="${n(centre.y)}" r="17" fill="none" stroke="#d8cdae" stroke-width="3"/>`
    inner += polyline([...green.outline, green.outline[0] as Point], '#d8cdae', 4)
  } else {
    const fill = { forest: '#3d5a35', orchard: scene.ground === 'sand' || scene.ground === 'dry grass' ? '#b29a6a' : '#97905a', meadow: '#93ad62' }[green.kind]
    inner += polygon(green.outline, fill)
    if (green.kind === 'meadow') {
      for (let i = 0; i < 60; i++) {
        const [x, y, r] = [random.between(0, 256), random.between(0, 256), random.between(4, 16)]
        inner += `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${shade(fill, random.between(-0.08, 0.1))}" opacity="0.6"/>`
      }
    }
  }
  return `${clip}<g clip-path="url(#green)">${inner}</g>`
}

function drawRoads(plan: SitePlan): string {
  const surface = { lane: '#b9ab8b', street: '#8d8d8b', avenue: '#7c7d7f', highway: '#6a6b6f' } as const
  let [under, over, marks] = ['', '', '']
  for (const road of plan.roads) {
    const fill = surface[road.kind]
    const kerb = road.kind === 'lane' ? 0 : road.kind === 'highway' ? 5 : 3
    if (kerb > 0) under += polyline(road.points, road.kind === 'highway' ? '#a3a58a' : '#b6b2a6', road.width + kerb)
    over += polyline(road.points, fill, road.width)
    if (road.bulb) {
      const { at, radius, island } = road.bulb
      under += `<circle cx="${n(at.x)}" cy="${n(at.y)}" r="${n(radius + 2)}" fill="#b6b2a6"/>`
      over += `<circle cx="${n(at.x)}" cy="${n(at.y)}" r="${n(radius)}" fill="${fill}"/>`
      if (island > 0) marks += `<circle cx="${n(at.x)}" cy="${n(at.y)}" r="${n(island)}" fill="#7fa05a" stroke="#c9c4b4" stroke-width="1.2"/>`
    }
    if (road.kind === 'highway') {
      marks += polyline(road.points, '#8c9a66', 5) + polyline(road.points, '#d9d9d4', 1)
      for (const side of [-9.5, 9.5]) marks += polyline(offset(road.points, side), '#e4e2d8', 1, ' stroke-dasharray="5 6"')
    } else if (road.kind === 'avenue' && !road.bulb) {
      marks += polyline(road.points, '#e6e3d6', 0.9, ' stroke-dasharray="5 5"')
    }
  }
  return under + over + marks
}

/** A straight line moved sideways. */
function offset(points: readonly Point[], by: number): Point[] {
  const [a, b] = [points[0] as Point, points.at(-1) as Point]
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  const [x, y] = [(-(b.y - a.y) / length) * by, ((b.x - a.x) / length) * by]
  return points.map((p) => ({ x: p.x + x, y: p.y + y }))
}

function drawWater(scene: Scene, plan: SitePlan): string {
  if (!plan.water || !scene.water) return ''
  const fill = waterFill[scene.water.colour]
  const { kind, outline } = plan.water
  const bank = kind === 'canal' ? '#b9b4a6' : kind === 'coast' ? '#dccfa6' : '#7d8456'
  const shallow = shade(fill, 0.22)
  let out = polygon(outline, fill, ` stroke="${bank}" stroke-width="${kind === 'coast' ? 14 : 5}" stroke-linejoin="round"`)
  out += polygon(outline, fill, ` stroke="${shallow}" stroke-width="${kind === 'coast' ? 7 : 2}" stroke-linejoin="round"`) + polygon(outline, fill)
  if (kind === 'coast') out += polyline(outline.slice(0, 81), '#f3f1e6', 1.6, ' opacity="0.85"')
  return out
}

function drawBridges(plan: SitePlan): string {
  return plan.bridges.map(({ at, angle, length, width }) => {
    const shade = rectangle({ x: at.x + 4, y: at.y + 4 }, length, width, angle)
    const frame = new Frame(angle)
    const ends = [-1, 1].map((side) => ({ x: at.x + (side * frame.u.x * length) / 2, y: at.y + (side * frame.u.y * length) / 2 }))
    return polygon(shade, '#1a2222', ' opacity="0.4"') + polygon(rectangle(at, length, width + 3, angle), '#d6d2c6') +
      polygon(rectangle(at, length, width - 1, angle), '#7c7d7f') + polyline(ends, '#ece8da', 0.9, ' stroke-dasharray="4 4"')
  }).join('')
}

function drawCars(plan: SitePlan, random: Random): string {
  return plan.cars.map(({ at, angle }) => {
    const fill = random.pick(carColours)
    return polygon(rectangle({ x: at.x + 0.6, y: at.y + 0.6 }, 4.2, 2.1, angle), '#222', ' opacity="0.4"') + polygon(rectangle(at, 4, 1.9, angle), fill)
  }).join('')
}

function circles(trees: readonly { x: number; y: number; r: number }[]): string {
  return trees.map(({ x, y, r }) => `M${n(x - r)} ${n(y)}a${n(r)} ${n(r)} 0 1 0 ${n(2 * r)} 0a${n(r)} ${n(r)} 0 1 0 ${n(-2 * r)} 0`).join('')
}

const crowns = ['#3f5f36', '#4b6e3c', '#567a42', '#64834a'] as const

function drawTrees(trees: readonly Tree[]): string {
  if (trees.length === 0) return ''
  let out = `<path d="${circles(trees.map(({ at, radius }) => ({ x: at.x + radius * 0.6, y: at.y + radius * 0.5, r: radius })))}" fill="#141d12" opacity="0.38"/>`
  crowns.forEach((fill, shadeOf) => {
    const of = trees.filter((tree) => tree.shade === shadeOf)
    if (of.length === 0) return
    out += `<path d="${circles(of.map(({ at, radius }) => ({ ...at, r: radius })))}" fill="${fill}"/>`
    out += `<path d="${circles(of.map(({ at, radius }) => ({ x: at.x - radius * 0.25, y: at.y - radius * 0.25, r: radius * 0.55 })))}" fill="${shade(fill, 0.12)}"/>`
  })
  return out
}

function drawBuildings(buildings: readonly Building[], random: Random): string {
  const shadows = buildings.map(({ at, width, depth, angle, height }) => {
    const base = rectangle(at, width, depth, angle)
    const moved = base.map((p) => ({ x: p.x + shadow.x * height, y: p.y + shadow.y * height }))
    return `M${hull([...base, ...moved]).map((p) => `${n(p.x)} ${n(p.y)}`).join('L')}Z`
  })
  return `<path d="${shadows.join('')}" fill="#12161c" opacity="0.45" fill-rule="nonzero"/>${buildings.map((building) => drawRoof(building, random)).join('')}`
}

function drawRoof(building: Building, random: Random): string {
  const { at, width, depth, angle, shape } = building
  const fill = shade(roofFill[building.roof], random.between(-0.07, 0.07))
  const frame = new Frame(angle)
  const local = (u: number, v: number): Point => ({ x: at.x + u * frame.u.x + v * frame.v.x, y: at.y + u * frame.u.y + v * frame.v.y })
  const [a, b] = [width / 2, depth / 2]
  if (shape === 'pitched') {
    // The half that faces the sun (north-west) is lighter.
    const lit = frame.v.x * -shadow.x + frame.v.y * -shadow.y > 0 ? 1 : -1
    return polygon([local(-a, -b), local(a, -b), local(a, 0), local(-a, 0)], shade(fill, lit < 0 ? 0.1 : -0.16)) +
      polygon([local(-a, b), local(a, b), local(a, 0), local(-a, 0)], shade(fill, lit < 0 ? -0.16 : 0.1)) + polyline([local(-a, 0), local(a, 0)], shade(fill, -0.3), 0.5)
  }
  let out = polygon(rectangle(at, width, depth, angle), fill, ` stroke="${shade(fill, -0.22)}" stroke-width="0.9"`)
  if (shape === 'ribbed') {
    for (let u = -a + 3; u < a; u += 4) out += polyline([local(u, -b), local(u, b)], shade(fill, -0.12), 0.8)
    out += polyline([local(-a, 0), local(a, 0)], shade(fill, 0.18), 1)
    return out
  }
  out += polygon(rectangle(at, width - 3, depth - 3, angle), shade(fill, 0.07))
  for (let i = 0; i < Math.max(2, width / 9); i++) {
    const box = local(random.between(-a + 3.5, a - 3.5), random.between(-b + 3, b - 3))
    out += polygon(rectangle({ x: box.x + 0.8, y: box.y + 0.8 }, 3, 2.4, angle), '#20242a', ' opacity="0.5"') + polygon(rectangle(box, 2.8, 2.2, angle), shade(fill, random.chance(0.5) ? 0.25 : -0.25))
  }
  return out
}
