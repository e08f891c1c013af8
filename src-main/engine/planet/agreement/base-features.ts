import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { Tensor } from '../../inference/session.ts'
import { decodeFloat16, encodeFloat16 } from '../../store/float16.ts'
import type { BaseTexts } from './head-base.ts'

/** Texts that are read in a run. */
const rowsAtOnce = 16

interface Feature {
  readonly tokens: number
  /** float16 [tokens, width]. */
  readonly states: Uint16Array
}

/** Token states of the texts that heads learn from, in memory as float16: made once, for all folds. */
export class BaseFeatures {
  readonly length: number
  #width = 0
  readonly #features: Feature[] = []
  readonly #numbers = new Map<string, number>()

  constructor(length: number) {
    this.length = length
  }

  /** Numbers a state. */
  get width(): number {
    return this.#width
  }

  /** Reads texts that are not known yet. BAD_ENCODER where a state is NaN, infinite or over 65,504. */
  async add(base: BaseTexts, texts: readonly string[]): Promise<void> {
    const fresh = [...new Set(texts)].filter((text) => !this.#numbers.has(text))
    for (let from = 0; from < fresh.length; from += rowsAtOnce) {
      const own = fresh.slice(from, from + rowsAtOnce)
      const { width, states, mask } = await base.states(own, rowsAtOnce)
      this.#width = width
      own.forEach((text, i) => {
        const tokens = mask.subarray(i * this.length, (i + 1) * this.length).reduce((sum, one) => sum + one, 0)
        const halves = new Uint16Array(tokens * width)
        encodeFloat16(states.slice(i * this.length * width, (i * this.length + tokens) * width), halves)
        if (halves.some((half) => (half & 0x7c00) === 0x7c00)) {
          throw new PlanisphereError('BAD_ENCODER', `The text model gives a token state that is NaN, infinite or over 65,504 for “${text.slice(0, 60)}”.`, { hint: 'Check the export; models in float16 often overflow.' })
        }
        this.#numbers.set(text, this.#features.length)
        this.#features.push({ tokens, states: halves })
      })
    }
  }

  numberOf(text: string): number {
    const number = this.#numbers.get(text)
    if (number === undefined) throw new Error('a text has no token states')
    return number
  }

  /** Inputs of a training step for texts by number. */
  read(numbers: readonly number[]): Record<string, Tensor> {
    const { length, width } = this
    const states = new Float32Array(numbers.length * length * width)
    const mask = new Float32Array(numbers.length * length)
    numbers.forEach((number, row) => {
      const feature = this.#features[number] as Feature
      decodeFloat16(feature.states, states.subarray(row * length * width, (row * length + feature.tokens) * width))
      mask.fill(1, row * length, row * length + feature.tokens)
    })
    return { token_states: { type: 'float32', data: states, shape: [numbers.length, length, width] }, mask: { type: 'float32', data: mask, shape: [numbers.length, length] } }
  }
}
