import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { builtInQueue, builtInQueues, plainDefinition, QueueFile, queueFileEnding, queueKey, sameDefinition, type QueueDefinition } from '#shared/domain/queue.ts'
import { parseFilter } from '#shared/domain/filter-language/index.ts'
import { portableQuery } from '#shared/domain/portable-filter.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { queueIds, queueLength } from '../store/queue-lists.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'
import { verdictsPerMinute } from './review-service.ts'

type QueueMethods = Extract<keyof Handlers, `queues.${string}`>

const person = { priority: 'person' } as const
/** A queue file is a few hundred bytes. */
const maxFileBytes = 200_000
/** Captions after the one where the annotator stands that are kept one by one; further on, ever fewer. */
const nextKept = 50
/** From how many verdicts on a time left is told. */
const enoughVerdicts = 5

/** Saved queues, where their annotators stand in them, and how far they are. */
export function queuesHandlers(engine: EngineContext): Pick<Handlers, QueueMethods> {
  return {
    async 'queues.list'({ project }) {
      const saved = await engine.project(project).store.read('queues.list', {})
      return { saved, builtIn: builtInQueues.map((queue) => ({ queue, definition: builtInQueue(queue) })) }
    },

    async 'queues.count'({ project: handle, definition, annotator }) {
      return { total: await queueLength(engine.project(handle), { ...definition, annotator }) }
    },

    async 'queues.save'({ project: handle, uid, name, definition, annotator }) {
      checkQuery(definition, 'The filter')
      return engine.project(handle).store.write('queues.save', { uid: uid ?? null, name, definition: plainDefinition(definition), annotator, at: Date.now() }, person)
    },

    async 'queues.rename'({ project, uid, name, annotator }) {
      return engine.project(project).store.write('queues.rename', { uid, name, annotator, at: Date.now() }, person)
    },

    async 'queues.remove'({ project, uid }) {
      return engine.project(project).store.write('queues.remove', { uid }, person)
    },

    async 'queues.export'({ project, name, definition }) {
      const { regions } = definition.filter
      const names = regions === undefined ? [] : await engine.project(project).store.read('queues.regionNames', { regions })
      const query = portableQuery(definition.filter, names)
      if (query === null) throw new PlanisphereError('UNSUPPORTED', `The queue "${name}" is a list of places, which other projects know under other numbers.`, { hint: 'Describe the places with a filter, by region or box, say.' })
      const file: QueueFile = { format: 'planisphere-queue', version: 1, name, definition: plainDefinition({ ...definition, filter: { query } }) }
      const plain = name.replaceAll(/[^\p{L}\p{N}._ -]+/gu, ' ').trim().replaceAll(/\s+/g, '-')
      return { fileName: `${plain || 'queue'}${queueFileEnding}`, text: `${JSON.stringify(file, null, 2)}\n` }
    },

    async 'queues.import'({ project: handle, path, annotator }) {
      const { name, definition } = await readQueueFile(path)
      const { store } = engine.project(handle)
      const before = await store.read('queues.list', {})
      const same = before.find((queue) => (queue.name === name || queue.name.startsWith(`${name} (`)) && sameDefinition(queue.definition, definition))
      if (same) return same
      return store.write('queues.save', { uid: null, name: freeName(name, before.map((queue) => queue.name)), definition: plainDefinition(definition), annotator, at: Date.now() }, person)
    },

    async 'queues.open'({ project: handle, queue, annotator, opened }) {
      const project = engine.project(handle)
      const definition = 'uid' in queue ? (await project.store.read('queues.get', queue)).definition : queue.definition
      const key = 'uid' in queue ? queue.uid : unsavedKey(definition)
      const ids = await queueIds(project, { ...definition, annotator, opened })
      const kept = annotator === undefined ? null : await project.store.read('queues.position', { queue: key, annotator })
      const start = kept === null ? 0 : firstOf(ids, [kept.caption, ...kept.ahead])
      return { key, definition, total: ids.length, start }
    },

    async 'queues.position'({ project: handle, definition, annotator, opened, key, caption }) {
      const project = engine.project(handle)
      const ids = await queueIds(project, { ...definition, annotator, opened })
      const index = ids.indexOf(caption)
      if (index < 0 || project.readOnly) return { kept: false }
      await project.store.write('queues.keepPosition', { queue: key, annotator, caption, ahead: captionsAhead(ids, index), at: Date.now() }, person)
      return { kept: true }
    },

    async 'queues.progress'({ project: handle, definition, annotator, opened, today }) {
      const project = engine.project(handle)
      const { store } = project
      const [ids, decided, pace, since] = await Promise.all([
        queueIds(project, { ...definition, annotator, opened }),
        store.read('queues.decided', { annotator }),
        store.read('review.pace', { annotator, newest: 1000 }),
        store.read('queues.verdictsSince', { annotator, since: today })
      ])
      const done = countIn(ids, decided)
      const left = ids.length - done
      const perMinute = verdictsPerMinute(pace.times)
      const known = perMinute !== null && pace.times.length >= enoughVerdicts && left > 0
      return { all: ids.length, done, left, perMinute, secondsLeft: known ? (left / perMinute) * 60 : null, today: since, mine: pace.standing }
    },

    async 'queues.duplicates'({ project }) {
      return engine.project(project).store.read('duplicates.state', {})
    },

    async 'queues.findDuplicates'({ project, threshold }) {
      const job = await engine.jobs.start(engine.project(project), 'duplicates', { threshold })
      return { job: job.id }
    }
  }
}

/** A queue that cannot be opened is not kept. Names (of regions, encoders) may come later. */
function checkQuery({ filter }: QueueDefinition, what: string): void {
  const problem = parseFilter(filter.query ?? '').errors?.[0]
  if (problem) throw new PlanisphereError('INVALID_INPUT', `${what} cannot be read: ${problem.message}`, { hint: problem.hint })
}

async function readQueueFile(path: string): Promise<QueueFile> {
  const file = basename(path)
  const wrong = (why: string, cause?: unknown): PlanisphereError =>
    new PlanisphereError('INVALID_INPUT', `${file} is not a queue of Planisphere: ${why}.`, { hint: `Choose a file that Review exported, NAME${queueFileEnding}.`, cause })
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new PlanisphereError('NOT_FOUND', `${file} is not there or cannot be read.`, { hint: 'Check its name and the rights to it.', cause })
  })
  if (size > maxFileBytes) throw wrong('it is too large')
  let content: unknown
  try {
    content = JSON.parse(await readFile(path, 'utf8'))
  } catch (cause) {
    throw wrong('it is not JSON', cause)
  }
  const { format, version } = typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : {}
  if (format === 'planisphere-queue' && typeof version === 'number' && version > 1) {
    throw new PlanisphereError('UNSUPPORTED', `${file} was written by a newer Planisphere.`, { hint: 'Bring this one up to date.' })
  }
  const read = QueueFile.safeParse(content)
  if (!read.success) {
    const [issue] = read.error.issues
    throw wrong(issue === undefined ? 'its fields are wrong' : `${issue.path.join('.') || 'the file'}: ${issue.message}`)
  }
  checkQuery(read.data.definition, `The filter in ${file}`)
  return read.data
}

function freeName(name: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const tried = n === 1 ? name : `${name.slice(0, 90)} (${n})`
    if (!taken.includes(tried)) return tried
  }
}

function unsavedKey(definition: QueueDefinition): string {
  return `d:${createHash('sha256').update(queueKey(definition)).digest('hex').slice(0, 32)}`
}

/** The position of the first wanted caption that is there; 0 where none is. */
function firstOf(ids: Int32Array, wanted: readonly number[]): number {
  for (const id of wanted) {
    const index = ids.indexOf(id)
    if (index >= 0) return index
  }
  return 0
}

/** The captions after a position: the next ones one by one, then at twice the distance each, to the end. */
function captionsAhead(ids: Int32Array, index: number): number[] {
  const ahead = [...ids.subarray(index + 1, index + 1 + nextKept)]
  for (let distance = 2 * nextKept; index + distance < ids.length; distance *= 2) ahead.push(ids[index + distance] as number)
  return ahead
}

const members = new WeakMap<Int32Array, Uint8Array>()

/** How many of the captions are in the list. */
function countIn(ids: Int32Array, captions: Int32Array): number {
  let inList = members.get(ids)
  if (inList === undefined) {
    // Plain loops: a million ids must not hold the engine's loop up.
    let last = 0
    for (let i = 0; i < ids.length; i++) last = Math.max(last, ids[i] as number)
    inList = new Uint8Array(last + 1)
    for (let i = 0; i < ids.length; i++) inList[ids[i] as number] = 1
    members.set(ids, inList)
  }
  let count = 0
  for (const id of captions) if (inList[id] === 1) count++
  return count
}
