import { shallowRef } from 'vue'
import { normalise } from './key-strokes.ts'

/** An action as the key settings list it: without what it does. */
export interface BoundAction {
  /** `review.accept`, `global.palette`: under this name its keys are kept. */
  readonly binding: string
  /** The screen it belongs to, or `global`. */
  readonly group: string
  readonly label: () => string
  /** The keys it came with. */
  readonly defaults: readonly string[]
  /** The keys that do it now. */
  readonly keys: readonly string[]
  /** Its component handles the key itself, so that it cannot be changed. */
  readonly fixed: boolean
}

/** Binding -> the keys that the person gave it; an empty list takes all keys away. */
export type KeyChanges = Readonly<Record<string, readonly string[]>>

/** What the person changed; the application fills it from the settings. */
export const keyChanges = shallowRef<KeyChanges>({})

export function bindingOf(group: string, id: string): string {
  return `${group}.${id}`
}

/** Whether two lists of keys mean the same. */
export function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => normalise(key) === normalise(b[i] ?? ''))
}

/** The changes after an action got these keys. What equals the defaults is not kept. */
export function withKeys(changes: KeyChanges, action: Pick<BoundAction, 'binding' | 'defaults'>, keys: readonly string[]): KeyChanges {
  const { [action.binding]: _before, ...rest } = changes
  return sameKeys(keys, action.defaults) ? rest : { ...rest, [action.binding]: keys }
}

export interface KeyConflict {
  /** The key of the action that is asked about. */
  readonly key: string
  readonly with: BoundAction
  /** `same`: one key, two actions. `hides`: this key alone is the start of the other's sequence, which is never reached. `hidden`: the other way round. */
  readonly kind: 'same' | 'hides' | 'hidden'
}

/**
 * The actions that a key of this one gets in the way of: those of the same screen, and of everywhere. Two actions that
 * share a key by default do so in different states of the screen (Escape, say): that is not a conflict.
 */
export function conflictsOf(action: BoundAction, all: readonly BoundAction[]): KeyConflict[] {
  const conflicts: KeyConflict[] = []
  for (const other of all) {
    const meets = other.group === action.group || other.group === 'global' || action.group === 'global'
    if (!meets || other.binding === action.binding) continue
    for (const key of action.keys) {
      const mine = normalise(key)
      for (const theirs of other.keys.map(normalise)) {
        const kind = mine === theirs ? 'same' : theirs.startsWith(`${mine} `) ? 'hides' : mine.startsWith(`${theirs} `) ? 'hidden' : null
        if (kind === null || (isDefault(action, mine) && isDefault(other, theirs))) continue
        conflicts.push({ key, with: other, kind })
      }
    }
  }
  return conflicts
}

function isDefault(action: BoundAction, key: string): boolean {
  return action.defaults.some((other) => normalise(other) === key)
}
