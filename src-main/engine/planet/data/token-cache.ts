import { setImmediate as nextTurn } from 'node:timers/promises'
import { Random } from '../../sample/random.ts'
import type { SideSession } from '../../inference/side-session.ts'
import type { TextSpec } from '../../inference/encoder-spec.ts'
import type { DataCaptionText, PairedPlace, TrainingData } from './training-data.ts'
import { recordBytes, textKey, TokenFeatureWriter, type FeatureShape } from './token-features.ts'

export interface TokenCacheWork {
  /** Most bytes that the features of one training take. A million captions of 77 tokens x 512 would be 79 GB. */
  readonly budget: number
  readonly seed: number
  readonly signal: AbortSignal
  onProgress(done: number, total: number): void
}

export interface CachedTokens {
  readonly shape: FeatureShape
  /** Of each split, the places with those of their captions that have features; places with none are left out. */
  readonly splits: TrainingData['splits']
  /** Captions that went beyond the budget. */
  readonly over: number
}

/** Shares of the budget; what one split does not need is not given to another, so that a split's choice depends on it alone. */
const shares = { train: 0.7, val: 0.15, test: 0.15 } as const
const textsAtOnce = 64
/** A cache may hold texts of earlier trainings up to this many budgets before it begins anew. */
const keptBudgets = 2

/**
 * Makes sure that the token states of the captions are in the file. They are taken in a seeded order, every place's first
 * caption before any place's second, until the budget is used: what fits is a fair sample of places and captions, and the
 * same one at every call.
 */
export async function cacheTokens(data: TrainingData, session: SideSession<TextSpec>, file: string, work: TokenCacheWork): Promise<CachedTokens> {
  const probe = await session.encodeStates(['a'])
  const shape: FeatureShape = { dimensions: probe.dimensions, width: probe.width }
  const writer = await TokenFeatureWriter.open(file, shape)
  try {
    if (writer.bytes > keptBudgets * work.budget) await writer.clear()
    const total = Object.values(data.splits).flat().reduce((sum, place) => sum + place.captions.length, 0)
    let [done, over] = [0, 0]
    const keep = async (split: keyof typeof shares): Promise<PairedPlace[]> => {
      const places = data.splits[split]
      const order = seededOrder(places, work.seed, split)
      const kept = new Set<DataCaptionText>()
      let bytes = 0
      let full = false
      for (let from = 0; from < order.length && !full; from += textsAtOnce) {
        const part = order.slice(from, from + textsAtOnce)
        const missing = [...new Set(part.map(({ text }) => text))].filter((text) => !writer.records.has(textKey(text)))
        if (missing.length > 0) await writer.add(missing, await session.encodeStates(missing))
        else await nextTurn()
        work.signal.throwIfAborted()
        for (const caption of part) {
          bytes += recordBytes(shape, writer.records.get(textKey(caption.text))?.tokens ?? 0)
          full ||= bytes > shares[split] * work.budget
          if (!full) kept.add(caption)
        }
        done += part.length
        work.onProgress(done, total)
      }
      over += order.length - kept.size
      return places.map((place) => ({ ...place, captions: place.captions.filter((caption) => kept.has(caption)) })).filter(({ captions }) => captions.length > 0)
    }
    const splits = { train: await keep('train'), val: await keep('val'), test: await keep('test') }
    return { shape, splits, over }
  } finally {
    await writer.close()
  }
}

function seededOrder(places: readonly PairedPlace[], seed: number, split: string): DataCaptionText[] {
  const random = new Random(`tokens/${seed}/${split}`)
  const shuffled = random.shuffled([...places]).map(({ captions }) => random.shuffled([...captions]))
  const most = shuffled.reduce((max, { length }) => Math.max(max, length), 0)
  return Array.from({ length: most }, (_, round) => shuffled.flatMap((captions) => captions[round] ?? [])).flat()
}
