import { computed, inject, provide, ref, shallowRef, type ComputedRef, type InjectionKey, type Ref, type ShallowRef } from 'vue'
import type { Estimand } from '#shared/domain/analysis.ts'
import { selectsAll, type QuerySelection } from '#shared/domain/query-selection.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import type { ChartColour } from '../../charts/index.ts'
import type { CompareTabName } from './compare-tabs.ts'

/** What all views of Compare share: the runs that are compared, under which metric, over which queries. */
export interface Comparison {
  readonly project: string
  /** Every run of the project, newest first; null while they are read. */
  readonly runs: ShallowRef<readonly RunSummary[] | null>
  /** Ids of the chosen runs, in the order in which they were chosen: the first is A, the second B. */
  readonly chosen: Ref<readonly string[]>
  readonly chosenRuns: ComputedRef<readonly RunSummary[]>
  readonly a: ComputedRef<RunSummary | null>
  readonly b: ComputedRef<RunSummary | null>
  readonly metric: Ref<string>
  readonly estimand: Ref<Estimand>
  readonly confidence: Ref<number>
  readonly selection: Ref<QuerySelection>
  readonly selectsAll: ComputedRef<boolean>
  /** The query that is being looked at, in whichever view. */
  readonly query: Ref<number | null>
  readonly tab: Ref<CompareTabName>
  /** Adds parts to the selection; a part of the same kind is replaced. */
  select(part: Partial<QuerySelection>): void
  /** Takes one part of the selection away, or all. */
  clear(part?: keyof QuerySelection): void
  choose(run: string, on: boolean): void
  /** The page of one run; null: the views. */
  open(run: string | null): void
  /** A is orange as the answer, B purple as the second encoder, others a category each. */
  colourOf(run: string): ChartColour
  /** A, B, C… by which chosen runs are named where there is no room for their names; empty for others. */
  letterOf(run: string): string
}

/** Categories for the third run and on: those that look least like orange and purple first. */
const categories = [0, 2, 4, 5, 7, 3, 6]

const key: InjectionKey<Comparison> = Symbol('comparison')

export function provideComparison(project: string, open: (run: string | null) => void): Comparison {
  const runs = shallowRef<readonly RunSummary[] | null>(null)
  const chosen = ref<readonly string[]>([])
  const selection = ref<QuerySelection>({})
  const chosenRuns = computed(() => chosen.value.flatMap((id) => runs.value?.find(({ run }) => run === id) ?? []))
  const at = (run: string): number => chosen.value.indexOf(run)
  const comparison: Comparison = {
    project,
    runs,
    chosen,
    chosenRuns,
    a: computed(() => chosenRuns.value[0] ?? null),
    b: computed(() => chosenRuns.value[1] ?? null),
    metric: ref('R@1'),
    estimand: ref('query'),
    confidence: ref(0.95),
    selection,
    selectsAll: computed(() => selectsAll(selection.value)),
    query: ref(null),
    tab: ref('runs'),
    select: (part) => (selection.value = { ...selection.value, ...part }),
    clear(part) {
      if (part === undefined) selection.value = {}
      else selection.value = Object.fromEntries(Object.entries(selection.value).filter(([name]) => name !== part))
    },
    choose: (run, on) => (chosen.value = on ? [...chosen.value.filter((other) => other !== run), run] : chosen.value.filter((other) => other !== run)),
    open,
    colourOf: (run) => (['answer', 'second'] as const)[at(run)] ?? categories[Math.max(0, at(run) - 2) % categories.length] ?? 0,
    letterOf: (run) => (at(run) < 0 ? '' : String.fromCharCode(65 + (at(run) % 26)))
  }
  provide(key, comparison)
  return comparison
}

/** The comparison of the screen that this component stands in. */
export function useComparison(): Comparison {
  const comparison = inject(key)
  if (comparison === undefined) throw new Error('outside of Compare')
  return comparison
}
