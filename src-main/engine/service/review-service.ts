import type { CaptionSummary } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { bringDerivedUpToDate } from '../store/derivations.ts'
import type { OpenProject } from '../store/open-project.ts'
import { queueIds } from '../store/queue-lists.ts'
import type { QueryArgs, QueryResult } from '../store/repositories/index.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type ReviewMethods = Extract<keyof Handlers, `review.${string}`>
type OwnMethods = Extract<
  ReviewMethods,
  | 'review.queue' | 'review.items' | 'review.submit' | 'review.comment' | 'review.cues' | 'review.tags' | 'review.gold' | 'review.undo' | 'review.redo'
  | 'review.draft' | 'review.progress' | 'review.reasons' | 'review.setReasons'
>

const person = { priority: 'person' } as const

/** What annotators do, and what they see while they do it. */
export function reviewHandlers(engine: EngineContext): Pick<Handlers, OwnMethods> {
  function changed(project: OpenProject): void {
    project.dataVersion++
    engine.emit({ type: 'changed', project: project.handle, what: ['captions'] })
  }

  /** Writes what a person did of one caption, before every waiting batch of a job. */
  async function append<Q extends 'review.submit' | 'review.comment' | 'review.cues' | 'review.tags' | 'review.gold'>(handle: string, query: Q, args: QueryArgs<Q>): Promise<QueryResult<Q>> {
    const project = engine.project(handle)
    const answer = await project.store.write(query, args, person)
    changed(project)
    return answer
  }

  async function afterStep(project: OpenProject, caption: CaptionSummary | null): Promise<void> {
    // A bulk event's captions follow in short transactions; a small one is done before the answer.
    if (caption === null) await bringDerivedUpToDate(project, () => changed(project))
    changed(project)
  }

  return {
    async 'review.queue'({ project, start, count, ...queue }) {
      const ids = await queueIds(engine.project(project), queue)
      return { total: ids.length, captions: [...ids.subarray(start, start + count)] }
    },

    async 'review.items'({ project, captions, annotator }) {
      return engine.project(project).store.read('reviewItems.read', { captions, annotator })
    },

    async 'review.submit'({ project: handle, ...verdict }) {
      if (verdict.verdict === 'edited' && !verdict.text?.trim()) {
        throw new PlanisphereError('INVALID_INPUT', 'An edit needs the new text.', { hint: 'Reject the caption if it should have none.' })
      }
      if (verdict.verdict !== 'edited' && verdict.text !== undefined) {
        throw new PlanisphereError('INVALID_INPUT', `A caption that is ${verdict.verdict} keeps its text.`, { hint: 'Submit a changed text as edited.' })
      }
      return append(handle, 'review.submit', verdict)
    },

    async 'review.comment'({ project: handle, ...args }) {
      return append(handle, 'review.comment', args)
    },

    async 'review.cues'({ project: handle, ...args }) {
      return append(handle, 'review.cues', args)
    },

    async 'review.tags'({ project: handle, ...args }) {
      return append(handle, 'review.tags', args)
    },

    async 'review.gold'({ project: handle, ...args }) {
      if (args.answer?.verdict === 'edited' && !args.answer.text?.trim()) {
        throw new PlanisphereError('INVALID_INPUT', 'A gold answer that is an edit needs the right text.', { hint: 'Give the text, or another verdict.' })
      }
      return append(handle, 'review.gold', args)
    },

    async 'review.undo'({ project: handle, ...step }) {
      const project = engine.project(handle)
      const answer = await project.store.write('review.undo', step, person)
      if (answer) await afterStep(project, answer.caption)
      return answer
    },

    async 'review.redo'({ project: handle, ...step }) {
      const project = engine.project(handle)
      const answer = await project.store.write('review.redo', step, person)
      if (answer) await afterStep(project, answer.caption)
      return answer
    },

    async 'review.draft'({ project, annotator, caption, text }) {
      await engine.project(project).store.write('review.draft', { annotator, caption, text, at: Date.now() }, person)
      return {}
    },

    async 'review.progress'({ project: handle, annotator, filter }) {
      const { store } = engine.project(handle)
      const [byStatus, pace] = await Promise.all([store.read('review.statuses', { filter }), store.read('review.pace', { annotator, newest: 1000 })])
      return { byStatus, mine: pace.standing, perMinute: verdictsPerMinute(pace.times) }
    },

    async 'review.reasons'({ project }) {
      return engine.project(project).store.read('review.reasons', {})
    },

    async 'review.setReasons'({ project: handle, reasons }) {
      const twice = reasons.find(({ code }, i) => reasons.findIndex((other) => other.code === code) !== i)
      if (twice) throw new PlanisphereError('INVALID_INPUT', `The code "${twice.code}" stands twice among the reasons.`, { hint: 'Give each reason a code of its own.' })
      const { store } = engine.project(handle)
      await store.write('review.setReasons', { reasons }, person)
      return store.read('review.reasons', {})
    }
  }
}

/** A longer gap between two verdicts was a break, not work. */
export const breakMs = 3 * 60_000
const windowMs = 10 * 60_000

/**
 * Verdicts a minute over the last ten minutes of work. `times` in milliseconds, newest first. Breaks are left out of the
 * time. Null before the second verdict of a stretch of work.
 */
export function verdictsPerMinute(times: readonly number[]): number | null {
  let worked = 0
  let gaps = 0
  for (let i = 1; i < times.length && worked < windowMs; i++) {
    const gap = (times[i - 1] ?? 0) - (times[i] ?? 0)
    if (gap < 0 || gap > breakMs) continue
    worked += gap
    gaps++
  }
  return gaps === 0 || worked === 0 ? null : gaps / (worked / 60_000)
}
