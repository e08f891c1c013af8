import { computed, type ComputedRef } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { QueryResult, RankedDocument, RunSummary } from '#shared/domain/run.ts'
import { engine } from '../../../platform/index.ts'
import { useAnswer } from '../use-answer.ts'
import { useComparison } from '../use-comparison.ts'

export type Ranking = MethodOutput<'runs.ranking'>

/** First answers that are shown of a ranking. */
export const shownAnswers = 10

/** What one run says of the query that is looked at. */
export interface RunSide {
  readonly run: RunSummary
  readonly letter: 'A' | 'B'
  readonly role: 'answer' | 'second'
  readonly ranking: Ranking | null
  readonly failure: unknown
  /** The first answer that is not right. */
  readonly impostor: RankedDocument | null
}

/** The rankings of both runs for one query. */
export function useTwoRankings() {
  const { project, a, b, query } = useComparison()
  const ranking = (run: ComputedRef<RunSummary | null>) =>
    useAnswer(
      () => (run.value === null || query.value === null ? null : { project, run: run.value.run, query: query.value, k: shownAnswers }),
      (asked, signal) => engine.call('runs.ranking', asked, { signal })
    )
  const [first, second] = [ranking(a), ranking(b)]
  const side = (run: RunSummary, letter: 'A' | 'B', { answer, failure }: typeof first): RunSide => ({
    run,
    letter,
    role: letter === 'A' ? 'answer' : 'second',
    ranking: answer.value,
    failure: failure.value,
    impostor: answer.value?.results.find(({ truth }) => !truth) ?? null
  })
  const sides = computed<readonly RunSide[]>(() => [...(a.value === null ? [] : [side(a.value, 'A', first)]), ...(b.value === null ? [] : [side(b.value, 'B', second)])])
  /** The query itself, from whichever run has it. */
  const result = computed<QueryResult | null>(() => first.answer.value?.query ?? second.answer.value?.query ?? null)
  return { sides, result }
}
