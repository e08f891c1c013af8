import { createHash } from 'node:crypto'
import type { TeamAssignment } from '#shared/contracts/team.ts'
import type { Filter } from '#shared/domain/filter.ts'
import { AgreementThread } from '../evaluation/agreement/agreement-thread.ts'
import type { OpenProject } from '../store/open-project.ts'
import { orderedCaptionIds } from '../store/ordered-ids.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'
import { keptCounting, type CountingContext } from './kept-countings.ts'
import { countAgreement } from './team-agreement-counting.ts'
import { countAnnotators } from './team-annotators.ts'

// The inbox belongs to the work packages (packages-service.ts).
type TeamMethods = Exclude<Extract<keyof Handlers, `team.${string}`>, 'team.inbox'>

const person = { priority: 'person' } as const
/** Caption ids whose assignments are summed in one step. */
const span = 5000

/** What is asked of all annotators of a project at once. */
export function teamHandlers(engine: EngineContext): Pick<Handlers, TeamMethods> {
  return {
    async 'team.annotators'({ project: handle, filter, viewer, patience, timeZone }, { signal }) {
      const project = engine.project(handle)
      const key = JSON.stringify(['annotators', filter, viewer, timeZone])
      return keptCounting(project, { key, stamp: await stampOf(project), patience, signal }, (context) => countAnnotators(project, { filter, viewer, timeZone }, context))
    },

    async 'team.agreement'({ project: handle, filter, viewer, patience, apart, seed }, { signal }) {
      const project = engine.project(handle)
      const key = JSON.stringify(['agreement', filter, viewer, apart, seed])
      return keptCounting(project, { key, stamp: await stampOf(project), patience, signal }, (context) => countAgreement(project, { filter, viewer, apart, seed }, context))
    },

    async 'team.assignments'({ project: handle, patience }, { signal }) {
      const project = engine.project(handle)
      return keptCounting(project, { key: 'assignments', stamp: await stampOf(project), patience, signal }, (context) => countAssignments(project, context))
    },

    async 'team.gold'({ project: handle, viewer, start, count }) {
      const { store } = engine.project(handle)
      const [own, all] = await Promise.all([store.read('teamOpinions.goldCaptions', { setter: viewer }), store.read('teamOpinions.goldCaptions', {})])
      const rows = await store.read('teamOpinions.gold', { captions: [...own.subarray(start, start + count)] })
      const cases = rows.flatMap((row) => row.opinions.map(({ verdict, text }) => ({ answer: row.answer, first: row.text, verdict, text })))
      const thread = new AgreementThread()
      const right = await thread.goldScores(cases).finally(() => thread.close())
      let next = 0
      return {
        total: own.length,
        ofOthers: all.length - own.length,
        captions: rows.map(({ caption, place, text, at, answer, setter, opinions }) => ({
          caption,
          place,
          text,
          at,
          answer,
          answers: opinions.map((opinion) => {
            const verdict = right[next++] ?? null
            return { annotator: opinion.annotator, verdict: opinion.verdict, text: opinion.text, at: opinion.at, right: verdict === true, counts: verdict !== null && opinion.annotator !== setter && opinion.annotator !== answer.from }
          })
        }))
      }
    },

    async 'team.makeGold'({ project: handle, uuid, annotator, at, filter, count, seed }) {
      const project = engine.project(handle)
      const uuids = Array.from({ length: count }, (_, i) => derivedUuid(uuid, i))
      const before = new Set(await project.store.read('teamOpinions.known', { uuids }))
      const [ids, gold] = await Promise.all([
        orderedCaptionIds(project, { filter: withStatuses(filter, ['accepted', 'edited']), order: 'random', seed }),
        project.store.read('teamOpinions.goldCaptions', {})
      ])
      const isGold = new Set(gold)
      const candidates = [...ids].filter((id) => !isGold.has(id))
      // What an earlier try of the same question made is gold already: only what it left is made now.
      const captions = uuids.flatMap((own, i) => (before.has(i) ? [] : [own])).flatMap((own, i) => (candidates[i] === undefined ? [] : [{ caption: candidates[i], uuid: own }]))
      let made = before.size
      for (let i = 0; i < captions.length; i += 20) made += await project.store.write('teamOpinions.makeGold', { annotator, at, captions: captions.slice(i, i + 20) }, person)
      project.dataVersion++
      engine.emit({ type: 'changed', project: project.handle, what: ['captions'] })
      return { made, candidates: candidates.length + before.size }
    }
  }
}

async function countAssignments(project: OpenProject, { signal, progress }: CountingContext): Promise<TeamAssignment[]> {
  const { store } = project
  const [people, last] = await Promise.all([store.read('team.people', {}), store.read('team.lastCaption', {})])
  const nameOf = new Map(people.map(({ id, name }) => [id, name]))
  const byEvent = new Map<number, { blind: boolean; captions: number; annotators: Map<number, { assigned: number; answered: number }> }>()
  for (let after = 0; after < last; after += span) {
    signal.throwIfAborted()
    const seen = new Set<number>()
    for (const row of await store.read('team.assignments', { after, upTo: after + span })) {
      const event = byEvent.get(row.event) ?? { blind: row.blind === 1, captions: 0, annotators: new Map<number, { assigned: number; answered: number }>() }
      byEvent.set(row.event, event)
      if (!seen.has(row.event)) event.captions += row.captions
      seen.add(row.event)
      const load = event.annotators.get(row.annotator) ?? { assigned: 0, answered: 0 }
      event.annotators.set(row.annotator, { assigned: load.assigned + row.assigned, answered: load.answered + row.answered })
    }
    progress(Math.min(last, after + span), last)
  }
  const events = await store.read('team.assignmentEvents', { events: [...byEvent.keys()] })
  return events
    .map(({ seq, uuid, by, at, undoable }): TeamAssignment => {
      const { blind, captions, annotators } = byEvent.get(seq) ?? { blind: false, captions: 0, annotators: new Map() }
      const loads = [...annotators].map(([id, load]) => ({ annotator: nameOf.get(id) ?? String(id), ...load }))
      return { event: uuid, by, at, blind, captions, undoable, annotators: loads.sort((a, b) => (a.annotator < b.annotator ? -1 : 1)) }
    })
    .sort((a, b) => b.at - a.at)
}

/** Changes with everything that a counting could tell: reviews, merges, captions that come or go. */
async function stampOf(project: OpenProject): Promise<string> {
  return `${await project.store.read('browse.stamp', {})}+${project.dataVersion}`
}

function withStatuses(filter: Filter, statuses: NonNullable<Filter['statuses']>): Filter {
  return { ...filter, statuses: filter.statuses === undefined ? statuses : statuses.filter((status) => filter.statuses?.includes(status)) }
}

/** A UUID (version 8) that follows from another and a number: asked again, the same. */
function derivedUuid(uuid: string, n: number): string {
  const hex = createHash('sha256').update(`${uuid.toLowerCase()}/${n}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
