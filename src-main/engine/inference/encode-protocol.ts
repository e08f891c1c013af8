import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { ErrorData } from '#shared/errors/planisphere-error.ts'
import type { ImageSpec, TextSpec } from './encoder-spec.ts'
import type { TensorInfo } from './session.ts'
import type { TextStates } from './token-states.ts'
import type { TokenCount } from './text-tokens.ts'

/** What an encode worker is asked. Paths are absolute folders; specs name files inside them. */
export type EncodeRequest =
  | { readonly kind: 'open-text'; readonly folder: string; readonly spec: TextSpec; readonly provider: ExecutionProvider; readonly threads: number }
  | { readonly kind: 'open-image'; readonly folder: string; readonly spec: ImageSpec; readonly provider: ExecutionProvider; readonly threads: number }
  /** `key` names the tokenizer in the calls that count: one thread holds those of all encoders. */
  | { readonly kind: 'open-tokenizer'; readonly key: string; readonly folder: string; readonly spec: TextSpec }
  | { readonly kind: 'texts'; readonly texts: readonly string[] }
  /** Embeddings and token states of the base itself, before any head. */
  | { readonly kind: 'states'; readonly texts: readonly string[] }
  | { readonly kind: 'images'; readonly pixels: Uint8Array; readonly count: number }
  | { readonly kind: 'count-tokens'; readonly key: string; readonly text: string }

export interface OpenedSide {
  readonly provider: ExecutionProvider
  readonly fixedBatch: number | null
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
  /** Outputs of the head, where the side has one. */
  readonly headOutputs: readonly TensorInfo[] | null
}

export interface EncodeAnswers {
  'open-text': OpenedSide & { readonly spec: TextSpec }
  'open-image': OpenedSide & { readonly spec: ImageSpec }
  'open-tokenizer': null
  texts: { readonly dimensions: number; readonly rows: Float32Array }
  states: TextStates
  images: { readonly dimensions: number; readonly rows: Float32Array }
  'count-tokens': TokenCount
}

export interface EncodeCall {
  readonly id: number
  readonly request: EncodeRequest
}

export type EncodeReply = { readonly id: number; readonly answer: EncodeAnswers[keyof EncodeAnswers] } | { readonly id: number; readonly error: ErrorData }
