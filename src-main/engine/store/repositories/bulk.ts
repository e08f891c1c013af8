import type { Database } from 'better-sqlite3'
import type { FoundCaption } from '#shared/contracts/bulk.ts'
import type { CaptionSummary } from '#shared/domain/records.ts'
import type { BulkAction } from '#shared/domain/review-events.ts'
import type { CaptionStatus } from '#shared/domain/vocabulary.ts'
import { hiddenCaptions, partHidden } from '../hidden-captions.ts'
import { appendCaptions, appendEvent, eventByUuid, type EventCaption } from '../review-log.ts'
import { annotatorId } from '../review-state.ts'
import { statement } from '../statement.ts'
import { findIn, matchesIn, newTexts, type FindArgs, type FoundTexts, type NewText } from './bulk-find.ts'
import { summaryFor } from './caption-summary.ts'
import { revise } from './review.ts'
import { rootCaption, usedUuid } from './review-step.ts'

/** What came of one step of a bulk event. */
export interface BulkStep {
  /** Captions of those given that were dealt with; the rest did not fit into the transaction's time. */
  readonly taken: number
  readonly added: number
  readonly leftOut: number
  /** Captions whose text changed since it was read: to be read again. */
  readonly stale: readonly number[]
  /** The event was undone: nothing more is added to it. */
  readonly undone: boolean
}

interface StepArgs {
  /** `seq` of the event. */
  readonly event: number
  /** Whether captions that are gold or under blind review are taken as well. */
  readonly hidden: boolean
  /** A transaction takes no longer than this and one caption more. */
  readonly budgetMs: number
}

/** By annotator, the newest clock of her events here: answers of hers that arrive later were not seen by a bulk event. */
function newestClocks(db: Database): Record<string, number> {
  const rows = statement<[], { name: string; clock: number | null }>(db, 'SELECT n.name, (SELECT e.clock FROM events e WHERE e.annotator = n.id ORDER BY e.clock DESC LIMIT 1) AS clock FROM annotators n').all()
  return Object.fromEntries(rows.flatMap(({ name, clock }) => (clock === null ? [] : [[name, clock]])))
}

export const bulkRepository = {
  /** Parts off the captions whose review is hidden. */
  parted(db: Database, args: { captions: Int32Array }): { shown: Int32Array; hidden: Int32Array } {
    return partHidden(db, args.captions)
  },

  /** The roots of captions, each once, in their order. NOT_FOUND where one is gone. */
  roots(db: Database, args: { captions: readonly number[] }): Int32Array {
    return Int32Array.from(new Set(args.captions.map((caption) => rootCaption(db, caption).id)))
  },

  summaries(db: Database, args: { captions: readonly number[]; annotator: string }): CaptionSummary[] {
    const annotator = knownAnnotator(db, args.annotator)
    return args.captions.map((caption) => summaryFor(db, caption, annotator))
  },

  /** How many of the captions have each status. */
  byStatus(db: Database, args: { captions: Int32Array }): Partial<Record<CaptionStatus, number>> {
    const status = statement<[number], CaptionStatus>(db, 'SELECT status FROM caption_state WHERE caption = ?').pluck()
    const counts: Partial<Record<CaptionStatus, number>> = {}
    for (const caption of args.captions) {
      const now = (status.get(caption) as CaptionStatus | undefined) ?? 'unreviewed'
      counts[now] = (counts[now] ?? 0) + 1
    }
    return counts
  },

  /** Writes the event that the captions will belong to, once a uuid; its number and what it has already. */
  begin(db: Database, args: { uuid: string; annotator: string; at: number; payload: Record<string, unknown> & { action: BulkAction } }): { event: number } {
    const uuid = args.uuid.toLowerCase()
    const known = eventByUuid(db, uuid)
    if (known && (known.kind !== 'bulk' || known.payload['action'] !== args.payload.action)) throw usedUuid(uuid)
    if (known) return { event: known.seq }
    return { event: appendEvent(db, { uuid, at: Math.round(args.at), annotator: annotatorId(db, args.annotator), kind: 'bulk', caption: null, target: null, payload: { ...args.payload, seen: newestClocks(db) } }).seq }
  },

  /** Adds captions to an event; those that it has are passed over. */
  add(db: Database, args: StepArgs & { captions: readonly EventCaption[] }): BulkStep {
    return step(db, args, args.captions, (caption) => appendCaptions(db, args.event, [caption]))
  },

  /** Writes new texts, each a revision by the annotator, and adds their captions to the event. */
  addTexts(db: Database, args: StepArgs & { annotator: string; at: number; texts: readonly NewText[] }): BulkStep {
    const stale: number[] = []
    const head = statement<[number], number>(db, 'SELECT head FROM caption_state WHERE caption = ?').pluck()
    const known = statement<[number, number], number>(db, 'SELECT 1 FROM event_captions WHERE event = ? AND caption = ?').pluck()
    const done = step(db, args, args.texts, ({ caption, head: read, text }) => {
      // A revision that was made before a crash must not be made again.
      if (known.get(args.event, caption) !== undefined) return 0
      if (((head.get(caption) as number | undefined) ?? caption) !== read) {
        stale.push(caption)
        return 0
      }
      const revision = revise(db, { root: rootCaption(db, caption), revises: read, text, annotator: args.annotator, at: Math.round(args.at) })
      return appendCaptions(db, args.event, [{ caption, value: revision.id }])
    })
    return { ...done, stale }
  },

  outcome(db: Database, args: { uuid: string }): { captions: number; planned: number; stands: boolean } | null {
    const event = eventByUuid(db, args.uuid.toLowerCase())
    if (event?.kind !== 'bulk') return null
    const captions = statement<[number], number>(db, 'SELECT count(*) FROM event_captions WHERE event = ?').pluck().get(event.seq) as number
    return { captions, planned: typeof event.payload['count'] === 'number' ? event.payload['count'] : captions, stands: stands(db, event.seq) }
  },

  /** Captions that wait to be derived again after an undo or redo. */
  following(db: Database, _args: Record<never, never>): { captions: number } {
    const captions = statement<[], number>(db, 'SELECT coalesce(sum((SELECT count(*) FROM event_captions b WHERE b.event = d.event AND b.caption > d.after)), 0) FROM derivations d').pluck().get() as number
    return { captions }
  },

  /** Which of the captions have matches. */
  find(db: Database, args: FindArgs): FoundTexts {
    return findIn(db, args)
  },

  /** Captions with their matches, as the annotator sees them. */
  matches(db: Database, args: FindArgs & { annotator: string }): FoundCaption[] {
    return matchesIn(db, args, knownAnnotator(db, args.annotator))
  },

  /** Captions with the text that the replacement makes; those that nothing changes are not among them. */
  newTexts(db: Database, args: FindArgs): NewText[] {
    return newTexts(db, args)
  }
}

/** One transaction of a bulk event: as many captions as its time allows, none once the event is undone. */
function step<T extends { readonly caption: number }>(db: Database, args: StepArgs, captions: readonly T[], add: (caption: T) => number): BulkStep {
  const nothing = { taken: 0, added: 0, leftOut: 0, stale: [] }
  if (!stands(db, args.event)) return { ...nothing, undone: true }
  const until = performance.now() + args.budgetMs
  let [taken, added, leftOut] = [0, 0, 0]
  for (const caption of captions) {
    if (!args.hidden && hiddenCaptions(db, caption.caption, caption.caption).size > 0) leftOut++
    else added += add(caption)
    taken++
    if (performance.now() >= until) break
  }
  return { ...nothing, taken, added, leftOut, undone: false }
}

function stands(db: Database, event: number): boolean {
  return statement<[number], number>(db, 'SELECT 1 FROM standing WHERE event = ?').pluck().get(event) !== undefined
}

function knownAnnotator(db: Database, name: string): number | null {
  return (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name) as number | undefined) ?? null
}
