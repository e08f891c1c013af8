import * as z from 'zod'
import { EncoderSide } from './vocabulary.ts'

export const executionProviders = ['cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml'] as const
export const ExecutionProvider = z.enum(executionProviders)
export type ExecutionProvider = z.infer<typeof ExecutionProvider>

export const ProviderProbe = z.object({
  provider: ExecutionProvider,
  available: z.boolean(),
  /** Why it is used or not, in a sentence. */
  reason: z.string(),
  /** The adapter's name where the provider tells it. */
  device: z.string().nullable(),
  /** Largest absolute difference to the CPU's result on the probe graph. */
  maxError: z.number().nullable(),
  milliseconds: z.number().nullable()
})
export type ProviderProbe = z.infer<typeof ProviderProbe>

/** One side of an encoder after its check. */
export const EncoderSideInfo = z.object({
  side: EncoderSide,
  file: z.string(),
  dimensions: z.int().positive(),
  bytes: z.int(),
  /** Text: the longest input in tokens. Image: null. */
  maxTokens: z.int().nullable(),
  /** Image: the square input's side in pixels. Text: null. */
  imageSize: z.int().nullable(),
  /** Rows with a vector, of the rows that could have one. */
  embedded: z.int(),
  total: z.int()
})
export type EncoderSideInfo = z.infer<typeof EncoderSideInfo>

export const EncoderLayout = z.enum(['hugging-face', 'encoder-json', 'onnx-file', 'vectors'])
export type EncoderLayout = z.infer<typeof EncoderLayout>

/** Whether it can embed what is new: one of imported vectors has no model. */
export function hasModel(encoder: { readonly layout: EncoderLayout }): boolean {
  return encoder.layout !== 'vectors'
}

export const EncoderInfo = z.object({
  name: z.string(),
  path: z.string(),
  /** What was recognised: the Hugging Face layout, an encoder.json, a bare image ONNX file; or vectors that were imported, without a model. */
  layout: EncoderLayout,
  hash: z.string(),
  dimensions: z.int().positive(),
  sides: z.array(EncoderSideInfo),
  addedAt: z.number(),
  /** Whether PLANET trained it with all three physical terms, so that its answers can be re-ranked by physical agreement. */
  reranks: z.boolean(),
  /** The provider of its last embed job, if any. */
  provider: ExecutionProvider.nullable()
})
export type EncoderInfo = z.infer<typeof EncoderInfo>

export const EncoderCheck = z.object({
  ok: z.boolean(),
  items: z.array(z.object({ what: z.string(), ok: z.boolean(), detail: z.string() }))
})
export type EncoderCheck = z.infer<typeof EncoderCheck>

export const EncoderName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'a name of letters, digits, dot, dash and underscore')
