import type { Verdict } from '#shared/domain/vocabulary.ts'

export type VerdictClass = 'pass' | 'fail'

/** Whether a verdict lets the caption pass (accepted as it is, or after an edit) or not (rejected, flagged). A skip gives no opinion: null. */
export function verdictClass(verdict: Verdict): VerdictClass | null {
  if (verdict === 'skipped') return null
  return verdict === 'accepted' || verdict === 'edited' ? 'pass' : 'fail'
}
