import { hash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { addProjectLines, type ProjectLine, type ProjectLinesOutcome } from './project-lines.ts'

/** A caption of a row. `author` counts into the batch's authors. `occurrence` counts equal captions within the source and place. */
export interface ImportCaption {
  readonly id: string | null
  readonly text: string
  readonly author: number
  readonly occurrence: number
  /** JSON, or null. */
  readonly extra: string | null
}

/** One record of a source, ready to be stored. */
export interface ImportRow {
  /** The source's own id of the place: shared between sources. */
  readonly place: string | null
  /** A readable name to make the place's uid of where the source gives none. */
  readonly name: string
  /** Counts into the batch's roots; -1 without an image. */
  readonly root: number
  readonly path: string
  readonly kind: string
  readonly width: number | null
  readonly height: number | null
  readonly footprint: string | null
  readonly problem: string | null
  readonly lat: number | null
  readonly lon: number | null
  /** Counts into the batch's regions; -1 without. */
  readonly region: number
  readonly split: string | null
  readonly captions: readonly ImportCaption[]
  readonly extra: string | null
}

export interface ImportBatch {
  /** `imports.id`. */
  readonly import: number
  /** Base name of the source: part of its captions' identity. */
  readonly source: string
  readonly roots: readonly string[]
  readonly regions: readonly { readonly name: string; readonly country: string | null; readonly continent: string | null }[]
  readonly authors: readonly { readonly kind: string; readonly name: string; readonly prompt: string }[]
  readonly rows: readonly ImportRow[]
}

export interface ImportCounts {
  places: number
  views: number
  captions: number
  /** Rows that added nothing. */
  skipped: number
}

export interface ImportOutcome extends ImportCounts {
  /** Rows (by index) that were left out or only partly taken, with the reason. */
  readonly problems: { row: number; code: string; message: string }[]
  /** Time inside the transaction. */
  readonly milliseconds: number
}

/** How far an import is: `cursor` items of the source are dealt with, and what they added. Kept with the job, as JSON. */
export interface ImportCheckpoint {
  readonly cursor: number
  readonly counts: ImportCounts
  /** Size and time of the source: where it changed meanwhile, the job begins again (what is in is skipped). */
  readonly fingerprint: string
}

export function sumCounts(a: ImportCounts, b: ImportCounts): ImportCounts {
  return { places: a.places + b.places, views: a.views + b.views, captions: a.captions + b.captions, skipped: a.skipped + b.skipped }
}

interface PlaceRow {
  id: number
  uid: string
}

/** For each root of the batch: which stored roots could hold its images, and how their paths begin there. */
interface RootMatch {
  readonly own: number | null
  /** Roots above: a path is `prefix + path` there. */
  readonly above: readonly { readonly id: number; readonly prefix: string }[]
  /** Roots below: a path that begins with `prefix` goes on there. */
  readonly below: readonly { readonly id: number; readonly prefix: string }[]
}

function matchRoots(db: Database, roots: readonly string[]): RootMatch[] {
  const known = statement<[], { id: number; path: string }>(db, 'SELECT id, path FROM roots').all()
  return roots.map((root) => ({
    own: known.find((other) => other.path === root)?.id ?? null,
    above: known.filter((other) => root.startsWith(other.path === '/' ? '/' : `${other.path}/`) && root !== other.path).map((other) => ({ id: other.id, prefix: `${root.slice(other.path === '/' ? 1 : other.path.length + 1)}/` })),
    below: known.filter((other) => other.path.startsWith(`${root}/`)).map((other) => ({ id: other.id, prefix: `${other.path.slice(root.length + 1)}/` }))
  }))
}

interface ViewRow {
  id: number
  place: number
  uid: string
}

function findView(db: Database, match: RootMatch, path: string): ViewRow | undefined {
  const get = statement<[number, string], ViewRow>(
    db,
    'SELECT v.id, v.place, p.uid FROM views v JOIN places p ON p.id = v.place WHERE v.root = ? AND v.path = ?'
  )
  let found = match.own === null ? undefined : get.get(match.own, path)
  for (const other of match.above) found ??= get.get(other.id, other.prefix + path)
  for (const other of match.below) if (!found && path.startsWith(other.prefix)) found = get.get(other.id, path.slice(other.prefix.length))
  return found
}

/**
 * A caption's stable id: its place's id with a hash of what makes it this caption and no other: source, author, text,
 * and its number among equal ones. Beginning with the place keeps a batch's ids together in the index.
 */
export function captionUid(place: string, source: string, author: ImportBatch['authors'][number], text: string, occurrence: number): string {
  const identity = JSON.stringify([place, source, author.kind, author.name, author.prompt, text, occurrence])
  return `${place.replaceAll(/\s+/g, '_').slice(0, 120)}:${hash('sha1', identity, 'hex').slice(0, 16)}`
}

function freeUid(name: string, taken: (uid: string) => boolean): string {
  let uid = name
  for (let copy = 2; taken(uid); copy += 1) uid = `${name}~${copy}`
  return uid
}

function placeByUid(db: Database, uid: string): PlaceRow | undefined {
  return statement<[string], PlaceRow>(db, 'SELECT id, uid FROM places WHERE uid = ?').get(uid)
}

/** The uid under which a caption is to be stored, or null if it is there already. */
function newCaptionUid(db: Database, place: PlaceRow | undefined, placeUid: string, caption: ImportCaption, batch: ImportBatch, found: (problem: string) => void): string | null {
  const find = statement<[string], { place: number; text: string }>(db, 'SELECT place, text FROM captions WHERE uid = ?')
  const author = batch.authors[caption.author] ?? { kind: 'import', name: batch.source, prompt: '' }
  if (caption.id === null) {
    const uid = captionUid(placeUid, batch.source, author, caption.text, caption.occurrence)
    return place && find.get(uid) ? null : uid
  }
  // Another source may use the same numbers: its captions are then told apart by the source's name.
  for (const uid of [caption.id, `${batch.source}:${caption.id}`]) {
    const there = find.get(uid)
    if (!there) return uid
    if (there.place === place?.id && there.text === caption.text) return null
  }
  found(`The caption "${caption.id}" is there already with another text or place; it was left as it is.`)
  return null
}

export const importingRepository = {
  /** The import of a job: made once, found again when the job is resumed. */
  begin(db: Database, args: { job: string; source: string; format: string; options: string; at: number }): { import: number; label: string } {
    statement(db, 'INSERT INTO imports (job, source, format, options, started_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (job) DO NOTHING').run(args.job, args.source, args.format, args.options, args.at)
    const row = statement<[string], { id: number }>(db, 'SELECT id FROM imports WHERE job = ?').get(args.job)
    const { label, known } = sourceLabel(db, args.source)
    if (!known) statement(db, 'INSERT INTO import_sources (path, label) VALUES (?, ?)').run(args.source, label)
    return { import: row?.id ?? 0, label }
  },

  label(db: Database, args: { source: string }): string {
    return sourceLabel(db, args.source).label
  },

  /** Stores a batch and the job's checkpoint in one transaction. Rows that are there already add nothing. */
  apply(db: Database, args: { batch: ImportBatch; job: string; before: ImportCounts; cursor: number; fingerprint: string }): ImportOutcome {
    const started = performance.now()
    const { batch } = args
    const counts: ImportCounts = { places: 0, views: 0, captions: 0, skipped: 0 }
    const problems: ImportOutcome['problems'] = []
    const matches = matchRoots(db, batch.roots)
    const rootIds = batch.roots.map((_path, index) => matches[index]?.own ?? null)
    const regions = batch.regions.map((region) => regionId(db, region))
    const authors = batch.authors.map((author) => authorId(db, author))
    const insertPlace = statement(db, 'INSERT INTO places (uid, region, lat, lon, split, import, extra) VALUES (?, ?, ?, ?, ?, ?, ?)')
    const insertView = statement(db, 'INSERT INTO views (uid, place, kind, root, path, width, height, footprint, problem, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    const insertCaption = statement(db, 'INSERT INTO captions (uid, place, author, text, import, extra) VALUES (?, ?, ?, ?, ?, ?)')
    const takenView = statement(db, 'SELECT 1 FROM views WHERE uid = ?')
    const takenPlace = (uid: string) => placeByUid(db, uid) !== undefined
    batch.rows.forEach((row, index) => {
      let added = 0
      const match = row.root < 0 ? undefined : matches[row.root]
      const view = match && findView(db, match, row.path)
      let place: PlaceRow | undefined = row.place !== null ? placeByUid(db, row.place) : view ? { id: view.place, uid: view.uid } : row.root < 0 ? placeByUid(db, row.name) : undefined
      if (place) fillPlace(db, place.id, row, regions[row.region] ?? null)
      else {
        const uid = row.place ?? freeUid(row.name, takenPlace)
        const { lastInsertRowid } = insertPlace.run(uid, regions[row.region] ?? null, row.lat, row.lon, row.split, batch.import, row.extra)
        place = { id: Number(lastInsertRowid), uid }
        counts.places += 1
        added += 1
      }
      if (match && view && view.place !== place.id) {
        problems.push({ row: index, code: 'VIEW_ELSEWHERE', message: `The image ${row.path} belongs to place "${view.uid}" already and stays there.` })
      }
      if (match && !view) {
        const root = (rootIds[row.root] ??= rootId(db, batch.roots[row.root] ?? ''))
        if (match.own === null) matches[row.root] = { ...match, own: root }
        const name = viewName(batch.roots[row.root] ?? '', row.path)
        insertView.run(freeUid(name, (uid) => takenView.get(uid) !== undefined), place.id, row.kind, root, row.path, row.width, row.height, row.footprint, row.problem, batch.import)
        counts.views += 1
        added += 1
      }
      for (const caption of row.captions) {
        const uid = newCaptionUid(db, place, place.uid, caption, batch, (message) => problems.push({ row: index, code: 'CAPTION_CHANGED', message }))
        if (uid === null) continue
        insertCaption.run(uid, place.id, authors[caption.author] ?? null, caption.text, batch.import, caption.extra)
        counts.captions += 1
        added += 1
      }
      if (added === 0) counts.skipped += 1
    })
    const checkpoint: ImportCheckpoint = { cursor: args.cursor, counts: sumCounts(args.before, counts), fingerprint: args.fingerprint }
    statement(db, 'UPDATE jobs SET checkpoint = ? WHERE id = ?').run(JSON.stringify(checkpoint), args.job)
    return { ...counts, problems, milliseconds: performance.now() - started }
  },

  /** Stores lines of a project export and the job's checkpoint in one transaction. */
  applyProject(db: Database, args: { lines: readonly ProjectLine[]; import: number; job: string; before: ImportCounts; cursor: number; fingerprint: string }): ProjectLinesOutcome & { milliseconds: number } {
    const started = performance.now()
    const outcome = addProjectLines(db, args.lines, args.import)
    const checkpoint: ImportCheckpoint = { cursor: args.cursor, counts: sumCounts(args.before, outcome), fingerprint: args.fingerprint }
    statement(db, 'UPDATE jobs SET checkpoint = ? WHERE id = ?').run(JSON.stringify(checkpoint), args.job)
    return { ...outcome, milliseconds: performance.now() - started }
  },

  /** How many of the given uids are there. */
  known(db: Database, args: { places: readonly string[]; views: readonly string[]; captions: readonly string[] }): { places: number; views: number; captions: number } {
    const count = (table: 'places' | 'views' | 'captions', uids: readonly string[]): number => uids.filter((uid) => statement(db, `SELECT 1 FROM ${table} WHERE uid = ?`).get(uid) !== undefined).length
    return { places: count('places', args.places), views: count('views', args.views), captions: count('captions', args.captions) }
  },

  /**
   * What of a batch is there already, without writing: for each row whether its place and its view are known, and how
   * many of its captions are new. New rows that name each other are for the caller to count once.
   */
  probe(db: Database, args: { batch: ImportBatch }): { place: boolean; view: boolean; captions: number }[] {
    const { batch } = args
    const matches = matchRoots(db, batch.roots)
    return batch.rows.map((row) => {
      const match = row.root < 0 ? undefined : matches[row.root]
      const view = match && findView(db, match, row.path)
      const place = row.place !== null ? placeByUid(db, row.place) : view ? { id: view.place, uid: view.uid } : row.root < 0 ? placeByUid(db, row.name) : undefined
      const captions = row.captions.filter((caption) => newCaptionUid(db, place, place?.uid ?? row.place ?? row.name, caption, batch, () => {}) !== null).length
      return { place: place !== undefined, view: view !== undefined, captions }
    })
  },

  /** How many captions of an import people have worked on: those keep it from being undone. */
  reviewed(db: Database, args: { job: string }): number {
    return (
      statement<[string], { n: number }>(
        db,
        `SELECT count(*) AS n FROM captions c JOIN imports i ON i.id = c.import
         WHERE i.job = ? AND (EXISTS (SELECT 1 FROM events e WHERE e.caption = c.id) OR EXISTS (SELECT 1 FROM captions r WHERE r.root = c.id))`
      ).get(args.job)?.n ?? 0
    )
  },

  /**
   * Takes up to `limit` rows of an import away again: captions first, then views, then places that nothing else uses.
   * Call until `left` is false. Ids are not given again (AUTOINCREMENT), so vectors and runs never point to other rows.
   */
  undo(db: Database, args: { job: string; limit: number }): { places: number; views: number; captions: number; left: boolean } {
    const row = statement<[string], { id: number }>(db, 'SELECT id FROM imports WHERE job = ?').get(args.job)
    if (!row) return { places: 0, views: 0, captions: 0, left: false }
    const captions = statement<[number, number], { id: number }>(db, 'SELECT id FROM captions WHERE import = ? ORDER BY id DESC LIMIT ?').all(row.id, args.limit)
    for (const caption of captions) {
      statement(db, 'DELETE FROM drafts WHERE caption = ?').run(caption.id)
      // Triggers take it out of the counters and of the full-text index.
      statement(db, 'DELETE FROM captions WHERE id = ?').run(caption.id)
    }
    if (captions.length > 0) return { places: 0, views: 0, captions: captions.length, left: true }
    const views = statement(db, 'DELETE FROM views WHERE id IN (SELECT id FROM views WHERE import = ? LIMIT ?)').run(row.id, args.limit).changes
    if (views > 0) return { places: 0, views, captions: 0, left: true }
    const places = statement<[number, number], { id: number }>(
      db,
      `SELECT id FROM places p WHERE import = ? AND NOT EXISTS (SELECT 1 FROM views WHERE place = p.id)
         AND NOT EXISTS (SELECT 1 FROM captions WHERE place = p.id) LIMIT ?`
    ).all(row.id, args.limit)
    for (const place of places) statement(db, 'DELETE FROM places WHERE id = ?').run(place.id)
    return { places: places.length, views: 0, captions: 0, left: places.length > 0 }
  }
}

/** A short readable name of a source file, the same for the same path ever after: rows without id or image are named by it. */
function sourceLabel(db: Database, source: string): { label: string; known: boolean } {
  const known = statement<[string], { label: string }>(db, 'SELECT label FROM import_sources WHERE path = ?').get(source)
  if (known) return { label: known.label, known: true }
  const name = (source.split('/').at(-1) || 'source').replaceAll(/\s+/g, '_')
  return { label: freeUid(name, (uid) => statement(db, 'SELECT 1 FROM import_sources WHERE label = ?').get(uid) !== undefined), known: false }
}

/** Fills what an earlier source left open; what is there is never changed. */
function fillPlace(db: Database, id: number, row: ImportRow, region: number | null): void {
  if (row.lat === null && row.split === null && region === null) return
  const now = statement<[number], { lat: number | null; split: string | null; region: number | null }>(db, 'SELECT lat, split, region FROM places WHERE id = ?').get(id)
  if (!now) return
  if (row.lat !== null && now.lat === null) statement(db, 'UPDATE places SET lat = ?, lon = ? WHERE id = ?').run(row.lat, row.lon, id)
  if (row.split !== null && now.split === null) statement(db, 'UPDATE places SET split = ? WHERE id = ?').run(row.split, id)
  if (region !== null && now.region === null) statement(db, 'UPDATE places SET region = ? WHERE id = ?').run(region, id)
}

/** A view's uid: its folder and file name, without spaces (TREC files are split at them). */
function viewName(root: string, path: string): string {
  const named = path.includes('/') ? path : `${root.split('/').at(-1) ?? ''}/${path}`
  return named.replaceAll(/\s+/g, '_').slice(-180)
}

function rootId(db: Database, path: string): number {
  statement(db, 'INSERT INTO roots (path) VALUES (?) ON CONFLICT (path) DO NOTHING').run(path)
  return statement<[string], { id: number }>(db, 'SELECT id FROM roots WHERE path = ?').get(path)?.id ?? 0
}

function authorId(db: Database, author: ImportBatch['authors'][number]): number {
  const find = statement<[string, string, string], { id: number }>(db, 'SELECT id FROM authors WHERE kind = ? AND name = ? AND prompt = ?')
  const known = find.get(author.kind, author.name, author.prompt)
  return known?.id ?? Number(statement(db, 'INSERT INTO authors (kind, name, prompt) VALUES (?, ?, ?)').run(author.kind, author.name, author.prompt).lastInsertRowid)
}

function regionId(db: Database, region: ImportBatch['regions'][number]): number {
  const uid = region.country === null ? region.name : `${region.name}, ${region.country}`
  const known = statement<[string], { id: number; continent: string | null }>(db, 'SELECT id, continent FROM regions WHERE uid = ?').get(uid)
  if (!known) return Number(statement(db, 'INSERT INTO regions (uid, name, country, continent) VALUES (?, ?, ?, ?)').run(uid, region.name, region.country, region.continent).lastInsertRowid)
  if (known.continent === null && region.continent !== null) statement(db, 'UPDATE regions SET continent = ? WHERE id = ?').run(region.continent, known.id)
  return known.id
}
