import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import { useSettings } from '../../../../platform/index.ts'
import { shiftRanges, type TextRange } from '../text-ranges.ts'
import { fieldWords, spellWords, type SpellWord } from './spell-words.ts'
import { Speller } from './speller.ts'

const speller = new Speller()
/** Word -> whether a dictionary has it; the page asks for each word once. */
const looked = new Map<string, boolean>()
const ignored = shallowRef<ReadonlySet<string>>(new Set())
const whole = new Set(fieldWords.filter((word) => word.includes('-')).flatMap((word) => [word, word.toLowerCase(), `${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`]))
const pause = 160
/** A text with more unknown words than known ones is not English. */
const foreignShare = 0.5
const foreignWords = 8

/** The misspellings of a text, looked up off the typing path. `caret`: where words are being written, which are not judged yet. */
export function useSpelling(text: () => string, active: () => boolean, caret: () => number | null) {
  const settings = useSettings()
  const on = computed({ get: () => settings.layout('spelling', 'off') !== true, set: (value) => settings.setLayout('spelling', 'off', !value) })
  const own = computed(() => {
    const kept = settings.layout('spelling', 'words')
    return Array.isArray(kept) ? kept.filter((word) => typeof word === 'string') : []
  })
  const accepted = computed(() => new Set(own.value.map((word) => word.toLowerCase())))
  /** What was looked at, and which of its words no dictionary has. */
  const seen = shallowRef<{ text: string; words: readonly SpellWord[] }>({ text: '', words: [] })
  let timer: ReturnType<typeof setTimeout> | undefined

  watch(
    [text, () => on.value && active()],
    ([now, checking], [, before]) => {
      clearTimeout(timer)
      if (!checking) seen.value = { text: '', words: [] }
      else timer = setTimeout(() => void check(now), before === true ? pause : 0)
    },
    { immediate: true }
  )
  onBeforeUnmount(() => clearTimeout(timer))

  async function check(now: string): Promise<void> {
    const words = spellWords(now, (word) => whole.has(word) || accepted.value.has(word.toLowerCase()))
    const fresh = [...new Set(words.map(({ word }) => word))].filter((word) => !looked.has(word))
    if (fresh.length > 0) {
      try {
        const unknown = new Set(await speller.ask({ kind: 'check', words: fresh }))
        for (const word of fresh) looked.set(word, !unknown.has(word))
      } catch {
        // Without its worker the editor goes on: nothing is underlined.
        return
      }
    }
    if (text() !== now || !on.value) return
    const wrong = words.filter(({ word }) => looked.get(word) === false)
    const foreign = words.length >= foreignWords && wrong.length > words.length * foreignShare
    seen.value = { text: now, words: foreign ? [] : wrong }
  }

  const wrongNow = computed(() => {
    const judged = seen.value.words.filter(({ word }) => !accepted.value.has(word.toLowerCase()) && !ignored.value.has(word))
    return shiftRanges(judged, seen.value.text, text())
  })
  const misspelled = computed<readonly SpellWord[]>(() => {
    const at = caret()
    return wrongNow.value.filter(({ start, end }) => at === null || at < start || at > end)
  })

  /** The next misspelling from an offset on, round the end; `by` -1: the one before. Words under the caret count. */
  function next(from: TextRange, by: 1 | -1): SpellWord | null {
    const all = wrongNow.value
    if (by === 1) return all.find(({ start }) => start >= from.end) ?? all[0] ?? null
    return all.filter(({ end }) => end <= from.start).at(-1) ?? all.at(-1) ?? null
  }

  const suggest = (word: string, most = 7): Promise<readonly string[]> => speller.ask({ kind: 'suggest', word, most }).catch(() => [])
  const ignore = (word: string): void => {
    ignored.value = new Set([...ignored.value, word])
  }
  const add = (word: string): void => settings.setLayout('spelling', 'words', [...new Set([...own.value, word])].sort((a, b) => a.localeCompare(b)))
  const forget = (word: string): void => settings.setLayout('spelling', 'words', own.value.filter((other) => other !== word))

  return { on, own, misspelled, next, suggest, ignore, add, forget, checkNow: () => check(text()) }
}

