import type { Estimate } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { diverging } from '../../../charts/diverging.ts'
import { viridis } from '../../../charts/viridis.ts'
import { differenceScale, figureScale } from '../figures/figure-scale.ts'

/** A scale from figures to colours: for each figure its colour, and what its legend needs. */
export interface ColourScale {
  colour(value: number): string
  /** Colours from the scale's left to its right. */
  readonly colours: readonly string[]
  /** Figures worth a word, at shares of its length. */
  readonly ticks: readonly { readonly at: number; readonly value: number }[]
}

const steps = 40
/** From this ratio on, most of an even scale would be empty. */
const logarithmicFrom = 50

const alone = (value: number): Estimate => ({ value, low: null, high: null, kind: 'none' })
const colours = (of: (share: number) => string): string[] => Array.from({ length: steps }, (_, i) => of((i + 0.5) / steps))

/** Viridis over what the figures span, by its logarithm where ranks or metres span far. */
export function valueScale(metric: string, values: readonly number[]): ColourScale {
  const { kind } = metricLook(metric)
  const positive = values.filter((value) => value > 0)
  const most = Math.max(...positive, 0)
  const least = Math.max(kind === 'rank' || kind === 'metres' ? 1 : 0, Math.min(...positive, most))
  if ((kind === 'rank' || kind === 'metres') && most / least >= logarithmicFrom) {
    const [from, to] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
    const share = (value: number) => (Math.log10(Math.max(value, 10 ** from)) - from) / (to - from)
    const every = Math.ceil((to - from) / 4)
    const ticks = Array.from({ length: to - from + 1 }, (_, i) => i).filter((i) => i % every === 0)
    return { colour: (value) => viridis(share(value)).ground, colours: colours((at) => viridis(at).ground), ticks: ticks.map((i) => ({ at: i / (to - from), value: 10 ** (from + i) })) }
  }
  const scale = figureScale(metric, values.map(alone))
  const share = (value: number) => (value - scale.from) / (scale.to - scale.from)
  return { colour: (value) => viridis(share(value)).ground, colours: colours((at) => viridis(at).ground), ticks: [0, 0.5, 1].map((at) => ({ at, value: scale.from + at * (scale.to - scale.from) })) }
}

/** Differences of two runs, even about 0: orange where the first is better, purple where the second is. */
export function differenceColours(metric: string, differences: readonly number[], ground: 'dark' | 'light'): ColourScale {
  const { to } = differenceScale(differences.map(alone))
  // Where less is better, a first run with more of it is worse.
  const sign = metricLook(metric).higher ? 1 : -1
  return {
    colour: (value) => diverging((sign * value) / to, ground),
    colours: colours((at) => diverging(2 * at - 1, ground)),
    ticks: [-to, 0, to].map((value) => ({ at: (value / to + 1) / 2, value: sign * value + 0 }))
  }
}

/** Colours in even steps from one to another, both `rgba(r, g, b, a)`. */
export function blend(from: string, to: string): string[] {
  const [a, b] = [from, to].map((colour) => (colour.match(/[\d.]+/g) ?? []).slice(0, 3).map(Number))
  return Array.from({ length: steps }, (_, i) => `rgb(${(a ?? []).map((part, k) => Math.round(part + ((b?.[k] ?? part) - part) * (i / (steps - 1)))).join(' ')})`)
}

/** Viridis over shares from none to all. */
export function shareScale(): ColourScale {
  return { colour: (value) => viridis(value).ground, colours: colours((at) => viridis(at).ground), ticks: [0, 0.5, 1].map((value) => ({ at: value, value })) }
}
