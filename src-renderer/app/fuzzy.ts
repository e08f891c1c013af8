/**
 * How well a query fits a text, letters in order: higher is better, null does not fit. Letters at the beginning of words
 * and next to each other count more.
 */
export function fuzzyScore(query: string, text: string): number | null {
  const needle = query.toLowerCase().replaceAll(/\s+/g, '')
  const hay = text.toLowerCase()
  if (needle === '') return 0
  const straight = hay.indexOf(query.trim().toLowerCase())
  if (straight >= 0) return 1000 - straight - hay.length * 0.1 + (straight === 0 || /\W/.test(hay[straight - 1] ?? '') ? 200 : 0)
  let score = 0
  let at = -1
  for (const letter of needle) {
    const next = hay.indexOf(letter, at + 1)
    if (next < 0) return null
    score += next === at + 1 ? 8 : 1
    if (next === 0 || /[\s\-_/.:,]/.test(hay[next - 1] ?? '')) score += 6
    at = next
  }
  return score - hay.length * 0.1
}
