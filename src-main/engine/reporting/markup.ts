/**
 * A text as it stands in HTML and SVG, in elements and in quoted attributes. Control signs that XML does not allow are
 * left out, and so are those that turn the direction of what follows.
 */
export function markup(text: string): string {
  return printable(text).replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Without control signs, halves of surrogate pairs, and marks that turn the direction of writing; line breaks become spaces. */
export function printable(text: string): string {
  return text
    .replaceAll(/[\ud800-\udfff]/gu, '\ufffd')
    .replaceAll(/[\r\n\t\u2028\u2029]+/g, ' ')
    .replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu, '')
}
