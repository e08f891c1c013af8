import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import { orderedCaptionIds } from '../store/ordered-ids.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type ReviewMethods = 'review.queue' | 'review.items' | 'review.submit' | 'review.undo' | 'review.redo' | 'review.draft' | 'review.progress' | 'review.log'

const person = { priority: 'person' } as const

/** What annotators do, and what they see while they do it. */
export function reviewHandlers(engine: EngineContext): Pick<Handlers, ReviewMethods> {
  function changed(project: OpenProject): void {
    project.dataVersion++
    engine.emit({ type: 'changed', project: project.handle, what: ['captions'] })
  }

  return {
    async 'review.queue'({ project: handle, filter, order, seed, opened, start, count }) {
      const ids = await orderedCaptionIds(engine.project(handle), { filter, order, seed, version: opened })
      return { total: ids.length, captions: [...ids.subarray(start, start + count)] }
    },

    async 'review.items'({ project, captions, annotator }) {
      return engine.project(project).store.read('review.items', { captions, annotator })
    },

    async 'review.submit'({ project: handle, ...verdict }) {
      if (verdict.verdict === 'edited' && !verdict.text?.trim()) {
        throw new PlanisphereError('INVALID_INPUT', 'An edit needs the new text.', { hint: 'Reject the caption if it should have none.' })
      }
      if (verdict.verdict !== 'edited' && verdict.text !== undefined) {
        throw new PlanisphereError('INVALID_INPUT', `A caption that is ${verdict.verdict} keeps its text.`, { hint: 'Submit a changed text as edited.' })
      }
      const project = engine.project(handle)
      const answer = await project.store.write('review.submit', verdict, person)
      changed(project)
      return answer
    },

    async 'review.undo'({ project: handle, ...step }) {
      const project = engine.project(handle)
      const answer = await project.store.write('review.undo', step, person)
      if (answer) changed(project)
      return answer
    },

    async 'review.redo'({ project: handle, ...step }) {
      const project = engine.project(handle)
      const answer = await project.store.write('review.redo', step, person)
      if (answer) changed(project)
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

    async 'review.log'({ project, before, annotator, caption, count }) {
      return engine.project(project).store.read('review.log', { before, annotator, caption, count })
    }
  }
}

/** A longer gap between two verdicts was a break, not work. */
const breakMs = 3 * 60_000
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
