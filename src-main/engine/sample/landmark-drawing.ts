import { rectangle, type Point } from './geometry.ts'
import { carColours, shade } from './palette.ts'
import type { Random } from './random.ts'
import type { LandmarkKind } from './scene.ts'

/** Draws a landmark about its middle, in a frame of its own: x along its angle. Shadows fall to the south-east of the tile. */
export function drawLandmark(kind: LandmarkKind, at: Point, angle: number, random: Random): string {
  const radians = (-angle * Math.PI) / 180
  const turn = (x: number, y: number): Point => ({ x: x * Math.cos(radians) - y * Math.sin(radians), y: x * Math.sin(radians) + y * Math.cos(radians) })
  const drawing = drawings[kind](random, (size) => turn(0.62 * size, 0.5 * size))
  return `<g transform="translate(${at.x.toFixed(1)} ${at.y.toFixed(1)}) rotate(${angle.toFixed(1)})">${drawing}</g>`
}

/** `shadow(size)`: the offset, in the landmark's frame, of the shadow of something `size` px high. */
type Drawing = (random: Random, shadow: (size: number) => Point) => string

const box = (x: number, y: number, width: number, height: number, fill: string, more = ''): string =>
  `<rect x="${(x - width / 2).toFixed(1)}" y="${(y - height / 2).toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" fill="${fill}"${more}/>`
const disc = (x: number, y: number, r: number, fill: string, more = ''): string => `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${r.toFixed(1)}" fill="${fill}"${more}/>`
const oval = (rx: number, ry: number, fill: string, more = ''): string => `<ellipse rx="${rx}" ry="${ry}" fill="${fill}"${more}/>`
const line = (x1: number, y1: number, x2: number, y2: number, colour: string, width: number, more = ''): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}" stroke-width="${width}"${more}/>`
const dark = ' opacity="0.42"'
const ink = '#12161c'

function pitch(width: number, height: number): string {
  let out = box(0, 0, width, height, '#4f9a45')
  for (let i = 0; i < 8; i += 2) out += box(-width / 2 + (width / 8) * (i + 0.5), 0, width / 8, height, '#5fae52')
  const white = ' stroke="#f4f4ee" stroke-width="0.9"'
  out += box(0, 0, width - 3, height - 3, 'none', white) + line(0, -height / 2 + 1.5, 0, height / 2 - 1.5, '#f4f4ee', 0.9) + disc(0, 0, height * 0.16, 'none', white)
  for (const side of [-1, 1]) out += box(side * (width / 2 - 5), 0, 7, height * 0.5, 'none', white)
  return out
}

const drawings: Readonly<Record<LandmarkKind, Drawing>> = {
  bridge: () => '',
  stadium(_random, shadow) {
    const by = shadow(11)
    let out = `<ellipse cx="${by.x.toFixed(1)}" cy="${by.y.toFixed(1)}" rx="50" ry="40" fill="${ink}"${dark}/>` + oval(50, 40, '#dfe0df') + oval(43, 33, '#a9adb3')
    for (let i = 0; i < 24; i++) {
      const a = (i / 24) * 2 * Math.PI
      out += line(50 * Math.cos(a), 40 * Math.sin(a), 37 * Math.cos(a), 27 * Math.sin(a), '#8b9098', 0.7)
    }
    return out + oval(36, 26, '#b4543f') + oval(32, 22, '#4f9a45') + pitch(42, 27)
  },
  railway(random) {
    let out = box(0, 0, 620, 17, '#857a6d')
    for (const y of [-4, 4]) {
      for (let x = -300; x < 300; x += 4) out += line(x, y - 2.6, x, y + 2.6, '#5f564c', 1.1)
      out += line(-310, y - 1.6, 310, y - 1.6, '#d4d1ca', 0.7) + line(-310, y + 1.6, 310, y + 1.6, '#d4d1ca', 0.7)
    }
    const [from, colour] = [random.between(-60, 10), random.pick(['#b5382f', '#3c6aa0', '#d8d8d4'])]
    for (let i = 0; i < 4; i++) out += box(from + i * 17, -4, 16, 4.6, colour) + box(from + i * 17, -4, 13, 1.5, shade(colour, 0.4))
    return out
  },
  'parking lot'(random) {
    let out = box(0, 0, 68, 50, '#77787b') + box(0, 0, 68, 50, 'none', ' stroke="#bcb8ac" stroke-width="1.5"')
    for (const y of [-20, -7, 7, 20]) {
      for (let x = -31; x <= 31; x += 3.9) {
        out += line(x - 1.95, y - 4, x - 1.95, y + 4, '#dcdad2', 0.4)
        if (random.chance(0.8)) out += box(x + 0.5, y + 0.5, 2.3, 5, ink, dark) + box(x, y, 2.3, 5, random.pick(carColours))
      }
    }
    return out
  },
  'swimming pool'() {
    return box(0, 0, 46, 32, '#efe6d2') + box(-5, 0, 28, 17, '#2fb7d3', ' rx="1.5" stroke="#d9f4f7" stroke-width="1"') + [-4, 0, 4].map((y) => line(-18, y, 8, y, '#a7e5ee', 0.6)).join('') +
      disc(16, 5, 5.5, '#2fb7d3', ' stroke="#d9f4f7" stroke-width="1"') + [-12, -6, 0, 6].map((x) => box(x, 13, 3, 1.5, '#d2573d')).join('')
  },
  'storage tanks'(_random, shadow) {
    let out = box(0, 0, 66, 46, '#a59a86', ' stroke="#7f7666" stroke-width="1.2"')
    const by = shadow(8)
    for (const x of [-21, 0, 21]) {
      for (const y of [-11, 11]) {
        out += disc(x + by.x, y + by.y, 9, ink, dark) + disc(x, y, 9, '#f1f0ec', ' stroke="#b9b8b3" stroke-width="0.8"') + disc(x, y, 5.8, '#dcdbd6') + disc(x, y, 1.3, '#8f8f8b') +
          line(x, y, x + 8, y - 3, '#a9a8a3', 0.8)
      }
    }
    return out
  },
  runway() {
    let out = box(0, 0, 620, 40, '#93a065') + box(0, 0, 620, 27, '#5c5e62') + line(-310, -12, 310, -12, '#e8e6dc', 0.9) + line(-310, 12, 310, 12, '#e8e6dc', 0.9)
    out += line(-310, 0, 310, 0, '#f2f0e6', 1.4, ' stroke-dasharray="14 10"')
    for (let y = -9; y <= 9; y += 3.6) out += box(-48, y, 20, 1.7, '#f2f0e6')
    return out
  },
  'football pitch': () => box(0, 0, 72, 47, '#8ba65c') + pitch(66, 41),
  'tennis courts'() {
    let out = box(0, 0, 66, 38, '#5d7f57')
    for (const x of [-21, 0, 21]) {
      out += box(x, 0, 18, 34, '#c96b3c') + box(x, 0, 12, 26, 'none', ' stroke="#f5efe4" stroke-width="0.8"') + line(x - 8, 0, x + 8, 0, '#f5efe4', 1) + line(x, -8, x, 8, '#f5efe4', 0.7) +
        line(x - 6, -8, x + 6, -8, '#f5efe4', 0.7) + line(x - 6, 8, x + 6, 8, '#f5efe4', 0.7)
    }
    return out
  },
  'solar farm'() {
    let out = box(0, 0, 74, 58, '#a6a27a', ' stroke="#8b8760" stroke-width="1"')
    for (let y = -24; y <= 24; y += 8) {
      out += box(1, y + 1.6, 68, 4.6, ink, dark) + box(0, y, 68, 4.6, '#22365e') + line(-34, y - 1, 34, y - 1, '#5573a6', 0.6)
      for (let x = -30; x <= 30; x += 6) out += line(x, y - 2.3, x, y + 2.3, '#47619a', 0.4)
    }
    return out
  },
  'domed building'(_random, shadow) {
    const [low, high] = [shadow(6), shadow(15)]
    let out = box(0, 0, 50, 50, '#e2d9c4') + box(low.x, low.y, 36, 36, ink, dark) + box(0, 0, 36, 36, '#d9cfb6', ' stroke="#a89c7f" stroke-width="1"')
    for (const [x, y] of [[-18, -18], [18, -18], [-18, 18], [18, 18]] as const) out += disc(x + high.x * 0.7, y + high.y * 0.7, 2.4, ink, dark) + disc(x, y, 3, '#f4efe2')
    out += disc(high.x * 0.35, high.y * 0.35, 14, ink, dark) + disc(0, 0, 14, '#c39a35') + disc(-2.5, -2.5, 9.5, '#dcb957') + disc(-4.5, -4.5, 4.5, '#f1dc93')
    return out
  },
  church(_random, shadow) {
    const [low, high] = [shadow(6), shadow(22)]
    const roof = '#7d3b30'
    let out = box(0, 0, 50, 34, '#a5ad79') + box(low.x + 3, low.y, 38, 12, ink, dark) + box(low.x + 6, low.y, 11, 28, ink, dark)
    out += box(3, -3, 38, 6, shade(roof, 0.12)) + box(3, 3, 38, 6, shade(roof, -0.18)) + box(3.5, 0, 5.5, 28, shade(roof, 0.06)) + box(9, 0, 5.5, 28, shade(roof, -0.2))
    const tower = rectangle({ x: -19, y: 0 }, 9, 9, 0)
    out += `<path d="M${tower[1]?.x} ${tower[1]?.y}L${(-19 + high.x).toFixed(1)} ${high.y.toFixed(1)}L${tower[3]?.x} ${tower[3]?.y}Z" fill="${ink}"${dark}/>`
    return out + box(-19, 0, 10, 10, '#cfc7b4') + `<path d="M-24 -5L-14 -5L-19 0Z" fill="#5c6a70"/><path d="M-24 5L-14 5L-19 0Z" fill="#3d484d"/><path d="M-24 -5L-24 5L-19 0Z" fill="#6c7b81"/><path d="M-14 -5L-14 5L-19 0Z" fill="#465257"/>`
  },
  greenhouses(_random, shadow) {
    const by = shadow(4)
    let out = box(0, 0, 72, 56, '#b5ab86')
    for (const y of [-22, -11, 0, 11, 22]) {
      out += box(by.x, y + by.y, 66, 8, ink, dark) + box(0, y, 66, 8, '#e9eeee') + box(0, y - 2, 66, 2.4, '#fbfdfd') + box(0, y + 2.8, 66, 2.2, '#c2cccd')
      for (let x = -30; x <= 30; x += 5) out += line(x, y - 4, x, y + 4, '#b9c4c5', 0.5)
    }
    return out
  },
  'container yard'(random, shadow) {
    const by = shadow(4)
    let out = box(0, 0, 72, 52, '#8f8b84')
    for (let y = -20; y <= 20; y += 8) {
      for (let x = -28; x <= 28; x += 14) {
        if (!random.chance(0.88)) continue
        const fill = random.pick(['#b5452f', '#2f66a0', '#3f8f5b', '#d98a2b', '#c9c6bd', '#a63a52'])
        out += box(x + by.x, y + by.y, 12.5, 5.4, ink, dark) + box(x, y, 12.5, 5.4, fill)
        for (let i = -5; i <= 5; i += 2.5) out += line(x + i, y - 2.7, x + i, y + 2.7, shade(fill, -0.2), 0.5)
      }
    }
    return out
  },
  'construction site'(random, shadow) {
    const by = shadow(24)
    let out = box(0, 0, 72, 60, '#b9804c', ' rx="4"')
    for (let i = 0; i < 16; i++) out += disc(random.between(-32, 32), random.between(-26, 26), random.between(3, 9), shade('#b9804c', random.between(-0.2, 0.2)), ' opacity="0.6"')
    out += box(8, 4, 34, 26, '#8d6238') + box(8, 4, 30, 22, '#cfc9bd') + [-4, 4, 12, 20].map((x) => line(x, -6, x, 14, '#96908a', 1)).join('')
    out += line(-20 + by.x, -14 + by.y, 26 + by.x, 8 + by.y, ink, 2, dark) + line(-28, -18, 26, 8, '#eab52c', 2.4) + line(-28, -18, 26, 8, '#8a6a16', 0.5) + box(-18, -13, 5, 5, '#c98f14')
    return out + box(-24, 18, 9, 5, '#e0a52a') + box(-10, 22, 8, 4, '#3f6e9a')
  },
  'fountain square'() {
    let out = box(0, 0, 54, 54, '#dccfb4', ' stroke="#b7a98b" stroke-width="1.2"')
    for (let i = -18; i <= 18; i += 9) out += line(i, -27, i, 27, '#c7b998', 0.6) + line(-27, i, 27, i, '#c7b998', 0.6)
    out += disc(0, 0, 19, '#cdbb94') + disc(0, 0, 12, '#f0ead9') + disc(0, 0, 10, '#3aa6bd') + disc(0, 0, 4.5, '#d9f1f4') + disc(0, 0, 1.8, '#ffffff')
    for (const [x, y] of [[-21, -21], [21, -21], [-21, 21], [21, 21]] as const) out += disc(x + 1, y + 1, 4, ink, dark) + disc(x, y, 4, '#4b6e3c')
    return out
  }
}
