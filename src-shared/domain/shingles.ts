/** Words in a shingle. */
const shingleWords = 3

/**
 * The shingles of a text: its runs of three words (Broder, "On the resemblance and containment of documents", 1997), each
 * as a 32-bit number, ascending, each once. Case does not count, nor do marks and spaces; signs of Chinese, Japanese and
 * Korean, which are written without spaces, are words of their own. A shorter text is one shingle; one without words has
 * none. Two different shingles of a pair of texts share a number with a probability of one in a million at most.
 */
export function shinglesOf(text: string): Uint32Array {
  const words = wordHashes(text.normalize('NFC').toLowerCase())
  if (words.length === 0) return new Uint32Array()
  const count = Math.max(1, words.length - shingleWords + 1)
  const found = new Uint32Array(count)
  for (let i = 0; i < count; i++) {
    let hash = 0
    for (let k = i; k < Math.min(i + shingleWords, words.length); k++) hash = mixed(Math.imul(hash, 31) + (words[k] as number))
    found[i] = hash
  }
  found.sort()
  let kept = 0
  for (let i = 0; i < count; i++) if (i === 0 || found[i] !== found[i - 1]) found[kept++] = found[i] as number
  return found.slice(0, kept)
}

/** Captions as sets of shingles: those of caption i are `shingles[offsets[i] .. offsets[i + 1])`, ascending. */
export interface ShinglePage {
  readonly ids: Int32Array
  readonly offsets: Int32Array
  readonly shingles: Uint32Array
}

/** |A ∩ B| / |A ∪ B| of two sets of numbers, each ascending; 0 for two empty ones. */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let common = 0
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const x = a[i] as number
    const y = b[j] as number
    if (x === y) common++
    if (x <= y) i++
    if (y <= x) j++
  }
  const all = a.length + b.length - common
  return all === 0 ? 0 : common / all
}

function wordHashes(text: string): number[] {
  const words: number[] = []
  let hash = 0
  let inWord = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const kind = kindOf(code)
    if (kind !== letter && inWord) {
      words.push(hash)
      inWord = false
    }
    if (kind === separator) continue
    hash = mixed((inWord ? Math.imul(hash, 31) : 0x2545f491) + code)
    inWord = kind === letter
    if (kind === ideograph) words.push(hash)
  }
  if (inWord) words.push(hash)
  return words
}

const separator = 1
const letter = 2
const ideograph = 3
/** By UTF-16 code unit; 0: not asked for yet. Halves of surrogate pairs count as letters. */
const kinds = new Uint8Array(65_536)

function kindOf(code: number): number {
  const known = kinds[code] as number
  if (known !== 0) return known
  const sign = String.fromCharCode(code)
  const kind = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(sign) ? ideograph : (code >= 0xd800 && code <= 0xdfff) || /[\p{L}\p{N}\p{M}]/u.test(sign) ? letter : separator
  kinds[code] = kind
  return kind
}

/** MurmurHash3's finaliser. */
function mixed(value: number): number {
  let h = value >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
