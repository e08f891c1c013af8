import { computed, onBeforeUnmount, ref, watch } from 'vue'
import { desktop, engine, useSaving, useSettings } from '../../platform/index.ts'
import { DraftKeeper } from './draft-keeper.ts'
import type { ReviewQueue } from './use-review-queue.ts'

/** The text that is being edited, and its draft. */
export function useCaptionEditor(project: string, queue: ReviewQueue) {
  const settings = useSettings()
  const saving = useSaving()
  const editing = ref(false)
  const text = ref('')
  const caption = computed(() => queue.current.value?.caption ?? null)

  const drafts = new DraftKeeper({
    save: (id, draft) => saving.during(engine.call('review.draft', { project, annotator: settings.annotator, caption: id, text: draft })),
    storage: localStorage,
    prefix: `planisphere.draft.${project}`,
    schedule: (run, ms) => {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    }
  })
  onBeforeUnmount(desktop.onFlushRequest(() => drafts.flush()))

  /** What was typed and not submitted: on this computer first, since that is never older than what the engine has. */
  const draft = computed(() => {
    const item = queue.current.value
    if (item === null) return null
    const local = drafts.leftBehind(item.caption.id)
    const kept = local === undefined ? item.draft : local
    return kept === null || kept === item.caption.text ? null : kept
  })
  const changed = computed(() => caption.value !== null && text.value !== caption.value.text)

  watch(
    () => caption.value?.id,
    () => {
      editing.value = false
      text.value = draft.value ?? caption.value?.text ?? ''
    },
    { immediate: true, flush: 'sync' }
  )
  watch(
    () => caption.value?.text,
    (now) => {
      if (!editing.value) text.value = draft.value ?? now ?? ''
    }
  )

  function start(): void {
    if (caption.value === null) return
    text.value = draft.value ?? caption.value.text
    editing.value = true
  }

  function type(next: string): void {
    if (caption.value === null) return
    text.value = next
    const kept = next === caption.value.text ? null : next
    drafts.type(caption.value.id, kept)
    const id = caption.value.id
    queue.patch(id, (item) => ({ ...item, draft: kept }))
  }

  /** Leaves the editor; what was typed stays as a draft. */
  function leave(): void {
    editing.value = false
    void drafts.flush()
  }

  /** Takes the draft away, here and in the project. */
  function discard(id = caption.value?.id): void {
    if (id === undefined) return
    drafts.type(id, null)
    void drafts.flush()
    queue.patch(id, (item) => ({ ...item, draft: null }))
    if (caption.value?.id === id) {
      text.value = caption.value.text
      editing.value = false
    }
  }

  return { editing, text, draft, changed, start, type, leave, discard, flush: () => drafts.flush() }
}

export type CaptionEditor = ReturnType<typeof useCaptionEditor>
