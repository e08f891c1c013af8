import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { ExecutionProvider } from '#shared/domain/encoder.ts'
import type { GalleryKind } from '#shared/domain/run.ts'
import type { Split, ViewKind } from '#shared/domain/vocabulary.ts'
import { unrolled, type Footprints } from '../../geo/footprint-index.ts'
import { compareUtf8, needsEscape, trecId } from '../document-order.ts'
import { statement } from '../statement.ts'

/** Rows of one side of an evaluation, as parallel arrays. Region 0: none. Coordinates NaN: unknown. */
export interface LocatedRows {
  /** The id of the view or (root) caption. */
  readonly ids: Int32Array
  /** The row of its vector: the view's id, or the id of the caption's head revision. */
  readonly vectors: Int32Array
  readonly places: Int32Array
  readonly regions: Int32Array
  readonly lat: Float64Array
  readonly lon: Float64Array
  /** SHA-256 over what decides the result besides the vectors: uids, places, coordinates, regions, texts. */
  readonly hash: string
}

export interface EncoderRecord {
  readonly name: string
  readonly path: string
  readonly hash: string
  readonly dimensions: number
  /** A StoredSpec of `inference/encoder-spec.ts`, as JSON. */
  readonly spec: string
  readonly provider: ExecutionProvider | null
}

/** What is shown of a ranked view. */
export interface RankedViewRow {
  readonly view: number
  readonly viewUid: string
  readonly place: number
  readonly placeUid: string
  readonly lat: number | null
  readonly lon: number | null
  readonly region: string | null
}

/** What is shown of a ranked caption. */
export interface RankedCaptionRow extends Omit<RankedViewRow, 'view' | 'viewUid'> {
  readonly view: number | null
  readonly viewUid: string | null
  readonly caption: { readonly id: number; readonly uid: string; readonly text: string }
}

type LocatedRow = [id: number, vector: number, place: number, region: number, lat: number | null, lon: number | null, uid: string, placeUid: string, text: string]

const columns = 'p.id, coalesce(p.region, 0), p.lat, p.lon'
const viewColumns = `v.id, v.id, ${columns}, v.uid, p.uid, '' FROM views v JOIN places p ON p.id = v.place`
const captionColumns = `c.id, t.id, ${columns}, c.uid, p.uid, t.text FROM captions c JOIN places p ON p.id = c.place
  LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)`

export const galleryRepository = {
  encoder(db: Database, args: { name: string }): EncoderRecord | null {
    return statement<[string], EncoderRecord>(db, 'SELECT name, path, hash, dimensions, spec, provider FROM encoders WHERE name = ?').get(args.name) ?? null
  },

  encoderNames(db: Database, _args: Record<never, never>): string[] {
    return statement<[], string>(db, 'SELECT name FROM encoders ORDER BY name').pluck().all() as string[]
  },

  /** Changes when satellite views come or go, or places change their split. */
  stamp(db: Database, _args: Record<never, never>): string {
    const views = statement<[], { last: number | null; n: number | null }>(
      db,
      "SELECT (SELECT max(id) FROM views WHERE kind = 'satellite') AS last, (SELECT n FROM count_views WHERE kind = 'satellite') AS n"
    ).get()
    const splits = statement<[], { split: string; n: number }>(db, 'SELECT split, n FROM count_splits ORDER BY split').all()
    const version = statement<[], string>(db, "SELECT value FROM meta WHERE key = 'splits_version'").pluck().get()
    return JSON.stringify([views, splits, version])
  },

  /**
   * The satellite views in document order: by the id that a TREC file would have, in descending byte order. SQLite's
   * BINARY collation compares UTF-8 bytes; only ids that need escaping there have to be sorted anew.
   */
  satelliteViews(db: Database, args: { split: Split | null }): LocatedRows {
    return galleryRepository.documents(db, { kind: 'satellite', split: args.split })
  },

  /**
   * The documents of a gallery in document order, as `satelliteViews` are: the views of a kind, or the captions (each by
   * its root's uid, with the vector row of its head revision).
   */
  documents(db: Database, args: { kind: GalleryKind; split: Split | null }): LocatedRows {
    const rows =
      args.kind === 'captions'
        ? statement<unknown[], LocatedRow>(db, `SELECT ${captionColumns} WHERE c.root IS NULL ${splitCondition(args.split)} ORDER BY c.uid DESC`)
        : statement<unknown[], LocatedRow>(db, `SELECT ${viewColumns} WHERE v.kind = ? ${splitCondition(args.split)} ORDER BY v.uid DESC`)
    const all = rows.raw().all(...(args.kind === 'captions' ? [] : [args.kind]), ...splitParameters(args.split)) as LocatedRow[]
    if (all.some((row) => needsEscape.test(row[6]))) all.sort((a, b) => compareUtf8(trecId(b[6]), trecId(a[6])))
    return locatedRows(all)
  },

  /**
   * The footprints of views, in the order asked, and a hash over them. One that encloses nothing counts as none.
   */
  footprints(db: Database, args: { views: Int32Array }): Footprints & { hash: string } {
    const row = statement<[number], string | null>(db, 'SELECT footprint FROM views WHERE id = ?').pluck()
    const hash = createHash('sha256')
    const rings = Array.from(args.views, (view) => {
      const text = (row.get(view) as string | null | undefined) ?? ''
      hash.update(`${text}\n`)
      return text === '' ? null : unrolled(JSON.parse(text) as [number, number][])
    })
    const starts = new Int32Array(new SharedArrayBuffer(4 * (rings.length + 1)))
    rings.forEach((ring, i) => (starts[i + 1] = (starts[i] as number) + (ring?.length ?? 0) / 2))
    const corners = new Float64Array(new SharedArrayBuffer(16 * (starts[rings.length] as number)))
    rings.forEach((ring, i) => ring && corners.set(ring, 2 * (starts[i] as number)))
    return { starts, corners, hash: hash.digest('hex') }
  },

  /** Root captions with the text of their head revision. `only`: of these. */
  captionQueries(db: Database, args: { split: Split | null; only?: Int32Array | null }): LocatedRows {
    const rows = statement<unknown[], LocatedRow>(
      db,
      `SELECT ${captionColumns} WHERE c.root IS NULL ${splitCondition(args.split)} ORDER BY c.id`
    ).raw()
    const all = rows.all(...splitParameters(args.split)) as LocatedRow[]
    const only = args.only && new Set(args.only)
    return locatedRows(only ? all.filter(([id]) => only.has(id)) : all)
  },

  /** Views of a kind. `only`: of these places. */
  viewQueries(db: Database, args: { kind: ViewKind; split: Split | null; only?: Int32Array | null }): LocatedRows {
    const rows = statement<unknown[], LocatedRow>(
      db,
      `SELECT ${viewColumns} WHERE v.kind = ? ${splitCondition(args.split)} ORDER BY v.id`
    ).raw()
    const all = rows.all(args.kind, ...splitParameters(args.split)) as LocatedRow[]
    const only = args.only && new Set(args.only)
    return locatedRows(only ? all.filter(([, , place]) => only.has(place)) : all)
  },

  /** A caption query: its place, the vector row and text of its head. Any revision's id will do. */
  caption(db: Database, args: { caption: number }): { caption: number; head: number; place: number; text: string } | null {
    return (
      statement<[number], { caption: number; head: number; place: number; text: string }>(
        db,
        `SELECT r.id AS caption, t.id AS head, r.place, t.text FROM captions c JOIN captions r ON r.id = coalesce(c.root, c.id)
         LEFT JOIN caption_state s ON s.caption = r.id JOIN captions t ON t.id = coalesce(s.head, r.id) WHERE c.id = ?`
      ).get(args.caption) ?? null
    )
  },

  /** The texts of captions' revisions, in the order asked; null where one has been removed. */
  revisionTexts(db: Database, args: { revisions: Int32Array }): (string | null)[] {
    const text = statement<[number], string>(db, 'SELECT text FROM captions WHERE id = ?').pluck()
    return Array.from(args.revisions, (revision) => (text.get(revision) as string | undefined) ?? null)
  },

  view(db: Database, args: { view: number }): { view: number; kind: ViewKind; place: number; file: string } | null {
    const row = statement<[number], { view: number; kind: ViewKind; place: number; root: string; path: string }>(
      db,
      'SELECT v.id AS view, v.kind, v.place, r.path AS root, v.path FROM views v JOIN roots r ON r.id = v.root WHERE v.id = ?'
    ).get(args.view)
    return row ? { view: row.view, kind: row.kind, place: row.place, file: row.path.startsWith('/') || row.root === '' ? row.path : `${row.root}/${row.path}` } : null
  },

  /** The views' kinds, in the order asked; null where there is none. */
  kinds(db: Database, args: { views: Int32Array }): (ViewKind | null)[] {
    const kind = statement<[number], ViewKind>(db, 'SELECT kind FROM views WHERE id = ?').pluck()
    return Array.from(args.views, (view) => (kind.get(view) as ViewKind | undefined) ?? null)
  },

  place(db: Database, args: { place: number }): { lat: number | null; lon: number | null } | null {
    return statement<[number], { lat: number | null; lon: number | null }>(db, 'SELECT lat, lon FROM places WHERE id = ?').get(args.place) ?? null
  },

  satelliteViewsOf(db: Database, args: { place: number }): number[] {
    return statement<[number], number>(db, "SELECT id FROM views WHERE place = ? AND kind = 'satellite' ORDER BY id").pluck().all(args.place) as number[]
  },

  /**
   * Captions as ranked documents, by their roots: the head's text, and the view to show beside it: the place's first
   * satellite view, else its first view of another kind; null where it has none. Null for a caption that was removed.
   */
  rankedCaptions(db: Database, args: { captions: Int32Array }): (RankedCaptionRow | null)[] {
    const row = statement<[number], Omit<RankedCaptionRow, 'caption'> & { id: number; uid: string; text: string }>(
      db,
      `SELECT c.id, c.uid, t.text, v.id AS view, v.uid AS viewUid, p.id AS place, p.uid AS placeUid, p.lat, p.lon, r.name AS region
       FROM captions c LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)
       JOIN places p ON p.id = c.place LEFT JOIN regions r ON r.id = p.region
       LEFT JOIN views v ON v.id = (SELECT o.id FROM views o WHERE o.place = p.id ORDER BY o.kind <> 'satellite', o.id LIMIT 1) WHERE c.id = ?`
    )
    return Array.from(args.captions, (caption) => {
      const found = row.get(caption)
      if (!found) return null
      const { id, uid, text, ...shown } = found
      return { ...shown, caption: { id, uid, text } }
    })
  },

  /** Rows for views, in the order asked; null where a view has been removed. */
  rankedViews(db: Database, args: { views: Int32Array }): (RankedViewRow | null)[] {
    const row = statement<[number], RankedViewRow>(
      db,
      `SELECT v.id AS view, v.uid AS viewUid, p.id AS place, p.uid AS placeUid, p.lat, p.lon, r.name AS region
       FROM views v JOIN places p ON p.id = v.place LEFT JOIN regions r ON r.id = p.region WHERE v.id = ?`
    )
    return Array.from(args.views, (view) => row.get(view) ?? null)
  },

  /** The uids of views or captions, in the order asked; null where one has been removed. */
  uids(db: Database, args: { of: 'views' | 'captions'; ids: Int32Array }): (string | null)[] {
    const uid = statement<[number], string>(db, `SELECT uid FROM ${args.of === 'views' ? 'views' : 'captions'} WHERE id = ?`).pluck()
    return Array.from(args.ids, (id) => (uid.get(id) as string | undefined) ?? null)
  },

  /** Ids by uid; 0 where there is none. */
  idsOf(db: Database, args: { of: 'satellite' | 'views' | 'captions'; uids: readonly string[] }): Int32Array {
    const id = statement<[string], number>(
      db,
      args.of === 'captions' ? 'SELECT coalesce(root, id) FROM captions WHERE uid = ?' : `SELECT id FROM views WHERE uid = ?${args.of === 'satellite' ? " AND kind = 'satellite'" : ''}`
    ).pluck()
    return Int32Array.from(args.uids, (uid) => (id.get(uid) as number | undefined) ?? 0)
  }
}

function splitCondition(split: Split | null): string {
  return split === null ? '' : 'AND p.split = ?'
}

function splitParameters(split: Split | null): string[] {
  return split === null ? [] : [split]
}

/** Arrays in shared memory, so that worker threads need no copies. */
function locatedRows(rows: readonly LocatedRow[]): LocatedRows {
  const hash = createHash('sha256')
  const out = { ...sharedRows(rows.length), hash: '' }
  rows.forEach(([id, vector, place, region, lat, lon, uid, placeUid, text], i) => {
    out.ids[i] = id
    out.vectors[i] = vector
    out.places[i] = place
    out.regions[i] = region
    out.lat[i] = lat ?? NaN
    out.lon[i] = lon ?? NaN
    hash.update(JSON.stringify([uid, placeUid, lat, lon, region, text]))
    hash.update('\n')
  })
  return { ...out, hash: hash.digest('hex') }
}

function sharedRows(n: number): Omit<LocatedRows, 'hash'> {
  const integers = (): Int32Array => new Int32Array(new SharedArrayBuffer(4 * n))
  const doubles = (): Float64Array => new Float64Array(new SharedArrayBuffer(8 * n))
  return { ids: integers(), vectors: integers(), places: integers(), regions: integers(), lat: doubles(), lon: doubles() }
}
