import { PlanisphereError, type ErrorData } from '#shared/errors/planisphere-error.ts'
import type { GalleryRule, PositivesRule } from '#shared/domain/run.ts'
import type { Footprints } from '../geo/footprint-index.ts'
import type { LocatedRows } from '../store/repositories/gallery.ts'
import type { VectorOwner } from './load-vectors.ts'
import type { BlocksEnd, RankedBatch, RankingCounts } from './rank-queries.ts'
import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'

/** Everything a ranking thread needs; the arrays stand in shared memory. */
export interface RankingTask {
  readonly galleryFile: string
  readonly queryFile: string
  readonly encoderHash: string
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  readonly galleryOwner: VectorOwner
  readonly queryOwner: VectorOwner
  readonly rule: GalleryRule
  readonly positives: PositivesRule
  readonly footprints: Footprints | null
  readonly amongThemselves: boolean
  readonly centered: boolean
  /** Kept length of each ranking; null for all of it. */
  readonly k: number | null
  readonly skipBlocks?: number
}

export type RankingMessage =
  | { readonly kind: 'counts'; readonly counts: RankingCounts; readonly provider: string }
  | { readonly kind: 'batch'; readonly batch: RankedBatch }
  | { readonly kind: 'done'; readonly end: BlocksEnd }
  | { readonly kind: 'error'; readonly error: ErrorData }

export interface RankingEnd extends BlocksEnd {
  readonly counts: RankingCounts
  readonly provider: string
}

/**
 * Ranks in a thread of its own. `onCounts` is told first, then `onBatch` for each batch: the thread goes on while one
 * is taken in, at most one ahead. An aborted signal ends the thread at once; nothing of it is left.
 */
export async function rankInThread(
  task: RankingTask,
  take: { onCounts?(counts: RankingCounts): void; onBatch(batch: RankedBatch): Promise<void> },
  signal?: AbortSignal
): Promise<RankingEnd> {
  signal?.throwIfAborted()
  const worker = startInferenceWorker(new URL('./ranking-worker.ts', import.meta.url), task)
  let abort: (() => void) | undefined
  let taking: Promise<void> = Promise.resolve()
  try {
    return await new Promise<RankingEnd>((resolve, reject) => {
      abort = () => reject(signal?.reason as Error)
      signal?.addEventListener('abort', abort)
      let counts: RankingCounts | undefined
      let provider = ''
      let finished = false
      worker.on('error', reject)
      worker.on('exit', (code) => {
        // After its last message the thread ends by itself, while its last batch may still be written.
        if (!finished) reject(new Error(`the ranking thread ended with ${code}`))
      })
      const receive = (message: RankingMessage): void => {
        if (message.kind === 'error') throw PlanisphereError.fromData(message.error)
        if (message.kind === 'done') {
          finished = true
          if (!counts) throw new Error('no counts were told')
          const end = { counts, provider, ...message.end }
          taking.then(() => resolve(end), reject)
          return
        }
        if (message.kind === 'counts') {
          counts = message.counts
          provider = message.provider
          take.onCounts?.(message.counts)
        }
        // The batch before must be taken in before the next but one is asked for.
        const before = taking
        if (message.kind === 'batch') {
          taking = before.then(() => take.onBatch(message.batch))
          taking.catch(reject)
        }
        before.then(() => worker.postMessage('next'), reject)
      }
      worker.on('message', (message: RankingMessage) => {
        try {
          receive(message)
        } catch (thrown) {
          reject(thrown as Error)
        }
      })
    })
  } finally {
    if (abort) signal?.removeEventListener('abort', abort)
    await endInferenceWorker(worker)
    // Whoever takes the batches may still be writing one: it must have ended before the job has.
    await taking.catch(() => undefined)
  }
}
