/**
 * A known name that is probably meant by another spelling: the same but for case, accents, spaces and marks ("ana" / "Ana",
 * "J. Lee" / "jlee"), or, from five characters on, one character put in, taken out or replaced, or two neighbours
 * exchanged ("Marta" / "Matra"). Null where the name itself is known, or none is near.
 */
export function nearName(name: string, known: readonly string[]): string | null {
  const wanted = name.trim()
  if (wanted === '' || known.includes(wanted)) return null
  const folded = fold(wanted)
  return known.find((other) => fold(other) === folded) ?? known.find((other) => [...folded].length >= 5 && oneStep([...folded], [...fold(other)])) ?? null
}

function fold(name: string): string {
  return name.normalize('NFKD').toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Whether one step makes one of the other. */
function oneStep(a: readonly string[], b: readonly string[]): boolean {
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  if (left.length <= 1 && right.length <= 1) return true
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
}
