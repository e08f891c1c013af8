import { ref, watch, type Ref } from 'vue'

type Kept = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** The comment that is being written on a caption: kept on this computer until it is sent, whatever happens meanwhile. */
export function useCommentDraft(project: string, caption: () => number, storage: Kept = localStorage): Ref<string> {
  const key = (of: number) => `planisphere.comment.${project}.${of}`
  const text = ref(storage.getItem(key(caption())) ?? '')
  watch(caption, (now) => (text.value = storage.getItem(key(now)) ?? ''), { flush: 'sync' })
  watch(
    text,
    (now) => {
      if (now.trim() === '') storage.removeItem(key(caption()))
      else storage.setItem(key(caption()), now)
    },
    { flush: 'sync' }
  )
  return text
}
