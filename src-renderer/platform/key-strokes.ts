const mac = navigator.platform.startsWith('Mac')

/**
 * One key press as text: `Ctrl+Shift+p`, `?`, `ArrowDown`. Command counts as Ctrl on a Mac. Shift is named only with keys
 * that it does not change (arrows, Enter, letters with Ctrl). Null for a modifier alone.
 */
export function strokeOf(event: KeyboardEvent): string | null {
  if (['Control', 'Shift', 'Alt', 'Meta'].includes(event.key)) return null
  const parts: string[] = []
  if (mac ? event.metaKey : event.ctrlKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  const printable = event.key.length === 1
  const letter = /^[a-z]$/i.test(event.key)
  if (event.shiftKey && (!printable || letter)) parts.push('Shift')
  parts.push(printable ? (event.key === ' ' ? 'Space' : event.key.toLowerCase()) : event.key)
  return parts.join('+')
}

/** The same spelling for a key as written in an action. */
export function normalise(keys: string): string {
  return keys
    .split(' ')
    .map((stroke) => {
      const parts = stroke === '+' ? ['+'] : stroke.split('+')
      const key = parts[parts.length - 1] ?? ''
      return [...parts.slice(0, -1), key.length === 1 ? key.toLowerCase() : key].join('+')
    })
    .join(' ')
}

const shown: Record<string, string> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Enter: '↵', PageUp: 'PgUp', PageDown: 'PgDn', Delete: 'Del', Space: '␣'
}

/** Keys for people, one part a key cap: `Ctrl+K` -> [['Ctrl', 'K']], `g o` -> [['G'], ['O']]. */
export function keyCaps(keys: string): string[][] {
  return keys.split(' ').map((stroke) => {
    const parts = stroke === '+' ? ['+'] : stroke.split('+')
    return parts.map((part) => (part === 'Ctrl' && mac ? '⌘' : part === 'Alt' && mac ? '⌥' : part === 'Shift' ? '⇧' : (shown[part] ?? (part.length === 1 ? part.toUpperCase() : part))))
  })
}
