import type { TeamProgress } from '#shared/contracts/team.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'

/** How a counting tells how far it is, and hears that nobody wants it any more. */
export interface CountingContext {
  readonly signal: AbortSignal
  progress(done: number, total: number): void
}

interface Counting {
  readonly stamp: string
  readonly result: Promise<unknown>
  readonly stop: AbortController
  progress: TeamProgress
  waiting: number
  ended: boolean
  idle: NodeJS.Timeout | undefined
}

/** Results that a project keeps; the oldest go. */
const kept = 12
/** A counting that nobody waits for or asks after ends after so long. */
const idleMs = 5000

const countings = new WeakMap<OpenProject, Map<string, Counting>>()

/**
 * A result that takes long to count: begun at the first question, kept while the data are the same (`stamp`), shared by
 * all who ask. Who has little patience is told how far it is and asks again. It ends when nobody asks any more.
 */
export async function keptCounting<R>(
  project: OpenProject,
  question: { key: string; stamp: string; patience: number | undefined; signal: AbortSignal },
  count: (context: CountingContext) => Promise<R>
): Promise<{ progress: TeamProgress | null; result: R | null }> {
  const all = countings.get(project) ?? new Map<string, Counting>()
  countings.set(project, all)
  let counting = all.get(question.key)
  // While it counts it goes on although the data change: else a day's work would never let it end. One that was given up
  // may still be on its way to its end.
  if (counting === undefined || counting.stop.signal.aborted || (counting.ended && counting.stamp !== question.stamp)) {
    counting = begin(question.stamp, count)
    const begun = counting
    begun.result.catch(() => {
      if (all.get(question.key) === begun) all.delete(question.key)
    })
  }
  all.delete(question.key)
  all.set(question.key, counting)
  for (const [key, { ended }] of all) if (all.size > kept && ended) all.delete(key)
  return (await patiently(counting, question)) as { progress: TeamProgress | null; result: R | null }
}

function begin(stamp: string, count: (context: CountingContext) => Promise<unknown>): Counting {
  const stop = new AbortController()
  const counting: Counting = {
    stamp,
    stop,
    progress: { done: 0, total: 1 },
    waiting: 0,
    ended: false,
    idle: undefined,
    result: Promise.resolve()
      .then(() => count({ signal: stop.signal, progress: (done, total) => (counting.progress = { done, total }) }))
      .finally(() => {
        counting.ended = true
        clearTimeout(counting.idle)
      })
  }
  return counting
}

async function patiently(counting: Counting, { patience, signal }: { patience: number | undefined; signal: AbortSignal }): Promise<{ progress: TeamProgress | null; result: unknown }> {
  counting.waiting++
  clearTimeout(counting.idle)
  const leave = new AbortController()
  const cancelled = new Promise<never>((_, reject) => {
    const tell = (): void => reject(new PlanisphereError('CANCELLED', 'The counting was cancelled.'))
    if (signal.aborted) tell()
    else signal.addEventListener('abort', tell, { signal: leave.signal })
  })
  let timer: NodeJS.Timeout | undefined
  const tired = patience === undefined ? [] : [new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patience)))]
  try {
    const result = await Promise.race([counting.result.then((value) => ({ value })), cancelled, ...tired])
    return result === null ? { progress: counting.progress, result: null } : { progress: null, result: result.value }
  } finally {
    clearTimeout(timer)
    leave.abort()
    counting.waiting--
    if (!counting.ended && counting.waiting === 0) {
      const stop = (): void => counting.stop.abort(new PlanisphereError('CANCELLED', 'Nobody waits for the counting.'))
      // Who cancels wants it ended; who lost patience comes back.
      if (signal.aborted) stop()
      else counting.idle = setTimeout(stop, idleMs).unref()
    }
  }
}
