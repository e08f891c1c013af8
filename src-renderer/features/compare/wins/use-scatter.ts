import { computed, ref, shallowRef, watch } from 'vue'
import type { QuerySelection } from '#shared/domain/query-selection.ts'
import { engine } from '../../../platform/index.ts'
import { useAnswer } from '../use-answer.ts'
import { useComparison } from '../use-comparison.ts'
import { brushOf, withoutBrush } from './brush.ts'
import { panned, wholeView, windowOf, zoomed, type RankView, type RankWindow } from './rank-view.ts'

/** Cells a side of the grid of counts. */
const bins = 64

/**
 * Ranks of the two runs against each other. What is brushed selects queries everywhere else; the picture itself shows all
 * that the rest of the selection leaves, so that one sees what one brushes out of. `again` is asked of it in the window
 * that is looked at; until the answer comes, the one before stays and is drawn where its ranks now lie.
 */
export function useScatter() {
  const { project, a, b, selection, select } = useComparison()
  const view = shallowRef<RankView | null>(null)
  const worst = ref(1)
  const brush = computed(() => brushOf(selection.value, a.value?.run ?? '', b.value?.run ?? ''))
  const pair = computed(() => (a.value === null || b.value === null ? null : { a: a.value.run, b: b.value.run }))
  const rest = computed<QuerySelection>(() => (pair.value === null ? selection.value : withoutBrush(selection.value, pair.value.a, pair.value.b)))
  watch(() => JSON.stringify(pair.value), () => (view.value = null))

  const { answer, failure, slow, again } = useAnswer(
    () => (pair.value === null ? null : { project, selection: rest.value, ...pair.value, bins, ...(view.value === null ? {} : { window: [...windowOf(view.value, worst.value)] as [number, number, number, number] }) }),
    async (asked, signal) => {
      const found = await engine.call('analysis.scatter', asked, { signal })
      if (!('window' in asked)) worst.value = found.window[1]
      return found
    }
  )
  const { answer: brushed } = useAnswer(
    () => (pair.value === null || brush.value === null ? null : { project, selection: selection.value, ...pair.value, bins: 8, points: 0 }),
    (asked, signal) => engine.call('analysis.scatter', asked, { signal })
  )
  /** Wins, losses and ties of what is selected, the brush included. */
  const counts = computed(() => (brush.value === null ? answer.value : brushed.value))
  const shown = computed(() => view.value ?? wholeView(worst.value))

  /** Closer or further around a place of the plot, in 0..1 of each axis. */
  function zoom(factor: number, at: { a: number; b: number } = { a: 0.5, b: 0.5 }): void {
    const now = shown.value
    const next = { a: zoomed(now.a, at.a, factor, worst.value), b: zoomed(now.b, at.b, factor, worst.value) }
    const [fromA, toA, fromB, toB] = windowOf(next, worst.value)
    view.value = fromA === 1 && fromB === 1 && toA === worst.value && toB === worst.value ? null : next
  }

  function pan(by: { a: number; b: number }): void {
    if (view.value === null) return
    view.value = { a: panned(view.value.a, by.a, worst.value), b: panned(view.value.b, by.b, worst.value) }
  }

  function paint(window: RankWindow | null): void {
    if (pair.value === null) return
    const others = withoutBrush(selection.value, pair.value.a, pair.value.b).ranks ?? []
    const own = window === null ? [] : [{ run: pair.value.a, from: window[0], to: window[1] }, { run: pair.value.b, from: window[2], to: window[3] }]
    select({ ranks: [...others, ...own] })
  }

  return { answer, failure, slow, again, counts, view: shown, whole: computed(() => view.value === null), worst, brush, zoom, pan, reset: () => (view.value = null), select: paint }
}
