import type { Drawing, Shape } from '../drawing.ts'
import type { LandRings } from './land.ts'

export interface RegionDot {
  readonly lat: number
  readonly lon: number
  readonly queries: number
  readonly colour: `#${string}`
  readonly tip: string
}

const width = 720
const legend = 44

/** Regions as dots on an equirectangular map of where they are, and the scale of their colours under it. */
export function regionMapFigure(dots: readonly RegionDot[], land: readonly LandRings[], options: { alt: string; scale: { colours: readonly `#${string}`[]; low: string; high: string; middle?: string } }): Drawing {
  const box = windowOver(dots)
  const height = Math.round((width * (box.north - box.south)) / (box.east - box.west))
  const x = (lon: number): number => ((lon - box.west) / (box.east - box.west)) * width
  const y = (lat: number): number => ((box.north - lat) / (box.north - box.south)) * height
  const most = Math.max(1, ...dots.map(({ queries }) => queries))
  const inside: Shape[] = []
  for (const rings of land) {
    for (const shift of [-360, 0, 360]) {
      const lons = (rings[0] ?? []).filter((_, i) => i % 2 === 0).map((lon) => lon + shift)
      if (Math.min(...lons) > box.east || Math.max(...lons) < box.west) continue
      inside.push({ kind: 'area', rings: rings.map((ring) => ring.map((value, i) => (i % 2 === 0 ? x(value + shift) : y(value)))), fill: 'land', stroke: 'hairline' })
    }
  }
  // The largest lie under the others.
  for (const dot of [...dots].sort((a, b) => b.queries - a.queries)) {
    inside.push({ kind: 'dot', x: x(dot.lon), y: y(dot.lat), radius: 3 + 7 * Math.sqrt(dot.queries / most), fill: dot.colour, stroke: 'ink', tip: dot.tip })
  }
  const shapes: Shape[] = [{ kind: 'clip', x: 0, y: 0, width, height, shapes: inside }, { kind: 'line', points: [0, 0, width, 0, width, height, 0, height, 0, 0], stroke: 'hairline', width: 1 }]
  const { colours, low, high, middle } = options.scale
  const bar = 240
  colours.forEach((fill, i) => shapes.push({ kind: 'rect', x: (i * bar) / colours.length, y: height + 12, width: bar / colours.length + 0.5, height: 10, fill }))
  shapes.push({ kind: 'text', x: 0, y: height + 38, text: low, size: 11, fill: 'muted' }, { kind: 'text', x: bar, y: height + 38, text: high, size: 11, fill: 'muted', anchor: 'end' })
  if (middle !== undefined) shapes.push({ kind: 'text', x: bar / 2, y: height + 38, text: middle, size: 11, fill: 'muted', anchor: 'middle' })
  return { width, height: height + legend, alt: options.alt, shapes }
}

/** Degrees that hold all dots with room around them, twice as wide as high, never less than 40 wide: context says where one is. */
function windowOver(dots: readonly RegionDot[]): { west: number; east: number; south: number; north: number } {
  const lons = dots.map(({ lon }) => lon)
  const lats = dots.map(({ lat }) => lat)
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  const wide = Math.min(360, Math.max(40, (east - west) * 1.15, (north - south) * 1.15 * 2))
  if (wide >= 300) return { west: -180, east: 180, south: -62, north: 84 }
  const high = wide / 2
  const middle = Math.min(90 - high / 2, Math.max(-90 + high / 2, (south + north) / 2))
  return { west: (west + east) / 2 - wide / 2, east: (west + east) / 2 + wide / 2, south: middle - high / 2, north: middle + high / 2 }
}
