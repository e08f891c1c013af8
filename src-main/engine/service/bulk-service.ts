import type { MethodOutput } from '#shared/contracts/index.ts'
import { captionStatuses } from '#shared/domain/vocabulary.ts'
import { readFind } from '#shared/domain/find-replace.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { decides, targetCaptions, type BulkParams } from '../bulk/bulk-params.ts'
import { findSession, forgetSession } from '../bulk/find-session.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type BulkMethods = Extract<keyof Handlers, `bulk.${string}`>

/** One thing done to many captions at once. */
export function bulkHandlers(engine: EngineContext): Pick<Handlers, BulkMethods> {
  return {
    async 'bulk.start'({ project: handle, ...asked }) {
      const project = engine.project(handle)
      if (project.readOnly) throw new PlanisphereError('READ_ONLY', `${project.name} is open read-only.`, { hint: 'Open it for writing to change captions.' })
      if (asked.change.action === 'replace') checkFind(asked.change)
      const params: BulkParams = { ...asked, opened: Date.now() }
      // The list is fixed now: what the job does is what was asked for, whatever is reviewed before it runs.
      const captions = await targetCaptions(project, params, params.opened)
      const job = await engine.jobs.start(project, 'bulk', { ...params })
      return { job: job.id, total: captions.length }
    },

    async 'bulk.preview'({ project: handle, action, hidden, count, ...target }) {
      const project = engine.project(handle)
      const all = await targetCaptions(project, target)
      const { shown, hidden: out } = hidden || !decides(action) ? { shown: all, hidden: none } : await project.store.read('bulk.parted', { captions: all })
      const [byStatus, captions] = await Promise.all([
        statusesOf(project, target, shown, out),
        project.store.read('bulk.summaries', { captions: [...shown.subarray(0, count)], annotator: target.annotator })
      ])
      return { total: shown.length, leftOut: out.length, byStatus, captions }
    },

    async 'bulk.outcome'({ project, uuid }) {
      return engine.project(project).store.read('bulk.outcome', { uuid })
    },

    async 'bulk.following'({ project }) {
      return engine.project(project).store.read('bulk.following', {})
    },

    async 'bulk.findReplace'({ project: handle, annotator, filter, captions, hidden, opened, start, count, patience, ...find }, { signal }) {
      const project = engine.project(handle)
      checkFind(find)
      const key = JSON.stringify([annotator, filter, captions, hidden, opened, find])
      const session = findSession(project, key, { annotator, find, hidden, captions: () => targetCaptions(project, { annotator, filter, captions }, undefined) })
      try {
        return await session.answer({ start, count, patience, signal })
      } catch (error) {
        forgetSession(project, key, session)
        await session.end()
        throw error
      }
    }
  }
}

const none = new Int32Array(0)

type ByStatus = MethodOutput<'bulk.preview'>['byStatus']

/** A filter's captions are counted as sets; only those that are left out, or named, one by one. */
async function statusesOf(project: OpenProject, { filter, captions, annotator }: Pick<BulkParams, 'filter' | 'captions' | 'annotator'>, shown: Int32Array, out: Int32Array): Promise<ByStatus> {
  const named = captions !== undefined
  const [whole, minus] = await Promise.all([
    named ? project.store.read('bulk.byStatus', { captions: shown }) : project.store.read('review.statuses', { filter: { ...filter, me: annotator } }),
    project.store.read('bulk.byStatus', { captions: named ? none : out })
  ])
  return Object.fromEntries(captionStatuses.map((status) => [status, (whole[status] ?? 0) - (minus[status] ?? 0)])) as ByStatus
}

function checkFind(find: Parameters<typeof readFind>[0]): void {
  const { problem } = readFind(find)
  if (!problem) return
  throw new PlanisphereError('INVALID_INPUT', find.regex && problem.end > problem.start ? `The expression cannot be read at character ${problem.start + 1}: ${problem.message}` : problem.message, {
    hint: find.regex ? 'Correct it there, or look for plain text.' : undefined,
    // Offsets in UTF-16 code units, for whoever wants to point at them.
    place: { item: `find:${problem.start}-${problem.end}` }
  })
}
