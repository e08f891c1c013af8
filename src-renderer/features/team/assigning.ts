import type { MethodInput } from '#shared/contracts/index.ts'
import type { Filter } from '#shared/domain/filter.ts'
import { engine } from '../../platform/index.ts'

interface Assigning {
  readonly project: string
  /** Who assigns. */
  readonly annotator: string
  readonly filter: Filter
  readonly annotators: readonly string[]
}

/** Assigns the captions of a filter, `overlap` annotators each, as one event that can be taken back. Returns how many captions. */
export async function startAssigning({ overlap, blind, ...what }: Assigning & { overlap: number; blind: boolean }): Promise<number> {
  return start(what, { action: 'assign', annotators: [...what.annotators], overlap, blind })
}

/** Takes the captions of a filter from annotators. Returns how many captions. */
export async function startUnassigning(what: Assigning): Promise<number> {
  return start(what, { action: 'unassign', annotators: [...what.annotators] })
}

async function start({ project, annotator, filter }: Assigning, change: MethodInput<'bulk.start'>['change']): Promise<number> {
  const { total } = await engine.call('bulk.start', { project, uuid: crypto.randomUUID(), annotator, at: Date.now(), filter, change })
  return total
}
