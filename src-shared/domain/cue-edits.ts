import { cueKinds, maxCues, type Cue, type CueKind } from './cues.ts'
import { alignTexts } from './text-alignment.ts'

const wordlike = /[\p{L}\p{N}]/u

/** By place, then by kind; the order in which cues are kept, so that equal sets of cues are equal lists. */
export function sortCues(cues: readonly Cue[]): Cue[] {
  return [...cues].sort((a, b) => a.start - b.start || a.end - b.end || cueKinds.indexOf(a.kind) - cueKinds.indexOf(b.kind))
}

/**
 * Adds a cue. Cues of its kind that it overlaps or touches become one with it; cues of other kinds stay, since words
 * can tell of two things at once. A caption that has `maxCues` already stays as it is, unless the new one takes others in.
 */
export function addCue(cues: readonly Cue[], cue: Cue): Cue[] {
  const joined = cues.filter(({ kind, start, end }) => kind === cue.kind && start <= cue.end && end >= cue.start)
  const others = cues.filter((other) => !joined.includes(other))
  if (others.length >= maxCues) return sortCues(cues)
  const start = Math.min(cue.start, ...joined.map((other) => other.start))
  const end = Math.max(cue.end, ...joined.map((other) => other.end))
  return sortCues([...others, { kind: cue.kind, start, end }])
}

/** Takes the cues away from [start, end), of one kind or of all: what reaches beyond is cut there, not lost. */
export function removeCuesAt(cues: readonly Cue[], start: number, end: number, kind?: CueKind): Cue[] {
  return sortCues(
    cues.flatMap((cue) => {
      if ((kind !== undefined && cue.kind !== kind) || cue.start >= end || cue.end <= start) return [cue]
      const left = cue.start < start ? [{ ...cue, end: start }] : []
      const right = cue.end > end ? [{ ...cue, start: end }] : []
      return [...left, ...right]
    })
  ).slice(0, maxCues)
}

/** Whether one cue of the kind covers all of [start, end). */
export function isMarked(cues: readonly Cue[], kind: CueKind, start: number, end: number): boolean {
  return cues.some((cue) => cue.kind === kind && cue.start <= start && cue.end >= end)
}

/**
 * Carries cues from a text to its edited form. A cue goes on from the first to the last of its characters that the edit
 * kept, and takes in what was put in between them, and what replaced a part that lay wholly in it. A cue whose words are
 * all gone disappears.
 */
export function remapCues(cues: readonly Cue[], before: string, after: string): Cue[] {
  if (before === after || cues.length === 0) return sortCues(cues)
  const kept = alignTexts(before, after)
  const moved: Cue[] = []
  for (const cue of cues) {
    const inside = kept.flatMap(({ from, to, length }) => {
      const start = Math.max(cue.start, from)
      const end = Math.min(cue.end, from + length)
      return start < end ? [{ from: start, end, shift: to - from }] : []
    })
    const hadWords = wordlike.test(before.slice(cue.start, cue.end))
    const survivors = hadWords ? inside.filter((run) => wordlike.test(before.slice(run.from, run.end))) : inside
    const first = survivors[0]
    const last = survivors[survivors.length - 1]
    if (first === undefined || last === undefined) continue
    let start = first.from + first.shift
    let end = last.end + last.shift
    // The gap before the first kept character: replaced words belong to the cue if the replaced ones did.
    const previous = kept.filter(({ from, length }) => from + length <= first.from).at(-1)
    const gapFrom = previous === undefined ? 0 : previous.from + previous.length
    if (gapFrom < first.from && cue.start <= gapFrom) start = previous === undefined ? 0 : previous.to + previous.length
    const next = kept.find(({ from }) => from >= last.end)
    const gapEnd = next === undefined ? before.length : next.from
    if (gapEnd > last.end && cue.end >= gapEnd) end = next === undefined ? after.length : next.to
    while (start < end && /\s/.test(after.charAt(start)) && !/\s/.test(before.charAt(cue.start))) start++
    while (end > start && /\s/.test(after.charAt(end - 1)) && !/\s/.test(before.charAt(cue.end - 1))) end--
    if (start < end) moved.push({ kind: cue.kind, start, end })
  }
  // Two cues of a kind may have come to touch: they become one.
  return moved.reduce<Cue[]>((sum, cue) => {
    const same = sum.find(({ kind, start, end }) => kind === cue.kind && start < cue.end && end > cue.start)
    return same === undefined ? sortCues([...sum, cue]) : addCue(sum, cue)
  }, [])
}
