import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { Settings } from '#shared/contracts/bridge.ts'
import { bridge } from './bridge.ts'

/** What the person set. Changes show at once and are written by the shell. */
export const useSettings = defineStore('settings', () => {
  const values = shallowRef<Settings>(Settings.parse({}))
  const systemDark = window.matchMedia('(prefers-color-scheme: dark)')
  const dark = shallowRef(systemDark.matches)
  systemDark.addEventListener('change', (event) => {
    dark.value = event.matches
  })

  const theme = computed<'dark' | 'light'>(() => (values.value.theme === 'system' ? (dark.value ? 'dark' : 'light') : values.value.theme))
  const language = computed<'en' | 'zh'>(() => {
    if (values.value.language !== 'system') return values.value.language
    return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en'
  })
  /** The name under which verdicts are written; never empty. */
  const annotator = computed(() => values.value.annotator.trim() || 'annotator')

  async function load(): Promise<void> {
    bridge.settings.onChange((settings) => {
      values.value = settings
    })
    values.value = await bridge.settings.get()
  }

  async function change(part: Partial<Settings>): Promise<void> {
    values.value = { ...values.value, ...part }
    values.value = await bridge.settings.set(JSON.parse(JSON.stringify(part)) as Partial<Settings>)
  }

  /** Not written yet; read at once, since what shows them must not wait for the disk. */
  const pendingLayouts = shallowRef<Settings['layouts'] | null>(null)
  let layoutTimer: ReturnType<typeof setTimeout> | undefined

  /** Reads what a screen's layout keeps under a key. */
  function layout(screen: string, key: string): unknown {
    return (pendingLayouts.value ?? values.value.layouts)[screen]?.[key]
  }

  /** Keeps it; written together with other layout changes after a moment, since panes are dragged pixel by pixel. */
  function setLayout(screen: string, key: string, value: unknown): void {
    const layouts = pendingLayouts.value ?? values.value.layouts
    pendingLayouts.value = { ...layouts, [screen]: { ...layouts[screen], [key]: value } }
    clearTimeout(layoutTimer)
    layoutTimer = setTimeout(() => void flushLayouts(), 300)
  }

  /** Writes layout changes that still wait, before the window closes. */
  async function flushLayouts(): Promise<void> {
    clearTimeout(layoutTimer)
    const written = pendingLayouts.value
    if (written === null) return
    // The change first, so that nobody reads the old layout in between.
    const done = change({ layouts: written })
    pendingLayouts.value = null
    await done
  }

  return { values, theme, language, annotator, load, change, layout, setLayout, flushLayouts }
})
