import { cueKinds } from '../cues.ts'
import { signatureKinds } from '../signature-kinds.ts'
import { captionStatuses, continents, splits, viewKinds } from '../vocabulary.ts'

/** How the values after a field are read. */
export type ValueKind = 'words' | 'names' | 'choice' | 'number' | 'date' | 'box' | 'near'

/** What may stand in parentheses behind a field: `verdict(Ana)`, `rank(demo)`, `agreement(colour)`. */
export type ArgumentKind = 'annotator' | 'ranking' | 'signature'

export interface FieldRule {
  readonly kind: ValueKind
  /** Place: true of a place, with or without captions. Caption: true of one caption. Either: of the one or the other. */
  readonly of: 'caption' | 'place' | 'either'
  /** Required: without it the field means nothing. `choices`: the only ones there are. */
  readonly argument?: { readonly kind: ArgumentKind; readonly required: boolean; readonly choices?: readonly string[] }
  /** The only values there are. Absent: whatever occurs in the project. */
  readonly choices?: readonly string[]
  /** Whether `me` is the one who asks. */
  readonly me?: true
  /** Other ways to write the field. */
  readonly aliases?: readonly string[]
  readonly example: string
}

export const presenceChoices = ['comment', 'cue', 'tag', 'draft', 'reason', 'coordinates', 'region', 'split', ...viewKinds] as const
export const stateChoices = ['reviewed', 'conflict', 'gold', 'assigned', 'duplicate'] as const

/** Every field of the filter language, in the order in which people look for them. Adding one: a line here, its meaning in the store's filter-terms, a test. */
export const filterFields = {
  text: { kind: 'words', of: 'caption', example: 'text:"red roof"' },
  status: { kind: 'choice', of: 'caption', choices: captionStatuses, example: 'status:rejected,flagged' },
  verdict: { kind: 'choice', of: 'caption', argument: { kind: 'annotator', required: true }, choices: captionStatuses, example: 'verdict(Ana):rejected' },
  by: { kind: 'names', of: 'caption', me: true, aliases: ['annotator'], example: 'by:me' },
  assigned: { kind: 'names', of: 'caption', me: true, example: 'assigned:Ben' },
  reason: { kind: 'names', of: 'caption', example: 'reason:wrong-colour' },
  reviewed: { kind: 'date', of: 'caption', aliases: ['date'], example: 'reviewed<7d' },
  reviewers: { kind: 'number', of: 'caption', example: 'reviewers>=2' },
  is: { kind: 'choice', of: 'caption', choices: stateChoices, example: 'is:conflict' },
  has: { kind: 'choice', of: 'either', choices: presenceChoices, example: 'has:comment' },
  region: { kind: 'names', of: 'place', example: 'region:Lagos,Oslo' },
  country: { kind: 'names', of: 'place', example: 'country:Norway' },
  continent: { kind: 'names', of: 'place', example: 'continent:"South America"' },
  box: { kind: 'box', of: 'place', example: 'box:3.2,6.4,3.6,6.7' },
  near: { kind: 'near', of: 'place', example: 'near:6.5,3.4,10km' },
  split: { kind: 'choice', of: 'place', choices: [...splits, 'none'], example: 'split:test' },
  kind: { kind: 'choice', of: 'place', choices: viewKinds, aliases: ['view'], example: 'kind:street' },
  lvlm: { kind: 'names', of: 'caption', aliases: ['model'], example: 'lvlm:qwen*' },
  author: { kind: 'names', of: 'caption', example: 'author:"field notes"' },
  prompt: { kind: 'names', of: 'caption', example: 'prompt:*roof*' },
  length: { kind: 'number', of: 'caption', aliases: ['chars'], example: 'length>300' },
  words: { kind: 'number', of: 'caption', example: 'words:10..20' },
  edits: { kind: 'number', of: 'caption', example: 'edits>=5' },
  cue: { kind: 'choice', of: 'caption', choices: cueKinds, example: 'cue:colour' },
  cues: { kind: 'number', of: 'caption', example: 'cues>2' },
  tag: { kind: 'names', of: 'caption', aliases: ['tags'], example: 'tag:"check again"' },
  comment: { kind: 'names', of: 'caption', example: 'comment:*blurred*' },
  rank: { kind: 'number', of: 'caption', argument: { kind: 'ranking', required: true }, example: 'rank(demo)>100' },
  agreement: { kind: 'number', of: 'caption', argument: { kind: 'signature', required: false, choices: signatureKinds }, example: 'agreement(colour)<10' },
  id: { kind: 'names', of: 'either', example: 'id:p-000123*' },
  place: { kind: 'names', of: 'place', example: 'place:p-000123' }
} as const satisfies Readonly<Record<string, FieldRule>>

export type FieldName = keyof typeof filterFields
export const fieldNames = Object.keys(filterFields) as [FieldName, ...FieldName[]]

export function fieldRule(field: FieldName): FieldRule {
  return filterFields[field]
}

/** Values that are offered before the project is asked. */
export function knownValues(field: FieldName): readonly string[] {
  if (field === 'continent') return continents
  return fieldRule(field).choices ?? []
}

const byName = new Map<string, FieldName>(
  fieldNames.flatMap((name) => [name, ...(fieldRule(name).aliases ?? [])].map((word) => [word, name] as const))
)

/** The field of a name or of another way to write it; case does not count. */
export function fieldOf(word: string): FieldName | null {
  return byName.get(word.toLowerCase()) ?? null
}

/** Every word that names a field. */
export const fieldWords: readonly string[] = [...byName.keys()]

const otherSpellings: Readonly<Record<string, string>> = { color: 'colour', colours: 'colour', accept: 'accepted', edit: 'edited', reject: 'rejected', skip: 'skipped', flag: 'flagged', validation: 'val' }

/** The choice that a word stands for, or null. Case does not count. */
export function choiceOf(field: FieldName, word: string): string | null {
  return chosen(fieldRule(field).choices ?? [], word)
}

/** The argument that a word in parentheses stands for, where a field has a choice of them; null: none of them. */
export function argumentOf(field: FieldName, word: string): string | null {
  return chosen(fieldRule(field).argument?.choices ?? [], word)
}

function chosen(choices: readonly string[], word: string): string | null {
  const wanted = word.toLowerCase()
  return choices.find((choice) => choice.toLowerCase() === wanted) ?? choices.find((choice) => choice === otherSpellings[wanted]) ?? null
}
