import type { Estimate } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'

/** The ends of a scale that figures are drawn on. */
export interface Scale {
  readonly from: number
  readonly to: number
}

/** 1, 2 or 5 times a power of ten: the step that divides `span` into at most `parts`. */
export function niceStep(span: number, parts: number): number {
  if (!(span > 0) || !Number.isFinite(span)) return 1
  const least = span / parts
  const power = 10 ** Math.floor(Math.log10(least))
  return ([1, 2, 5, 10].find((n) => n * power >= least * (1 - 1e-9)) ?? 10) * power
}

/** What an estimate covers on a scale: its figure and the ends of its interval. */
function extent({ value, low, high }: Estimate): number[] {
  return [value, low, high].filter((end): end is number => end !== null && Number.isFinite(end))
}

/** One scale for all figures of a metric, its ends at round numbers; shares and indices stay within 0..1, the rest at or above 0. */
export function figureScale(metric: string, estimates: readonly Estimate[]): Scale {
  const { kind } = metricLook(metric)
  const share = kind === 'fraction' || kind === 'index'
  let least = Infinity
  let most = -Infinity
  for (const estimate of estimates) {
    for (const end of extent(estimate)) {
      least = Math.min(least, end)
      most = Math.max(most, end)
    }
  }
  if (least > most) return { from: 0, to: 1 }
  const step = share ? Math.max(most > least ? niceStep(most - least, 5) : 0, 0.01) : most > least ? niceStep(most - least, 5) : Math.max(1, niceStep(most, 5))
  const from = Math.max(0, Math.floor(least / step + 1e-9) * step)
  const to = Math.max(from + step, Math.ceil(most / step - 1e-9) * step)
  if (!share) return { from: tidy(from), to: tidy(to) }
  // All figures at 1: the scale grows downwards.
  return to <= 1 + 1e-9 ? { from: tidy(from), to: tidy(Math.min(1, to)) } : { from: tidy(Math.min(from, 1 - step)), to: 1 }
}

/** One scale for differences, symmetric about 0. */
export function differenceScale(differences: readonly Estimate[]): Scale {
  let widest = 0
  for (const difference of differences) for (const end of extent(difference)) widest = Math.max(widest, Math.abs(end))
  if (widest === 0) return { from: -0.01, to: 0.01 }
  const step = niceStep(widest, 4)
  const to = tidy(Math.ceil(widest / step - 1e-9) * step)
  return { from: -to, to }
}

/** Round numbers on a scale, at most `parts` + 1 of them. */
export function scaleTicks({ from, to }: Scale, parts = 5): number[] {
  const step = niceStep(to - from, parts)
  const ticks: number[] = []
  for (let n = Math.ceil(from / step - 1e-9); n * step <= to + step * 1e-9; n++) ticks.push(tidy(n * step))
  return ticks
}

/** Without the last digits that binary fractions leave: 0.30000000000000004 as 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12))
}
