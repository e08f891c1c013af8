import { stat } from 'node:fs/promises'
import type { MiningState, Signature } from '#shared/domain/planet.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../../store/open-project.ts'
import { drawnSignature } from './measure-signature.ts'
import { signaturesFile } from './mine-job.ts'
import type { TextureScale } from './signature-protocol.ts'
import { defaultSpec, hashSpec, signatureLayout } from './signature-spec.ts'
import { standardised } from './signature-statistics.ts'
import { SignatureThread } from './signature-thread.ts'

/** Fewer views than this have no statistics worth the name. */
const leastViews = 30
/** Of more, every n-th is taken: the mean of 20,000 is known to a hundredth of a deviation. */
const mostViews = 20_000
const pageIds = 5000
/** While a project is being mined its statistics change all the time; they are read anew this often at most. */
const scaleMs = 5000

interface Kept<T> {
  readonly stamp: string
  readonly value: Promise<T>
}

interface KeptScale extends Kept<TextureScale | null> {
  readonly dataVersion: number
  /** Until then it serves although the file has changed; 0 while it is computed, and where there was nothing yet. */
  freshUntil: number
}

/** What is known of the signatures of projects; files are read and pictures measured in a thread of its own. */
export class SignatureReader {
  readonly #thread = new SignatureThread()
  readonly #hash = hashSpec(defaultSpec)
  readonly #scales = new Map<string, KeptScale>()
  readonly #counts = new Map<string, Kept<number>>()

  /** Of a view of any kind, as it is drawn. NOT_FOUND if there is no such view; BAD_IMAGE where it is not mined and its picture cannot be read. */
  async of(project: OpenProject, view: number): Promise<Signature> {
    const file = await project.store.read('signatures.fileOf', { view })
    if (file === null) throw new PlanisphereError('NOT_FOUND', `The project has no view ${view}.`, { hint: 'Reload the list of views.' })
    const kept = await this.#thread.call<'row'>({ kind: 'row', spec: defaultSpec, vectors: signaturesFile(project), view })
    const [drawn, scale] = await Promise.all([kept ?? this.#measure(file), this.#scale(project)])
    const signature = drawnSignature(drawn, defaultSpec)
    return { spec: this.#hash, ...signature, textureStandardised: scale && scale.views >= leastViews ? standardised(signature.texture, scale) : null }
  }

  async state(project: OpenProject): Promise<MiningState> {
    const { total, problems } = await project.store.read('signatures.totals', {})
    const vectors = signaturesFile(project)
    const stamp = await stampOf(vectors)
    let counted = this.#counts.get(vectors)
    if (counted?.stamp !== stamp) this.#counts.set(vectors, (counted = { stamp, value: this.#thread.call<'count'>({ kind: 'count', spec: defaultSpec, vectors }) }))
    try {
      return { spec: this.#hash, mined: Math.min(total, await counted.value), total, problems }
    } catch (thrown) {
      this.#counts.delete(vectors)
      throw thrown
    }
  }

  async #measure(file: string): Promise<Float32Array> {
    const { numbers, found } = await this.#thread.call<'measure'>({ kind: 'measure', spec: defaultSpec, files: [file] })
    const [one] = found
    if (one && 'error' in one) throw PlanisphereError.fromData(one.error)
    return numbers.subarray(0, signatureLayout(defaultSpec).length)
  }

  async #scale(project: OpenProject): Promise<TextureScale | null> {
    const vectors = signaturesFile(project)
    const { dataVersion } = project
    const stamp = await stampOf(vectors)
    const known = this.#scales.get(vectors)
    if (known?.dataVersion === dataVersion && (known.stamp === stamp || performance.now() < known.freshUntil)) return known.value
    const value = standardViews(project).then((views) => this.#thread.call<'scale'>({ kind: 'scale', spec: defaultSpec, vectors, views }))
    const made: KeptScale = { dataVersion, stamp, value, freshUntil: 0 }
    this.#scales.set(vectors, made)
    try {
      const scale = await value
      if (scale && scale.views >= leastViews) made.freshUntil = performance.now() + scaleMs
      return scale
    } catch (thrown) {
      this.#scales.delete(vectors)
      throw thrown
    }
  }
}

/** Satellite views of the training split; of all places where no place is in it. */
async function standardViews({ store }: OpenProject): Promise<Int32Array> {
  const { total } = await store.read('signatures.totals', {})
  const training = (await store.read('planetData.state', {})).places.train > 0
  const step = Math.max(1, Math.ceil(total / mostViews))
  const ids: number[] = []
  for (;;) {
    const page = await store.read('signatures.idsAfter', { training, step, after: ids.at(-1) ?? 0, limit: pageIds })
    ids.push(...page)
    if (page.length < pageIds) return Int32Array.from(ids)
  }
}

async function stampOf(file: string): Promise<string> {
  const status = await stat(file).catch(() => null)
  return status === null ? '' : `${status.ino} ${status.size} ${status.mtimeMs}`
}
