import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import { keptList } from './kept-lists.ts'
import type { OpenProject } from './open-project.ts'
import { dependsOnReview, type ListLevel } from './repositories/filter-ids.ts'

export interface ListRequest {
  readonly filter: Filter
  readonly order: BrowseOrder
  /** For the order 'random'. */
  readonly seed: number
  /**
   * Fixes the list: the same number gives the same ids in the same order although reviews go on (a queue). Without it
   * the list follows the data.
   */
  readonly version?: number
}

const keptLists = 24
const keptIds = 32_000_000 // four bytes each

interface Kept {
  readonly stamp: string | null
  readonly ids: Promise<Int32Array>
  length: number
}

const kept = new WeakMap<OpenProject, Map<string, Kept>>()

/** Ids of the places that fit, in order. Kept, so that any position of a million rows is reached at once. */
export function orderedPlaceIds(project: OpenProject, request: ListRequest): Promise<Int32Array> {
  return orderedIds(project, 'places', request)
}

/** Ids of the root captions that fit, in order. */
export function orderedCaptionIds(project: OpenProject, request: ListRequest): Promise<Int32Array> {
  return orderedIds(project, 'captions', request)
}

async function orderedIds(project: OpenProject, level: ListLevel, request: ListRequest): Promise<Int32Array> {
  const lists = kept.get(project) ?? new Map<string, Kept>()
  kept.set(project, lists)
  const key = JSON.stringify([level, request.filter, request.order, request.order === 'random' ? request.seed : 0, request.version ?? null])
  const stamp = request.version === undefined ? await currentStamp(project, request) : null
  const found = lists.get(key)
  if (found && found.stamp === stamp) {
    lists.delete(key) // to the young end
    lists.set(key, found)
    return found.ids
  }
  const ids = request.version === undefined ? readList(project, level, request) : keptList(project, key, () => readList(project, level, request))
  const entry: Kept = { stamp, ids, length: 0 }
  lists.set(key, entry)
  ids.then(
    (list) => (entry.length = list.length),
    () => {
      if (lists.get(key) === entry) lists.delete(key)
    }
  )
  forgetOldest(lists)
  return ids
}

async function readList(project: OpenProject, level: ListLevel, request: ListRequest): Promise<Int32Array> {
  const list = await project.store.read('browse.ids', { level, filter: request.filter, order: request.order })
  if (request.order === 'random') shuffle(list, request.seed)
  return list
}

async function currentStamp(project: OpenProject, request: ListRequest): Promise<string> {
  const rows = await project.store.read('browse.stamp', {})
  return dependsOnReview(request.filter, request.order) ? `${rows}+${project.dataVersion}` : rows
}

function forgetOldest(lists: Map<string, Kept>): void {
  let total = [...lists.values()].reduce((sum, list) => sum + list.length, 0)
  for (const [key, list] of lists) {
    if (lists.size <= 1 || (lists.size <= keptLists && total <= keptIds)) return
    lists.delete(key)
    total -= list.length
  }
}

/** Fisher-Yates with the mulberry32 generator: the same seed gives the same order on every machine. */
export function shuffle(ids: Int32Array, seed: number): void {
  let state = seed >>> 0
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  for (let i = ids.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const a = ids[i] as number
    ids[i] = ids[j] as number
    ids[j] = a
  }
}
