/**
 * TREC files separate their columns by white space, so an id that has any is written escaped: white space, control
 * characters and `%` become %XX of their UTF-8 bytes; a leading `#` too, which would begin a comment. Everything else
 * stays as it is. The gallery is ordered by the escaped id, so that a run's ties fall the same way in a file as here.
 */
export function trecId(uid: string): string {
  if (!needsEscape.test(uid)) return uid === '' ? '%' : uid
  return uid.replaceAll(escaped, (character) => [...Buffer.from(character, 'utf8')].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''))
}

/** The uid of an id in a TREC file; ids that were never escaped come back as they are. */
export function uidOfTrecId(id: string): string {
  if (!id.includes('%')) return id
  if (id === '%') return ''
  return id.replaceAll(/(?:%[0-9A-F]{2})+/g, (bytes) => {
    const text = Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8')
    return text.includes('\uFFFD') ? bytes : text
  })
}

export const needsEscape = /[\s\p{Cc}%\uFEFF]|^#/u
const escaped = /[\s\p{Cc}%\uFEFF]|^#/gu

/** Compares as their UTF-8 bytes would: by code point, where JavaScript compares by UTF-16 unit. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return codePointOrder(x) - codePointOrder(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above U+FFFF, so they go after U+E000..U+FFFF. */
function codePointOrder(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit
}
