import { computed, ref, shallowRef } from 'vue'
import type { ReviewItem } from '#shared/contracts/review.ts'
import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import { engine, isCancelled, useSettings } from '../../platform/index.ts'
import { ItemCache } from './item-cache.ts'
import { preparePictures } from './prepare-pictures.ts'
import { QueuePages } from './queue-pages.ts'
import { useCaptionAnnouncer } from './use-caption-announcer.ts'

export interface QueueChoice {
  readonly filter: Filter
  readonly order: BrowseOrder
  readonly seed: number
}

/** How many captions, with their pictures, are ready before they are asked for. */
const ahead = 5

/** The opened queue, the position in it, and the caption that is shown. `end` is the position after the last caption. */
export function useReviewQueue(project: string) {
  const settings = useSettings()
  const choice = shallowRef<QueueChoice>({ filter: {}, order: 'id', seed: 1 })
  const total = ref<number | null>(null)
  const index = ref(0)
  const current = shallowRef<ReviewItem | null>(null)
  useCaptionAnnouncer(current)
  const loading = ref(false)
  const searching = ref(false)
  const failure = shallowRef<unknown>(null)
  /** Set while a caption is shown that is not at a known position of the queue (after an undo, or handed over). */
  const aside = ref<number | null>(null)
  const ended = computed(() => aside.value === null && total.value !== null && index.value >= total.value)

  const cache = new ItemCache((captions) => engine.call('review.items', { project, captions, annotator: settings.annotator }))
  let pages = new QueuePages(() => Promise.resolve({ total: 0, captions: [] }))
  let turn = 0

  async function open(next: QueueChoice, start = 0): Promise<void> {
    choice.value = next
    const opened = Date.now()
    pages = new QueuePages((from, count) => engine.call('review.queue', { project, ...next, opened, start: from, count }))
    total.value = null
    aside.value = null
    cache.clear()
    await show(start)
  }

  /** Moves to a position. What has been read ahead is on the screen before this returns to its caller. */
  async function show(position: number): Promise<void> {
    const mine = ++turn
    aside.value = null
    const last = total.value ?? Infinity
    index.value = Math.max(0, Math.min(position, last))
    failure.value = null
    const caption = pages.peek(index.value)
    const ready = caption === undefined ? undefined : cache.get(caption)
    if (ready !== undefined) {
      current.value = ready
      loading.value = false
      void readAhead()
      return
    }
    if (index.value >= last) {
      current.value = null
      loading.value = false
      return
    }
    loading.value = true
    try {
      const [wanted] = await pages.range(index.value, 1)
      total.value = pages.total
      if (mine !== turn) return
      if (wanted !== undefined) await cache.load([wanted])
      if (mine !== turn) return
      current.value = wanted === undefined ? null : (cache.get(wanted) ?? null)
      if (total.value !== null) index.value = Math.min(index.value, total.value)
      void readAhead()
    } catch (thrown) {
      if (mine === turn && !isCancelled(thrown)) failure.value = thrown
    } finally {
      if (mine === turn) loading.value = false
    }
  }

  /** Shows a caption wherever it stands. */
  async function showCaption(caption: number): Promise<void> {
    const position = pages.positionOf(caption)
    if (position !== undefined) return await show(position)
    const mine = ++turn
    failure.value = null
    aside.value = caption
    try {
      const item = cache.get(caption) ?? (await cache.refresh(caption))
      if (mine === turn) current.value = item ?? null
    } catch (thrown) {
      if (mine === turn) failure.value = thrown
    }
  }

  async function readAhead(): Promise<void> {
    try {
      const captions = await pages.range(index.value + 1, ahead)
      total.value = pages.total
      await cache.load(captions)
      if (current.value !== null) preparePictures(project, [current.value])
      preparePictures(project, captions.flatMap((caption) => cache.get(caption) ?? []))
    } catch {
      // Reading ahead is a courtesy: the position itself is read again, and says what is wrong, when one goes there.
    }
  }

  function step(by: number): Promise<void> {
    return show(aside.value === null ? index.value + by : index.value + Math.min(by, 0))
  }

  /** Goes to the next caption without a verdict; to the end when there is none. */
  async function nextUnreviewed(): Promise<void> {
    const mine = turn
    searching.value = true
    try {
      for (let from = index.value + 1; ; from += 20) {
        const captions = await pages.range(from, 20)
        await cache.load(captions)
        if (mine !== turn) return
        const found = captions.findIndex((caption) => cache.get(caption)?.caption.status === 'unreviewed')
        if (found >= 0) return await show(from + found)
        if (captions.length < 20) return await show(pages.total ?? 0)
      }
    } catch (thrown) {
      failure.value = thrown
    } finally {
      searching.value = false
    }
  }

  /** Changes what is kept of a caption, and the screen with it if it is the one shown. */
  function patch(caption: number, change: (item: ReviewItem) => ReviewItem): void {
    const changed = cache.patch(caption, change)
    if (changed !== undefined && current.value?.caption.id === caption) current.value = changed
  }

  /** Reads a caption again. */
  async function refresh(caption: number): Promise<void> {
    const item = await cache.refresh(caption).catch(() => undefined)
    if (item !== undefined && current.value?.caption.id === caption) current.value = item
  }

  /** Reads all that is shown again, after something that changed many captions. */
  async function refreshAll(): Promise<void> {
    const shown = current.value?.caption.id
    cache.clear()
    if (shown !== undefined) await refresh(shown)
    void readAhead()
  }

  return { choice, total, index, current, loading, searching, failure, aside, ended, open, show, showCaption, step, nextUnreviewed, patch, refresh, refreshAll }
}

export type ReviewQueue = ReturnType<typeof useReviewQueue>
