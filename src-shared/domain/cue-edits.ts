import { cueKinds, maxCues, type Cue, type CueKind } from './cues.ts'
import { alignTexts, type KeptRun } from './text-alignment.ts'

const wordlike = /[\p{L}\p{N}]/u
/** Letters of scripts that part their words by spaces. */
const alphabetic = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{N}]/u

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
    // What replaced the words beside the first and the last kept character belongs to the cue if all of them did.
    const gap = gapsAround(kept, first.from, last.end, before.length, after.length)
    if (gap.from < first.from && !wordlike.test(before.slice(gap.from, cue.start))) start = gap.to
    if (gap.end > last.end && !wordlike.test(before.slice(cue.end, gap.end))) end = gap.endTo
    // Letters typed at the end of its last word.
    if (last.end === cue.end && !wordlike.test(before.charAt(cue.end))) while (end < gap.endTo && alphabetic.test(after.charAt(end))) end++
    const [outsideStart, outsideEnd] = [notIn(before.charAt(cue.start)), notIn(before.charAt(cue.end - 1))]
    while (start < end && outsideStart.test(after.charAt(start))) start++
    while (end > start && outsideEnd.test(after.charAt(end - 1))) end--
    if (start < end) moved.push({ kind: cue.kind, start, end })
  }
  // Two cues of a kind may have come to touch: they become one.
  return moved.reduce<Cue[]>((sum, cue) => {
    const same = sum.find(({ kind, start, end }) => kind === cue.kind && start < cue.end && end > cue.start)
    return same === undefined ? sortCues([...sum, cue]) : addCue(sum, cue)
  }, [])
}

/** What a cue does not begin or end with: marks and spaces where it has a letter there, spaces where it has a mark. */
function notIn(edge: string): RegExp {
  if (wordlike.test(edge)) return /[^\p{L}\p{N}\p{M}\p{Cs}]/u
  return /\s/.test(edge) ? /^$/ : /\s/
}

/** The replaced parts before `first` and after `last` (offsets before the edit), which are empty inside a kept run. */
function gapsAround(kept: readonly KeptRun[], first: number, last: number, beforeLength: number, afterLength: number): { from: number; to: number; end: number; endTo: number } {
  const holds = (at: number) => kept.find(({ from, length }) => from < at && at < from + length)
  const previous = kept.filter(({ from, length }) => from + length <= first).at(-1)
  const next = kept.find(({ from }) => from >= last)
  const begin = holds(first)
  const finish = holds(last)
  return {
    from: begin !== undefined ? first : previous === undefined ? 0 : previous.from + previous.length,
    to: begin !== undefined ? first + begin.to - begin.from : previous === undefined ? 0 : previous.to + previous.length,
    end: finish !== undefined ? last : (next?.from ?? beforeLength),
    endTo: finish !== undefined ? last + finish.to - finish.from : (next?.to ?? afterLength)
  }
}
