import { roofFill, shade, wallFill, groundFill, waterFill } from './palette.ts'
import { Random } from './random.ts'
import type { Scene } from './scene.ts'

const [width, height, horizon] = [384, 256, 138]

const skies = { clear: ['#7fb3dd', '#dcebf4'], hazy: ['#b9c6cc', '#e8e6dc'], overcast: ['#9aa4ab', '#cfd3d4'] } as const

/** Storeys of the houses beside the street. */
const storeys = { detached: 2, terraced: 3, courtyard: 5, slabs: 6, towers: 11, halls: 2, scattered: 1 } as const

/** A view along the main street of a scene, as SVG of 384 x 256: its walls, roofs, trees, water, sky and sign. */
export function drawStreet(scene: Scene, seed: string): string {
  const random = new Random(`street/${seed}`)
  const [skyTop, skyLow] = skies[scene.sky]
  const vanishing = width / 2 + random.between(-30, 30)
  const parts = [
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${skyTop}"/><stop offset="1" stop-color="${skyLow}"/></linearGradient></defs>`,
    `<rect width="${width}" height="${horizon + 1}" fill="url(#sky)"/>`,
    distance(scene, random),
    `<rect y="${horizon}" width="${width}" height="${height - horizon}" fill="${groundFill[scene.ground]}"/>`,
    road(scene, vanishing),
    ...[-1, 1].map((side) => row(scene, random, vanishing, side as -1 | 1)),
    sign(scene, random)
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts.join('')}</svg>`
}

/** What closes the view: water, woods or hills at the horizon. */
function distance(scene: Scene, random: Random): string {
  const hills = Array.from({ length: 9 }, (_, i) => `${(i * width) / 8},${horizon - random.between(4, 18)}`).join(' ')
  const far = `<polygon points="0,${horizon + 1} ${hills} ${width},${horizon + 1}" fill="#8d9f95" opacity="0.75"/>`
  const woods =
    scene.green?.kind === 'forest' || scene.trees === 'leafy'
      ? Array.from({ length: 22 }, () => `<circle cx="${random.between(0, width).toFixed(1)}" cy="${horizon - 4}" r="${random.between(7, 14).toFixed(1)}" fill="${shade('#4c7345', random.between(-0.12, 0.12))}"/>`).join('')
      : ''
  const lake = scene.water ? `<rect y="${horizon - 5}" width="${width}" height="8" fill="${waterFill[scene.water.colour]}"/>` : ''
  return far + woods + lake
}

function road(scene: Scene, x: number): string {
  const half = scene.layout === 'highway' ? 170 : scene.layout === 'lane' ? 60 : 110
  const surface = scene.layout === 'lane' ? '#b39a72' : '#6d7076'
  const edge = `<polygon points="${x - 3},${horizon} ${x + 3},${horizon} ${x + half + 26},${height} ${x - half - 26},${height}" fill="#a9a59d"/>`
  const lane = `<polygon points="${x - 2},${horizon} ${x + 2},${horizon} ${x + half},${height} ${x - half},${height}" fill="${surface}"/>`
  if (scene.layout === 'lane') return lane
  const dashes = Array.from({ length: 6 }, (_, i) => {
    const [near, far] = [1 - i * 0.16, 1 - i * 0.16 - 0.07]
    const y = (t: number): number => horizon + (height - horizon) * t * t
    return `<polygon points="${x - 2.4 * near},${y(near)} ${x + 2.4 * near},${y(near)} ${x + 2.4 * far},${y(far)} ${x - 2.4 * far},${y(far)}" fill="#e9e6da"/>`
  })
  return edge + lane + dashes.join('')
}

/** The houses of one side, from the far end to the near one, with trees before them. */
function row(scene: Scene, random: Random, vanishing: number, side: -1 | 1): string {
  const { arrangement, density, roof, accent, wall } = scene.buildings
  const gap = { sparse: 0.55, moderate: 0.28, dense: arrangement === 'terraced' || arrangement === 'courtyard' ? 0.02 : 0.14 }[density]
  const parts: string[] = []
  let depth = 0.16
  while (depth < 1.25) {
    const length = depth * (arrangement === 'slabs' || arrangement === 'halls' ? 0.5 : 0.3)
    const [near, far] = [depth + length, depth]
    const tall = storeys[arrangement] * random.between(0.85, 1.15) * 13
    const colour = accent !== null && random.chance(0.3) ? accent : roof
    if (!random.chance(gap)) parts.push(house(vanishing, side, far, near, tall, shade(wallFill[wall], random.between(-0.06, 0.06)), roofFill[colour], arrangement === 'detached' || arrangement === 'terraced' || arrangement === 'scattered'))
    if (random.chance({ bare: 0.05, some: 0.4, leafy: 0.85 }[scene.trees])) parts.push(tree(vanishing, side, near, random))
    depth = near * (1 + gap * 0.3) + 0.01
  }
  return parts.join('')
}

function house(vanishing: number, side: -1 | 1, far: number, near: number, tall: number, wall: string, roof: string, pitched: boolean): string {
  const at = (depth: number): { x: number; ground: number; top: number } => ({ x: vanishing + side * (24 + 190 * depth), ground: horizon + 78 * depth * depth + 10 * depth, top: horizon - tall * depth })
  const [a, b] = [at(far), at(near)]
  const n = (value: number): string => value.toFixed(1)
  const front = `<polygon points="${n(a.x)},${n(a.top)} ${n(b.x)},${n(b.top)} ${n(b.x)},${n(b.ground)} ${n(a.x)},${n(a.ground)}" fill="${wall}"/>`
  const ridge = pitched ? 9 : 2.5
  const cover = `<polygon points="${n(a.x)},${n(a.top)} ${n(b.x)},${n(b.top)} ${n(b.x + side * (pitched ? 4 : 0) * near)},${n(b.top - ridge * near * 1.6)} ${n(a.x + side * (pitched ? 4 : 0) * far)},${n(a.top - ridge * far * 1.6)}" fill="${roof}"/>`
  const columns = Math.max(1, Math.round((near - far) * 8))
  const rows = Math.max(1, Math.round(tall / 13))
  const windows: string[] = []
  for (let column = 0; column < columns; column++) {
    const [from, to] = [far + ((near - far) * (column + 0.25)) / columns, far + ((near - far) * (column + 0.7)) / columns]
    const [p, q] = [at(from), at(to)]
    for (let level = 0; level < rows; level++) {
      const y = (point: typeof p, share: number): string => n(point.top + (point.ground - point.top) * share)
      const [low, high] = [(level + 0.28) / rows, (level + 0.74) / rows]
      windows.push(`<polygon points="${n(p.x)},${y(p, low)} ${n(q.x)},${y(q, low)} ${n(q.x)},${y(q, high)} ${n(p.x)},${y(p, high)}" fill="#46525e" opacity="0.8"/>`)
    }
  }
  return front + windows.join('') + cover
}

function tree(vanishing: number, side: -1 | 1, depth: number, random: Random): string {
  const x = vanishing + side * (16 + 165 * depth)
  const ground = horizon + 78 * depth * depth + 12 * depth
  const r = 17 * depth * random.between(0.8, 1.2)
  const leaf = shade('#4f7f43', random.between(-0.12, 0.14))
  return `<rect x="${(x - 1.4 * depth).toFixed(1)}" y="${(ground - r * 1.6).toFixed(1)}" width="${(3 * depth).toFixed(1)}" height="${(r * 1.6).toFixed(1)}" fill="#6b5138"/><circle cx="${x.toFixed(1)}" cy="${(ground - r * 2).toFixed(1)}" r="${r.toFixed(1)}" fill="${leaf}"/><circle cx="${(x - r * 0.3).toFixed(1)}" cy="${(ground - r * 2.3).toFixed(1)}" r="${(r * 0.6).toFixed(1)}" fill="${shade(leaf, 0.1)}"/>`
}

function sign(scene: Scene, random: Random): string {
  if (scene.sign === null) return ''
  const wide = scene.sign.length * 9.5 + 16
  const left = random.chance(0.5)
  const x = left ? 14 : width - wide - 14
  const colour = random.pick(['#1f5f5b', '#7a2e2e', '#2f3f6e', '#3b3b3b', '#8a5a16'])
  return `<g><rect x="${x}" y="146" width="${wide}" height="24" rx="2" fill="${colour}"/><text x="${x + wide / 2}" y="163" font-family="DejaVu Sans, sans-serif" font-size="14" font-weight="700" text-anchor="middle" fill="#f4efe2">${scene.sign}</text></g>`
}
