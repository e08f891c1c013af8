import { diffArrays } from 'diff'

/** A run of a text against an earlier one: kept, taken out or put in. */
export interface DiffRun {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

interface Token {
  readonly word: string
  readonly text: string
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** Words and marks, each with the space after it. The segmenter knows where Chinese and Japanese words end. */
function tokens(text: string): Token[] {
  const found: Token[] = []
  for (const { segment } of segmenter.segment(text)) {
    const last = found[found.length - 1]
    if (last !== undefined && /^\s+$/.test(segment)) found[found.length - 1] = { word: last.word, text: last.text + segment }
    else found.push({ word: segment, text: segment })
  }
  return found
}

/** Word by word. Spaces alone never count as a change: if they did, they would pull the words of two changes apart. */
export function wordDiff(before: string, after: string): DiffRun[] {
  const changes = diffArrays(tokens(before), tokens(after), { comparator: (a, b) => a.word === b.word })
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value.map(({ text }) => text).join('')
  }))
}

/** How many words were taken out and put in. */
export function changedWords(runs: readonly DiffRun[]): { removed: number; added: number } {
  const words = (kind: DiffRun['kind']) =>
    runs.filter((run) => run.kind === kind).reduce((sum, { text }) => sum + [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true).length, 0)
  return { removed: words('removed'), added: words('added') }
}
