import type { ErrorData } from '#shared/errors/planisphere-error.ts'
import type { SignatureSpec } from './signature-spec.ts'

/** What became of one picture: its own pixels after its EXIF orientation, or why it cannot be used. */
export type Found = { readonly width: number; readonly height: number } | { readonly error: ErrorData }

export interface MeasuredGroup {
  /** float32 [files, length of the spec]; rows of pictures that cannot be used are NaN. */
  readonly numbers: Float32Array
  readonly found: readonly Found[]
}

/** Mean and (population) deviation of each ring of the texture over so many views. */
export interface TextureScale {
  readonly mean: Float64Array
  readonly deviation: Float64Array
  readonly views: number
}

/** What a signature worker is asked. `vectors`: the project's `signatures.vec`. */
export type SignatureRequest =
  | { readonly kind: 'measure'; readonly spec: SignatureSpec; readonly files: readonly string[] }
  /** Decodes as `measure` does and measures nothing: what a bench compares with. */
  | { readonly kind: 'decode'; readonly spec: SignatureSpec; readonly files: readonly string[] }
  | { readonly kind: 'row'; readonly spec: SignatureSpec; readonly vectors: string; readonly view: number }
  | { readonly kind: 'count'; readonly spec: SignatureSpec; readonly vectors: string }
  | { readonly kind: 'scale'; readonly spec: SignatureSpec; readonly vectors: string; readonly views: Int32Array }

export interface SignatureAnswers {
  measure: MeasuredGroup
  decode: readonly Found[]
  /** Null where the view is not mined. */
  row: Float32Array | null
  count: number
  /** Null where none of the views is mined. */
  scale: TextureScale | null
}

export interface SignatureCall {
  readonly id: number
  readonly request: SignatureRequest
}

export type SignatureReply = { readonly id: number; readonly answer: SignatureAnswers[keyof SignatureAnswers] } | { readonly id: number; readonly error: ErrorData }
