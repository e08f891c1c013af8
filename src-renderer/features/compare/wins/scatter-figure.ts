import type { MethodOutput } from '#shared/contracts/index.ts'
import { middleOf, placeOf, rankTicks, type RankAxis, type RankView, type RankWindow } from './rank-view.ts'
import type { Figure, Shape } from './shapes.ts'

export type ScatterAnswer = MethodOutput<'analysis.scatter'>

/** A point of the figure: ranks under both runs. */
export interface RankPoint {
  readonly a: number
  readonly b: number
}

export interface QueryPoint extends RankPoint {
  readonly query: number
}

export interface ScatterLook {
  readonly width: number
  readonly height: number
  readonly view: RankView
  readonly answer: ScatterAnswer | null
  /** Where single queries lie (`spreadPoints`); null: cells of counts are drawn. */
  readonly spread: readonly SpreadPoint[] | null
  readonly words: { readonly x: string; readonly y: string; readonly above: string; readonly below: string }
  readonly number: (value: number) => string
  readonly theme: { readonly text: string; readonly text2: string; readonly text3: string; readonly hairline: string; readonly surface: string; readonly accent: string; readonly answer: string; readonly second: string; readonly font: string }
  /** The colour of a share in 0..1 of the fullest cell, in the logarithm. */
  readonly scale: (share: number) => string
}

/** What lies over the picture and changes with the pointer, so that the picture need not be drawn anew. */
export interface ScatterMarks {
  readonly width: number
  readonly height: number
  readonly view: RankView
  readonly theme: Pick<ScatterLook['theme'], 'text' | 'surface' | 'accent'>
  /** What is brushed, or being brushed. */
  readonly brush: RankWindow | null
  /** The cell that the keys are at. */
  readonly cursor: RankWindow | null
  readonly spread: readonly SpreadPoint[] | null
  /** Queries that are lit: the one that is looked at, and the one under the pointer. */
  readonly chosen: QueryPoint | null
  readonly lit: QueryPoint | null
}

export const margins = { left: 58, right: 12, top: 10, bottom: 44 } as const

export function plotOf(width: number, height: number): Figure['plot'] {
  return { x: margins.left, y: margins.top, width: Math.max(1, width - margins.left - margins.right), height: Math.max(1, height - margins.top - margins.bottom) }
}

/** Rank against rank as a picture: counts as cells, or single points where the engine told them; the diagonal is a tie. */
export function scatterFigure(look: ScatterLook): Figure {
  const { theme, view, answer, words, number } = look
  const { plot, x, y, box } = layout(look)
  const inside: Shape[] = []
  if (answer !== null && look.spread === null) {
    const most = Math.log1p(Math.max(1, ...answer.cells.map(([, , count]) => count)))
    for (const [column, line, count] of answer.cells) {
      const { x: left, y: top, width, height } = box(cellWindow(answer, column, line))
      // On whole pixels, rounded as its neighbours' edges are: no seam between them, and none is lost.
      const [x0, y0] = [Math.round(left), Math.round(top)]
      inside.push({ kind: 'area', x: x0, y: y0, width: Math.max(1, Math.round(left + width) - x0), height: Math.max(1, Math.round(top + height) - y0), fill: look.scale(Math.log1p(count) / most) })
    }
  }
  inside.push(diagonal(view, x, y, theme.text3))
  for (const point of look.spread ?? []) inside.push({ kind: 'dot', x: point.x, y: point.y, radius: 3, fill: point.a === point.b ? theme.text3 : point.a < point.b ? theme.answer : theme.second })
  const around: Shape[] = [{ kind: 'frame', ...plot, stroke: theme.hairline, thick: 1 }]
  for (const rank of rankTicks(view.a, Math.max(2, Math.floor(plot.width / 56)))) around.push({ kind: 'words', x: x(middleOf(view.a, rank)), y: plot.y + plot.height + 11, text: number(rank), fill: theme.text3, anchor: 'middle' })
  for (const rank of rankTicks(view.b, Math.max(2, Math.floor(plot.height / 30)))) around.push({ kind: 'words', x: plot.x - 6, y: y(middleOf(view.b, rank)), text: number(rank), fill: theme.text3, anchor: 'end' })
  around.push(
    { kind: 'words', x: plot.x + plot.width / 2, y: plot.y + plot.height + 31, text: fitting(words.x, plot.width), fill: theme.text2, anchor: 'middle' },
    { kind: 'words', x: 8, y: plot.y + plot.height / 2, text: fitting(words.y, plot.height), fill: theme.text2, anchor: 'middle', turned: true },
    { kind: 'words', x: plot.x + 8, y: plot.y + 13, text: fitting(words.above, plot.width * 0.45), fill: theme.answer, anchor: 'start', strong: true },
    { kind: 'words', x: plot.x + plot.width - 8, y: plot.y + plot.height - 13, text: fitting(words.below, plot.width * 0.45), fill: theme.second, anchor: 'end', strong: true }
  )
  return { width: look.width, height: look.height, ground: theme.surface, font: theme.font, plot, inside, around }
}

/** Brush, cursor and lit queries, over the picture. */
export function scatterMarks(marks: ScatterMarks): Shape[] {
  const { theme, view } = marks
  const { x, y, box } = layout(marks)
  const shapes: Shape[] = []
  if (marks.brush !== null) {
    const area = box(marks.brush)
    shapes.push({ kind: 'area', ...area, fill: theme.accent, opacity: 0.14 }, { kind: 'frame', ...area, stroke: theme.accent, thick: 1.5 })
  }
  if (marks.cursor !== null) shapes.push({ kind: 'frame', ...box(marks.cursor), stroke: theme.text, thick: 2, dashed: true })
  for (const [point, radius, ring] of [[marks.chosen, 5, theme.text], [marks.lit, 6, theme.accent]] as const) {
    if (point === null) continue
    const own = marks.spread?.find(({ query }) => query === point.query)
    shapes.push({ kind: 'dot', x: own?.x ?? x(middleOf(view.a, point.a)), y: own?.y ?? y(middleOf(view.b, point.b)), radius, fill: theme.surface, ring })
  }
  return shapes
}

function layout({ width, height, view }: Pick<ScatterLook, 'width' | 'height' | 'view'>) {
  const plot = plotOf(width, height)
  const x = (place: number): number => plot.x + place * plot.width
  const y = (place: number): number => plot.y + (1 - place) * plot.height
  const box = ([fromA, toA, fromB, toB]: RankWindow): { x: number; y: number; width: number; height: number } => {
    const [left, right] = [x(placeOf(view.a, fromA)), x(placeOf(view.a, toA + 1))]
    const [bottom, top] = [y(placeOf(view.b, fromB)), y(placeOf(view.b, toB + 1))]
    return { x: left, y: top, width: right - left, height: bottom - top }
  }
  return { plot, x, y, box }
}

export interface SpreadPoint extends QueryPoint {
  readonly x: number
  readonly y: number
}

/** Where single queries are drawn, in pixels: those of the same two ranks on a spiral within the room of these ranks, so that each can be pointed at. Null where the engine told counts only. */
export function spreadPoints(answer: ScatterAnswer | null, view: RankView, plot: Figure['plot']): SpreadPoint[] | null {
  const points = answer?.points ?? null
  if (points === null) return null
  const alike = new Map<string, number>()
  const key = (point: RankPoint): string => `${point.a} ${point.b}`
  for (const point of points) alike.set(key(point), (alike.get(key(point)) ?? 0) + 1)
  const drawn = new Map<string, number>()
  return points.map((point) => {
    const [i, n] = [drawn.get(key(point)) ?? 0, alike.get(key(point)) ?? 1]
    drawn.set(key(point), i + 1)
    // Sunflower seeds: even over the disc, whatever their number.
    const [radius, angle] = n === 1 ? [0, 0] : [0.44 * Math.sqrt((i + 0.5) / n), i * Math.PI * (3 - Math.sqrt(5))]
    const room = (axis: RankAxis, rank: number): number => placeOf(axis, rank + 1) - placeOf(axis, rank)
    return {
      ...point,
      x: plot.x + (middleOf(view.a, point.a) + radius * Math.cos(angle) * room(view.a, point.a)) * plot.width,
      y: plot.y + (1 - middleOf(view.b, point.b) - radius * Math.sin(angle) * room(view.b, point.b)) * plot.height
    }
  })
}

/** The ranks of a cell. */
export function cellWindow(answer: ScatterAnswer, column: number, line: number): RankWindow {
  const { a, b } = answer.edges
  return [a[column] ?? 1, (a[column + 1] ?? 2) - 1, b[line] ?? 1, (b[line + 1] ?? 2) - 1]
}

/** The cell that holds a rank of each run, by its indices; null outside of the answer. */
export function cellAt(answer: ScatterAnswer, point: RankPoint): { column: number; line: number } | null {
  const find = (edges: readonly number[], rank: number): number => (rank >= (edges.at(-1) ?? 0) ? -1 : edges.findLastIndex((edge) => edge <= rank))
  const [column, line] = [find(answer.edges.a, point.a), find(answer.edges.b, point.b)]
  return column < 0 || line < 0 ? null : { column, line }
}

/** Queries in a cell. */
export function countAt(answer: ScatterAnswer, { column, line }: { column: number; line: number }): number {
  return answer.cells.find(([c, l]) => c === column && l === line)?.[2] ?? 0
}

function diagonal(view: RankView, x: (place: number) => number, y: (place: number) => number, stroke: string): Shape {
  const at = ({ low, high }: RankAxis, log: number): number => (log - low) / (high - low)
  const [from, to] = [Math.min(view.a.low, view.b.low), Math.max(view.a.high, view.b.high)]
  return { kind: 'line', x: x(at(view.a, from)), y: y(at(view.b, from)), toX: x(at(view.a, to)), toY: y(at(view.b, to)), stroke, dashed: true }
}

/** Cut at the room there is: a long name ends in an ellipsis. */
function fitting(text: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6))
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
