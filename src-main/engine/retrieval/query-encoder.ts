import { availableParallelism } from 'node:os'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { EncoderSide } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../inference/encoder-path.ts'
import { StoredSpec, type ImageSpec, type TextSpec } from '../inference/encoder-spec.ts'
import { refuseVectorsOnly } from '../inference/vectors-only.ts'
import { SideSession } from '../inference/side-session.ts'
import { readModelImage } from '../media/model-image.ts'
import { descriptorSide } from './planet-sides.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'

export interface EncodedQuery {
  readonly vector: Float32Array
  readonly provider: ExecutionProvider
}

/** Encodes single queries. The sides last used stay open, so that the next query costs only its own inference. */
export class QueryEncoder {
  readonly #open = new Map<string, Promise<SideSession<TextSpec> | SideSession<ImageSpec>>>()
  static readonly #kept = 3
  readonly #resources: string

  /** `resources`: the folder of the application's own files, where its encoders are. */
  constructor(resources: string) {
    this.#resources = resources
  }

  async text(encoder: EncoderRecord, text: string): Promise<EncodedQuery> {
    const session = (await this.#session(encoder, 'text')) as SideSession<TextSpec>
    const { rows } = await session.encodeTexts([text])
    return { vector: finite(encoder, rows), provider: session.provider }
  }

  /** Several texts at once, row-major. */
  async texts(encoder: EncoderRecord, texts: readonly string[]): Promise<{ dimensions: number; rows: Float32Array }> {
    const session = (await this.#session(encoder, 'text')) as SideSession<TextSpec>
    const { dimensions, rows } = await session.encodeTexts(texts)
    return { dimensions, rows: finite(encoder, rows) }
  }

  /** The descriptors of a text, for its agreement with tiles: UNSUPPORTED where the encoder has none. */
  async descriptors(encoder: EncoderRecord, text: string): Promise<Float32Array> {
    const session = (await this.#session(encoder, 'descriptors')) as SideSession<TextSpec>
    return finite(encoder, (await session.encodeTexts([text])).rows)
  }

  async image(encoder: EncoderRecord, file: string): Promise<EncodedQuery> {
    const session = (await this.#session(encoder, 'image')) as SideSession<ImageSpec>
    const { pixels } = await readModelImage(file, session.spec)
    const { rows } = await session.encodeImages(pixels, 1)
    return { vector: finite(encoder, rows), provider: session.provider }
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    for (const session of open) await session.then((opened) => opened.close(), () => undefined)
  }

  async #session(encoder: EncoderRecord, side: EncoderSide | 'descriptors'): Promise<SideSession<TextSpec> | SideSession<ImageSpec>> {
    const key = `${side} ${encoder.hash} ${encoder.path}`
    const found = this.#open.get(key)
    this.#open.delete(key)
    const usable = found && (await found).alive ? found : openSide(encoder, side, this.#resources)
    this.#open.set(key, usable)
    usable.catch(() => this.#open.delete(key))
    for (const [old, session] of this.#open) {
      if (this.#open.size <= QueryEncoder.#kept) break
      this.#open.delete(old)
      void session.then((opened) => opened.close())
    }
    return usable
  }
}

async function openSide(encoder: EncoderRecord, side: EncoderSide | 'descriptors', resources: string): Promise<SideSession<TextSpec> | SideSession<ImageSpec>> {
  // One core stays free for the engine's loop and the window: queries are encoded while somebody types.
  const options = { provider: encoder.provider ?? 'cpu', threads: Math.max(1, availableParallelism() - 1) }
  if (side === 'descriptors') {
    const own = descriptorSide(encoder, resources)
    return SideSession.openText(own.folder, own.spec, options)
  }
  const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
  refuseVectorsOnly(encoder.name, spec)
  const folder = encoderFolder(encoder.path, resources)
  if (side === 'text' && spec.text) return SideSession.openText(folder, spec.text, options)
  if (side === 'image' && spec.image) return SideSession.openImage(folder, spec.image, options)
  throw new PlanisphereError('UNSUPPORTED', `${encoder.name} has no ${side} side.`, { hint: side === 'text' ? 'Search with an image, or choose an encoder with a text side.' : 'Choose an encoder with an image side.' })
}

function finite(encoder: EncoderRecord, vector: Float32Array): Float32Array {
  if (vector.every(Number.isFinite)) return vector
  throw new PlanisphereError('BAD_SCORES', `${encoder.name} gives this query a NaN or infinite vector.`, { hint: 'Check the encoder; float16 models overflow on some providers.' })
}
