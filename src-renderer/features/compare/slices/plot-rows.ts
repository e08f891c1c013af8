import type { Estimate } from '#shared/domain/analysis.ts'
import { scaleTicks, type Scale } from '../figures/figure-scale.ts'
import type { Pen } from '../../../map/pen.ts'

/** One line of the plot: a slice with a figure a run, or with one difference. */
export interface PlotRow {
  readonly key: string
  readonly label: string
  /** Beside the name, quieter: how many queries. */
  readonly note: string
  readonly dots: readonly { readonly estimate: Estimate; readonly colour: string; readonly quiet: boolean }[]
}

export const plotRowHeight = (dots: number): number => Math.max(26, 12 + 10 * dots)

/** Where a value lies on a scale that is `width` pixels wide; what lies outside stands at its end. */
export function positionOf(value: number, { from, to }: Scale, width: number): number {
  return (Math.min(Math.max(value - from, 0), to - from) / Math.max(to - from, Number.EPSILON)) * width
}

export interface PlotPicture {
  readonly title: string
  readonly rows: readonly PlotRow[]
  readonly scale: Scale
  /** A dashed line at 0. */
  readonly zero: boolean
  readonly tick: (value: number) => string
  /** Names of the runs in their colours; none for a difference. */
  readonly legend: readonly { readonly name: string; readonly colour: string }[]
  readonly look: { readonly ground: string; readonly text: string; readonly text2: string; readonly line: string; readonly range: string }
}

const names = 210
const bars = 460
const margin = 16
const head = 64

/** Pixels of the whole picture, all slices. */
export function pictureSize({ rows, legend }: PlotPicture): { readonly width: number; readonly height: number } {
  const each = plotRowHeight(rows[0]?.dots.length ?? 1)
  return { width: margin * 2 + names + bars + 70, height: head + legend.length * 16 + rows.length * each + margin }
}

/** The plot as it is saved: every slice, whether it is in sight or not. */
export function drawPlot(pen: Pen, picture: PlotPicture): void {
  const { rows, scale, look, legend } = picture
  const { width, height } = pictureSize(picture)
  const each = plotRowHeight(rows[0]?.dots.length ?? 1)
  const [left, top] = [margin + names, head + legend.length * 16]
  pen.begin()
  pen.rect(0, 0, width, height)
  pen.fill({ colour: look.ground })
  pen.text(margin, 20, picture.title, { colour: look.text, size: 13, bold: true })
  legend.forEach(({ name, colour }, i) => {
    pen.begin()
    pen.circle(margin + 4, 40 + i * 16, 4)
    pen.fill({ colour })
    pen.text(margin + 14, 40 + i * 16, name, { colour: look.text2, size: 11 })
  })
  for (const tick of scaleTicks(scale)) {
    const x = left + positionOf(tick, scale, bars)
    pen.begin()
    pen.moveTo(x, top)
    pen.lineTo(x, height - margin)
    pen.stroke({ colour: look.line, width: 0.7, dash: picture.zero && tick === 0 ? [3, 3] : [] })
    pen.text(x, top - 10, picture.tick(tick), { colour: look.text2, size: 11, anchor: 'middle' })
  }
  rows.forEach((row, i) => {
    const middle = top + i * each + each / 2
    pen.text(left - 10, middle, cut(row.label), { colour: look.text, size: 11, anchor: 'end' })
    pen.text(left + bars + 10, middle, row.note, { colour: look.text2, size: 10 })
    row.dots.forEach(({ estimate, colour, quiet }, j) => {
      if (estimate.value === null) return
      const y = middle + (j - (row.dots.length - 1) / 2) * 10
      if (estimate.low !== null && estimate.high !== null) {
        pen.begin()
        pen.moveTo(left + positionOf(estimate.low, scale, bars), y)
        pen.lineTo(left + positionOf(estimate.high, scale, bars), y)
        pen.stroke({ colour: look.range, width: 1.4 })
      }
      pen.begin()
      pen.circle(left + positionOf(estimate.value, scale, bars), y, 3.5)
      pen.fill({ colour: quiet ? look.range : colour })
    })
  })
}

/** Names longer than the room before the bars. */
function cut(label: string): string {
  return label.length <= 34 ? label : `${label.slice(0, 33)}…`
}
