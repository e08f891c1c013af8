import type { Database } from 'better-sqlite3'
import type { CueKind } from '#shared/domain/cues.ts'
import type { GoldAnswer } from '#shared/domain/review-events.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { captionDecisions } from '../review-state.ts'
import { statement } from '../statement.ts'
import { findLeaves, type Decision } from '../verdict-leaves.ts'
import { reviewRepository } from './review.ts'
import { annotatorNamed, goldAnswerOf } from './team.ts'

/** What an annotator says of a caption by her newest verdict. */
export interface Opinion {
  readonly annotator: string
  readonly verdict: Verdict
  readonly revision: number
  readonly at: number
}

/** The same with the text that it leaves; null where all passing ones of the caption leave the same revision. */
export interface UnitAnswer {
  readonly annotator: string
  readonly verdict: Verdict
  readonly text: string | null
}

export interface CueText {
  readonly caption: number
  readonly length: number
  readonly cues: ReadonlyMap<string, readonly { kind: CueKind; start: number; end: number }[]>
}

export interface GoldRow {
  readonly caption: number
  readonly place: number
  readonly text: string
  readonly at: number
  readonly setter: string
  readonly answer: GoldAnswer
  readonly opinions: readonly (Opinion & { readonly text: string })[]
}

/** Captions that are looked at in one step. */
const chunkCues = 1000

export const teamOpinionsRepository = {
  /** Captions from `after` (left out) to `upTo` on which verdicts of two or more annotators stand. */
  shared(db: Database, args: { after: number; upTo: number }): Int32Array {
    return Int32Array.from(statement<number[], number>(db, 'SELECT caption FROM caption_state WHERE caption > ? AND caption <= ? AND verdicts >= 2 ORDER BY caption').pluck().all(args.after, args.upTo) as number[])
  },

  /** What the annotators of each caption say; see `opinionsOf`. Captions with fewer than two opinions are left out. */
  units(db: Database, args: { captions: readonly number[]; apart: boolean }): { units: UnitAnswer[][]; captions: number[] } {
    const units: UnitAnswer[][] = []
    const captions: number[] = []
    for (const caption of args.captions) {
      const opinions = opinionsOf(db, caption, args.apart)
      if (opinions.length < 2) continue
      const texts = new Set(opinions.filter(({ verdict }) => passes(verdict)).map(({ revision }) => revision))
      units.push(opinions.map(({ annotator, verdict, revision }) => ({ annotator, verdict, text: texts.size > 1 && passes(verdict) ? textOf(db, revision) : null })))
      captions.push(caption)
    }
    return { units, captions }
  },

  /**
   * Texts of the next captions after `after` on which two or more annotators marked cues, with those cues. With `apart`,
   * only of annotators whose verdicts on the caption were given apart: a mark does not tell what its annotator had seen.
   */
  cueTexts(db: Database, args: { after: number; apart: boolean }): { texts: CueText[]; next: number | null } {
    const rows = statement<[number], { caption: number; annotator: string; revision: number; kind: CueKind; start: number; end: number }>(
      db,
      'SELECT q.caption, n.name AS annotator, q.revision, q.kind, q.start, q."end" FROM caption_cues q JOIN annotators n ON n.id = q.annotator WHERE q.caption > ? ORDER BY q.caption'
    )
    const byCaption = new Map<number, Map<number, Map<string, { kind: CueKind; start: number; end: number }[]>>>()
    let next: number | null = null
    let read = 0
    for (const { caption, annotator, revision, kind, start, end } of rows.iterate(args.after)) {
      if (!byCaption.has(caption)) {
        if (read >= chunkCues) {
          next = [...byCaption.keys()].at(-1) ?? null
          break
        }
        byCaption.set(caption, new Map())
      }
      read++
      const revisions = byCaption.get(caption)
      const annotators = revisions?.get(revision) ?? new Map<string, { kind: CueKind; start: number; end: number }[]>()
      revisions?.set(revision, annotators)
      annotators.set(annotator, [...(annotators.get(annotator) ?? []), { kind, start, end }])
    }
    const texts = [...byCaption].flatMap(([caption, revisions]) =>
      [...revisions].flatMap(([revision, marked]): CueText[] => {
        if (marked.size < 2) return []
        const apart = args.apart ? new Set(opinionsOf(db, caption, true).map(({ annotator }) => annotator)) : null
        const cues = new Map([...marked].filter(([annotator]) => apart === null || apart.has(annotator)))
        return cues.size < 2 ? [] : [{ caption, length: textOf(db, revision).length, cues }]
      })
    )
    return { texts, next }
  },

  /** Gold captions by rising id, all or those that one annotator set (then the newest first). */
  goldCaptions(db: Database, args: { setter?: string }): Int32Array {
    const ids =
      args.setter === undefined
        ? statement<[], number>(db, 'SELECT caption FROM gold ORDER BY caption').pluck().all()
        : statement<[number], number>(db, 'SELECT caption FROM gold WHERE annotator = ? ORDER BY event DESC').pluck().all(annotatorNamed(db, args.setter) ?? 0)
    return Int32Array.from(ids as number[])
  },

  gold(db: Database, args: { captions: readonly number[] }): GoldRow[] {
    const row = statement<[number], { place: number; text: string; at: number; setter: string; payload: string }>(
      db,
      `SELECT c.place, c.text, e.at, n.name AS setter, e.payload FROM gold g JOIN captions c ON c.id = g.caption JOIN events e ON e.seq = g.event JOIN annotators n ON n.id = g.annotator WHERE g.caption = ?`
    )
    return args.captions.flatMap((caption) => {
      const found = row.get(caption)
      if (found === undefined) return []
      const { payload, ...gold } = found
      return [{ caption, ...gold, answer: goldAnswerOf(payload), opinions: opinionsOf(db, caption, false).map((opinion) => ({ ...opinion, text: textOf(db, opinion.revision) })) }]
    })
  },

  /** How many of these uuids the log has. */
  known(db: Database, args: { uuids: readonly string[] }): number[] {
    const find = statement<[string], number>(db, 'SELECT 1 FROM events WHERE uuid = ?').pluck()
    return args.uuids.flatMap((uuid, i) => (find.get(uuid) === undefined ? [] : [i]))
  },

  /** Makes captions gold with their present text as the answer. A caption that is gold already stays as it is. */
  makeGold(db: Database, args: { annotator: string; at: number; captions: readonly { caption: number; uuid: string }[] }): number {
    let made = 0
    for (const { caption, uuid } of args.captions) {
      const state = statement<[number], { head: number; status: string; name: string | null }>(
        db,
        `SELECT s.head, s.status, n.name FROM caption_state s LEFT JOIN annotators n ON n.id = s.annotator WHERE s.caption = ? AND s.caption NOT IN (SELECT caption FROM gold)`
      ).get(caption)
      if (state === undefined || (state.status !== 'accepted' && state.status !== 'edited')) continue
      const from = state.name === null ? {} : { from: state.name }
      const answer: GoldAnswer = state.head === caption ? { verdict: 'accepted', ...from } : { verdict: 'edited', text: textOf(db, state.head), ...from }
      reviewRepository.gold(db, { uuid, annotator: args.annotator, at: args.at, caption, answer })
      made++
    }
    return made
  }
}

/**
 * Each annotator's newest standing verdict on a caption that was given to this caption alone, by name. `apart`: of those
 * that knew of no verdict of anyone else (a blind second review, a work package) and so are independent of each other; an
 * adjudication knows both sides and is none.
 */
export function opinionsOf(db: Database, caption: number, apart: boolean): Opinion[] {
  const decisions = captionDecisions(db, caption)
  const { ancestors } = findLeaves(decisions)
  const byUuid = new Map(decisions.map((decision) => [decision.uuid, decision]))
  const knowsOthers = (decision: Decision): boolean => [...ancestors(decision)].some((uuid) => byUuid.get(uuid)?.annotator !== decision.annotator)
  const newest = new Map<number, Decision>()
  for (const decision of decisions) if (decision.stands && decision.single && !(apart && knowsOthers(decision))) newest.set(decision.annotator, decision)
  const name = statement<[number], string>(db, 'SELECT name FROM annotators WHERE id = ?').pluck()
  return [...newest.values()]
    .map((decision) => ({
      annotator: name.get(decision.annotator) as string,
      verdict: decision.verdict,
      revision: decision.revision ?? decisions.findLast((other) => other.stands && other.revision !== null && ancestors(decision).has(other.uuid))?.revision ?? caption,
      at: decision.at
    }))
    .sort((a, b) => (a.annotator < b.annotator ? -1 : 1))
}

function passes(verdict: Verdict): boolean {
  return verdict === 'accepted' || verdict === 'edited'
}

function textOf(db: Database, caption: number): string {
  return (statement<[number], string>(db, 'SELECT text FROM captions WHERE id = ?').pluck().get(caption) as string | undefined) ?? ''
}
