import type { Database } from 'better-sqlite3'
import type { ViewKind } from '#shared/domain/vocabulary.ts'
import { isBlind } from '../blind-review.ts'
import { bulkAction } from '../review-log.ts'
import { statement } from '../statement.ts'

/** Whose package it is, and whether what others decided stays here. */
export interface PackedFor {
  /** Empty: for anyone. */
  readonly recipient: string
  readonly blind: boolean
}

export interface PackedPlace {
  readonly uid: string
  readonly region: { readonly uid: string; readonly name: string; readonly country: string | null; readonly continent: string | null } | null
  readonly lat: number | null
  readonly lon: number | null
  readonly split: string | null
  readonly extra: string | null
  readonly views: readonly PackedView[]
}

export interface PackedView {
  readonly uid: string
  readonly kind: ViewKind
  readonly root: string
  readonly path: string
  readonly width: number | null
  readonly height: number | null
  readonly footprint: string | null
}

export interface PackedCaption {
  readonly uid: string
  readonly place: string
  readonly root: string | null
  readonly revises: string | null
  readonly author: { readonly id: number; readonly kind: string; readonly name: string; readonly prompt: string }
  readonly text: string
  readonly createdAt: number | null
  readonly extra: string | null
}

/** An event's place in the log. */
export interface EventKey {
  readonly seq: number
  readonly clock: number
  readonly uuid: string
}

export interface PackedEvent {
  readonly seq: number
  readonly uuid: string
  readonly clock: number
  readonly at: number
  readonly annotator: { readonly id: number; readonly name: string }
  readonly kind: string
  readonly caption: string | null
  readonly target: string | null
  readonly payload: string
}

export interface PackedSlice {
  readonly places: readonly PackedPlace[]
  readonly captions: readonly PackedCaption[]
  readonly events: readonly EventKey[]
  /** What bulk events among them do to these captions. */
  readonly bulk: readonly BulkEffect[]
}

/** `value`: the uid of the revision that a replacement made, or what stands in the table. */
export interface BulkEffect {
  readonly event: string
  readonly caption: string
  readonly value: string | number | null
}

interface ActRow extends EventKey {
  readonly kind: string
  readonly annotator: number
  readonly payload: string
  readonly value: number | null
}

interface CaptionRow extends Omit<PackedCaption, 'author'> {
  readonly id: number
  readonly author: number
  readonly authorKind: string
  readonly authorName: string
  readonly prompt: string
}

const captionSql = `
SELECT c.id, c.uid, p.uid AS place, o.uid AS root, b.uid AS revises, c.author, a.kind AS authorKind, a.name AS authorName, a.prompt, c.text, c.created_at AS createdAt, c.extra
FROM captions c JOIN places p ON p.id = c.place JOIN authors a ON a.id = c.author LEFT JOIN captions o ON o.id = c.root LEFT JOIN captions b ON b.id = c.revises`

const eventSql = `
SELECT e.seq, e.uuid, e.clock, e.at, e.annotator AS annotatorId, n.name AS annotatorName, e.kind, c.uid AS caption, e.target, e.payload
FROM events e JOIN annotators n ON n.id = e.annotator LEFT JOIN captions c ON c.id = e.caption`

/** What a work package and its answers hold, read in pages. */
export const workPackagesRepository = {
  /** Captions with all that a package holds of them; the events only by their place in the log. */
  slice(db: Database, args: PackedFor & { captions: readonly number[]; kinds: readonly ViewKind[] }): PackedSlice {
    const reader = annotatorNumber(db, args.recipient)
    const places = new Map<number, PackedPlace>()
    const events = new Map<number, EventKey>()
    const captions: PackedCaption[] = []
    const bulk: BulkEffect[] = []
    const uid = statement<[number | null], string>(db, 'SELECT uid FROM captions WHERE id = ?').pluck()
    for (const id of args.captions) {
      const row = statement<[number], { place: number }>(db, 'SELECT place FROM captions WHERE id = ? AND root IS NULL').get(id)
      if (!row) continue
      if (!places.has(row.place)) places.set(row.place, placeOf(db, row.place, args.kinds))
      const hidden = isHidden(db, id, args, reader)
      const acts = actsOf(db, id, hidden, reader)
      for (const act of acts) {
        const { seq, clock, uuid, kind } = act
        events.set(seq, { seq, clock, uuid })
        if (kind === 'bulk') bulk.push({ event: uuid, caption: String(uid.get(id)), value: replaces(act) ? String(uid.get(act.value)) : act.value })
        for (const step of statement<[string], EventKey>(db, 'SELECT seq, clock, uuid FROM events WHERE target = ?').all(uuid)) events.set(step.seq, step)
      }
      captions.push(...chainOf(db, id, hidden ? revisionsOf(acts) : null))
    }
    return { places: [...places.values()], captions, events: [...events.values()], bulk }
  },

  /** Events by their numbers. */
  events(db: Database, args: { seqs: readonly number[] }): PackedEvent[] {
    const one = statement<[number], EventRow>(db, `${eventSql} WHERE e.seq = ?`)
    return args.seqs.flatMap((seq) => {
      const row = one.get(seq)
      return row ? [packedEvent(row)] : []
    })
  },

  /** Revisions that were made since a package was opened, after a key. */
  newRevisions(db: Database, args: { after: number; baseCaption: number; limit: number }): { key: number; caption: PackedCaption }[] {
    return statement<[number, number, number], CaptionRow>(db, `${captionSql} WHERE c.id > ? AND c.root <= ? ORDER BY c.id LIMIT ?`)
      .all(args.after, args.baseCaption, args.limit)
      .map((row) => ({ key: row.id, caption: packedCaption(row) }))
  },

  /** Events that came since a package was opened, of its captions, after a key. */
  newEvents(db: Database, args: { after: number; baseCaption: number; limit: number }): PackedEvent[] {
    return statement<[number, number, number], EventRow>(db, `${eventSql} WHERE e.seq > ? AND (e.caption IS NULL OR e.caption <= ?) ORDER BY e.seq LIMIT ?`)
      .all(args.after, args.baseCaption, args.limit)
      .map(packedEvent)
  },

  /** How much was done in an opened package: events, captions that they speak of, annotators, drafts that were never submitted. */
  done(db: Database, args: { baseEvent: number; baseCaption: number }): { events: number; captions: number; revisions: number; drafts: number; annotators: string[] } {
    const count = (sql: string, ...values: number[]): number => statement<number[], number>(db, sql).pluck().get(...values) as number
    const { baseEvent, baseCaption } = args
    return {
      events: count('SELECT count(*) FROM events WHERE seq > ? AND (caption IS NULL OR caption <= ?)', baseEvent, baseCaption),
      captions: count(
        `SELECT count(*) FROM (SELECT caption FROM events WHERE seq > ? AND caption <= ? UNION SELECT caption FROM event_captions WHERE event > ? AND caption <= ?)`,
        baseEvent, baseCaption, baseEvent, baseCaption
      ),
      revisions: count('SELECT count(*) FROM captions WHERE id > ? AND root <= ?', baseCaption, baseCaption),
      drafts: count('SELECT count(*) FROM drafts'),
      annotators: statement<[number], string>(db, 'SELECT DISTINCT n.name FROM events e JOIN annotators n ON n.id = e.annotator WHERE e.seq > ? ORDER BY n.name').pluck().all(baseEvent) as string[]
    }
  },

  /** The newest event and caption row: what a package came with, once all of it is in. */
  newest(db: Database, _args: Record<never, never>): { event: number; caption: number } {
    return {
      event: (statement<[], number | null>(db, 'SELECT max(seq) FROM events').pluck().get() as number | null) ?? 0,
      caption: (statement<[], number | null>(db, 'SELECT max(id) FROM captions').pluck().get() as number | null) ?? 0
    }
  }
}

interface EventRow extends Omit<PackedEvent, 'annotator'> {
  readonly annotatorId: number
  readonly annotatorName: string
}

function packedEvent({ annotatorId, annotatorName, ...row }: EventRow): PackedEvent {
  return { ...row, annotator: { id: annotatorId, name: annotatorName } }
}

function packedCaption({ id: _id, author, authorKind, authorName, prompt, ...row }: CaptionRow): PackedCaption {
  return { ...row, author: { id: author, kind: authorKind, name: authorName, prompt } }
}

function annotatorNumber(db: Database, name: string): number | null {
  return (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name) as number | undefined) ?? null
}

/** Whether what others decided of a caption may not leave with this package: it is blind, or its reader is. */
function isHidden(db: Database, caption: number, packed: PackedFor, reader: number | null): boolean {
  return packed.blind || isBlind(db, caption, reader)
}

/**
 * The events of a caption that a package holds. What a gold caption's answer is never leaves the project but with whoever
 * set it; of a hidden caption there are the reader's own events, and who is to review it.
 */
function actsOf(db: Database, caption: number, hidden: boolean, reader: number | null): ActRow[] {
  const rows = statement<[number, number], ActRow>(
    db,
    `SELECT e.seq, e.clock, e.uuid, e.kind, e.annotator, e.payload, NULL AS value FROM events e WHERE e.caption = ? AND e.kind NOT IN ('undo', 'redo')
     UNION ALL SELECT e.seq, e.clock, e.uuid, e.kind, e.annotator, e.payload, b.value FROM event_captions b JOIN events e ON e.seq = b.event WHERE b.caption = ?`
  ).all(caption, caption)
  return rows.filter((row) => {
    if (row.annotator === reader) return true
    if (row.kind === 'gold') return false
    return !hidden || (row.kind === 'bulk' && ['assign', 'unassign'].includes(bulkAction(JSON.parse(row.payload) as Record<string, unknown>) ?? ''))
  })
}

function replaces(act: ActRow): boolean {
  return act.kind === 'bulk' && act.value !== null && bulkAction(JSON.parse(act.payload) as Record<string, unknown>) === 'replace'
}

/** Revisions that events name, by uid or by number. */
function revisionsOf(acts: readonly ActRow[]): ReadonlySet<string | number> {
  const named = new Set<string | number>()
  for (const act of acts) {
    const { revision } = JSON.parse(act.payload) as { revision?: unknown }
    if (typeof revision === 'string') named.add(revision)
    if (replaces(act) && act.value !== null) named.add(act.value)
  }
  return named
}

/** A caption and its revisions, oldest first; only the named ones where some are given. What a left-out one revised is the first text. */
function chainOf(db: Database, id: number, named: ReadonlySet<string | number> | null): PackedCaption[] {
  const rows = statement<[number, number], CaptionRow>(db, `${captionSql} WHERE c.id = ? OR c.root = ? ORDER BY c.id`).all(id, id)
  const kept = named === null ? rows : rows.filter((row) => row.id === id || named.has(row.uid) || named.has(row.id))
  const uids = new Set(kept.map(({ uid }) => uid))
  return kept.map((row) => packedCaption({ ...row, revises: row.revises === null || uids.has(row.revises) ? row.revises : row.root }))
}

function placeOf(db: Database, id: number, kinds: readonly ViewKind[]): PackedPlace {
  const row = statement<[number], Omit<PackedPlace, 'region' | 'views'> & { region: number | null }>(db, 'SELECT uid, region, lat, lon, split, extra FROM places WHERE id = ?').get(id)
  if (!row) throw new Error(`Place ${id} of a caption is gone.`)
  const region = statement<[number | null], NonNullable<PackedPlace['region']>>(db, 'SELECT uid, name, country, continent FROM regions WHERE id = ?').get(row.region)
  const views = statement<[number], PackedView>(
    db,
    'SELECT v.uid, v.kind, r.path AS root, v.path, v.width, v.height, v.footprint FROM views v JOIN roots r ON r.id = v.root WHERE v.place = ? ORDER BY v.id'
  ).all(id)
  return { ...row, region: region ?? null, views: views.filter(({ kind }) => kinds.includes(kind)) }
}
