import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { asFloat32 } from './embedding-output.ts'
import type { Tensor, TensorInfo } from './session.ts'

/** Token states of texts, without the padding. */
export interface TextStates {
  /** The base's own embeddings: float32 [texts, dimensions], as the model gives them. */
  readonly dimensions: number
  readonly rows: Float32Array
  /** Width of a token's state. */
  readonly width: number
  /** Tokens of each text, the special ones included. */
  readonly tokens: Int32Array
  /** float32 [sum of tokens, width]: the texts one after the other. */
  readonly states: Float32Array
}

const likelyNames = ['token_states', 'last_hidden_state', 'token_embeddings', 'hidden_states']
const floats = new Set(['float32', 'float16', 'float64'])

/**
 * The output of a text model that holds the states of its tokens, [N, T, D]: the configured one, else the most likely
 * name, else the only float output of three dimensions. UNSUPPORTED if there is none.
 */
export function chooseStates(outputs: readonly TensorInfo[], configured: string | undefined): TensorInfo {
  const usable = outputs.filter((output) => floats.has(output.type) && output.shape.length === 3)
  const found =
    configured === undefined
      ? (likelyNames.map((name) => usable.find((output) => output.name === name)).find((output) => output !== undefined) ?? (usable.length === 1 ? usable[0] : undefined))
      : usable.find((output) => output.name === configured)
  if (found) return found
  const names = outputs.map((output) => `${output.name} ${output.type}[${output.shape.join(', ')}]`).join('; ')
  throw new PlanisphereError('UNSUPPORTED', `The text model gives no token states${configured === undefined ? '' : ` named ${configured}`}: no output of [N, T, D]. It has: ${names}.`, {
    hint: 'Heads on a frozen encoder read the state of every token. Export the text model again with last_hidden_state among its outputs, and add that export as an encoder.'
  })
}

/** An answer of [N, T, D] as float32, checked against the tokens that went in. BAD_ENCODER if it does not fit. */
export function statesOf(answer: Tensor | undefined, texts: number, length: number): { width: number; data: Float32Array } {
  const [n = 0, t = 0, width = 0] = answer?.shape ?? []
  if (!answer || answer.shape.length !== 3 || n !== texts || t !== length || width < 1) {
    throw new PlanisphereError('BAD_ENCODER', `The text model answered ${texts} texts of ${length} tokens with token states of [${answer?.shape.join(', ') ?? ''}].`, { hint: 'There must be one state for each token: [N, T, D].' })
  }
  return { width, data: asFloat32(answer) }
}

/** Leaves out the states of padding. `mask` [texts, length]. */
export function packStates(states: Float32Array, width: number, mask: Int32Array, texts: number): Pick<TextStates, 'tokens' | 'states'> {
  const length = mask.length / texts
  const tokens = new Int32Array(texts)
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1) tokens[Math.floor(at / length)] = (tokens[Math.floor(at / length)] ?? 0) + 1
  const packed = new Float32Array(tokens.reduce((sum, count) => sum + count, 0) * width)
  let to = 0
  mask.forEach((counts, at) => {
    if (counts !== 1) return
    packed.set(states.subarray(at * width, (at + 1) * width), to)
    to += width
  })
  return { tokens, states: packed }
}

/** Texts one after the other: what batches gave, as one. */
export function joinStates(parts: readonly TextStates[]): TextStates {
  const first = parts[0] ?? { dimensions: 0, width: 0 }
  return {
    dimensions: first.dimensions,
    width: first.width,
    rows: joined(parts.map(({ rows }) => rows)),
    tokens: Int32Array.from(parts.flatMap(({ tokens }) => [...tokens])),
    states: joined(parts.map(({ states }) => states))
  }
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const out = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}
