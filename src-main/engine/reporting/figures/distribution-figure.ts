import { fitted, runPaint, textWidth, type Drawing, type Shape } from '../drawing.ts'
import type { FigureText } from '../figure-text.ts'
import { logAxisOver } from './axis.ts'

export interface DistributionLine {
  readonly index: number
  readonly label: string
  /** Rising [value, share at most this value]. */
  readonly steps: readonly (readonly [number, number])[]
}

const width = 720
const height = 300
const left = 46
const bottom = height - 42

/** Cumulative shares over a logarithmic axis, with marks (L@d or K) as dashed lines, and each line named where it stands. */
export function distributionFigure(
  lines: readonly DistributionLine[],
  options: { marks: readonly number[]; least: number; axis: string; alt: string; text: FigureText; writeValue(value: number): string }
): Drawing {
  const { marks, least, text, writeValue } = options
  const axis = logAxisOver(lines.flatMap(({ steps }) => [...steps.map(([value]) => value), ...marks]), least)
  const labels = Math.min(170, Math.max(30, ...lines.map(({ label }) => textWidth(label, 11) + 20)))
  const plot = width - left - labels
  const span = Math.log10(axis.to) - Math.log10(axis.from)
  const x = (value: number): number => left + Math.min(1, Math.max(0, (Math.log10(Math.max(value, axis.from)) - Math.log10(axis.from)) / span)) * plot
  const y = (share: number): number => bottom - share * (bottom - 12)
  const shapes: Shape[] = []
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    shapes.push({ kind: 'line', points: [left, y(share), left + plot, y(share)], stroke: 'hairline', width: 0.75 })
    shapes.push({ kind: 'text', x: left - 8, y: y(share) + 4, text: `${text.number(share * 100)} %`, size: 11, fill: 'faint', anchor: 'end' })
  }
  for (const tick of axis.ticks) shapes.push({ kind: 'text', x: x(tick), y: bottom + 16, text: writeValue(tick), size: 11, fill: 'faint', anchor: 'middle' })
  // Marks that stand close have their names one under the other.
  let free = -Infinity
  let row = 0
  for (const mark of marks) {
    shapes.push({ kind: 'line', points: [x(mark), y(1), x(mark), bottom], stroke: 'muted', width: 1, dash: 3 })
    row = x(mark) < free ? row + 1 : 0
    free = x(mark) + textWidth(writeValue(mark), 10) + 6
    shapes.push({ kind: 'text', x: x(mark) + 3, y: y(1) + 9 + row * 12, text: writeValue(mark), size: 10, fill: 'muted' })
  }
  const ends: { y: number; line: DistributionLine }[] = []
  for (const line of lines) {
    const points: number[] = [left, y(0)]
    let before = 0
    for (const [value, share] of line.steps) {
      points.push(x(value), y(before), x(value), y(share))
      before = share
    }
    points.push(left + plot, y(before))
    shapes.push({ kind: 'line', points, stroke: runPaint(line.index), width: 2, ...(line.index % 3 === 1 ? { dash: 6 } : line.index % 3 === 2 ? { dash: 2 } : {}) })
    ends.push({ y: labelHeight(line, axis), line })
  }
  // Names stand where their lines are told apart best, from the top down, never on each other.
  let lowest = -Infinity
  for (const end of ends.sort((a, b) => a.y - b.y)) {
    const at = Math.max(end.y, lowest + 15)
    lowest = at
    shapes.push({ kind: 'dot', x: left + plot + 8, y: at, radius: 3.5, fill: runPaint(end.line.index) })
    shapes.push({ kind: 'text', x: left + plot + 16, y: at + 4, text: fitted(end.line.label, 11, labels - 18), size: 11, fill: 'ink' })
  }
  shapes.push({ kind: 'text', x: left + plot / 2, y: height - 6, text: options.axis, size: 11, fill: 'muted', anchor: 'middle' })
  return { width, height, alt: options.alt, shapes }

  function labelHeight(line: DistributionLine, of: { from: number; to: number }): number {
    const middle = Math.sqrt(of.from * of.to)
    let share = 0
    for (const [value, upTo] of line.steps) if (value <= middle) share = upTo
    return y(share)
  }
}
