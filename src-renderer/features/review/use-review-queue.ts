import { computed, getCurrentScope, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ReviewItem } from '#shared/contracts/review.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { sameDefinition, type QueueDefinition } from '#shared/domain/queue.ts'
import { desktop, engine, isCancelled, useSettings } from '../../platform/index.ts'
import { ItemCache } from './item-cache.ts'
import { preparePictures } from './prepare-pictures.ts'
import { QueuePages } from './queue-pages.ts'
import { shareOpenedQueue } from './queues/opened-queue.ts'
import { PositionKeeper } from './queues/position-keeper.ts'
import { useCaptionAnnouncer } from './use-caption-announcer.ts'

/** A queue as it was chosen; `saved`: the saved queue that it is, or was before it was `changed`. */
export interface QueueChoice extends QueueDefinition {
  readonly saved?: { readonly uid: string; readonly name: string }
  readonly changed?: boolean
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

  const positions = new PositionKeeper((input) => engine.call('queues.position', input), () => settings.values.annotator.trim() !== '')
  let oldestUnsaved: () => number | null = () => null
  const shared = shareOpenedQueue((position) => show(position))
  const stopFlushing = desktop.onFlushRequest(() => positions.flush())
  if (getCurrentScope()) {
    onScopeDispose(() => {
      stopFlushing()
      void positions.flush()
    })
    watch(() => settings.values.annotator.trim(), (_, before) => {
      if (shared.value === null) return
      // Another annotator has her own place, and sees other verdicts.
      if (before !== '') void open(choice.value)
      else takeName()
    })
  }

  /**
   * Her place is never ahead of what is saved: if all is lost with the power, she goes on at the first caption whose
   * verdict did not arrive.
   */
  function keepPosition(): void {
    const caption = oldestUnsaved() ?? (aside.value === null ? current.value?.caption.id : undefined)
    if (caption !== undefined) positions.keep(caption)
  }

  /** Opens a queue where the annotator was in it, at `start` if that is given, or anew if she has just come to its end. */
  async function open(next: QueueChoice, start?: number): Promise<void> {
    const from = start ?? (ended.value && sameDefinition(next, choice.value) ? 0 : null)
    const mine = ++turn
    void positions.flush()
    choice.value = next
    const of = { annotator: settings.annotator, opened: Date.now() }
    const opening = openPlace(next, of)
    pages = new QueuePages(async (at, count) => engine.call('review.queue', { project, ...(await opening).definition, ...of, start: at, count }))
    total.value = null
    index.value = 0
    aside.value = null
    failure.value = null
    loading.value = true
    cache.clear()
    try {
      const { key, definition, total: all, start: place, saved } = await opening
      if (choice.value !== next) return
      choice.value = { ...definition, ...(saved === undefined ? {} : { saved }), ...(next.changed ? { changed: true } : {}) }
      positions.follow({ project, key, definition, ...of })
      shared.value = { project, definition, ...of }
      total.value = all
      // A caption that was asked for meanwhile is shown wherever it stands.
      if (mine === turn) await show(from ?? place)
    } catch (thrown) {
      if (mine !== turn) return
      loading.value = false
      current.value = null
      if (!isCancelled(thrown)) failure.value = thrown
    }
  }

  /** Whoever has just said her name goes on in the queue that is on the screen. */
  function takeName(): void {
    const { annotator } = settings
    if (shared.value !== null) shared.value = { ...shared.value, annotator }
    positions.rename(annotator)
    if (aside.value === null) keepPosition()
  }

  /** A saved queue as it is now; one that was removed meanwhile, as it was. */
  async function openPlace({ saved, changed, ...definition }: QueueChoice, of: { annotator: string; opened: number }) {
    if (saved !== undefined && changed !== true) {
      const found = await engine.call('queues.open', { project, queue: { uid: saved.uid }, ...of }).catch((error: unknown) => {
        if (error instanceof PlanisphereError && error.code === 'NOT_FOUND') return null
        throw error
      })
      if (found !== null) return { ...found, saved }
    }
    return { ...(await engine.call('queues.open', { project, queue: { definition }, ...of })), saved: changed === true ? saved : undefined }
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
      keepPosition()
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
      keepPosition()
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

  return { choice, total, index, current, loading, searching, failure, aside, ended, open, show, showCaption, step, nextUnreviewed, patch, refresh, refreshAll, keepPosition, unsavedFrom: (oldest: () => number | null) => (oldestUnsaved = oldest) }
}

export type ReviewQueue = ReturnType<typeof useReviewQueue>
