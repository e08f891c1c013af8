/** A run that two texts share: `length` UTF-16 units at `from` in the one and at `to` in the other. */
export interface KeptRun {
  readonly from: number
  readonly to: number
  readonly length: number
}

interface Word {
  readonly at: number
  readonly text: string
}

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' })
/** More pairs of words than this are not compared: 20 ms. */
const mostPairs = 4_000_000

function words(text: string, offset: number): Word[] {
  return [...segmenter.segment(text)].flatMap(({ segment, index, isWordLike }) => (isWordLike === true ? [{ at: offset + index, text: segment }] : []))
}

/** The word that lies across an offset, if one does. */
function wordAcross(text: string, at: number): { from: number; end: number } | null {
  if (at <= 0 || at >= text.length) return null
  const { index, segment, isWordLike } = segmenter.segment(text).containing(at) as Intl.SegmentData
  return isWordLike === true && index < at ? { from: index, end: index + segment.length } : null
}

const lowSurrogate = (text: string, at: number): boolean => /[\uDC00-\uDFFF]/.test(text.charAt(at))

/**
 * What an edit kept, in order. Texts that differ at one place within a word (typing) are compared by the character;
 * where more was replaced, the words between the first and the last difference are aligned by their longest common
 * subsequence, and no part of a word counts as kept.
 */
export function alignTexts(before: string, after: string): KeptRun[] {
  const shorter = Math.min(before.length, after.length)
  let head = 0
  while (head < shorter && before[head] === after[head]) head++
  if (lowSurrogate(before, head) || lowSurrogate(after, head)) head--
  let tail = 0
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++
  if (tail > 0 && (lowSurrogate(before, before.length - tail) || lowSurrogate(after, after.length - tail))) tail--
  const single = [before, after].every((text) => words(text.slice(head, text.length - tail), head).length <= 1)
  if (!single) {
    // Words that lie across the edges were replaced as a whole.
    head = Math.min(head, ...[before, after].map((text) => wordAcross(text, head)?.from ?? head))
    tail = Math.min(tail, ...[before, after].map((text) => text.length - (wordAcross(text, text.length - tail)?.end ?? text.length - tail)))
  }
  const middle = single ? [] : commonWords(words(before.slice(head, before.length - tail), head), words(after.slice(head, after.length - tail), head))
  const runs: KeptRun[] = [{ from: 0, to: 0, length: head }, ...middle, { from: before.length - tail, to: after.length - tail, length: tail }]
  return runs.filter(({ length }) => length > 0)
}

/** Longest common subsequence of words. */
function commonWords(a: readonly Word[], b: readonly Word[]): KeptRun[] {
  const width = b.length + 1
  if (a.length * b.length > mostPairs) return []
  const best = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      best[i * width + j] = a[i]?.text === b[j]?.text ? (best[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(best[(i + 1) * width + j] ?? 0, best[i * width + j + 1] ?? 0)
    }
  }
  const runs: KeptRun[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const one = a[i]
    const other = b[j]
    if (one !== undefined && other !== undefined && one.text === other.text) {
      runs.push({ from: one.at, to: other.at, length: one.text.length })
      i++
      j++
    } else if ((best[(i + 1) * width + j] ?? 0) >= (best[i * width + j + 1] ?? 0)) i++
    else j++
  }
  return runs
}
