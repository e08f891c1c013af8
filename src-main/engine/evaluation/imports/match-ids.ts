import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { ImportThread } from './import-thread.ts'

/** Ids in one question to the store. */
const page = 5000

export interface MatchedIds {
  /** For each row of the list what it was found to be; 0: not of the project. */
  readonly found: Int32Array
  readonly unknown: number
  /** Some of the ids that are unknown, for a message. */
  readonly examples: readonly string[]
}

/** Looks up the ids of a list that the thread holds, a page at a time. BAD_FILE where two ids name one item, or none is known. */
export async function matchIds(thread: ImportThread, list: { key: string; file: string; count: number; wanted: string; show?: (id: string) => string }, lookUp: (uids: readonly string[]) => Promise<Int32Array>): Promise<MatchedIds> {
  const show = list.show ?? ((id: string) => id)
  const found = new Int32Array(list.count)
  const rowOf = new Map<number, number>()
  const examples: string[] = []
  let unknown = 0
  for (let from = 0; from < list.count; from += page) {
    const uids = await thread.ask<'ids'>({ kind: 'ids', key: list.key, from, to: Math.min(list.count, from + page) })
    const ids = await lookUp(uids)
    ids.forEach((id, i) => {
      found[from + i] = id
      if (id === 0) {
        unknown++
        if (examples.length < 3) examples.push(show(uids[i] as string))
        return
      }
      const before = rowOf.get(id)
      if (before !== undefined) {
        throw new PlanisphereError('BAD_FILE', `${list.file} names ${show(uids[i] as string)} as its row ${from + i + 1} and the same item as its row ${before + 1}.`, { hint: 'Every row must belong to another item.', place: { file: list.file, line: from + i + 1 } })
      }
      rowOf.set(id, from + i)
    })
  }
  if (unknown === list.count) {
    throw new PlanisphereError('BAD_FILE', `The project knows none of the ${list.count.toLocaleString('en-US')} ids of ${list.file}, ${examples[0] ?? ''} for example.`, { hint: `Each must be ${list.wanted}. "planisphere runs template" writes them.`, place: { file: list.file } })
  }
  return { found, unknown, examples }
}
