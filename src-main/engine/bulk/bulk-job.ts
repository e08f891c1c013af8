import type { BulkChange } from '#shared/contracts/bulk.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import type { BulkStep } from '../store/repositories/bulk.ts'
import { assignmentRounds } from './assignment-rounds.ts'
import { BulkParams, decides, payloadOf, targetCaptions } from './bulk-params.ts'
import { TextFinder } from './text-finder.ts'

type Context = JobContext<BulkParams>

/** Time in one transaction; with the last caption and the commit it stays under 20 ms. */
const budgetMs = 8
/** Captions that are handed to the writer at once: no more than fit into its time. */
const batch = 400
/** Texts that are searched between two looks at whether to stop. */
const page = 2000
/** How often lists are told to follow. */
const tellMs = 2000

/**
 * Does one thing to many captions as one event of the log. Captions are added in short transactions between which a
 * person's writes go first. The event itself is the checkpoint: it knows the captions that it has, so that wherever it was
 * stopped none is left out and none comes twice.
 */
export function bulkRunner(): JobRunner<BulkParams> {
  return {
    kind: 'bulk',
    beside: true,
    title: ({ change, annotator }) => `${change.action} captions (${annotator})`,
    async run(context) {
      const params = BulkParams.parse(context.params)
      const all = await targetCaptions(context.project, params, params.opened)
      const found = params.change.action === 'replace' ? await changed(context, all, params.change) : await shown(context, all, params)
      const wanted = found.captions
      let { leftOut } = found
      if (wanted.length === 0 && (await outcome(context)) === null) return { event: null, captions: 0, leftOut, unchanged: all.length - leftOut, undone: false }
      const payload = await payloadOf(context.project, params, wanted.length)
      const { event } = await context.project.store.write('bulk.begin', { uuid: params.uuid, annotator: params.annotator, at: params.at, payload }, { priority: 'person' })
      const end = await addAll(context, event, wanted).finally(() => tell(context))
      leftOut += end.leftOut
      const captions = (await outcome(context))?.captions ?? 0
      return { event: params.uuid.toLowerCase(), captions, leftOut, unchanged: end.undone ? 0 : Math.max(0, all.length - captions - leftOut), undone: end.undone }
    }
  }
}

interface Found {
  readonly captions: Int32Array
  /** Captions whose review is hidden. */
  readonly leftOut: number
}

/** Which captions a replacement changes; the rest of the list stays as it is. */
async function changed(context: Context, all: Int32Array, change: Extract<BulkChange, { action: 'replace' }>): Promise<Found> {
  const except = new Set(change.except)
  const finder = new TextFinder(context.project, change, context.params.hidden)
  const stop = (): void => void finder.close()
  context.signal.addEventListener('abort', stop)
  const found: number[] = []
  let leftOut = 0
  try {
    for (let at = 0; at < all.length; at += page) {
      context.signal.throwIfAborted()
      const some = await finder.find(all.subarray(at, at + page)).catch((error: unknown) => {
        context.signal.throwIfAborted()
        throw error
      })
      leftOut += some.leftOut
      for (const caption of some.captions) if (!except.has(caption)) found.push(caption)
      context.progress({ phase: 'find', done: Math.min(at + page, all.length), total: all.length })
    }
  } finally {
    context.signal.removeEventListener('abort', stop)
    await finder.close()
  }
  return { captions: Int32Array.from(found), leftOut }
}

/** Without captions whose review is hidden, unless they were asked for or nothing is decided. */
async function shown({ project }: Context, captions: Int32Array, params: BulkParams): Promise<Found> {
  if (params.hidden || !decides(params.change.action)) return { captions, leftOut: 0 }
  const parted = await project.store.read('bulk.parted', { captions })
  return { captions: parted.shown, leftOut: parted.hidden.length }
}

async function addAll(context: Context, event: number, wanted: Int32Array): Promise<{ leftOut: number; undone: boolean }> {
  const writer = stepsOf(context, event)
  let [at, leftOut, told] = [0, 0, performance.now()]
  try {
    while (at < wanted.length) {
      context.signal.throwIfAborted()
      const { taken, leftOut: out, undone } = await writer.add(wanted, at)
      if (undone) return { leftOut, undone }
      at += taken
      leftOut += out
      context.progress({ phase: 'write', done: at, total: wanted.length })
      if (performance.now() - told > tellMs) {
        told = performance.now()
        tell(context)
      }
    }
    return { leftOut, undone: false }
  } finally {
    await writer.close()
  }
}

interface Steps {
  /** Deals with some of the captions from a position on. */
  add(wanted: Int32Array, at: number): Promise<Pick<BulkStep, 'taken' | 'leftOut' | 'undone'>>
  close(): Promise<void>
}

function stepsOf(context: Context, event: number): Steps {
  const { change } = context.params
  return change.action === 'replace' ? textSteps(context, event, change) : plainSteps(context, event, change)
}

function plainSteps({ project, params }: Context, event: number, change: BulkChange): Steps {
  const values = change.action === 'assign' ? assignmentRounds(change.annotators.length, change.overlap, change.seed) : null
  const bits: number[] = []
  return {
    add(wanted, at) {
      // Whose turn it is follows from the caption's position, also where the job goes on after a crash.
      while (values !== null && bits.length < at + batch) bits.push(values.next().value)
      const captions = [...wanted.subarray(at, at + batch)].map((caption, i) => ({ caption, value: values === null ? null : (bits[at + i] ?? null) }))
      return project.store.write('bulk.add', { event, hidden: params.hidden || !decides(change.action), budgetMs, captions })
    },
    close: () => Promise.resolve()
  }
}

function textSteps({ project, params }: Context, event: number, change: Extract<BulkChange, { action: 'replace' }>): Steps {
  const finder = new TextFinder(project, change, params.hidden)
  return {
    async add(wanted, at) {
      const texts = await finder.newTexts(wanted.subarray(at, at + batch / 4))
      const write = (some: typeof texts) => project.store.write('bulk.addTexts', { event, hidden: params.hidden, budgetMs, texts: some, annotator: params.annotator, at: params.at })
      let leftOut = 0
      for (let rest = texts; rest.length > 0; ) {
        const done = await write(rest)
        if (done.undone) return { taken: 0, leftOut, undone: true }
        leftOut += done.leftOut
        // Someone revised it since it was read: what she wrote is read, and replaced in.
        const again = done.stale.length === 0 ? [] : await finder.newTexts(Int32Array.from(done.stale))
        rest = [...again, ...rest.slice(done.taken)]
      }
      return { taken: Math.min(batch / 4, wanted.length - at), leftOut, undone: false }
    },
    close: () => finder.close()
  }
}

function outcome({ project, params }: Context): Promise<{ captions: number } | null> {
  return project.store.read('bulk.outcome', { uuid: params.uuid })
}

function tell({ project, emit }: Context): void {
  project.dataVersion++
  emit({ type: 'changed', project: project.handle, what: ['captions'] })
}
