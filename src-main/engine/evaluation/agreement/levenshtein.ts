/**
 * Levenshtein distance (1966) between two texts in Unicode code points: how many must be put in, taken out or replaced.
 * Bit-parallel in blocks of 32 rows (G. Myers, "A fast bit-vector algorithm for approximate string matching based on
 * dynamic programming", J. ACM 46, 1999; for whole texts as in H. Hyyrö, "A bit-vector algorithm for computing
 * Levenshtein and Damerau edit distances", 2003): O(⌈a/32⌉ · b), well under a millisecond for 2,000 by 2,000. The diffs
 * of the `diff` package know no replacing, so that their length is another distance.
 *
 * @example levenshtein('kitten', 'sitting') // 3
 */
export function levenshtein(before: string, after: string): number {
  return codePointDistance(codePointsOf(before), codePointsOf(after))
}

export function codePointsOf(text: string): Uint32Array {
  return Uint32Array.from(text, (character) => character.codePointAt(0) ?? 0)
}

/** `levenshtein` of texts that are code points already. */
export function codePointDistance(before: Uint32Array, after: Uint32Array): number {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < before.length - start && end < after.length - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  const a = before.subarray(start, before.length - end)
  const b = after.subarray(start, after.length - end)
  if (a.length === 0 || b.length === 0) return Math.max(a.length, b.length)
  return bitParallel(a, b)
}

/** Columns are the characters of `text`, rows those of `pattern`; a row's bit tells how the distance changes downwards. */
function bitParallel(pattern: Uint32Array, text: Uint32Array): number {
  const blocks = Math.ceil(pattern.length / 32)
  const matches = matchesOf(pattern, blocks)
  const none = new Int32Array(blocks)
  const rises = new Int32Array(blocks).fill(-1)
  const falls = new Int32Array(blocks)
  const lastRow = 1 << ((pattern.length - 1) % 32)
  let distance = pattern.length
  for (const character of text) {
    const found = matches.get(character) ?? none
    // The top row counts the characters of the text: it rises by one from column to column.
    let carry = 1
    for (let block = 0; block < blocks; block++) {
      const rise = rises[block] as number
      const fall = falls[block] as number
      let match = found[block] as number
      const vertical = match | fall
      if (carry < 0) match |= 1
      const horizontal = ((((match & rise) + rise) | 0) ^ rise) | match
      let risesRight = fall | ~(horizontal | rise)
      let fallsRight = rise & horizontal
      const bottom = block === blocks - 1 ? lastRow : 1 << 31
      const out = risesRight & bottom ? 1 : fallsRight & bottom ? -1 : 0
      risesRight <<= 1
      fallsRight <<= 1
      if (carry < 0) fallsRight |= 1
      else if (carry > 0) risesRight |= 1
      rises[block] = fallsRight | ~(vertical | risesRight)
      falls[block] = risesRight & vertical
      carry = out
    }
    distance += carry
  }
  return distance
}

/** For every character of the pattern, a bit per row where it stands. */
function matchesOf(pattern: Uint32Array, blocks: number): Map<number, Int32Array> {
  const matches = new Map<number, Int32Array>()
  for (const [row, character] of pattern.entries()) {
    const bits = matches.get(character) ?? new Int32Array(blocks)
    matches.set(character, bits)
    bits[row >> 5] = (bits[row >> 5] as number) | (1 << row % 32)
  }
  return matches
}
