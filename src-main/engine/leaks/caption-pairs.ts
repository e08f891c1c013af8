import { jaccard } from '#shared/domain/shingles.ts'
import { compareCaptions } from '../duplicates/duplicates-job.ts'
import { DuplicatesThread } from '../duplicates/duplicates-thread.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import type { ComparedPairs, LeakItems } from './leaks-protocol.ts'
import { WorstPairs } from './worst-pairs.ts'

/** Of a group that spans splits so many captions are compared with each other, a few milliseconds of the engine's loop; and so many groups are looked into. */
const mostMembers = 60
const mostGroups = 20_000

/**
 * Pairs of captions of different splits and places that nearly repeat each other: groups are found as the search for near-duplicates finds them
 * (MinHash, then exact), and within those that span splits captions are compared exactly.
 */
export async function captionPairs(context: JobContext, items: LeakItems, similarity: number): Promise<ComparedPairs> {
  const { store } = context.project
  const { captions, newest } = await store.read('duplicates.extent', {})
  const thread = new DuplicatesThread({ threshold: similarity, captions })
  const near = await Promise.race([compareCaptions(context, thread, { captions, newest }), aborted(context.signal)]).finally(() => thread.close())
  const indexOf = new Map(Array.from(items.ids, (id, i) => [id, i]))
  const groups = new Map<number, number[]>()
  near.captions.forEach((caption, i) => {
    const index = indexOf.get(caption)
    if (index === undefined) return
    const group = near.groups[i] as number
    const members = groups.get(group)
    if (members) members.push(index)
    else groups.set(group, [index])
  })
  const found = new WorstPairs('highest')
  const spanning = [...groups.values()].filter((members) => new Set(members.map((i) => items.classes[i])).size > 1)
  found.cut = spanning.length > mostGroups
  for (const [at, members] of spanning.slice(0, mostGroups).entries()) {
    context.signal.throwIfAborted()
    if (members.length > mostMembers) found.cut = true
    const chosen = fromEverySplit(members, items)
    const page = await store.read('duplicates.shinglesOf', { captions: Int32Array.from(chosen, (i) => items.ids[i] as number) })
    // One that was removed meanwhile is not among them.
    const sets = new Map(Array.from(page.ids, (id, i) => [id, page.shingles.subarray(page.offsets[i] as number, page.offsets[i + 1] as number)]))
    chosen.forEach((one, i) => {
      for (const other of chosen.slice(0, i)) {
        if (items.classes[one] === items.classes[other] || items.places[one] === items.places[other]) continue
        const [a, b] = [sets.get(items.ids[one] as number), sets.get(items.ids[other] as number)]
        const value = a && b ? jaccard(a, b) : 0
        if (value >= similarity - 1e-9) found.add(items.ids[one] as number, items.ids[other] as number, value)
      }
    })
    if (at % 100 === 0) context.progress({ phase: 'comparing captions', done: at, total: spanning.length })
  }
  return { ...found.found(), compared: items.ids.length }
}

/** At most `mostMembers`, the splits in turn. */
function fromEverySplit(members: readonly number[], items: LeakItems): number[] {
  const byClass = new Map<number, number[]>()
  for (const member of members) byClass.set(items.classes[member] as number, [...(byClass.get(items.classes[member] as number) ?? []), member])
  const out: number[] = []
  for (let turn = 0; out.length < Math.min(mostMembers, members.length); turn++) {
    for (const own of byClass.values()) if (own[turn] !== undefined && out.length < mostMembers) out.push(own[turn] as number)
  }
  return out
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error)
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
}
