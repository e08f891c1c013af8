import { availableParallelism } from 'node:os'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { readModelImage, type ModelImage } from '../media/model-image.ts'
import type { EncoderRow, ImageFinding, ImageRow, TextRow } from '../store/repositories/encoders.ts'
import { VectorFile, vectorPath } from '../store/vector-file.ts'
import { encoderFolder } from './encoder-path.ts'
import { StoredSpec, type ImageSpec, type TextSpec } from './encoder-spec.ts'
import type { Embeddings } from './encoder-side.ts'
import { inGroups, orderedLookahead } from './ordered-lookahead.ts'
import { chooseProvider, machineProviders } from './providers.ts'
import { SideSession, type SideOptions } from './side-session.ts'
import { refuseVectorsOnly } from './vectors-only.ts'

export interface EmbedParams extends Record<string, unknown> {
  readonly name: string
  readonly side: 'text' | 'image' | 'both'
  readonly provider?: string
}

type Context = JobContext<EmbedParams, never>
interface SideResult {
  embedded: number
  failed: number
}

const pageRows = 2000
/** Rows become durable at least this often: what a crash can cost. */
const flushEveryMs = 1000
const findingsAtOnce = 200

/**
 * Embeds what has no vector yet. Reading, decoding, inference and writing overlap; a broken image is recorded against
 * its view and the job goes on. Needs no checkpoint: the vector files themselves say which rows are there.
 */
export function embedRunner(resources: string): JobRunner<EmbedParams, never> {
  return {
    kind: 'embed',
    title: ({ name, side }) => `Embed ${side === 'text' ? 'captions' : side === 'image' ? 'images' : 'captions and images'} with ${name}`,
    run: (context) => embed(context, resources)
  }
}

async function embed(context: Context, resources: string): Promise<Record<string, unknown>> {
  const { project, params } = context
  const encoder = await project.store.read('encoders.get', { name: params.name })
  if (!encoder) throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${params.name}.`, { hint: 'Add the encoder first.' })
  const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
  refuseVectorsOnly(encoder.name, spec)
  const wanted = sidesWanted(params, spec.text !== undefined, spec.image !== undefined)
  // 'auto' is what Settings say; the studio hands that to the engine when it starts it.
  const asked = params.provider === undefined || params.provider === 'auto' ? (process.env['PLANISPHERE_PROVIDER'] ?? 'auto') : params.provider
  const choice = chooseProvider(asked, asked === 'cpu' ? [] : await machineProviders())
  if (asked !== 'auto' && choice.provider !== asked) {
    context.emit({ type: 'notice', project: project.handle, level: 'warning', message: `${encoder.name} runs on the ${choice.provider}: ${choice.reason}` })
  }
  const used = new Set<ExecutionProvider>()
  const options: SideOptions = {
    provider: choice.provider,
    onFallback({ from, reason }) {
      context.emit({ type: 'notice', project: project.handle, level: 'warning', message: `${from} failed, so ${encoder.name} goes on with the CPU: ${reason}`, hint: 'Look at Settings > Engine, or choose the CPU.' })
    }
  }
  const folder = encoderFolder(encoder.path, resources)
  const started = performance.now()
  const results: { text: SideResult; image: SideResult } = { text: { embedded: 0, failed: 0 }, image: { embedded: 0, failed: 0 } }
  try {
    if (wanted.text && spec.text) results.text = await embedTexts(context, encoder, await SideSession.openText(folder, spec.text, options), used)
    if (wanted.image && spec.image) results.image = await embedImages(context, encoder, await SideSession.openImage(folder, spec.image, options), used)
  } finally {
    context.emit({ type: 'changed', project: project.handle, what: ['encoders', 'views'] })
  }
  const provider = [...used].at(-1) ?? choice.provider
  await project.store.write('encoders.setProvider', { name: encoder.name, provider })
  const seconds = (performance.now() - started) / 1000
  return { ...results, provider, perSecond: Math.round(((results.text.embedded + results.image.embedded) / Math.max(seconds, 1e-3)) * 10) / 10 }
}

function sidesWanted(params: EmbedParams, hasText: boolean, hasImage: boolean): { text: boolean; image: boolean } {
  if ((params.side === 'text' && !hasText) || (params.side === 'image' && !hasImage)) {
    throw new PlanisphereError('UNSUPPORTED', `${params.name} has no ${params.side} side.`, { hint: `Embed its ${params.side === 'text' ? 'image' : 'text'} side.` })
  }
  return { text: params.side !== 'image' && hasText, image: params.side !== 'text' && hasImage }
}

/** Writes rows as they come and makes them durable every second. */
class VectorWriter {
  readonly #file: VectorFile
  #lastFlush = performance.now()
  embedded = 0

  constructor(context: Context, encoder: EncoderRow, side: 'text' | 'image') {
    this.#file = VectorFile.openForWriting(vectorPath(context.project.folders.vectors, encoder.name, side), { dimensions: encoder.dimensions, encoderHash: encoder.hash })
  }

  get count(): number {
    return this.#file.count
  }

  has(id: number): boolean {
    return this.#file.has(id)
  }

  /** Returns the positions of rows that are not finite; the others are written. */
  async write(ids: readonly number[], embeddings: Embeddings): Promise<number[]> {
    const { dimensions, rows } = embeddings
    const bad = ids.map((_, i) => i).filter((i) => !rows.subarray(i * dimensions, (i + 1) * dimensions).every((value) => Number.isFinite(value)))
    if (bad.length === 0) this.#file.writeRows(Int32Array.from(ids), rows)
    else ids.forEach((id, i) => void (bad.includes(i) || this.#file.writeRows(Int32Array.of(id), rows.slice(i * dimensions, (i + 1) * dimensions))))
    this.embedded += ids.length - bad.length
    if (performance.now() - this.#lastFlush > flushEveryMs) await this.flush()
    return bad
  }

  async flush(): Promise<void> {
    await this.#file.flush()
    this.#lastFlush = performance.now()
  }

  async close(): Promise<void> {
    try {
      await this.#file.flush()
    } finally {
      this.#file.close()
    }
  }
}

async function embedTexts(context: Context, encoder: EncoderRow, session: SideSession<TextSpec>, used: Set<ExecutionProvider>): Promise<SideResult> {
  const writer = new VectorWriter(context, encoder, 'text')
  const { store } = context.project
  let failed = 0
  try {
    const total = (await store.read('encoders.totals', {})).text
    const progress = (): void => context.progress({ phase: 'Captions', done: writer.count + failed, total: Math.max(total, writer.count + failed) })
    progress()
    const rows = withoutVector<TextRow>(context, writer, (after) => store.read('encoders.textsAfter', { after, limit: pageRows }))
    const encoded = orderedLookahead(inGroups(rows, () => 2 * session.batchSize), 2, async (group) => ({ group, embeddings: await session.encodeTexts(group.map((row) => row.text)) }))
    for await (const { group, embeddings } of encoded) {
      used.add(session.provider)
      for (const at of await writer.write(group.map((row) => row.id), embeddings)) {
        failed++
        context.problem({ file: `caption ${group[at]?.id}`, line: null, code: 'BAD_SCORES', message: 'The encoder gave NaN or infinite numbers for this caption.' })
      }
      progress()
      context.signal.throwIfAborted()
    }
    return { embedded: writer.embedded, failed }
  } finally {
    await closeBoth(writer, session)
  }
}

interface ReadImage {
  readonly row: ImageRow
  readonly image: ModelImage | null
  readonly problem: string | null
}

async function embedImages(context: Context, encoder: EncoderRow, session: SideSession<ImageSpec>, used: Set<ExecutionProvider>): Promise<SideResult> {
  const writer = new VectorWriter(context, encoder, 'image')
  const { store } = context.project
  const spec = session.spec
  const bytes = spec.size * spec.size * 3
  let failed = 0
  let findings: ImageFinding[] = []
  const record = async (): Promise<void> => {
    const batch = findings
    findings = []
    if (batch.length) await store.write('encoders.recordImages', { findings: batch })
  }
  const fail = (row: ImageRow, code: string, message: string): void => {
    failed++
    findings.push({ id: row.id, width: null, height: null, problem: message })
    context.problem({ file: row.file, line: null, code, message })
  }
  try {
    const total = (await store.read('encoders.totals', {})).image
    const progress = (): void => context.progress({ phase: 'Images', done: writer.count + failed, total: Math.max(total, writer.count + failed) })
    progress()
    const rows = withoutVector<ImageRow>(context, writer, (after) => store.read('encoders.imagesAfter', { after, limit: pageRows }))
    const decoded = orderedLookahead(rows, 2 * availableParallelism() + 2, (row) => readImage(row, spec))
    // Two groups in flight: while one is encoded in its thread, the next is decoded and the one before is written.
    const encoded = orderedLookahead(inGroups(decoded, () => 2 * session.batchSize), 2, async (group) => {
      const whole = group.filter((read): read is ReadImage & { image: ModelImage } => read.image !== null)
      const pixels = new Uint8Array(whole.length * bytes)
      whole.forEach((read, i) => pixels.set(read.image.pixels, i * bytes))
      return { group, whole: whole.map(({ row, image }) => ({ row, width: image.width, height: image.height })), embeddings: whole.length ? await session.encodeImages(pixels, whole.length) : null }
    })
    for await (const { group, whole, embeddings } of encoded) {
      for (const { row, problem } of group) if (problem !== null) fail(row, 'BAD_IMAGE', problem)
      if (embeddings) {
        used.add(session.provider)
        const bad = await writer.write(whole.map(({ row }) => row.id), embeddings)
        whole.forEach(({ row, width, height }, at) => {
          if (bad.includes(at)) fail(row, 'BAD_SCORES', 'The encoder gave NaN or infinite numbers for this image.')
          else if (row.width !== width || row.height !== height || row.problem !== null) findings.push({ id: row.id, width, height, problem: null })
        })
      }
      if (findings.length >= findingsAtOnce) await record()
      progress()
      context.signal.throwIfAborted()
    }
    return { embedded: writer.embedded, failed }
  } finally {
    await record()
    await closeBoth(writer, session)
  }
}

async function closeBoth(writer: VectorWriter, session: { close(): Promise<void> }): Promise<void> {
  try {
    await writer.close()
  } finally {
    await session.close()
  }
}

async function readImage(row: ImageRow, spec: ImageSpec): Promise<ReadImage> {
  try {
    return { row, image: await readModelImage(row.file, spec), problem: null }
  } catch (thrown) {
    return { row, image: null, problem: toErrorData(thrown).message }
  }
}

/** Pages of rows by id, without those that have a vector. */
async function* withoutVector<R extends { readonly id: number }>(context: Context, writer: VectorWriter, page: (after: number) => Promise<R[]>): AsyncGenerator<R> {
  let after = 0
  for (;;) {
    context.signal.throwIfAborted()
    const rows = await page(after)
    for (const row of rows) if (!writer.has(row.id)) yield row
    const last = rows.at(-1)
    if (!last) return
    after = last.id
  }
}
