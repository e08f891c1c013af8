import * as z from 'zod'
import { BulkChange } from '#shared/contracts/bulk.ts'
import { Filter } from '#shared/domain/filter.ts'
import { portableQuery } from '#shared/domain/portable-filter.ts'
import type { OpenProject } from '../store/open-project.ts'
import { orderedCaptionIds } from '../store/ordered-ids.ts'

/** What a bulk job is started with: its row of the table `jobs` keeps it. */
export const BulkParams = z.object({
  uuid: z.string(),
  annotator: z.string(),
  at: z.number(),
  filter: Filter,
  captions: z.array(z.int()).optional(),
  hidden: z.boolean(),
  change: BulkChange,
  /** Fixes the list of captions: the same number, the same list, also after the engine died. */
  opened: z.number()
})
export type BulkParams = z.infer<typeof BulkParams>

type Target = Pick<BulkParams, 'annotator' | 'filter' | 'captions'>

/** The root captions that are meant. `opened`: as they were when the list was first asked for with it. */
export async function targetCaptions(project: OpenProject, { annotator, filter, captions }: Target, opened?: number): Promise<Int32Array> {
  if (captions !== undefined) return project.store.read('bulk.roots', { captions })
  return orderedCaptionIds(project, { filter: { ...filter, me: annotator }, order: 'id', seed: 1, ...(opened === undefined ? {} : { version: opened }) })
}

/** Whether the action decides something about captions: then those whose review is hidden are left out. */
export function decides(action: BulkChange['action']): boolean {
  return action === 'accept' || action === 'flag' || action === 'reject' || action === 'replace'
}

/** What the log keeps of it: nothing that only this project's database knows. */
export async function payloadOf(project: OpenProject, params: BulkParams, count: number): Promise<Record<string, unknown> & { action: BulkChange['action'] }> {
  const { change, filter, captions } = params
  const { me: _me, ...others } = filter
  const names = others.regions === undefined ? [] : await project.store.read('queues.regionNames', { regions: others.regions })
  const told: Record<string, unknown> = { ...change }
  delete told['except']
  return { ...told, action: change.action, filter: captions === undefined ? portableQuery(others, names) : null, count }
}
