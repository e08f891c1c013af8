import { endInferenceWorker, startInferenceWorker } from '../inference/inference-worker.ts'
import { CallThread } from '../threads/call-thread.ts'

/** What a search thread is asked. A gallery is loaded once under a key and stays until others push it out. */
export type SearchRequest =
  | { readonly kind: 'load'; readonly key: string; readonly file: string; readonly encoderHash: string; readonly views: Int32Array; readonly centered: boolean }
  | {
      readonly kind: 'rank'
      readonly key: string
      /** As the encoder gave it: it is centred and scaled here. */
      readonly query: Float32Array
      /** The mean to take away: of the rows of a vector file. Kept by key. */
      readonly centre: { readonly key: string; readonly file: string; readonly rows: Int32Array } | null
      readonly k: number
      /** Views that are right, to be given their exact ranks. */
      readonly positives: readonly number[]
    }
  | { readonly kind: 'vector'; readonly file: string; readonly encoderHash: string; readonly row: number }
  | { readonly kind: 'vectors'; readonly file: string; readonly encoderHash: string; readonly rows: Int32Array }
  | { readonly kind: 'has'; readonly key: string }

export interface SearchAnswers {
  load: { readonly count: number }
  /** Null where other galleries have pushed this one out. */
  rank: {
    readonly gallery: number
    readonly views: Int32Array
    /** Their places in document order. */
    readonly order: Int32Array
    readonly scores: Float32Array
    /** The best-ranked of the positives; null where none is in the gallery. */
    readonly truth: { readonly view: number; readonly rank: number; readonly score: number } | null
    readonly provider: string
  } | null
  /** Null where the row is absent. */
  vector: Float32Array | null
  /** Row-major, in the order asked; null where a row is absent. */
  vectors: Float32Array | null
  has: boolean
}

/** Exact search in a thread of its own. */
export class SearchThread {
  readonly #thread = new CallThread<SearchRequest>({
    start: () => startInferenceWorker(new URL('./search-worker.ts', import.meta.url)),
    end: endInferenceWorker,
    doing: 'Searching',
    hint: 'Search again.'
  })

  /** An aborted signal rejects at once; a request that waits is then left out, and a ranking ends at its next chunk. */
  call<K extends SearchRequest['kind']>(request: Extract<SearchRequest, { kind: K }>, signal?: AbortSignal): Promise<SearchAnswers[K]> {
    return this.#thread.call(request, { signal }) as Promise<SearchAnswers[K]>
  }

  close(): Promise<void> {
    return this.#thread.close()
  }
}
