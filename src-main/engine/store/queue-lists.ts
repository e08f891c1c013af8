import type { Filter } from '#shared/domain/filter.ts'
import { queueKey, type QueueDefinition } from '#shared/domain/queue.ts'
import { drawKey, mixGold, uidHash } from '#shared/domain/queue-draw.ts'
import { keptList } from './kept-lists.ts'
import type { OpenProject } from './open-project.ts'
import { orderedCaptionIds } from './ordered-ids.ts'

export interface QueueRequest extends QueueDefinition {
  /** Whom `me` in the filter means, and who answers the gold captions. Absent: nobody yet. */
  readonly annotator?: string
  /** When the queue was opened (milliseconds): the same time gives the same list although reviews go on. */
  readonly opened: number
}

/** Opened queues whose lists stay in memory. */
const keptQueues = 8
/** Lists shorter than this read the uids of their captions; longer ones, those of the whole project, once. */
const fewCaptions = 20_000

const lists = new WeakMap<OpenProject, Map<string, Promise<Int32Array>>>()
const hashes = new WeakMap<OpenProject, { readonly stamp: string; readonly buffer: Promise<SharedArrayBuffer> }>()

/** Ids of the captions of an opened queue, in its order. */
export function queueIds(project: OpenProject, request: QueueRequest): Promise<Int32Array> {
  const filter = filterFor(request)
  // What is neither drawn, cut nor shared is an ordinary list.
  if (request.order !== 'random' && request.limit === undefined && request.share === undefined && request.goldEvery === undefined) {
    return orderedCaptionIds(project, { filter, order: request.order, seed: request.seed, version: request.opened })
  }
  const gold = request.goldEvery === undefined ? undefined : request.annotator
  const ofProject = lists.get(project) ?? new Map<string, Promise<Int32Array>>()
  lists.set(project, ofProject)
  const key = JSON.stringify(['queue', queueKey(request), filter.me ?? null, gold ?? null, request.opened])
  const found = ofProject.get(key)
  if (found) {
    ofProject.delete(key) // to the young end
    ofProject.set(key, found)
    return found
  }
  // A queue that was opened before the engine last died goes on as it was: a gold caption that was answered meanwhile stays where it was.
  const ids = keptList(project, key, () => makeList(project, request, filter))
  ofProject.set(key, ids)
  ids.catch(() => ofProject.delete(key))
  for (const oldest of ofProject.keys()) {
    if (ofProject.size <= keptQueues) break
    ofProject.delete(oldest)
  }
  return ids
}

/** The queue's filter with whom `me` means, where it says so: else the list is the same for everyone. */
function filterFor({ filter, annotator }: Pick<QueueRequest, 'filter' | 'annotator'>): Filter {
  const { me: _me, ...others } = filter
  return annotator === undefined || !/\bme\b/i.test(filter.query ?? '') ? others : { ...others, me: annotator }
}

/** How many captions a queue has now. Nothing is kept of it. */
export async function queueLength(project: OpenProject, request: Omit<QueueRequest, 'opened'>): Promise<number> {
  const ids = await orderedCaptionIds(project, { filter: filterFor(request), order: 'id', seed: 1 })
  // Who looks at the queues will soon want one that is drawn or shared: by then the hashes are there.
  if (ids.length > fewCaptions) void uidHashes(project).catch(() => undefined)
  const first = Math.min(ids.length, request.limit ?? Infinity)
  return request.share === undefined ? first : (await arranged(project, ids, request)).length
}

async function makeList(project: OpenProject, request: QueueRequest, filter: Filter): Promise<Int32Array> {
  const order = request.order === 'random' ? 'id' : request.order
  let ids = await arranged(project, await orderedCaptionIds(project, { filter, order, seed: request.seed }), request)
  if (request.goldEvery !== undefined && request.annotator !== undefined) {
    const gold = await project.store.read('queues.unansweredGold', { annotator: request.annotator })
    const inOrder = gold.map(({ id, uid }) => ({ id, key: drawKey(uidHash(uid), request.seed) })).toSorted((a, b) => a.key - b.key)
    ids = mixGold(ids, inOrder.map(({ id }) => id), request.goldEvery, request.seed)
  }
  return ids
}

/** Draws, cuts and shares a list as the queue wants it. */
async function arranged(project: OpenProject, ids: Int32Array, { order, seed, limit, share }: Omit<QueueRequest, 'opened'>): Promise<Int32Array> {
  const random = order === 'random'
  if (!random && limit === undefined && share === undefined) return ids
  const uids = (random || share !== undefined) && ids.length > fewCaptions
  return project.store.read('queues.arrange', { ids, hashes: uids ? await uidHashes(project) : null, seed: random ? seed : null, limit: limit ?? null, share: share ?? null })
}

async function uidHashes(project: OpenProject): Promise<SharedArrayBuffer> {
  const stamp = await project.store.read('queues.hashStamp', {})
  const known = hashes.get(project)
  if (known?.stamp === stamp) return known.buffer
  const buffer = project.store.read('queues.uidHashes', {})
  hashes.set(project, { stamp, buffer })
  buffer.catch(() => hashes.delete(project))
  return buffer
}
