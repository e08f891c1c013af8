import type { WordEffect, WordEffects } from './use-word-effects.ts'

/** A stretch of a caption: a word, or what stands between two words. */
export interface Stretch {
  readonly text: string
  /** The word's number; null: between words. */
  readonly word: number | null
  readonly effect: WordEffect | null
  /** Its effect's size in 0..1 of the largest. */
  readonly strength: number
  /** Behind the last token that the encoder reads. */
  readonly unread: boolean
}

/** The whole text in stretches. A word whose leaving out lowers the truth's score helps; one that raises it hurts. */
export function stretches({ text, words, effects, read }: Pick<WordEffects, 'text' | 'words' | 'effects' | 'read'>): Stretch[] {
  const most = Math.max(1e-9, ...[...effects.values()].map(({ score }) => Math.abs(score)))
  const all: Stretch[] = []
  let at = 0
  words.forEach(({ from, to }, word) => {
    if (from > at) all.push({ text: text.slice(at, from), word: null, effect: null, strength: 0, unread: word > read })
    const effect = effects.get(word) ?? null
    all.push({ text: text.slice(from, to), word, effect, strength: effect === null ? 0 : Math.abs(effect.score) / most, unread: word >= read })
    at = to
  })
  if (at < text.length) all.push({ text: text.slice(at), word: null, effect: null, strength: 0, unread: words.length > read })
  return all
}

/** The words with the largest effects of one sign, largest first: those that help, or those that hurt. */
export function strongest(of: readonly Stretch[], sign: 'helps' | 'hurts', most: number): Stretch[] {
  return of
    .filter(({ effect }) => effect !== null && (sign === 'helps' ? effect.score < 0 : effect.score > 0))
    .sort((one, two) => two.strength - one.strength)
    .slice(0, most)
}
