import type { GoldAnswer } from '#shared/domain/review-events.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'

/** What the panels beside the text ask for; the screen does it under the annotator's name. */
export type CaptionDeed =
  | { readonly do: 'restore'; readonly revision: number }
  | { readonly do: 'comment'; readonly text: string }
  | { readonly do: 'tag'; readonly add: readonly string[]; readonly remove: readonly string[] }
  | { readonly do: 'gold'; readonly answer: GoldAnswer | null }
  /** A verdict on another caption of the place. */
  | { readonly do: 'decide'; readonly caption: number; readonly verdict: Verdict }
