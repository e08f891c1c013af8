import { AblateOptions, ablationVariants, type AblationVariant } from '#shared/domain/planet.ts'
import { readLambdas, reviewedQuery, type CaptionChoice } from '../training/train-draft.ts'

export interface AblationDraft {
  seeds: string
  variants: AblationVariant[]
  levels: AblateOptions['levels']
  lambda: string
  steps: number | null
  /** Empty: from scratch. */
  base: string
  captions: Exclude<CaptionChoice, 'filter'>
}

export function freshAblation(): AblationDraft {
  const { seeds, variants, levels, lambda, steps } = AblateOptions.parse({})
  return { seeds: seeds.join(', '), variants: [...variants], levels: [...levels], lambda: lambda.join(', '), steps, base: '', captions: 'all' }
}

/** Seeds written as `1, 2, 3`, each once; null where it is none. */
export function readSeeds(text: string): number[] | null {
  const words = text.split(/[\s,;，；、]+/).filter((word) => word !== '')
  const parsed = AblateOptions.shape.seeds.safeParse([...new Set(words.map(Number))])
  return words.length > 0 && parsed.success ? parsed.data : null
}

export type AblationProblem = 'seeds' | 'variants' | 'lambda' | 'levels' | 'continents' | 'numbers'

/** What stands in the way of an ablation; plain contrastive learning is what all else is held against. */
export function ablationProblem(draft: AblationDraft): AblationProblem | null {
  if (readSeeds(draft.seeds) === null) return 'seeds'
  if (draft.variants.length < 2 || !draft.variants.includes('contrastive')) return 'variants'
  if (draft.levels.length === 0) return 'levels'
  // A filter chooses among the captions of the training split; with a continent held out, all splits are trained on.
  if (draft.levels.includes('continents') && draft.captions !== 'all') return 'continents'
  const lambdas = readLambdas(draft.lambda)
  if (lambdas === null || lambdas.every((lambda) => lambda === 0)) return 'lambda'
  return draft.steps === null ? 'numbers' : null
}

/** The options of a draft without problems. */
export function ablateOptions(draft: AblationDraft, me: string): AblateOptions {
  return AblateOptions.parse({
    seeds: readSeeds(draft.seeds) ?? undefined,
    variants: ablationVariants.filter((variant) => draft.variants.includes(variant)),
    levels: draft.levels,
    lambda: readLambdas(draft.lambda) ?? undefined,
    steps: draft.steps ?? undefined,
    base: draft.base === '' ? null : draft.base,
    ...(draft.captions === 'reviewed' ? { where: reviewedQuery, ...(me === '' ? {} : { me }) } : {})
  })
}

/** How many encoders are trained: variants by seeds by test sets; each lambda of a list is a training of its own, and plain contrastive learning has none. */
export function trainingsOf(draft: AblationDraft, continents: number): number {
  const sets = (draft.levels.includes('world') ? 1 : 0) + (draft.levels.includes('continents') ? continents : 0)
  const lambdas = readLambdas(draft.lambda)?.length ?? 1
  const each = draft.variants.reduce((sum, variant) => sum + (variant === 'contrastive' ? 1 : lambdas), 0)
  return each * (readSeeds(draft.seeds)?.length ?? 0) * sets
}
