import { computed, onBeforeUnmount, onMounted, ref, watch, type Ref, type ShallowRef } from 'vue'

/**
 * Browsers cap an element's height near 33.5 million px, and lose precision before. Above this height the scroll bar is
 * scaled: it stands for the position in per mille, and wheel and keys move the content itself.
 */
export const tallest = 8_000_000

/** Where the content stands for a scroll position, and the other way round. Heights in px. */
export function contentTop(scrollTop: number, content: number, viewport: number): number {
  if (content <= tallest) return scrollTop
  return (scrollTop / (tallest - viewport)) * (content - viewport)
}

export function scrollTopFor(top: number, content: number, viewport: number): number {
  if (content <= tallest) return top
  return (top / (content - viewport)) * (tallest - viewport)
}

/**
 * A scrolling element over any number of rows of equal height. `first`..`last` are the rows to draw (with overscan), and
 * `offset(row)` is where a row stands inside the spacer. `lead` and `trail` are px before the first and after the last row
 * (a sticky header, padding); `width` is kept at the element's inner width.
 */
export function useScaledScroll(element: Readonly<ShallowRef<HTMLElement | null>>, rows: Ref<number>, rowHeight: Ref<number>, { overscan = 4, lead = 0, trail = 0, width = ref(800) } = {}) {
  const top = ref(0)
  const scrollTop = ref(0)
  const viewport = ref(600)
  const content = computed(() => rows.value * rowHeight.value + lead + trail)
  const spacer = computed(() => Math.min(content.value, tallest))
  const scaled = computed(() => content.value > tallest)
  const first = computed(() => Math.max(0, Math.floor(top.value / rowHeight.value) - overscan))
  const last = computed(() => Math.min(rows.value, Math.ceil((top.value + viewport.value) / rowHeight.value) + overscan))
  const limit = computed(() => Math.max(0, content.value - viewport.value))
  let ownScroll = -1

  function offset(row: number): number {
    return row * rowHeight.value - top.value + scrollTop.value
  }

  function onScroll(): void {
    const el = element.value
    if (el === null) return
    scrollTop.value = el.scrollTop
    if (Math.abs(el.scrollTop - ownScroll) < 1) return
    ownScroll = -1
    const position = contentTop(el.scrollTop, content.value, viewport.value)
    top.value = scaled.value ? Math.min(limit.value, position) : position
  }

  /** Moves the content to a position in px. */
  function moveTo(position: number): void {
    const el = element.value
    top.value = Math.min(Math.max(0, position), limit.value)
    if (el === null) return
    const wanted = scrollTopFor(top.value, content.value, viewport.value)
    if (scaled.value) ownScroll = wanted
    el.scrollTop = wanted
    scrollTop.value = el.scrollTop
    if (scaled.value) ownScroll = el.scrollTop
  }

  function onWheel(event: WheelEvent): void {
    if (!scaled.value || event.ctrlKey) return
    event.preventDefault()
    moveTo(top.value + event.deltaY * (event.deltaMode === 1 ? rowHeight.value : 1))
  }

  /** Scrolls as little as needed to show a row whole, or puts it in the middle. */
  function reveal(row: number, align: 'nearest' | 'center' | 'start' = 'nearest'): void {
    const start = row * rowHeight.value
    if (align === 'start') moveTo(start)
    else if (align === 'center') moveTo(start + lead - (viewport.value - rowHeight.value) / 2)
    else if (start < top.value) moveTo(start)
    else if (start + lead + rowHeight.value > top.value + viewport.value) moveTo(start + lead + rowHeight.value - viewport.value)
  }

  const observer = new ResizeObserver(([entry]) => {
    if (entry === undefined || entry.contentRect.height === 0) return
    viewport.value = entry.contentRect.height
    width.value = entry.contentRect.width
  })
  onMounted(() => {
    const el = element.value
    if (el === null) return
    viewport.value = el.clientHeight || viewport.value
    width.value = el.clientWidth || width.value
    observer.observe(el)
    el.addEventListener('scroll', onScroll, { passive: true })
    el.addEventListener('wheel', onWheel, { passive: false })
  })
  onBeforeUnmount(() => observer.disconnect())
  watch(content, () => {
    if (top.value > limit.value) moveTo(limit.value)
  })

  /** After the element was hidden and shown again (a kept-alive screen), the browser has forgotten its position. */
  function restore(): void {
    moveTo(top.value)
  }

  return { top, viewport, width, spacer, scaled, first, last, offset, reveal, moveTo, restore }
}
