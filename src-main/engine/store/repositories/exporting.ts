import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'

export interface ExportRegion {
  readonly uid: string
  readonly name: string
  readonly country: string | null
  readonly continent: string | null
}

export interface ExportView {
  readonly uid: string
  readonly kind: string
  readonly root: string
  readonly path: string
  readonly width: number | null
  readonly height: number | null
  readonly footprint: string | null
}

/** A root caption as it stands now: the text of its head revision. */
export interface ExportCaption {
  readonly id: number
  readonly uid: string
  readonly text: string
  readonly author: string
  readonly authorKind: string
  readonly prompt: string
  readonly status: string
  readonly revisions: number
  readonly extra: string | null
}

/** A place with everything of it that an exchange format can hold. */
export interface ExportPlace {
  readonly id: number
  readonly uid: string
  readonly lat: number | null
  readonly lon: number | null
  readonly split: string | null
  readonly region: ExportRegion | null
  readonly extra: string | null
  readonly views: ExportView[]
  readonly captions: ExportCaption[]
}

/** Tables that a project export writes whole, in the order of their keys. */
export type ExportTable = 'regions' | 'roots' | 'authors' | 'annotators' | 'places' | 'views' | 'captions' | 'events'

interface PlaceColumns {
  id: number
  uid: string
  lat: number | null
  lon: number | null
  split: string | null
  extra: string | null
  region_uid: string | null
  region_name: string | null
  country: string | null
  continent: string | null
}

// Integer keys become the stable ids of what they refer to; the dictionaries (roots, authors, annotators) keep a number.
const tables: Record<ExportTable, string> = {
  regions: 'SELECT id AS key, uid, name, country, continent FROM regions WHERE id > ? ORDER BY id LIMIT ?',
  roots: 'SELECT id AS key, path FROM roots WHERE id > ? ORDER BY id LIMIT ?',
  authors: 'SELECT id AS key, kind, name, prompt FROM authors WHERE id > ? ORDER BY id LIMIT ?',
  annotators: 'SELECT id AS key, name FROM annotators WHERE id > ? ORDER BY id LIMIT ?',
  places: `SELECT p.id AS key, p.uid, r.uid AS region, p.lat, p.lon, p.split, p.extra
    FROM places p LEFT JOIN regions r ON r.id = p.region WHERE p.id > ? ORDER BY p.id LIMIT ?`,
  views: `SELECT v.id AS key, v.uid, p.uid AS place, v.kind, v.root, v.path, v.width, v.height, v.footprint, v.problem
    FROM views v JOIN places p ON p.id = v.place WHERE v.id > ? ORDER BY v.id LIMIT ?`,
  captions: `SELECT c.id AS key, c.uid, p.uid AS place, o.uid AS root, b.uid AS revises, c.author, c.text, c.created_at AS createdAt, c.extra
    FROM captions c JOIN places p ON p.id = c.place LEFT JOIN captions o ON o.id = c.root LEFT JOIN captions b ON b.id = c.revises
    WHERE c.id > ? ORDER BY c.id LIMIT ?`,
  events: `SELECT e.seq AS key, e.uuid, e.clock, e.at, e.annotator, e.kind, c.uid AS caption, e.target, e.payload
    FROM events e LEFT JOIN captions c ON c.id = e.caption
    WHERE e.seq > ? ORDER BY e.seq LIMIT ?`
}

/** A caption of a bulk event with its stable id; the value of a replacement is the revision's. */
export interface ExportEventCaption {
  readonly key: number
  readonly caption: string
  readonly value: string | number | null
}

export const exportingRepository = {
  /** Rows of a table after a key, with stable ids for what they refer to. */
  page(db: Database, args: { table: ExportTable; after: number; limit: number }): (Record<string, string | number | null> & { key: number })[] {
    return statement<[number, number], Record<string, string | number | null> & { key: number }>(db, tables[args.table]).all(args.after, args.limit)
  },

  /** Bulk events after a key, by their number and uuid. */
  bulkEvents(db: Database, args: { after: number; limit: number }): { seq: number; uuid: string }[] {
    return statement<[number, number], { seq: number; uuid: string }>(db, "SELECT seq, uuid FROM events WHERE kind = 'bulk' AND seq > ? ORDER BY seq LIMIT ?").all(args.after, args.limit)
  },

  /** The captions of a bulk event after a key. */
  eventCaptions(db: Database, args: { event: number; after: number; limit: number }): ExportEventCaption[] {
    return statement<[number, number, number], ExportEventCaption>(
      db,
      `SELECT b.caption AS key, c.uid AS caption, CASE WHEN e.payload ->> '$.action' = 'replace' THEN (SELECT r.uid FROM captions r WHERE r.id = b.value) ELSE b.value END AS value
       FROM event_captions b JOIN captions c ON c.id = b.caption JOIN events e ON e.seq = b.event WHERE b.event = ? AND b.caption > ? ORDER BY b.caption LIMIT ?`
    ).all(args.event, args.after, args.limit)
  },

  /** What there is, and what no export holds. */
  totals(db: Database, _args: Record<never, never>): Record<'places' | 'views' | 'captions' | 'revisions' | 'events' | 'drafts' | 'encoders' | 'runs', number> {
    const count = (sql: string): number => statement<[], number>(db, sql).pluck().get() as number
    return {
      places: count('SELECT coalesce(sum(places), 0) FROM count_places'),
      views: count('SELECT coalesce(sum(n), 0) FROM count_views'),
      captions: count('SELECT coalesce(sum(n), 0) FROM count_captions'),
      revisions: count('SELECT count(*) FROM captions WHERE root IS NOT NULL'),
      events: count('SELECT count(*) FROM events'),
      drafts: count('SELECT count(*) FROM drafts'),
      encoders: count('SELECT count(*) FROM encoders'),
      runs: count('SELECT count(*) FROM runs')
    }
  },

  /** Places after an id with their views and the present text of their captions. */
  places(db: Database, args: { after: number; limit: number }): ExportPlace[] {
    return exportPlaces(db, statement<[number, number], PlaceColumns>(db, `${placeColumns} WHERE p.id > ? ORDER BY p.id LIMIT ?`).all(args.after, args.limit))
  },

  /** The same of the places with these ids. */
  placesOf(db: Database, args: { ids: readonly number[] }): ExportPlace[] {
    return exportPlaces(db, statement<[string], PlaceColumns>(db, `${placeColumns} WHERE p.id IN (SELECT value FROM json_each(?)) ORDER BY p.id`).all(JSON.stringify(args.ids)))
  }
}

const placeColumns = `SELECT p.id, p.uid, p.lat, p.lon, p.split, p.extra, r.uid AS region_uid, r.name AS region_name, r.country, r.continent
  FROM places p LEFT JOIN regions r ON r.id = p.region`

function exportPlaces(db: Database, rows: readonly PlaceColumns[]): ExportPlace[] {
  const views = statement<[number], ExportView>(
    db,
    'SELECT v.uid, v.kind, o.path AS root, v.path, v.width, v.height, v.footprint FROM views v JOIN roots o ON o.id = v.root WHERE v.place = ? ORDER BY v.id'
  )
  const captions = statement<[number], ExportCaption>(
    db,
    `SELECT c.id, c.uid, h.text, a.name AS author, a.kind AS authorKind, a.prompt, coalesce(s.status, 'unreviewed') AS status,
       1 + (SELECT count(*) FROM captions r WHERE r.root = c.id) AS revisions, c.extra
     FROM captions c LEFT JOIN caption_state s ON s.caption = c.id JOIN captions h ON h.id = coalesce(s.head, c.id) JOIN authors a ON a.id = h.author
     WHERE c.place = ? AND c.root IS NULL ORDER BY c.id`
  )
  return rows.map((row) => ({
    id: row.id,
    uid: row.uid,
    lat: row.lat,
    lon: row.lon,
    split: row.split,
    extra: row.extra,
    region: row.region_uid === null ? null : { uid: row.region_uid, name: row.region_name ?? '', country: row.country, continent: row.continent },
    views: views.all(row.id),
    captions: captions.all(row.id)
  }))
}
