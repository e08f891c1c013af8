import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'
import { CallThread } from '../threads/call-thread.ts'
import type { RerankedList } from './rerank.ts'

/** Where the tiles' side of agreement comes from. */
export interface TileSide {
  /** ONNX model: signatures as measured -> their projections. */
  readonly model: string
  /** `signatures.vec`. */
  readonly signatures: string
  /** Hash of the spec that the model was trained by. */
  readonly spec: string
  /** Of the space of one kind. */
  readonly dimensions: number
  /** Changes when model or signatures do: projections are kept under it. */
  readonly key: string
}

export interface ListToRerank {
  /** All answers' places in document order, and their cosines, best first. */
  readonly order: Int32Array
  readonly scores: Float32Array
  /** The views of the first answers, which are re-ranked. */
  readonly views: Int32Array
}

export type RerankRequest =
  /** `descriptors`: float32 [lists, 3 x dimensions] of the queries' texts. */
  | { readonly kind: 'rerank'; readonly tiles: TileSide; readonly weight: number; readonly descriptors: Float32Array; readonly lists: readonly ListToRerank[] }
  /** How many of the views have no signature. */
  | { readonly kind: 'missing'; readonly tiles: TileSide; readonly views: Int32Array }

export interface RerankAnswers {
  rerank: readonly RerankedList[]
  missing: number
}

/** Re-ranking in a thread of its own: reading signatures and projecting them block. */
export class RerankThread {
  readonly #thread = new CallThread<RerankRequest>({
    start: () => startInferenceWorker(new URL('./rerank-worker.ts', import.meta.url)),
    end: endInferenceWorker,
    doing: 'Re-ranking',
    hint: 'Try again, or rank without it.'
  })

  /** An aborted signal rejects at once; the answer is then thrown away. */
  call<K extends RerankRequest['kind']>(request: Extract<RerankRequest, { kind: K }>, signal?: AbortSignal): Promise<RerankAnswers[K]> {
    return this.#thread.call(request, { signal }) as Promise<RerankAnswers[K]>
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
