/** A word of a text, by UTF-16 offsets. */
export interface Word {
  readonly from: number
  readonly to: number
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a text in any script, without punctuation and white space. */
export function captionWords(text: string): Word[] {
  return [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike === true).map(({ index, segment }) => ({ from: index, to: index + segment.length }))
}

/** The text without one of its words, and without the white space that the word leaves behind. */
export function withoutWord(text: string, { from, to }: Word): string {
  const before = text.slice(0, from)
  const after = text.slice(to)
  if (before === '' || /\s$/.test(before)) return before + after.trimStart()
  return before + after
}
