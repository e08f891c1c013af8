import type { Signature } from '#shared/domain/planet.ts'
import { bearing } from './figure-paths.ts'

/** What the histograms say in a few words. Means are levels of 0..255. */
export interface ColourSummary {
  readonly brightness: 'dark' | 'medium' | 'bright'
  /** The channel that leads, where one does; the two that lead together; or none. */
  readonly cast: 'grey' | 'red' | 'green' | 'blue' | 'yellow' | 'cyan' | 'magenta'
  readonly means: { readonly red: number; readonly green: number; readonly blue: number }
}

/** Levels by which a channel's mean must stand out to be called a cast. */
const standsOut = 8

export function summariseColour({ red, green, blue }: Signature['colour']): ColourSummary {
  const means = { red: meanLevel(red), green: meanLevel(green), blue: meanLevel(blue) }
  // BT.601 luma.
  const luma = 0.299 * means.red + 0.587 * means.green + 0.114 * means.blue
  return { brightness: luma < 85 ? 'dark' : luma < 170 ? 'medium' : 'bright', cast: castOf(means), means }
}

function castOf({ red, green, blue }: ColourSummary['means']): ColourSummary['cast'] {
  const channels = [['red', red], ['green', green], ['blue', blue]] as const
  const [first, second, third] = [...channels].sort((a, b) => b[1] - a[1])
  if (first === undefined || second === undefined || third === undefined || first[1] - third[1] < standsOut) return 'grey'
  if (first[1] - second[1] >= (first[1] - third[1]) / 3) return first[0]
  return third[0] === 'blue' ? 'yellow' : third[0] === 'red' ? 'cyan' : 'magenta'
}

/** Mean of the bins' centres on a scale of 256 levels. */
function meanLevel(shares: readonly number[]): number {
  const step = 256 / Math.max(1, shares.length)
  return shares.reduce((sum, share, bin) => sum + share * ((bin + 0.5) * step - 0.5), 0)
}

/** What the rose says. Bearings in degrees from north, under 180. */
export type StructureSummary =
  | { readonly kind: 'flat' }
  | { readonly kind: 'all' }
  | { readonly kind: 'one'; readonly bearing: number; readonly compass: number }
  /** Two directions at right angles, as streets of a grid. */
  | { readonly kind: 'crossed'; readonly bearing: number; readonly other: number; readonly compass: number; readonly otherCompass: number }

/** Mean resultant lengths over which edges have one direction, or two that cross. */
const oneDirection = 0.1
const twoDirections = 0.05

/**
 * The mean axis of the edges by the resultant of doubled angles (axial data: Mardia & Jupp, Directional Statistics, 2000,
 * 1.1 and 9.1), or of quadrupled ones for two axes at right angles. `compass` counts the eight axes, N-S first.
 */
export function summariseStructure(shares: readonly number[]): StructureSummary {
  const total = shares.reduce((sum, share) => sum + share, 0)
  if (total <= 0) return { kind: 'flat' }
  const one = resultant(shares, total, 2)
  const two = resultant(shares, total, 4)
  if (one.length >= oneDirection && one.length >= two.length / 2) {
    const along = bearing(one.degrees)
    return { kind: 'one', bearing: rounded(along), compass: compassOf(along) }
  }
  if (two.length < twoDirections) return { kind: 'all' }
  const [a, b] = [bearing(two.degrees), bearing(two.degrees + 90)]
  const [bearingOfFirst, other] = a < b ? [a, b] : [b, a]
  return { kind: 'crossed', bearing: rounded(bearingOfFirst), other: rounded(other), compass: compassOf(bearingOfFirst), otherCompass: compassOf(other) }
}

function resultant(shares: readonly number[], total: number, times: number): { length: number; degrees: number } {
  let [x, y] = [0, 0]
  for (const [bin, share] of shares.entries()) {
    const angle = (times * bin * Math.PI) / shares.length
    x += share * Math.cos(angle)
    y += share * Math.sin(angle)
  }
  return { length: Math.hypot(x, y) / total, degrees: ((Math.atan2(y, x) / times) * 180) / Math.PI }
}

const rounded = (degrees: number) => Math.round(degrees) % 180

/** The nearest of the eight axes N-S, NNE-SSW, NE-SW, ... */
export function compassOf(degrees: number): number {
  return Math.round(degrees / 22.5) % 8
}

/** What the spectrum says: how steeply power falls with frequency, and how much fine detail there is beside other tiles. */
export interface TextureSummary {
  /** Exponent of power over frequency, by least squares over the logs: photographs have about -2. Null where it cannot be told. */
  readonly exponent: number | null
  /** Mean deviation of the upper half of the frequencies, in standard deviations; null before it is known. */
  readonly detail: 'more' | 'usual' | 'less' | null
}

export function summariseTexture({ texture, textureStandardised, frequencies }: Pick<Signature, 'texture' | 'textureStandardised' | 'frequencies'>): TextureSummary {
  const fine = textureStandardised?.slice(Math.floor(textureStandardised.length / 2))
  const mean = fine === undefined || fine.length === 0 ? null : fine.reduce((sum, z) => sum + z, 0) / fine.length
  return { exponent: slope(ringCentres(frequencies).map(Math.log), texture), detail: mean === null ? null : mean > 0.5 ? 'more' : mean < -0.5 ? 'less' : 'usual' }
}

/** Middles of the rings, in cycles per image side, from their upper edges. The first ring begins after the mean (0). */
export function ringCentres(edges: readonly number[]): number[] {
  return edges.map((edge, ring) => ((ring === 0 ? 0 : (edges[ring - 1] ?? 0)) + edge) / 2)
}

function slope(x: readonly number[], y: readonly number[]): number | null {
  const n = Math.min(x.length, y.length)
  if (n < 2) return null
  const [mx, my] = [mean(x, n), mean(y, n)]
  let [xy, xx] = [0, 0]
  for (let i = 0; i < n; i++) {
    xy += ((x[i] ?? 0) - mx) * ((y[i] ?? 0) - my)
    xx += ((x[i] ?? 0) - mx) ** 2
  }
  return xx > 0 && Number.isFinite(xy) ? xy / xx : null
}

const mean = (values: readonly number[], n: number) => values.slice(0, n).reduce((sum, value) => sum + value, 0) / n
