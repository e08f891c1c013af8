/** What the spelling worker is asked; it answers with the same `id`. */
export type SpellRequest =
  | { readonly id: number; readonly kind: 'check'; readonly words: readonly string[] }
  | { readonly id: number; readonly kind: 'suggest'; readonly word: string; readonly most: number }

/** `check`: the words that no dictionary has. `suggest`: the likeliest first. */
export interface SpellReply {
  readonly id: number
  readonly words: readonly string[]
}
