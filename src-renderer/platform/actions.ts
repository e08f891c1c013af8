import { computed, getCurrentInstance, onActivated, onBeforeUnmount, onDeactivated, shallowReactive, type ComputedRef } from 'vue'
import { normalise, strokeOf } from './key-strokes.ts'

/** Something a person can do by key, from the palette, and see in the key sheet. */
export interface Action {
  readonly id: string
  /** In the person's language; a function, so that it follows the language. */
  readonly label: () => string
  /** Keys that do it: `Ctrl+K`, `a`, `?`, `Shift+Enter`, `g o` (one after the other). The first is the one shown. */
  readonly keys?: readonly string[]
  readonly run: (event?: KeyboardEvent) => void
  /** Absent: always. A key whose action is not enabled falls through. */
  readonly enabled?: () => boolean
  /** Works while a text field has the focus as well. Keys with Ctrl or Alt always do. */
  readonly inFields?: boolean
  /** Not listed in the palette (moving a cursor, say). */
  readonly hidden?: boolean
  /** `screen` (default): the screen's own; `global`: everywhere. */
  readonly scope?: 'screen' | 'global'
}

const registered = shallowReactive(new Map<symbol, readonly Action[]>())

/** All actions that can be done now, the latest registered first, so that a screen's key wins over a global one. */
export const actions: ComputedRef<readonly Action[]> = computed(() => [...registered.values()].reverse().flat())

/**
 * Registers actions while the component is shown (kept-alive screens lose theirs while hidden).
 * Call it once in `setup`.
 */
export function useActions(list: readonly Action[]): void {
  const token = Symbol('actions')
  registered.set(token, list)
  if (getCurrentInstance() === null) return
  onActivated(() => registered.set(token, list))
  onDeactivated(() => registered.delete(token))
  onBeforeUnmount(() => registered.delete(token))
}

let chord: { first: string; until: number } | null = null

/** Handles one key press; returns true when an action took it. The application listens once, on the window. */
export function pressKey(event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented) return false
  const stroke = strokeOf(event)
  if (stroke === null) return false
  const inField = isField(event.target)
  const modified = event.ctrlKey || event.metaKey || event.altKey
  const fits = (action: Action) => (!inField || modified || action.inFields === true) && (action.enabled?.() ?? true)
  const sequence = chord !== null && Date.now() < chord.until ? `${chord.first} ${stroke}` : null
  chord = null
  for (const wanted of sequence === null ? [stroke] : [sequence, stroke]) {
    for (const action of actions.value) {
      if (action.keys?.some((key) => normalise(key) === wanted) === true && fits(action)) {
        event.preventDefault()
        action.run(event)
        return true
      }
    }
  }
  if (!inField && actions.value.some((action) => action.keys?.some((key) => normalise(key).startsWith(`${stroke} `)) === true && fits(action))) {
    chord = { first: stroke, until: Date.now() + 1500 }
    event.preventDefault()
    return true
  }
  return false
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  // Menus and selects find their items by letters; lists and grids of places do not.
  return target.isContentEditable || target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=combobox], .ui-menu') !== null
}
