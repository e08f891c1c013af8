import { onScopeDispose, watch, type ShallowRef } from 'vue'
import type { ReviewItem } from '#shared/contracts/review.ts'
import { translate } from '../../i18n/index.ts'
import { announce } from '../../ui/index.ts'

/** Long enough that a person who goes through ten captions by holding a key hears the last one, and no others. */
const settleMs = 150

/**
 * Tells screen readers what the eye sees after a key: the status that the caption just left has got, and the next
 * caption's text with its own status where it has one. One announcement for each time the screen comes to rest.
 */
export function useCaptionAnnouncer(current: ShallowRef<ReviewItem | null>): void {
  let left: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let said: number | null = null

  function say(): void {
    const item = current.value
    const parts = [left]
    left = null
    if (item !== null && item.caption.id !== said) {
      said = item.caption.id
      parts.push(item.caption.text, item.caption.status === 'unreviewed' ? null : translate(`status.${item.caption.status}`))
    }
    const text = parts.filter((part) => part !== null).join('. ')
    if (text !== '') announce(text)
  }

  watch(
    current,
    (now, before) => {
      const same = now !== null && before !== null && now.caption.id === before.caption.id
      if (same && now.caption.status === before.caption.status) return
      if (same) left = translate(`status.${now.caption.status}`)
      clearTimeout(timer)
      timer = setTimeout(say, settleMs)
    },
    // A verdict and the step to the next caption come in one go: both changes are wanted.
    { flush: 'sync' }
  )
  onScopeDispose(() => clearTimeout(timer))
}
