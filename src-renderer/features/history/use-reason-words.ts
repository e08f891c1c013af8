import { shallowRef } from 'vue'
import { builtInReasons, type RejectReason } from '#shared/domain/review-events.ts'
import { translate } from '../../i18n/index.ts'
import { engine } from '../../platform/index.ts'

const builtIn = new Set<string>(builtInReasons)

/** What people read for the code of a reason: the project's own label, or the words that the application has for it. */
export function useReasonWords(project: string): (code: string) => string {
  const kept = shallowRef<readonly RejectReason[]>([])
  void engine.call('review.reasons', { project }).then(
    (reasons) => (kept.value = reasons),
    // Without them the built-in words and the codes stand.
    () => undefined
  )
  return (code) => kept.value.find((reason) => reason.code === code)?.label || (builtIn.has(code) ? translate(`review.reasons.${code}`) : code)
}
