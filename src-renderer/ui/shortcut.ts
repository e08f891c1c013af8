import { currentKey } from '../platform/actions.ts'
import { keyWords } from '../platform/key-strokes.ts'

/** The `aria-keyshortcuts` of a button whose default key is `kbd`: what the key is now; absent where it has none. */
export function shortcutOf(kbd: string | undefined): string | undefined {
  const key = kbd === undefined ? null : currentKey(kbd)
  return key === null ? undefined : keyWords(key)
}
