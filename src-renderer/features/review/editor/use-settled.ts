import { onBeforeUnmount, readonly, shallowRef, watch, type Ref } from 'vue'

/** Texts longer than this are looked at again only when typing pauses. */
const longText = 3000

/** A text that follows another: at once while it is short, after a pause of `ms` while it is long, so that typing never waits. */
export function useSettled(text: () => string, ms = 150): Readonly<Ref<string>> {
  const settled = shallowRef(text())
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(text, (now) => {
    clearTimeout(timer)
    if (now.length <= longText) settled.value = now
    else timer = setTimeout(() => (settled.value = now), ms)
  }, { flush: 'sync' })
  onBeforeUnmount(() => clearTimeout(timer))
  return readonly(settled)
}
