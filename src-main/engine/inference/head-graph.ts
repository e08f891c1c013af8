import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { chooseOutput, embeddingRows, type Embeddings } from './embedding-output.ts'
import type { Session, Tensor } from './session.ts'

/** What the base of an encoder with heads hands to a head. Images have no token states. */
export interface BaseAnswer {
  readonly embeds: Embeddings
  readonly tokens: { readonly width: number; readonly length: number; readonly states: Float32Array; readonly mask: Int32Array } | null
}

/** A trained head on a frozen base: a graph of its own, run after the base's. */
export interface Head {
  run(base: BaseAnswer, rows: number): Promise<Embeddings>
}

/**
 * Inputs of a head, by name; it may leave any out: `base_embeds` float32 [N, d], as the base gives them; for texts
 * `token_states` float32 [N, T, D] and `attention_mask` int64 [N, T]. `output`: which of its outputs is wanted; default:
 * the most likely one. BAD_ENCODER if it wants another input or has no such output.
 */
export function openHead(session: Session, side: 'text' | 'image', output: string | undefined): Head {
  const { name } = chooseOutput(session.outputs, side, output)
  const known = side === 'text' ? ['base_embeds', 'token_states', 'attention_mask'] : ['base_embeds']
  const stranger = session.inputs.find((input) => !known.includes(input.name))
  if (stranger) throw new PlanisphereError('BAD_ENCODER', `The ${side} head wants an input ${stranger.name}; it can be given ${known.join(', ')}.`, { hint: 'Use the head that training wrote.' })
  return {
    async run({ embeds, tokens }, rows) {
      const inputs: Record<string, Tensor> = { base_embeds: { type: 'float32', data: embeds.rows, shape: [rows, embeds.dimensions] } }
      if (tokens) {
        inputs['token_states'] = { type: 'float32', data: tokens.states, shape: [rows, tokens.length, tokens.width] }
        inputs['attention_mask'] = { type: 'int64', data: BigInt64Array.from(tokens.mask, BigInt), shape: [rows, tokens.length] }
      }
      const feeds = Object.fromEntries(session.inputs.map((input) => [input.name, inputs[input.name] as Tensor]))
      const answer = (await session.run(feeds))[name]
      if (!answer) throw new Error(`no output ${name}`)
      const { dimensions, data } = embeddingRows(answer, rows, 'mean')
      return { dimensions, rows: data }
    }
  }
}
