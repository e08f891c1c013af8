const mac = navigator.platform.startsWith('Mac')

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/**
 * One key press as text: `Ctrl+Shift+p`, `?`, `7`, `ArrowDown`. Command counts as Ctrl on a Mac. Shift is named only with
 * keys that it does not change into another character (arrows, Enter, letters). Null for a modifier alone.
 */
export function strokeOf(event: Press): string | null {
  if (['Control', 'Shift', 'Alt', 'AltGraph', 'Meta', 'CapsLock', 'Dead', 'Process', 'Unidentified'].includes(event.key)) return null
  const parts: string[] = []
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  const key = nameOf(event)
  if (event.shiftKey && (key.length > 1 || /^[a-z]$/.test(key))) parts.push('Shift')
  return [...parts, key].join('+')
}

/** The key's character, or its name where it has none. */
function nameOf({ key, code, altKey }: Press): string {
  if (key === ' ') return 'Space'
  if (key.length > 1) return key
  // A keyboard of another script (Cyrillic, Greek) has the Latin letters at the same places, and so has Option on a Mac.
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  const latin = /^[\p{Script=Latin}\P{L}]$/u.test(key)
  if (letter !== undefined && (!latin || (mac && altKey))) return letter.toLowerCase()
  return key.toLowerCase()
}

/** The parts of one stroke: `Ctrl++` -> ['Ctrl', '+']. */
function partsOf(stroke: string): string[] {
  if (stroke === '+') return ['+']
  return stroke.endsWith('++') ? [...stroke.slice(0, -2).split('+'), '+'] : stroke.split('+')
}

const order = ['Ctrl', 'Alt', 'Shift']

/** The same spelling for a key as written in an action: letters small, modifiers in one order. */
export function normalise(keys: string): string {
  return keys
    .split(' ')
    .map((stroke) => {
      const parts = partsOf(stroke)
      const key = parts.at(-1) ?? ''
      const modifiers = parts.slice(0, -1).sort((a, b) => order.indexOf(a) - order.indexOf(b))
      return [...modifiers, key.length === 1 ? key.toLowerCase() : key].join('+')
    })
    .join(' ')
}

const shown: Record<string, string> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Enter: '↵', PageUp: 'PgUp', PageDown: 'PgDn', Delete: 'Del', Space: '␣'
}

/** Keys for people, one part a key cap: `Ctrl+K` -> [['Ctrl', 'K']], `g o` -> [['G'], ['O']]. */
export function keyCaps(keys: string): string[][] {
  return keys.split(' ').map((stroke) =>
    partsOf(stroke).map((part) => (part === 'Ctrl' && mac ? '⌘' : part === 'Alt' && mac ? '⌥' : part === 'Shift' ? '⇧' : (shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))))
  )
}

/** Keys in words, for screen readers and `aria-keyshortcuts`: `Control+K`, `g o`. */
export function keyWords(keys: string): string {
  return keys
    .split(' ')
    .map((stroke) => partsOf(stroke).map((part) => (part === 'Ctrl' ? (mac ? 'Meta' : 'Control') : part === '+' ? 'Plus' : part)).join('+'))
    .join(' ')
}
