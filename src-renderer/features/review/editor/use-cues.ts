import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { addCue, isMarked, remapCues, removeCuesAt } from '#shared/domain/cue-edits.ts'
import { maxCues, type Cue, type CueKind } from '#shared/domain/cues.ts'
import { DraftCues } from './draft-cues.ts'
import type { TextRange } from './text-ranges.ts'

interface CueSource {
  caption(): number | null
  /** The caption's text, and its cues as they are kept. */
  own(): { readonly text: string; readonly cues: readonly Cue[] }
  editing(): boolean
  /** What is in the editor. */
  text(): string
  /** Whether there is a draft: its cues are kept with it. */
  drafted(): boolean
  changed(cues: readonly Cue[]): void
  say(text: string): void
}

/**
 * The cues that are on the screen: the caption's own while it is read, where every change is saved at once; and those of the
 * edited text, which follow its words and are kept on this computer until they are submitted with it.
 */
export function useCues(project: string, source: CueSource) {
  const { t } = useI18n()
  const drafts = new DraftCues(localStorage, `planisphere.draft-cues.${project}`)
  const own = shallowRef<readonly Cue[]>([])
  const edited = shallowRef<readonly Cue[]>([])
  const cues = computed(() => (source.editing() ? edited.value : own.value))
  const text = computed(() => (source.editing() ? source.text() : source.own().text))
  let timer: ReturnType<typeof setTimeout> | undefined

  watch([source.caption, () => source.own().cues, () => source.own().text], () => (own.value = source.own().cues), { immediate: true, flush: 'sync' })
  watch(
    [source.caption, source.editing],
    ([caption, editing], [before]) => {
      if (typeof before === 'number') settle(before)
      if (editing && caption !== null) edited.value = drafts.of(caption, source.text(), { text: source.own().text, cues: own.value })
    },
    { immediate: true, flush: 'sync' }
  )
  // A draft that was submitted or discarded takes its cues along.
  watch([source.caption, source.drafted], ([caption, drafted], [same, had]) => {
    if (caption !== null && caption === same && had === true && !drafted) drafts.forget(caption)
  })
  watch(
    source.text,
    (now, before) => {
      if (!source.editing()) return
      edited.value = remapCues(edited.value, before, now)
      keep(now)
    },
    { flush: 'sync' }
  )
  onBeforeUnmount(() => {
    const caption = source.caption()
    if (caption !== null) settle(caption)
  })

  let waiting: (() => void) | null = null
  function keep(now: string): void {
    const caption = source.caption()
    if (caption === null) return
    const list = edited.value
    clearTimeout(timer)
    waiting = () => drafts.keep(caption, now, list)
    timer = setTimeout(() => settle(caption), 400)
  }
  function settle(_caption: number): void {
    clearTimeout(timer)
    waiting?.()
    waiting = null
  }

  function change(next: readonly Cue[]): void {
    if (source.editing()) {
      edited.value = next
      keep(source.text())
    } else {
      own.value = next
      source.changed(next)
    }
  }

  /** Marks a part of the text; one that is marked so already is unmarked. */
  function mark(kind: CueKind, range: TextRange): void {
    const words = { words: text.value.slice(range.start, range.end), kind: t(`review.editor.kind.${kind}`) }
    if (isMarked(cues.value, kind, range.start, range.end)) {
      change(removeCuesAt(cues.value, range.start, range.end, kind))
      source.say(t('review.editor.unmarked', words))
      return
    }
    const next = addCue(cues.value, { kind, ...range })
    if (!isMarked(next, kind, range.start, range.end)) {
      source.say(t('review.editor.tooMany', { n: maxCues }))
      return
    }
    change(next)
    source.say(t('review.editor.marked', words))
  }

  function clear(range: TextRange): void {
    change(removeCuesAt(cues.value, range.start, range.end))
    source.say(t('review.editor.cleared', { words: text.value.slice(range.start, range.end) }))
  }

  function remove(cue: Cue): void {
    change(cues.value.filter((other) => other !== cue))
    source.say(t('review.editor.unmarked', { words: text.value.slice(cue.start, cue.end), kind: t(`review.editor.kind.${cue.kind}`) }))
  }

  /** The cues of what was edited, for its submission; kept with the draft no longer. */
  function submitted(): readonly Cue[] {
    clearTimeout(timer)
    waiting = null
    const caption = source.caption()
    if (caption !== null) drafts.forget(caption)
    return edited.value
  }

  return { cues, mark, clear, remove, submitted }
}
