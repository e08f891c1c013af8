import type { CaptionSummary } from '#shared/domain/records.ts'
import type { GoldAnswer } from '#shared/domain/review-events.ts'

/** The gold answer that a caption's present state makes; null where it has none: nobody decided, or somebody skipped. */
export function goldAnswer(caption: Pick<CaptionSummary, 'status' | 'text' | 'annotator'>, note = ''): GoldAnswer | null {
  if (caption.status === 'unreviewed' || caption.status === 'skipped') return null
  return {
    verdict: caption.status,
    ...(caption.status === 'edited' ? { text: caption.text } : {}),
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(caption.annotator === null ? {} : { from: caption.annotator })
  }
}
