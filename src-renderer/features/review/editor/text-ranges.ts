import { alignTexts } from '#shared/domain/text-alignment.ts'

/** A part of a text: UTF-16 offsets, `end` excluded. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })

/** The words of a text with their places, in order. The segmenter knows where Chinese and Japanese words end. */
export function wordRanges(text: string): TextRange[] {
  const found: TextRange[] = []
  for (const { segment, index, isWordLike } of segmenter.segment(text)) if (isWordLike === true) found.push({ start: index, end: index + segment.length })
  return found
}

/** The word at an offset, or the one that ends there. */
export function wordAt(text: string, offset: number): TextRange | null {
  for (const at of [offset, offset - 1]) {
    if (at < 0 || at >= text.length) continue
    const { index, segment, isWordLike } = segmenter.segment(text).containing(at) as Intl.SegmentData
    if (isWordLike === true) return { start: index, end: index + segment.length }
  }
  return null
}

/** Without the space around it; null where nothing else is left. */
export function trimRange(text: string, { start, end }: TextRange): TextRange | null {
  const part = text.slice(start, end)
  const trimmed = part.trim()
  if (trimmed === '') return null
  const from = start + part.indexOf(trimmed)
  return { start: from, end: from + trimmed.length }
}

/** Widened to whole words, as a person means it who drags over half a word. Null where it touches no word. */
export function wholeWords(text: string, range: TextRange): TextRange | null {
  const trimmed = trimRange(text, range)
  if (trimmed === null) return null
  const first = wordAt(text, trimmed.start)
  const last = wordAt(text, trimmed.end)
  const start = first !== null && first.end > trimmed.start ? Math.min(first.start, trimmed.start) : trimmed.start
  const end = last !== null && last.start < trimmed.end ? Math.max(last.end, trimmed.end) : trimmed.end
  return { start, end }
}

/** Carries ranges through an edit; those that it touched are left out. */
export function shiftRanges<R extends TextRange>(ranges: readonly R[], before: string, after: string): R[] {
  if (before === after || ranges.length === 0) return [...ranges]
  const kept = alignTexts(before, after)
  return ranges.flatMap((range) => {
    const run = kept.find(({ from, length }) => from <= range.start && range.end <= from + length)
    return run === undefined ? [] : [{ ...range, start: range.start + run.to - run.from, end: range.end + run.to - run.from }]
  })
}
