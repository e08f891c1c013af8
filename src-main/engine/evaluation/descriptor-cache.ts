import { join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import { VectorFile } from '../store/vector-file.ts'

/** Rows become durable at least this often: what a crash can cost. */
const flushEveryMs = 1000

/** Where the descriptors of an encoder's texts are kept: by its hash, so that another version of it never meets them. */
export function descriptorFile(project: OpenProject, encoderHash: string): string {
  return join(project.folders.planet, 'cache', `descriptors-${encoderHash.slice(0, 16)}.vec`)
}

/**
 * The descriptors of captions' revisions, kept between evaluations: reading all captions with a large encoder takes
 * hours, and weights are tried one after the other. A row is that of its revision, whose text never changes. It is only a
 * cache: a file that cannot be read is begun anew, and what is torn is encoded again.
 */
export class DescriptorCache {
  readonly #file: VectorFile | null
  readonly #writes: boolean
  #lastFlush = performance.now()

  private constructor(file: VectorFile | null, writes: boolean) {
    this.#file = file
    this.#writes = writes
  }

  /** `width`: numbers a text. `write: false`: what is there is used, nothing is kept. */
  static open(file: string, shape: { readonly encoderHash: string; readonly width: number }, { write }: { readonly write: boolean }): DescriptorCache {
    const wanted = { encoderHash: shape.encoderHash, dimensions: shape.width }
    if (!write) return new DescriptorCache(readable(file, wanted), false)
    try {
      return new DescriptorCache(VectorFile.openForWriting(file, wanted), true)
    } catch (thrown) {
      if (!unusable(thrown)) throw thrown
      VectorFile.remove(file)
      return new DescriptorCache(VectorFile.openForWriting(file, wanted), true)
    }
  }

  /** float32 [revisions x width], in the order asked. `encode` is given the indices of those that are not kept, ascending. */
  async of(revisions: Int32Array, width: number, encode: (missing: readonly number[]) => Promise<Float32Array>): Promise<Float32Array> {
    const rows = new Float32Array(revisions.length * width)
    const absent = this.#file === null ? null : new Set(this.#file.gather(revisions, rows))
    const missing = [...revisions.keys()].filter((at) => absent === null || absent.has(revisions[at] as number))
    if (missing.length === 0) return rows
    const encoded = await encode(missing)
    if (encoded.length !== missing.length * width) {
      throw new PlanisphereError('BAD_ENCODER', `The text side gives ${encoded.length / missing.length} numbers a text where its signatures have ${width}.`, { hint: 'Train the encoder again.' })
    }
    missing.forEach((at, i) => rows.set(encoded.subarray(i * width, (i + 1) * width), at * width))
    if (this.#writes && this.#file) {
      this.#file.writeRows(Int32Array.from(missing, (at) => revisions[at] as number), encoded)
      if (performance.now() - this.#lastFlush > flushEveryMs) await this.#flush()
    }
    return rows
  }

  async close(): Promise<void> {
    try {
      if (this.#writes) await this.#flush()
    } finally {
      this.#file?.close()
    }
  }

  async #flush(): Promise<void> {
    await this.#file?.flush()
    this.#lastFlush = performance.now()
  }
}

function readable(file: string, wanted: { readonly encoderHash: string; readonly dimensions: number }): VectorFile | null {
  try {
    const found = VectorFile.open(file, wanted)
    if (found.dimensions === wanted.dimensions) return found
    found.close()
  } catch (thrown) {
    if (!unusable(thrown)) throw thrown
  }
  return null
}

function unusable(thrown: unknown): boolean {
  return thrown instanceof PlanisphereError && (thrown.code === 'CONFLICT' || thrown.code === 'PROJECT_DAMAGED' || thrown.code === 'NO_EMBEDDINGS')
}
