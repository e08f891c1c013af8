import type { EncoderSide } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { decodeFloat16 } from '../store/float16.ts'
import type { Pooling } from './encoder-spec.ts'
import type { Tensor, TensorInfo } from './session.ts'

export interface Embeddings {
  readonly dimensions: number
  /** Row-major, one row an input, as the model gives them: not normalised. */
  readonly rows: Float32Array
}

/** Output names in the order of trust: projected embeddings first, token states last. */
const likelyNames: Readonly<Record<EncoderSide, readonly string[]>> = {
  text: ['text_embeds', 'text_embeddings', 'text_features', 'sentence_embedding', 'embedding', 'embeddings', 'features', 'pooler_output', 'last_hidden_state'],
  image: ['image_embeds', 'image_embeddings', 'image_features', 'embedding', 'embeddings', 'features', 'pooler_output', 'last_hidden_state']
}

const floats = new Set(['float32', 'float16', 'float64'])

/**
 * The output that holds the embedding: the configured one, else the most likely name, else the first float output with
 * two dimensions, else the first with three. BAD_ENCODER if there is none.
 */
export function chooseOutput(outputs: readonly TensorInfo[], side: EncoderSide, configured: string | undefined): TensorInfo {
  const usable = outputs.filter((output) => floats.has(output.type) && (output.shape.length === 2 || output.shape.length === 3))
  const found =
    configured === undefined
      ? (likelyNames[side].map((name) => usable.find((output) => output.name === name)).find((output) => output !== undefined) ??
        usable.find((output) => output.shape.length === 2) ??
        usable[0])
      : outputs.find((output) => output.name === configured)
  if (found) return found
  const names = outputs.map((output) => `${output.name} ${output.type}[${output.shape.join(', ')}]`).join('; ')
  throw new PlanisphereError('BAD_ENCODER', `The ${side} model has no output ${configured === undefined ? 'that could be an embedding' : `named ${configured}`}. It has: ${names}.`, {
    hint: 'Name the right output in encoder.json.'
  })
}

/**
 * The first `rows` embeddings of an output of shape [N, D], or [N, T, D] pooled over T. `mask` (rows x T, 1 where a
 * token counts) is used by the poolings `mean` and `last`; without it every position counts.
 */
export function embeddingRows(output: Tensor, rows: number, pooling: Pooling, mask?: Int32Array): { dimensions: number; data: Float32Array } {
  const values = asFloat32(output)
  const [batch = 0, second = 0, third] = output.shape
  const dimensions = third ?? second
  if (output.shape.length < 2 || output.shape.length > 3 || batch < rows || dimensions < 1 || values.length < rows * dimensions) {
    throw new PlanisphereError('BAD_ENCODER', `The model answered ${rows} inputs with a tensor of [${output.shape.join(', ')}].`, { hint: 'The embedding output must be [N, D] or [N, T, D].' })
  }
  if (third === undefined) return { dimensions, data: values.slice(0, rows * dimensions) }
  const data = new Float32Array(rows * dimensions)
  for (let row = 0; row < rows; row++) {
    const counts = (token: number): boolean => mask === undefined || mask.length !== rows * second || mask[row * second + token] === 1
    let last = 0
    let counted = 0
    for (let token = 0; token < second; token++) {
      if (!counts(token)) continue
      last = token
      counted++
      if (pooling === 'mean') for (let d = 0; d < dimensions; d++) data[row * dimensions + d] = (data[row * dimensions + d] ?? 0) + (values[(row * second + token) * dimensions + d] ?? 0)
    }
    if (pooling === 'mean') for (let d = 0; d < dimensions; d++) data[row * dimensions + d] = (data[row * dimensions + d] ?? 0) / Math.max(1, counted)
    else data.set(values.subarray((row * second + (pooling === 'cls' ? 0 : last)) * dimensions, (row * second + (pooling === 'cls' ? 0 : last) + 1) * dimensions), row * dimensions)
  }
  return { dimensions, data }
}

/** A float tensor's numbers as float32. BAD_ENCODER if it is none. */
export function asFloat32(tensor: Tensor): Float32Array {
  if (tensor.data instanceof Float32Array) return tensor.data
  if (tensor.data instanceof Float64Array) return Float32Array.from(tensor.data)
  if (tensor.type === 'float16' && tensor.data instanceof Uint16Array) {
    const out = new Float32Array(tensor.data.length)
    decodeFloat16(tensor.data, out)
    return out
  }
  throw new PlanisphereError('BAD_ENCODER', `The embedding output is ${tensor.type}, not floating point.`, { hint: 'Name another output in encoder.json.' })
}
