import type { Cue, CueKind } from '#shared/domain/cues.ts'
import { cueKinds } from '#shared/domain/cues.ts'
import type { TextRange } from './text-ranges.ts'

/** Where an encoder stops reading. */
export interface TextCut {
  readonly at: number
  readonly encoder: string
}

/** What is drawn on a text. Offsets are UTF-16 and of that text. */
export interface TextMarks {
  readonly cues?: readonly Cue[]
  readonly misspelled?: readonly TextRange[]
  /** The misspelling whose suggestions are open. */
  readonly current?: TextRange | null
  readonly cuts?: readonly TextCut[]
}

/** A part of a text that is drawn in one way. */
export interface MarkedRun {
  readonly start: number
  readonly text: string
  readonly kinds: readonly CueKind[]
  readonly misspelled: boolean
  readonly current: boolean
  /** After the place where the first encoder stops. */
  readonly unread: boolean
  /** Encoders that stop reading where this run begins. */
  readonly cutBy: readonly string[]
}

/**
 * Parts [from, from + text.length) of a marked text into runs. `text` is that part only. Marks beyond it are left out; a cut
 * at its very end belongs to the next part.
 */
export function markRuns(text: string, marks: TextMarks, from = 0): MarkedRun[] {
  const end = from + text.length
  const cues = (marks.cues ?? []).filter((cue) => cue.start < end && cue.end > from)
  const misspelled = (marks.misspelled ?? []).filter((range) => range.start < end && range.end > from)
  const cuts = marks.cuts ?? []
  const firstCut = cuts.reduce((least, { at }) => Math.min(least, at), Infinity)
  const current = marks.current ?? null
  const edges = new Set([from, end])
  const edge = (at: number) => at > from && at < end && edges.add(at)
  for (const { start, end: stop } of [...cues, ...misspelled, ...(current === null ? [] : [current])]) {
    edge(start)
    edge(stop)
  }
  for (const { at } of cuts) {
    edge(at)
    // The first word that is not read stands alone: the mark keeps to its line.
    if (at >= from && at < end) edge(at + (/^\S*/u.exec(text.slice(at - from))?.[0].length ?? 0))
  }
  const places = [...edges].sort((a, b) => a - b)
  return places.slice(0, -1).map((start, i) => {
    const stop = places[i + 1] ?? end
    const covers = (range: TextRange) => range.start <= start && range.end >= stop
    const here = new Set(cues.filter(covers).map(({ kind }) => kind))
    return {
      start,
      text: text.slice(start - from, stop - from),
      kinds: cueKinds.filter((kind) => here.has(kind)),
      misspelled: misspelled.some(covers),
      current: current !== null && covers(current),
      unread: start >= firstCut,
      cutBy: cuts.filter(({ at }) => at === start).map(({ encoder }) => encoder)
    }
  })
}
