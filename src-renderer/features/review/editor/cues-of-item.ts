import type { ReviewItem } from '#shared/contracts/review.ts'
import { remapCues } from '#shared/domain/cue-edits.ts'
import type { Cue } from '#shared/domain/cues.ts'

/** An annotator's cues of a caption as it reads now; those of an earlier revision are carried over. */
export function cuesOfItem(item: ReviewItem, annotator: string): Cue[] {
  const own = item.cues.find((cues) => cues.annotator === annotator)
  if (own === undefined) return []
  const marked = item.revisions.find(({ id }) => id === own.revision)?.text ?? item.caption.text
  return remapCues(own.cues, marked, item.caption.text)
}
