import { join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../../inference/encoder-path.ts'
import { fitTextSpec, openTextSide, type TextSide } from '../../inference/encoder-side.ts'
import { StoredSpec, type TextSpec } from '../../inference/encoder-spec.ts'
import { refuseVectorsOnly } from '../../inference/vectors-only.ts'
import { openSession } from '../../inference/session.ts'
import { openTokenizer } from '../../inference/text-tokens.ts'
import type { OpenProject } from '../../store/open-project.ts'

/** An encoder whose frozen text tower heads stand on. */
export interface HeadBase {
  readonly name: string
  readonly hash: string
  readonly folder: string
  readonly text: TextSpec
  /** Cross-fitting covers the heads only: a base that was trained on captions of the project has seen them. */
  readonly trainedByPlanet: boolean
}

/** NOT_FOUND if the project has none of this name; UNSUPPORTED if it reads no text, or has trained heads itself. */
export async function findHeadBase(project: OpenProject, name: string, resources: string): Promise<HeadBase> {
  const encoder = await project.store.read('encoders.get', { name })
  if (!encoder) throw new PlanisphereError('NOT_FOUND', `The project has no encoder ${name}.`, { hint: 'Add the encoder first, or score without a base.' })
  const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
  refuseVectorsOnly(name, spec)
  const { text } = spec
  if (!text) throw new PlanisphereError('UNSUPPORTED', `${name} reads no text: it has an image side only.`, { hint: 'Choose an encoder with a text side as the base.' })
  if (text.head) throw new PlanisphereError('UNSUPPORTED', `${name} has trained heads already.`, { hint: 'Choose the encoder that those heads stand on as the base.' })
  return { name, hash: encoder.hash, folder: encoderFolder(encoder.path, resources), text, trainedByPlanet: spec.planet !== undefined }
}

/** Token states of texts, all padded to the same length. */
export interface PaddedStates {
  readonly width: number
  /** Tokens a text has room for. */
  readonly length: number
  /** float32 [texts, length, width], zeros where there is no token. */
  readonly states: Float32Array
  /** [texts, length]: 1 for tokens. */
  readonly mask: Uint8Array
}

/** The frozen text tower of an encoder, open on one thread of the CPU. Runs block their thread. */
export class BaseTexts {
  readonly length: number
  readonly #side: TextSide

  private constructor(side: TextSide, length: number) {
    this.#side = side
    this.length = length
  }

  /** BAD_ENCODER if its files cannot be read. */
  static async open({ folder, text }: Pick<HeadBase, 'folder' | 'text'>): Promise<BaseTexts> {
    const session = await openSession(join(folder, text.file), { threads: 1 })
    // Always the same length: what a text is padded to must not hang on its neighbours.
    const spec: TextSpec = { ...fitTextSpec(text, session.inputs), padding: 'length' }
    return new BaseTexts(openTextSide(session, spec, await openTokenizer(folder, spec)), spec.length)
  }

  /** Runs always `rows` texts (the last one repeated), or as many as the graph fixes. UNSUPPORTED if it gives no token states. */
  async states(texts: readonly string[], rows: number): Promise<PaddedStates> {
    const each = this.#side.fixedBatch ?? rows
    let out: { width: number; states: Float32Array; mask: Uint8Array } | null = null
    for (let from = 0; from < texts.length; from += each) {
      const own = texts.slice(from, from + each)
      const run = await this.#side.states([...own, ...Array.from({ length: each - own.length }, () => own.at(-1) as string)])
      const { width } = run
      out ??= { width, states: new Float32Array(texts.length * this.length * width), mask: new Uint8Array(texts.length * this.length) }
      let at = 0
      for (let i = 0; i < own.length; i++) {
        const tokens = run.tokens[i] as number
        out.states.set(run.states.subarray(at * width, (at + tokens) * width), (from + i) * this.length * width)
        out.mask.fill(1, (from + i) * this.length, (from + i) * this.length + tokens)
        at += tokens
      }
    }
    return { length: this.length, ...(out ?? { width: 0, states: new Float32Array(0), mask: new Uint8Array(0) }) }
  }

  async close(): Promise<void> {
    await this.#side.release()
  }
}
