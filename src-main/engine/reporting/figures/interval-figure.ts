import type { Estimate } from '#shared/domain/analysis.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { fitted, runForm, runPaint, textWidth, type Drawing, type Shape } from '../drawing.ts'
import type { FigureText } from '../figure-text.ts'
import { axisOver } from './axis.ts'

export interface IntervalRow {
  readonly label: string
  /** One mark each, under the other: `index` is the run's, for colour and form; null: a difference. */
  readonly marks: readonly { readonly index: number | null; readonly estimate: Estimate; readonly strong?: boolean }[]
}

const width = 720
const size = 12

/** Figures with their intervals as dots and lines, a row for each slice, run or pair; the figure stands beside its line. */
export function intervalFigure(rows: readonly IntervalRow[], options: { metric: string; difference: boolean; alt: string; text: FigureText }): Drawing {
  const { metric, difference, alt, text } = options
  const { kind } = metricLook(metric)
  const estimates = rows.flatMap(({ marks }) => marks.map(({ estimate }) => estimate))
  const share = kind === 'fraction' || kind === 'index'
  const axis = axisOver(
    estimates.flatMap(({ value, low, high }) => [value, low, high]),
    difference ? { symmetric: true } : share ? { within: [0, 1] } : { within: [0, Infinity] }
  )
  const write = (value: number): string => (difference ? text.difference(metric, value) : text.figure(metric, value))
  const left = Math.min(230, Math.max(40, ...rows.map(({ label }) => textWidth(label, size) + 12)))
  const right = 20 + Math.max(40, ...estimates.map(({ value }) => textWidth(value === null ? '–' : write(value), size)))
  const plot = width - left - right
  const x = (value: number): number => left + (Math.min(1, Math.max(0, (value - axis.from) / (axis.to - axis.from)))) * plot
  const lane = 16
  const tops: number[] = []
  let y = 6
  for (const { marks } of rows) {
    tops.push(y)
    y += Math.max(1, marks.length) * lane + (marks.length > 1 ? 6 : 4)
  }
  const bottom = y
  const shapes: Shape[] = [
    ...axis.ticks.map((tick): Shape => ({ kind: 'line', points: [x(tick), 0, x(tick), bottom], stroke: 'hairline', width: difference && tick === 0 ? 1.5 : 0.75 })),
    ...axis.ticks.map((tick): Shape => ({ kind: 'text', x: x(tick), y: bottom + 16, text: write(tick), size: 11, fill: 'faint', anchor: 'middle' }))
  ]
  rows.forEach(({ label, marks }, i) => {
    const top = tops[i] ?? 0
    const middle = top + (Math.max(1, marks.length) * lane) / 2
    shapes.push({ kind: 'text', x: 0, y: middle + 4, text: fitted(label, size, left - 10), size, fill: 'ink' })
    marks.forEach(({ index, estimate, strong }, lineOf) => {
      const at = top + (lineOf + 0.5) * lane
      const paint = index === null ? (estimate.value !== null && estimate.value < 0 ? 'second' : 'answer') : runPaint(index)
      if (estimate.low !== null && estimate.high !== null) shapes.push({ kind: 'line', points: [x(estimate.low), at, x(estimate.high), at], stroke: paint, width: strong === true ? 3 : 1.75 })
      if (estimate.value !== null) shapes.push({ kind: 'dot', x: x(estimate.value), y: at, radius: 4, fill: paint, stroke: 'ground', form: index === null ? 'circle' : runForm(index) })
      shapes.push({ kind: 'text', x: width, y: at + 4, text: estimate.value === null ? '–' : write(estimate.value), size, fill: estimate.value === null ? 'faint' : 'ink', anchor: 'end', ...(strong === true ? { strong } : {}) })
    })
  })
  return { width, height: bottom + 22, alt, shapes }
}
