/** Characters that must be put in, taken out, replaced or exchanged with their neighbour (optimal string alignment). */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1] as number[]
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, ((rows[i - 2] as number[])[j - 2] ?? 0) + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return (rows[a.length] as number[])[b.length] ?? 0
}

/** The name that was probably meant: the nearest within a third of the word's length, or one that begins with it. Null if none is near. */
export function nearestName(word: string, names: Iterable<string>): string | null {
  const wanted = word.toLowerCase().slice(0, 100)
  let best: string | null = null
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1
  let beginning: string | null = null
  for (const name of names) {
    const candidate = name.toLowerCase()
    if (wanted.length >= 2 && candidate.startsWith(wanted)) beginning ??= name
    if (Math.abs(candidate.length - wanted.length) >= bestDistance) continue
    const d = distance(wanted, candidate)
    if (d < bestDistance) [best, bestDistance] = [name, d]
  }
  return best ?? beginning
}
