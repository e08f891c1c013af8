import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { BatchSize, isOutOfMemory } from './batch-size.ts'
import type { OpenedSide } from './encode-protocol.ts'
import { EncodeThread } from './encode-thread.ts'
import type { ImageSpec, TextSpec } from './encoder-spec.ts'
import type { Embeddings } from './encoder-side.ts'
import { joinStates, type TextStates } from './token-states.ts'

export interface SideOptions {
  readonly provider: ExecutionProvider
  /** Threads inside one operator; 0: as many as there are cores. */
  readonly threads?: number
  /** Told when the provider failed and the CPU goes on in its place. */
  readonly onFallback?: (notice: { from: ExecutionProvider; reason: string }) => void
}

/** How an encode thread is made; tests put one in that fails. */
export type MakeThread = () => Pick<EncodeThread, 'call' | 'close' | 'alive'>

type Inputs = { readonly kind: 'texts'; readonly texts: readonly string[] } | { readonly kind: 'images'; readonly pixels: Uint8Array; readonly pictureBytes: number }

/**
 * One side of an encoder, open in a thread of its own. Splits what it is given into batches, halves them when memory
 * runs out, and falls back to the CPU when the provider fails, in opening or in the middle of the work.
 */
export class SideSession<S extends TextSpec | ImageSpec = TextSpec | ImageSpec> {
  readonly #folder: string
  readonly #side: 'text' | 'image'
  readonly #options: SideOptions
  readonly #makeThread: MakeThread
  #thread: Pick<EncodeThread, 'call' | 'close' | 'alive'>
  #spec: S
  #opened: OpenedSide | undefined
  #batch = new BatchSize({ start: 1, limit: 1 })

  private constructor(folder: string, side: 'text' | 'image', spec: S, options: SideOptions, makeThread: MakeThread) {
    this.#folder = folder
    this.#side = side
    this.#spec = spec
    this.#options = options
    this.#makeThread = makeThread
    this.#thread = makeThread()
  }

  static async openText(folder: string, spec: TextSpec, options: SideOptions, makeThread: MakeThread = () => new EncodeThread()): Promise<SideSession<TextSpec>> {
    return new SideSession(folder, 'text', spec, options, makeThread).#open(options.provider)
  }

  static async openImage(folder: string, spec: ImageSpec, options: SideOptions, makeThread: MakeThread = () => new EncodeThread()): Promise<SideSession<ImageSpec>> {
    return new SideSession(folder, 'image', spec, options, makeThread).#open(options.provider)
  }

  /** The spec with what the graph itself fixes (image size, text length). */
  get spec(): S {
    return this.#spec
  }

  get provider(): ExecutionProvider {
    return this.#opened?.provider ?? this.#options.provider
  }

  get graph(): OpenedSide | undefined {
    return this.#opened
  }

  get batchSize(): number {
    return this.#batch.size
  }

  get alive(): boolean {
    return this.#thread.alive
  }

  encodeTexts(texts: readonly string[]): Promise<Embeddings> {
    return this.#encode({ kind: 'texts', texts }, texts.length)
  }

  /** Token states of texts, and their embeddings by the model itself, before a head. */
  async encodeStates(texts: readonly string[]): Promise<TextStates> {
    const parts: TextStates[] = []
    await this.#inBatches(texts.length, async (from, size) => {
      const part = await this.#thread.call<'states'>({ kind: 'states', texts: this.#textsAt(texts, from, size) })
      parts.push(cutStates(part, size))
    })
    return joinStates(parts)
  }

  /** `pixels`: count pictures of 8-bit RGB, size x size x 3, one after the other. */
  encodeImages(pixels: Uint8Array, count: number): Promise<Embeddings> {
    return this.#encode({ kind: 'images', pixels, pictureBytes: pixels.length / Math.max(1, count) }, count)
  }

  close(): Promise<void> {
    return this.#thread.close()
  }

  async #open(provider: ExecutionProvider): Promise<this> {
    const request = { folder: this.#folder, provider, threads: this.#options.threads ?? 0 }
    try {
      const opened =
        this.#side === 'text'
          ? await this.#thread.call<'open-text'>({ kind: 'open-text', ...request, spec: this.#spec as TextSpec })
          : await this.#thread.call<'open-image'>({ kind: 'open-image', ...request, spec: this.#spec as ImageSpec })
      this.#spec = opened.spec as S
      this.#opened = opened
      const limit = provider === 'cpu' ? 32 : 256
      this.#batch = new BatchSize({ start: provider === 'cpu' ? 8 : 16, limit, fixed: opened.fixedBatch })
      return this
    } catch (thrown) {
      if (provider === 'cpu' || !mayBeTheProvider(thrown)) {
        await this.#thread.close()
        throw thrown
      }
      await this.#fallBack(provider, thrown)
      return this
    }
  }

  async #fallBack(from: ExecutionProvider, thrown: unknown): Promise<void> {
    await this.#thread.close()
    this.#thread = this.#makeThread()
    await this.#open('cpu')
    this.#options.onFallback?.({ from, reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }

  async #encode(inputs: Inputs, count: number): Promise<Embeddings> {
    let rows: Float32Array | undefined
    let dimensions = 0
    await this.#inBatches(count, async (from, size) => {
      const part = await this.#run(inputs, from, size)
      dimensions = part.dimensions
      rows ??= new Float32Array(count * dimensions)
      rows.set(part.rows, from * dimensions)
    })
    return { dimensions, rows: rows ?? new Float32Array(0) }
  }

  /** Runs a batch after the other: a smaller one where memory runs out, on the CPU where the provider fails. */
  async #inBatches(count: number, run: (from: number, size: number) => Promise<void>): Promise<void> {
    let done = 0
    while (done < count) {
      const size = Math.min(this.#batch.size, count - done)
      const start = performance.now()
      try {
        await run(done, size)
      } catch (thrown) {
        const message = thrown instanceof Error ? thrown.message : String(thrown)
        if (isOutOfMemory(message) && this.#batch.outOfMemory()) {
          if (!this.#thread.alive) {
            this.#thread = this.#makeThread()
            const kept = this.#batch
            await this.#open(this.provider)
            this.#batch = kept
          }
          continue
        }
        if (this.provider === 'cpu' || !mayBeTheProvider(thrown)) throw thrown
        await this.#fallBack(this.provider, thrown)
        continue
      }
      this.#batch.ran(size, performance.now() - start)
      done += size
    }
  }

  /** The texts of a run; a graph with a fixed batch is given its full number, the last text repeated. */
  #textsAt(all: readonly string[], from: number, size: number): string[] {
    const texts = all.slice(from, from + size)
    while (texts.length < (this.#opened?.fixedBatch ?? size)) texts.push(texts.at(-1) ?? '')
    return texts
  }

  /** Runs inputs from..from+size. A graph with a fixed batch is given its full number. */
  async #run(inputs: Inputs, from: number, size: number): Promise<Embeddings> {
    const fixed = this.#opened?.fixedBatch ?? size
    if (inputs.kind === 'texts') {
      return cut(await this.#thread.call<'texts'>({ kind: 'texts', texts: this.#textsAt(inputs.texts, from, size) }), size)
    }
    const pixels = new Uint8Array(fixed * inputs.pictureBytes)
    pixels.set(inputs.pixels.subarray(from * inputs.pictureBytes, (from + size) * inputs.pictureBytes))
    return cut(await this.#thread.call<'images'>({ kind: 'images', pixels, count: fixed }, [pixels.buffer]), size)
  }
}

function cut(embeddings: Embeddings, rows: number): Embeddings {
  return { dimensions: embeddings.dimensions, rows: embeddings.rows.subarray(0, rows * embeddings.dimensions) }
}

function cutStates(of: TextStates, texts: number): TextStates {
  const tokens = of.tokens.subarray(0, texts)
  return { ...of, rows: of.rows.subarray(0, texts * of.dimensions), tokens, states: of.states.subarray(0, tokens.reduce((sum, count) => sum + count, 0) * of.width) }
}

/** Whether trying on the CPU could help: not for files that are wrong, nor for input that is. */
function mayBeTheProvider(thrown: unknown): boolean {
  return !(thrown instanceof PlanisphereError) || thrown.code === 'PROVIDER_FAILED' || thrown.code === 'INTERNAL'
}
