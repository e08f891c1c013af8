import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encodeFloat16 } from '../store/float16.ts'
import { chooseOutput, embeddingRows, type Embeddings } from './embedding-output.ts'
import type { ImageSpec, TextSpec } from './encoder-spec.ts'
import { openHead } from './head-graph.ts'
import type { Session, Tensor, TensorInfo } from './session.ts'
import type { TextTokenizer, TokenBatch } from './text-tokens.ts'
import { chooseStates, packStates, statesOf, type TextStates } from './token-states.ts'

export type { Embeddings }

/** One side of an encoder, ready to run. Blocks its thread: lives in `encode-worker.ts`. */
export interface EncoderSideRunner {
  readonly provider: ExecutionProvider
  /** Inputs a run: a number where the graph fixes it. */
  readonly fixedBatch: number | null
  release(): Promise<void>
}

export interface TextSide extends EncoderSideRunner {
  encode(texts: readonly string[]): Promise<Embeddings>
  /** Token states and embeddings of the model itself, before a head. UNSUPPORTED if it gives no token states. */
  states(texts: readonly string[]): Promise<TextStates>
}

export interface ImageSide extends EncoderSideRunner {
  readonly size: number
  /** `pixels`: 8-bit RGB, count x size x size x 3. */
  encode(pixels: Uint8Array, count: number): Promise<Embeddings>
}

/** What the graph itself fixes (text length, image size, channel order) goes before what was configured or guessed. */
export function fitTextSpec(spec: TextSpec, inputs: readonly TensorInfo[]): TextSpec {
  const length = inputs.find((input) => input.name === idsName(spec, inputs))?.shape[1]
  return typeof length === 'number' && length > 0 ? { ...spec, length, padding: 'length' } : spec
}

export function fitImageSpec(spec: ImageSpec, inputs: readonly TensorInfo[]): ImageSpec {
  const shape = inputs.find((input) => input.name === pixelsName(spec, inputs))?.shape ?? []
  if (shape.length !== 4) throw new PlanisphereError('BAD_ENCODER', `The image model’s input has the shape [${shape.join(', ')}]; [N, 3, H, W] or [N, H, W, 3] is wanted.`, { hint: 'Only RGB image models can be used.' })
  const layout = shape[1] === 3 ? 'NCHW' : shape[3] === 3 ? 'NHWC' : spec.layout
  const [height, width] = layout === 'NCHW' ? [shape[2], shape[3]] : [shape[1], shape[2]]
  if (typeof height === 'number' && typeof width === 'number' && height > 0 && width > 0 && height !== width) {
    throw new PlanisphereError('BAD_ENCODER', `The image model wants ${width} x ${height} pixels; only square inputs can be used.`, { hint: 'Export the model with a square input.' })
  }
  const size = typeof height === 'number' && height > 0 ? height : spec.size
  return { ...spec, layout, size, ...(spec.resize !== undefined && spec.resize < size ? { resize: size } : {}) }
}

/** `headSession`: the open graph of `configured.head`. */
export function openTextSide(session: Session, configured: TextSpec, tokenizer: TextTokenizer, headSession: Session | null = null): TextSide {
  const spec = fitTextSpec(configured, session.inputs)
  const output = chooseOutput(session.outputs, 'text', headSession ? spec.head?.embeds : spec.output)
  const head = headSession && openHead(headSession, 'text', spec.output)
  const tokenOutput = head && chooseStates(session.outputs, spec.head?.states)
  const ids = idsName(spec, session.inputs)
  const mask = spec.inputs.mask ?? session.inputs.find((input) => /mask/i.test(input.name))?.name
  const run = async (texts: readonly string[], states: TensorInfo | null) => {
    const batch = tokenizer.batch(texts)
    const feeds: Record<string, Tensor> = {}
    for (const input of session.inputs) {
      if (input.name === ids) feeds[input.name] = integers(input, batch.ids, [texts.length, batch.length])
      else if (input.name === mask) feeds[input.name] = integers(input, batch.mask, [texts.length, batch.length])
      else feeds[input.name] = filler(input, batch, texts.length)
    }
    const answers = await session.run(feeds)
    const answer = answers[output.name]
    if (!answer) throw new Error(`no output ${output.name}`)
    const { dimensions, data } = embeddingRows(answer, texts.length, spec.pooling, batch.mask)
    return { batch, embeds: { dimensions, rows: data }, tokens: states && statesOf(answers[states.name], texts.length, batch.length) }
  }
  return {
    provider: session.provider,
    fixedBatch: fixedBatch(session, ids),
    release: async () => void (await Promise.all([session.release(), headSession?.release()])),
    async encode(texts) {
      const { batch, embeds, tokens } = await run(texts, tokenOutput)
      if (!head) return embeds
      return head.run({ embeds, tokens: tokens && { width: tokens.width, length: batch.length, states: tokens.data, mask: batch.mask } }, texts.length)
    },
    async states(texts) {
      const { batch, embeds, tokens } = await run(texts, chooseStates(session.outputs, spec.head?.states))
      const { width, data } = tokens ?? { width: 0, data: new Float32Array(0) }
      return { ...embeds, width, ...packStates(data, width, batch.mask, texts.length) }
    }
  }
}

/** `headSession`: the open graph of `configured.head`. */
export function openImageSide(session: Session, configured: ImageSpec, headSession: Session | null = null): ImageSide {
  const spec = fitImageSpec(configured, session.inputs)
  const output = chooseOutput(session.outputs, 'image', headSession ? spec.head?.embeds : spec.output)
  const head = headSession && openHead(headSession, 'image', spec.output)
  const pixelsInput = session.inputs.find((input) => input.name === pixelsName(spec, session.inputs))
  if (!pixelsInput) throw new PlanisphereError('BAD_ENCODER', `The image model has no input ${spec.input ?? 'for pixels'}.`, { hint: 'Name the input in encoder.json.' })
  const tables = channelTables(spec)
  return {
    provider: session.provider,
    fixedBatch: fixedBatch(session, pixelsInput.name),
    size: spec.size,
    release: async () => void (await Promise.all([session.release(), headSession?.release()])),
    async encode(pixels, count) {
      const shape = spec.layout === 'NCHW' ? [count, 3, spec.size, spec.size] : [count, spec.size, spec.size, 3]
      const feeds: Record<string, Tensor> = {}
      for (const input of session.inputs) {
        feeds[input.name] = input === pixelsInput ? pixelTensor(input, normalised(pixels, count, spec, tables), pixels, shape) : filler(input, undefined, 1)
      }
      const answer = (await session.run(feeds))[output.name]
      if (!answer) throw new Error(`no output ${output.name}`)
      const { dimensions, data } = embeddingRows(answer, count, spec.pooling)
      const embeds = { dimensions, rows: data }
      return head ? head.run({ embeds, tokens: null }, count) : embeds
    }
  }
}

function idsName(spec: TextSpec, inputs: readonly TensorInfo[]): string {
  const name = spec.inputs.ids ?? (inputs.find((input) => input.name === 'input_ids') ?? inputs.find((input) => /ids|tokens|text/i.test(input.name) && !/type|position/i.test(input.name)) ?? inputs[0])?.name
  if (name !== undefined && inputs.some((input) => input.name === name)) return name
  throw new PlanisphereError('BAD_ENCODER', `The text model has no input ${name ?? 'at all'}. It has: ${inputs.map((input) => input.name).join(', ')}.`, { hint: 'Name the input of the token ids in encoder.json.' })
}

function pixelsName(spec: ImageSpec, inputs: readonly TensorInfo[]): string | undefined {
  return spec.input ?? (inputs.find((input) => input.name === 'pixel_values') ?? inputs.find((input) => input.shape.length === 4))?.name
}

function fixedBatch(session: Session, input: string): number | null {
  const batch = session.inputs.find((candidate) => candidate.name === input)?.shape[0]
  return typeof batch === 'number' && batch > 0 ? batch : null
}

function integers(input: TensorInfo, values: Int32Array, shape: readonly number[]): Tensor {
  if (input.type === 'int32') return { type: 'int32', data: values, shape }
  if (input.type === 'int64') return { type: 'int64', data: BigInt64Array.from(values, BigInt), shape }
  if (input.type === 'float32') return { type: 'float32', data: Float32Array.from(values), shape }
  if (input.type === 'bool') return { type: 'bool', data: Uint8Array.from(values), shape }
  throw new PlanisphereError('BAD_ENCODER', `The text model’s input ${input.name} is ${input.type}; int64 or int32 is wanted.`, { hint: 'Export the model again.' })
}

/**
 * Stands in for inputs that this side does not decide: token types and other per-token inputs (zeros; positions count
 * up), and the other modality of a graph that holds both sides (one blank picture, one padded text).
 */
function filler(input: TensorInfo, batch: TokenBatch | undefined, rows: number): Tensor {
  const perToken = batch !== undefined && input.shape.length === 2
  const free = (at: number): number => (perToken ? (at === 0 ? rows : batch.length) : input.shape.length === 4 ? [1, 3, 224, 224][at] ?? 1 : at === 0 ? 1 : 8)
  const shape = input.shape.map((size, at) => (typeof size === 'number' && size > 0 ? size : free(at)))
  const count = shape.reduce((product, size) => product * size, 1)
  if (count > 64 * 2 ** 20) throw new PlanisphereError('BAD_ENCODER', `The model’s input ${input.name} of [${input.shape.join(', ')}] is not understood.`, { hint: 'Export each side as a model of its own.' })
  if (input.type === 'float32') return { type: 'float32', data: new Float32Array(count), shape }
  if (input.type === 'float16') return { type: 'float16', data: new Uint16Array(count), shape }
  const width = shape[1] ?? 1
  const value = /position/i.test(input.name) ? (i: number) => i % width : /mask/i.test(input.name) ? () => 1 : () => 0
  return integers(input, Int32Array.from({ length: count }, (_, i) => value(i)), shape)
}

/** Value of every 8-bit level after rescaling and normalising, a table a channel. */
function channelTables(spec: ImageSpec): readonly Float32Array[] {
  return [0, 1, 2].map((channel) => Float32Array.from({ length: 256 }, (_, level) => (level * spec.rescale - (spec.mean[channel] ?? 0)) / (spec.std[channel] ?? 1)))
}

function normalised(pixels: Uint8Array, count: number, spec: ImageSpec, tables: readonly Float32Array[]): Float32Array {
  const area = spec.size * spec.size
  const out = new Float32Array(count * 3 * area)
  for (let channel = 0; channel < 3; channel++) {
    // mean and std are in the order of the model's channels.
    const from = spec.channels === 'rgb' ? channel : 2 - channel
    const table = tables[channel] ?? new Float32Array(256)
    for (let image = 0; image < count; image++) {
      const source = image * 3 * area + from
      if (spec.layout === 'NCHW') {
        const target = image * 3 * area + channel * area
        for (let i = 0; i < area; i++) out[target + i] = table[pixels[source + 3 * i] ?? 0] ?? 0
      } else {
        const target = image * 3 * area + channel
        for (let i = 0; i < area; i++) out[target + 3 * i] = table[pixels[source + 3 * i] ?? 0] ?? 0
      }
    }
  }
  return out
}

function pixelTensor(input: TensorInfo, values: Float32Array, pixels: Uint8Array, shape: readonly number[]): Tensor {
  if (input.type === 'float32') return { type: 'float32', data: values, shape }
  if (input.type === 'float16') {
    const halves = new Uint16Array(values.length)
    encodeFloat16(values, halves)
    return { type: 'float16', data: halves, shape }
  }
  // A quantised graph that takes the bytes themselves (channels last only: the bytes are in that order).
  if (input.type === 'uint8' && shape[3] === 3) return { type: 'uint8', data: pixels, shape }
  throw new PlanisphereError('BAD_ENCODER', `The image model’s input ${input.name} is ${input.type}; float32 or float16 is wanted.`, { hint: 'Export the model again.' })
}
