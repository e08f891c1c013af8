import type { TextRange } from './text-ranges.ts'

/** Where a reader's cursor is: on words `anchor` to `focus` of a text, by number. */
export interface WordCursor {
  readonly anchor: number
  readonly focus: number
}

export type WordMove = 'next' | 'previous' | 'first' | 'last' | 'lineDown' | 'lineUp'

/**
 * Moves a cursor by words. `extend` keeps its anchor. Lines are those on the screen: `lineOf` gives the top and the middle
 * (pixels) of a word; the nearest word of the next line is taken.
 */
export function walkWords(count: number, cursor: WordCursor | null, move: WordMove, extend: boolean, lineOf: (word: number) => { top: number; middle: number } | null): WordCursor | null {
  if (count === 0) return null
  if (cursor === null) {
    const at = move === 'last' || move === 'previous' || move === 'lineUp' ? count - 1 : 0
    return { anchor: at, focus: at }
  }
  const focus = Math.max(0, Math.min(count - 1, target(count, cursor.focus, move, lineOf)))
  return { anchor: extend ? cursor.anchor : focus, focus }
}

function target(count: number, from: number, move: WordMove, lineOf: (word: number) => { top: number; middle: number } | null): number {
  switch (move) {
    case 'next':
      return from + 1
    case 'previous':
      return from - 1
    case 'first':
      return 0
    case 'last':
      return count - 1
    case 'lineDown':
    case 'lineUp': {
      const step = move === 'lineDown' ? 1 : -1
      const own = lineOf(from)
      if (own === null) return from
      let line: number | null = null
      let best: { word: number; away: number } | null = null
      for (let word = from + step; word >= 0 && word < count; word += step) {
        const place = lineOf(word)
        // Half a line of difference is another line: figures and marks stand a pixel higher.
        if (place === null || Math.abs(place.top - own.top) < 6) continue
        line ??= place.top
        if (Math.abs(place.top - line) >= 6) break
        const away = Math.abs(place.middle - own.middle)
        if (best === null || away < best.away) best = { word, away }
      }
      return best?.word ?? (step === 1 ? count - 1 : 0)
    }
  }
}

/** The part of the text that a cursor covers. */
export function cursorRange(words: readonly TextRange[], { anchor, focus }: WordCursor): TextRange | null {
  const first = words[Math.min(anchor, focus)]
  const last = words[Math.max(anchor, focus)]
  return first === undefined || last === undefined ? null : { start: first.start, end: last.end }
}
