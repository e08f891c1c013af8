import { shallowRef, type Ref } from 'vue'
import { rankAt, type RankView, type RankWindow } from './rank-view.ts'
import { plotOf, type RankPoint, type SpreadPoint } from './scatter-figure.ts'

export interface PointerDeeds {
  readonly canvas: Readonly<Ref<HTMLCanvasElement | null>>
  readonly view: Readonly<Ref<RankView>>
  /** Single queries that can be pointed at. */
  readonly spread: Readonly<Ref<readonly SpreadPoint[] | null>>
  readonly worst: Readonly<Ref<number>>
  zoom(factor: number, at: { a: number; b: number }): void
  pan(by: { a: number; b: number }): void
  brush(window: RankWindow | null): void
  /** A click: on a point, or on a place of the plot. */
  pick(point: { readonly query: number } | null, at: RankPoint): void
}

/** Pixels that a finger or a mouse may tremble in a click. */
const tremble = 4
const reach = 9

/** The mouse on the scatter: drag to brush, Shift or the middle button to move, the wheel to come closer. */
export function useScatterPointer(deeds: PointerDeeds) {
  const hovered = shallowRef<RankPoint | null>(null)
  const near = shallowRef<SpreadPoint | null>(null)
  const dragged = shallowRef<RankWindow | null>(null)

  function shares(event: MouseEvent): { a: number; b: number } {
    const canvas = deeds.canvas.value
    if (canvas === null) return { a: 0, b: 0 }
    const plot = plotOf(canvas.clientWidth, canvas.clientHeight)
    const frame = canvas.getBoundingClientRect()
    return { a: (event.clientX - frame.left - plot.x) / plot.width, b: 1 - (event.clientY - frame.top - plot.y) / plot.height }
  }
  const clamped = ({ a, b }: { a: number; b: number }) => ({ a: Math.min(1, Math.max(0, a)), b: Math.min(1, Math.max(0, b)) })
  const ranks = ({ a, b }: { a: number; b: number }): RankPoint => ({ a: Math.min(deeds.worst.value, rankAt(deeds.view.value.a, a)), b: Math.min(deeds.worst.value, rankAt(deeds.view.value.b, b)) })

  function nearest(at: { a: number; b: number }): SpreadPoint | null {
    const canvas = deeds.canvas.value
    if (canvas === null) return null
    const plot = plotOf(canvas.clientWidth, canvas.clientHeight)
    const [x, y] = [plot.x + at.a * plot.width, plot.y + (1 - at.b) * plot.height]
    let [best, least] = [null as SpreadPoint | null, reach * reach]
    for (const point of deeds.spread.value ?? []) {
      const far = (point.x - x) ** 2 + (point.y - y) ** 2
      if (far < least) [best, least] = [point, far]
    }
    return best
  }

  function move(event: PointerEvent): void {
    const at = shares(event)
    const outside = at.a < 0 || at.a > 1 || at.b < 0 || at.b > 1
    hovered.value = outside ? null : ranks(at)
    near.value = outside ? null : nearest(at)
  }

  function down(event: PointerEvent): void {
    const canvas = deeds.canvas.value
    const moves = event.button === 1 || (event.button === 0 && event.shiftKey)
    if (canvas === null || (event.button !== 0 && !moves)) return
    event.preventDefault()
    canvas.focus({ preventScroll: true })
    canvas.setPointerCapture(event.pointerId)
    const start = shares(event)
    let last = start
    let far = false
    const drag = (next: PointerEvent): void => {
      const at = shares(next)
      far ||= Math.hypot(next.clientX - event.clientX, next.clientY - event.clientY) > tremble
      if (moves) deeds.pan({ a: last.a - at.a, b: last.b - at.b })
      else if (far) dragged.value = between(ranks(clamped(start)), ranks(clamped(at)))
      last = at
    }
    const end = (next: PointerEvent): void => {
      canvas.removeEventListener('pointermove', drag)
      canvas.removeEventListener('pointerup', end)
      canvas.removeEventListener('pointercancel', end)
      const window = dragged.value
      dragged.value = null
      if (moves || next.type === 'pointercancel') return
      if (window !== null) deeds.brush(window)
      else if (start.a >= 0 && start.a <= 1 && start.b >= 0 && start.b <= 1) deeds.pick(nearest(start), ranks(start))
    }
    canvas.addEventListener('pointermove', drag)
    canvas.addEventListener('pointerup', end)
    canvas.addEventListener('pointercancel', end)
  }

  function wheel(event: WheelEvent): void {
    event.preventDefault()
    deeds.zoom(Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 300), clamped(shares(event)))
  }

  function leave(): void {
    hovered.value = null
    near.value = null
  }

  return { hovered, near, dragged, move, down, wheel, leave }
}

function between(one: RankPoint, two: RankPoint): RankWindow {
  return [Math.min(one.a, two.a), Math.max(one.a, two.a), Math.min(one.b, two.b), Math.max(one.b, two.b)]
}
