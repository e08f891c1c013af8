const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a text in order, without marks and spaces. The segmenter knows where Chinese and Japanese words end. */
export function wordsOf(text: string): string[] {
  const words: string[] = []
  for (const { segment, isWordLike } of segmenter.segment(text)) if (isWordLike === true) words.push(segment)
  return words
}

/**
 * Words that must be put in, taken out or replaced to make one text of the other (Levenshtein 1966, over words; case
 * counts). Zero where only marks or spaces differ.
 */
export function wordEditDistance(before: string, after: string): number {
  let a = wordsOf(before)
  let b = wordsOf(after)
  // What both begin and end with costs nothing: most edits change a few words of a hundred.
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  a = a.slice(start, a.length - end)
  b = b.slice(start, b.length - end)
  let row = Uint32Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint32Array(b.length + 1)
    next[0] = i
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next[j] = Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1)
    }
    row = next
  }
  return row[b.length] ?? 0
}
