import { onBeforeUnmount, ref, watch, type Ref } from 'vue'

/** The width of an element in CSS pixels, as it changes: figures are drawn at their true size, so that lines and words keep theirs. */
export function useWidth(element: Readonly<Ref<HTMLElement | null>>, first: number): Readonly<Ref<number>> {
  const width = ref(first)
  const observer = new ResizeObserver(([entry]) => {
    const found = Math.floor(entry?.contentRect.width ?? 0)
    if (found > 0) width.value = found
  })
  watch(element, (now, before) => {
    if (before) observer.unobserve(before)
    if (now) observer.observe(now)
  }, { immediate: true, flush: 'post' })
  onBeforeUnmount(() => observer.disconnect())
  return width
}
