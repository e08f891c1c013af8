import type { Filter } from '#shared/domain/filter.ts'
import type { OpenProject } from '../store/open-project.ts'
import { orderedCaptionIds } from '../store/ordered-ids.ts'

/** Which captions a question about the team speaks of. */
export interface TeamScope {
  /** Whether a caption fits the filter. */
  fits(caption: number): boolean
  /** Whether what others decided of it is kept from the viewer. */
  hidden(caption: number): boolean
  readonly filtered: boolean
}

const step = 2000

export async function teamScope(project: OpenProject, { filter, viewer }: { filter: Filter; viewer: string | undefined }, signal: AbortSignal): Promise<TeamScope> {
  const filtered = Object.entries(filter).some(([name, value]) => name !== 'me' && value !== undefined && value !== '')
  const fitting = filtered ? new Set(await orderedCaptionIds(project, { filter, order: 'id', seed: 0 })) : null
  const hidden = new Set<number>()
  if (viewer !== undefined) {
    for (const caption of await project.store.read('team.hiddenGold', { viewer })) hidden.add(caption)
    for (let after: number | null = 0; after !== null; ) {
      signal.throwIfAborted()
      const some: { captions: number[]; next: number | null } = await project.store.read('team.hiddenAssignments', { viewer, after, limit: step })
      for (const caption of some.captions) hidden.add(caption)
      after = some.next
    }
  }
  return { filtered, fits: (caption) => fitting === null || fitting.has(caption), hidden: (caption) => hidden.has(caption) }
}
