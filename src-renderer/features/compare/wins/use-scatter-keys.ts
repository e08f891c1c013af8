import { computed, shallowRef, watch, type Ref } from 'vue'
import { joined } from './brush.ts'
import { placeOf, type RankView, type RankWindow } from './rank-view.ts'
import { cellAt, cellWindow, type RankPoint, type ScatterAnswer } from './scatter-figure.ts'

export interface KeyDeeds {
  readonly answer: Readonly<Ref<ScatterAnswer | null>>
  readonly view: Readonly<Ref<RankView>>
  readonly brush: Readonly<Ref<RankWindow | null>>
  zoom(factor: number, at: { a: number; b: number }): void
  pan(by: { a: number; b: number }): void
  reset(): void
  select(window: RankWindow | null): void
  /** The cursor has moved to these ranks. */
  tell(window: RankWindow): void
}

/** The keys of the scatter: a cursor over its cells, spread with Shift; Enter brushes what it covers. */
export function useScatterKeys(deeds: KeyDeeds) {
  /** Ranks in the cell that the cursor is at, and in that where spreading began. */
  const at = shallowRef<RankPoint | null>(null)
  const from = shallowRef<RankPoint | null>(null)
  watch(deeds.answer, (now, before) => {
    if (now === null || before === null) at.value = from.value = null
  })

  const cellOf = (answer: ScatterAnswer, point: RankPoint): { column: number; line: number } => cellAt(answer, point) ?? { column: 0, line: 0 }
  const cursor = computed<RankWindow | null>(() => {
    const answer = deeds.answer.value
    if (answer === null || at.value === null) return null
    const cell = cellOf(answer, at.value)
    const own = cellWindow(answer, cell.column, cell.line)
    if (from.value === null) return own
    const start = cellOf(answer, from.value)
    return joined(own, cellWindow(answer, start.column, start.line))
  })

  function step(answer: ScatterAnswer, columns: number, lines: number, spreads: boolean): void {
    const before = at.value
    const start = before === null ? { column: 0, line: 0 } : cellOf(answer, before)
    const [column, line] = before === null ? [0, 0] : [start.column + columns, start.line + lines]
    const [lastColumn, lastLine] = [answer.edges.a.length - 2, answer.edges.b.length - 2]
    if (spreads) from.value ??= before
    else from.value = null
    const own = cellWindow(answer, Math.min(lastColumn, Math.max(0, column)), Math.min(lastLine, Math.max(0, line)))
    at.value = { a: own[0], b: own[2] }
    if (cursor.value !== null) deeds.tell(cursor.value)
  }

  function middle(): { a: number; b: number } {
    const point = at.value
    if (point === null) return { a: 0.5, b: 0.5 }
    const clamp = (share: number): number => Math.min(1, Math.max(0, share))
    return { a: clamp(placeOf(deeds.view.value.a, point.a)), b: clamp(placeOf(deeds.view.value.b, point.b)) }
  }

  const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }

  function key(event: KeyboardEvent): void {
    const answer = deeds.answer.value
    const arrow = arrows[event.key]
    if (answer === null || event.metaKey) return
    if (arrow !== undefined && event.ctrlKey) deeds.pan({ a: arrow[0] * 0.1, b: arrow[1] * 0.1 })
    else if (arrow !== undefined && !event.altKey) step(answer, arrow[0], arrow[1], event.shiftKey)
    else if (event.ctrlKey || event.altKey) return
    else if (event.key === 'Enter' && cursor.value !== null) deeds.select(cursor.value)
    else if (event.key === 'Escape' && (from.value !== null || at.value !== null)) at.value = from.value = null
    else if (event.key === 'Escape' && deeds.brush.value !== null) deeds.select(null)
    else if (event.key === '+' || event.key === '=') deeds.zoom(0.8, middle())
    else if (event.key === '-') deeds.zoom(1.25, middle())
    else if (event.key === '0') deeds.reset()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return { cursor, key, forget: () => (at.value = from.value = null) }
}
