/** Categories that have a colour of their own; the others share a grey one. */
export const ownColours = 7
const othersToken = 'var(--control-border)'

/** What a legend shows: categories with how many points they have, or the ends of a scale. */
export type Legend =
  | { readonly kind: 'categories'; readonly entries: readonly { readonly category: number; readonly name: string; readonly points: number; /** As CSS has it. */ readonly colour: string }[]; readonly unknown: number }
  | { readonly kind: 'scale'; readonly from: number; readonly to: number; readonly logarithmic: boolean; readonly unknown: number }

export interface Palette {
  /** Words of `--cat-1` to `--cat-7`. */
  readonly categories: readonly number[]
  /** Of categories without a colour of their own. */
  readonly others: number
  readonly unknown: number
  readonly lit: number
  /** Words of a scale from its lower to its upper end. */
  readonly scale: Uint32Array
}

/** A colour word a point. `highlighted`: a category that is shown alone, in its own colour, or in `lit` where it has none. */
export function colourWords(values: Int32Array, legend: Legend, palette: Palette, highlighted: number | null): Uint32Array {
  if (legend.kind === 'categories') {
    return Uint32Array.from(values, (value) => (value < 0 ? palette.unknown : value < ownColours ? (palette.categories[value] ?? palette.others) : value === highlighted ? palette.lit : palette.others))
  }
  const last = palette.scale.length - 1
  const [low, high] = [place(legend.from, legend.logarithmic), place(legend.to, legend.logarithmic)]
  const width = high > low ? high - low : 1
  return Uint32Array.from(values, (value) => (value < 0 ? palette.unknown : (palette.scale[Math.min(last, Math.max(0, Math.round(((place(value, legend.logarithmic) - low) / width) * last)))] as number)))
}

function place(value: number, logarithmic: boolean): number {
  return logarithmic ? Math.log(Math.max(1, value)) : value
}

/** The legend of values: categories in the engine's order, or a scale from the 2nd to the 98th hundredth (ranks: from 1 to the worst). */
export function legendOf(values: Int32Array, names: readonly string[] | null, logarithmic: boolean): Legend {
  const known = values.filter((value) => value >= 0)
  const unknown = values.length - known.length
  if (names === null) {
    const sorted = known.sort()
    const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0
    return { kind: 'scale', from: logarithmic ? 1 : at(0.02), to: logarithmic ? at(1) : at(0.98), logarithmic, unknown }
  }
  const counts = new Int32Array(names.length)
  for (const value of known) counts[value] = (counts[value] as number) + 1
  return { kind: 'categories', entries: names.map((name, category) => ({ category, name, points: counts[category] as number, colour: category < ownColours ? `var(--cat-${category + 1})` : othersToken })).filter(({ points }) => points > 0), unknown }
}

/** The middle (medians of x and y) of a category's points, where its name stands, and their median distance from it. `category` null: of all points. */
export function middleOf(points: Float32Array, values: Int32Array, category: number | null): { x: number; y: number; spread: number } {
  const own = Int32Array.from(values, (_, i) => i).filter((i) => category === null || values[i] === category)
  const median = (of: Float32Array): number => of.sort()[of.length >> 1] ?? 0
  const x = median(Float32Array.from(own, (i) => points[2 * i] as number))
  const y = median(Float32Array.from(own, (i) => points[2 * i + 1] as number))
  return { x, y, spread: median(Float32Array.from(own, (i) => Math.hypot((points[2 * i] as number) - x, (points[2 * i + 1] as number) - y))) }
}

/** A colour word from `rgb(r g b)`. */
export function wordOf(colour: string): number {
  const [r = 0, g = 0, b = 0] = (colour.match(/\d+(\.\d+)?/g) ?? []).map(Number)
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
}

/** Any CSS colour of a token as a word, read back from a canvas: tokens are oklch. */
export function tokenWord(element: Element, token: string): number {
  const context = new OffscreenCanvas(1, 1).getContext('2d')
  if (context === null) return 0xff808080
  context.fillStyle = getComputedStyle(element).getPropertyValue(token).trim()
  context.fillRect(0, 0, 1, 1)
  const [r = 0, g = 0, b = 0] = context.getImageData(0, 0, 1, 1).data
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0
}
