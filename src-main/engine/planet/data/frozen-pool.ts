import { existsSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { embedRunner } from '../../inference/embed-job.ts'
import { chooseProvider, machineProviders } from '../../inference/providers.ts'
import { SideSession } from '../../inference/side-session.ts'
import { chooseStates } from '../../inference/token-states.ts'
import type { JobContext } from '../../jobs/job-queue.ts'
import { VectorFile, vectorPath } from '../../store/vector-file.ts'
import { frozenSizes } from '../network/frozen-heads.ts'
import type { FoundBase } from '../training/frozen-base.ts'
import type { FrozenChoice } from '../training/training-protocol.ts'
import { signaturesFile } from '../signatures/mine-job.ts'
import { signaturesOf } from './signatures-of.ts'
import { cacheTokens } from './token-cache.ts'
import { tokenFile } from './token-features.ts'
import { checkTrainingData, type TrainingData } from './training-data.ts'
import { assembledPool, placesOf, type TrainingPool } from './training-pool.ts'

export interface FrozenTraining {
  readonly pool: TrainingPool
  readonly model: FrozenChoice
  /** Captions that were left out because their token states went beyond the budget. */
  readonly over: number
}

export interface FrozenHost {
  readonly resources: string
  /** Most bytes that token states of one training take. Default: 8 GB. */
  readonly featureBytes?: number | undefined
}

type Context = Pick<JobContext, 'id' | 'project' | 'signal' | 'progress' | 'problem' | 'emit'>

const rowsAtOnce = 512

/**
 * Everything that heads on a frozen base learn from: its embeddings of the tiles (embedded now where they are missing,
 * as an embed job does), the token states of the captions (kept in `planet/cache`), and the signatures. Places whose
 * tile has no vector or no signature are left out. UNSUPPORTED if the base gives no token states.
 */
export async function frozenPool(context: Context, host: FrozenHost, base: FoundBase, read: TrainingData, options: { readonly batch: number; readonly seed: number; readonly provider?: string | undefined }, signatureSpec: string): Promise<FrozenTraining> {
  const { project, signal } = context
  const part = (what: string) => (progress: Parameters<Context['progress']>[0]): void => context.progress({ ...progress, phase: `${what} with ${base.name}: ${progress.phase.toLowerCase()}` })
  const asked = options.provider ?? process.env['PLANISPHERE_PROVIDER'] ?? 'auto'
  const { provider } = chooseProvider(asked, asked === 'cpu' ? [] : await machineProviders())
  const session = await SideSession.openText(base.folder, base.text, {
    provider,
    onFallback: ({ from, reason }) => context.emit({ type: 'notice', project: project.handle, level: 'warning', message: `${from} failed, so ${base.name} goes on with the CPU: ${reason}`, hint: 'Look at Settings > Engine, or choose the CPU.' })
  })
  let cached: Awaited<ReturnType<typeof cacheTokens>>
  const features = tokenFile(project, base.hash)
  try {
    chooseStates(session.graph?.outputs ?? [], base.text.head?.states)
    await embedRunner(host.resources).run({ ...context, progress: part('Embedding'), params: { name: base.name, side: 'image', ...(options.provider === undefined ? {} : { provider: options.provider }) }, checkpoint: null, saveCheckpoint: () => Promise.resolve() })
    cached = await cacheTokens(read, session, features, {
      budget: host.featureBytes ?? 8e9,
      seed: options.seed,
      signal,
      onProgress: (done, total) => part('Reading')({ phase: 'Captions', done, total })
    })
  } finally {
    await session.close()
  }
  const data: TrainingData = { ...read, splits: cached.splits }
  checkTrainingData(data, options)
  const all = placesOf(data)
  const views = Int32Array.from(all, ({ place }) => place.view)
  const found = await signaturesOf(signaturesFile(project), signatureSpec, views)
  const images = await imagesOf(vectorPath(project.folders.vectors, base.name, 'image'), base, views)
  signal.throwIfAborted()
  const out = new Set<number>([...found.missing, ...images.missing])
  const arrays = { size: 0, pixels: new Uint8Array(0), signatures: found.signatures, embeddings: images.rows }
  const pool = await assembledPool(data, all, out, arrays, signatureSpec, `${signatureSpec}/${base.hash}`)
  const config = frozenSizes({ states: cached.shape.width, embedding: cached.shape.dimensions })
  return { pool, model: { kind: 'frozen', config, features, base: { folder: base.folder, text: base.text, image: base.image } }, over: cached.over }
}

/** The base's embeddings of views, float32 [views, dimensions] in shared memory, and the rows that have none. */
async function imagesOf(file: string, { hash, dimensions }: FoundBase, views: Int32Array): Promise<{ rows: Float32Array; missing: number[] }> {
  const rows = new Float32Array(new SharedArrayBuffer(views.length * dimensions * 4))
  if (!existsSync(file)) return { rows, missing: [...views.keys()] }
  const vectors = VectorFile.open(file, { encoderHash: hash })
  try {
    const missing: number[] = []
    for (let from = 0; from < views.length; from += rowsAtOnce) {
      const part = views.subarray(from, from + rowsAtOnce)
      const absent = new Set(vectors.gather(part, rows.subarray(from * dimensions, (from + part.length) * dimensions)))
      if (absent.size > 0) part.forEach((view, at) => void (absent.has(view) && missing.push(from + at)))
      await nextTurn()
    }
    return { rows, missing }
  } finally {
    vectors.close()
  }
}
