import { TrainOptions } from '#shared/domain/planet.ts'
import { EncoderName } from '#shared/domain/encoder.ts'

/** Captions that people accepted or edited. */
export const reviewedQuery = 'verdict:accepted,edited'

export const captionChoices = ['all', 'reviewed', 'filter'] as const
export type CaptionChoice = (typeof captionChoices)[number]

/** The form as it is filled in; numbers are null while their field is empty. */
export interface TrainDraft {
  name: string
  /** Empty: from scratch. */
  base: string
  captions: CaptionChoice
  filter: string
  lambda: string
  seed: number | null
  /** Empty: none. */
  compareWith: string
  texts: TrainOptions['texts']
  steps: number | null
  batch: number | null
  rate: number | null
  threads: number | null
  /** Null: never stop early. */
  patience: number | null
  weightDecay: number | null
}

const defaults = TrainOptions.parse({ name: 'planet' })

/** A draft with the defaults of the contract. */
export function freshDraft(name: string): TrainDraft {
  const { texts, steps, batch, rate, threads, patience, weightDecay, seed, lambda } = defaults
  return { name, base: '', captions: 'all', filter: '', lambda: lambda.join(', '), seed, compareWith: '', texts, steps, batch, rate, threads, patience, weightDecay }
}

/** The first of `planet`, `planet-2`, `planet-3` and so on that is not taken. */
export function freeName(taken: readonly string[], stem = 'planet'): string {
  const all = new Set(taken.map((name) => name.toLowerCase()))
  for (let n = 1; ; n++) {
    const name = n === 1 ? stem : `${stem}-${n}`
    if (!all.has(name.toLowerCase())) return name
  }
}

/** Weights written as `0, 0.25, 0.5`: each once, ascending; null where it is none. */
export function readLambdas(text: string): number[] | null {
  const words = text.split(/[\s,;，；、]+/).filter((word) => word !== '')
  const values = words.map(Number)
  const parsed = TrainOptions.shape.lambda.safeParse([...new Set(values)].sort((a, b) => a - b))
  return words.length > 0 && parsed.success ? parsed.data : null
}

export type DraftProblem = 'name' | 'taken' | 'lambda' | 'filter' | 'numbers'

/** What stands in the way of training with a draft, the first first; null where nothing does. */
export function draftProblem(draft: TrainDraft, taken: readonly string[]): DraftProblem | null {
  if (!EncoderName.safeParse(draft.name).success) return 'name'
  if (taken.some((name) => name.toLowerCase() === draft.name.toLowerCase())) return 'taken'
  if (readLambdas(draft.lambda) === null) return 'lambda'
  if (draft.captions === 'filter' && draft.filter.trim() === '') return 'filter'
  const { seed, steps, batch, rate, threads, weightDecay } = draft
  if ([seed, steps, batch, rate, threads, weightDecay].includes(null)) return 'numbers'
  return null
}

/** The options of a draft without problems. `me`: whom `me` in the filter means. */
export function optionsOf(draft: TrainDraft, me: string): TrainOptions {
  const where = draft.captions === 'reviewed' ? reviewedQuery : draft.captions === 'filter' ? draft.filter.trim() : undefined
  const { name, texts, seed, steps, batch, rate, threads, patience, weightDecay } = draft
  return TrainOptions.parse({
    name, texts, seed, steps, batch, rate, threads, patience, weightDecay,
    base: draft.base === '' ? null : draft.base,
    compareWith: draft.compareWith === '' ? null : draft.compareWith,
    lambda: readLambdas(draft.lambda) ?? undefined,
    ...(where === undefined ? {} : { where, ...(me === '' ? {} : { me }) })
  })
}
