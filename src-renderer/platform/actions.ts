import { computed, getCurrentInstance, onActivated, onBeforeUnmount, onDeactivated, shallowReactive, type ComputedRef } from 'vue'
import { useRoute } from 'vue-router'
import { bindingOf, keyChanges, type BoundAction } from './key-bindings.ts'
import { normalise, strokeOf } from './key-strokes.ts'

/** Something a person can do by key, from the palette, and see in the key sheet. */
export interface Action {
  readonly id: string
  /** In the person's language; a function, so that it follows the language. */
  readonly label: () => string
  /** Keys that do it: `Ctrl+K`, `a`, `?`, `Shift+Enter`, `g o` (one after the other). The first is the one shown. The person may change them in Settings. */
  readonly keys?: readonly string[]
  readonly run: (event?: KeyboardEvent) => void
  /** Absent: always. A key whose action is not enabled falls through. */
  readonly enabled?: () => boolean
  /** Works while a text field has the focus as well. Keys with Ctrl or Alt and function keys always do. */
  readonly inFields?: boolean
  /** Not listed in the palette (moving a cursor, say). */
  readonly hidden?: boolean
  /** `screen` (default): the screen's own; `global`: everywhere. */
  readonly scope?: 'screen' | 'global'
  /** The component that has the focus handles these keys itself: they are shown, but neither run from here nor changed. */
  readonly fixed?: boolean
}

/** An action with the keys that it has now. */
export type RegisteredAction = Action & BoundAction

const registered = shallowReactive(new Map<symbol, { readonly screen: string; readonly list: readonly Action[] }>())

/** All actions that can be done now, the latest registered first, so that a screen's key wins over a global one. */
export const actions: ComputedRef<readonly RegisteredAction[]> = computed(() =>
  [...registered.values()].reverse().flatMap(({ screen, list }) => list.map((action) => withKeysOf(action, screen)))
)

/** Screen -> its actions, whether it was shown or not. */
const declared = shallowReactive(new Map<string, readonly Action[]>())

/** Names the actions of a screen before it is first shown, for the key settings. */
export function declareActions(screen: string, list: readonly Action[]): void {
  declared.set(screen, list)
}

/** Every action of the application that has a name, those of screens that are not shown included; each once. */
export const knownActions: ComputedRef<readonly RegisteredAction[]> = computed(() => {
  const found = new Map<string, RegisteredAction>()
  const listed = [...declared].flatMap(([screen, list]) => list.map((action) => withKeysOf(action, screen)))
  for (const action of [...listed, ...actions.value]) if (!found.has(action.binding)) found.set(action.binding, action)
  return [...found.values()]
})

/** An action as it stands on a screen, with the person's keys in place of its own. */
export function withKeysOf(action: Action, screen: string): RegisteredAction {
  const group = action.scope === 'global' ? 'global' : screen
  const binding = bindingOf(group, action.id)
  const defaults = action.keys ?? []
  const fixed = action.fixed === true
  return { ...action, group, binding, defaults, fixed, keys: fixed ? defaults : (keyChanges.value[binding] ?? defaults) }
}

/**
 * Registers actions while the component is shown (kept-alive screens lose theirs while hidden).
 * Call it once in `setup`.
 */
export function useActions(list: readonly Action[]): void {
  const token = Symbol('actions')
  const inside = getCurrentInstance() !== null
  const entry = { screen: inside ? String(useRoute().name) : '', list }
  registered.set(token, entry)
  if (!inside) return
  const before = declared.get(entry.screen) ?? []
  const more = list.filter(({ id, scope }) => scope !== 'global' && !before.some((other) => other.id === id))
  if (more.length > 0) declared.set(entry.screen, [...before, ...more])
  onActivated(() => registered.set(token, entry))
  onDeactivated(() => registered.delete(token))
  onBeforeUnmount(() => registered.delete(token))
}

/**
 * The key to show where a component writes down a default one beside a button: what the person has put in its place, or
 * null where it was taken away. A key of no action (the editor's own, say) stays as it is.
 */
export function currentKey(written: string): string | null {
  const wanted = normalise(written)
  for (const { defaults, keys } of actions.value) {
    const index = defaults.findIndex((key) => normalise(key) === wanted)
    if (index >= 0) return keys[index] ?? keys[0] ?? null
  }
  return written
}

let chord: { first: string; until: number } | null = null

/** Handles one key press; returns true when an action took it. The application listens once, on the window. */
export function pressKey(event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented) return false
  const stroke = strokeOf(event)
  if (stroke === null) return false
  const inField = isField(event.target)
  const modified = event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key)
  const fits = (action: RegisteredAction) => !action.fixed && (!inField || modified || action.inFields === true) && (action.enabled?.() ?? true)
  const sequence = chord !== null && Date.now() < chord.until ? `${chord.first} ${stroke}` : null
  chord = null
  for (const wanted of sequence === null ? [stroke] : [sequence, stroke]) {
    for (const action of actions.value) {
      if (action.keys.some((key) => normalise(key) === wanted) && fits(action)) {
        event.preventDefault()
        action.run(event)
        return true
      }
    }
  }
  if (!inField && actions.value.some((action) => action.keys.some((key) => normalise(key).startsWith(`${stroke} `)) && fits(action))) {
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
