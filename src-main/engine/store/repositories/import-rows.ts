import { hash } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import { statement } from '../statement.ts'

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
  readonly id: number
  readonly uid: string
  readonly region: number | null
}

/** For each root of the batch: which stored roots could hold its images, and how their paths begin there. */
interface RootMatch {
  readonly own: number | null
  /** Roots above: a path is `prefix + path` there. */
  readonly above: readonly { readonly id: number; readonly prefix: string }[]
  /** Roots below: a path that begins with `prefix` goes on there. */
  readonly below: readonly { readonly id: number; readonly prefix: string }[]
}

export function matchRoots(db: Database, roots: readonly string[]): RootMatch[] {
  const known = statement<[], { id: number; path: string }>(db, 'SELECT id, path FROM roots').all()
  return roots.map((root) => ({
    own: known.find((other) => other.path === root)?.id ?? null,
    above: known.filter((other) => root.startsWith(other.path === '/' ? '/' : `${other.path}/`) && root !== other.path).map((other) => ({ id: other.id, prefix: `${root.slice(other.path === '/' ? 1 : other.path.length + 1)}/` })),
    below: known.filter((other) => other.path.startsWith(`${root}/`)).map((other) => ({ id: other.id, prefix: `${other.path.slice(root.length + 1)}/` }))
  }))
}

interface ViewRow {
  readonly id: number
  readonly place: number
}

export function findView(db: Database, match: RootMatch, path: string): ViewRow | undefined {
  const get = statement<[number, string], ViewRow>(
    db,
    'SELECT id, place FROM views WHERE root = ? AND path = ?'
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

export function freeUid(name: string, taken: (uid: string) => boolean): string {
  let uid = name
  for (let copy = 2; taken(uid); copy += 1) uid = `${name}~${copy}`
  return uid
}

export function placeById(db: Database, id: number): PlaceRow | undefined {
  return statement<[number], PlaceRow>(db, 'SELECT id, uid, region FROM places WHERE id = ?').get(id)
}

export function placeByUid(db: Database, uid: string): PlaceRow | undefined {
  return statement<[string], PlaceRow>(db, 'SELECT id, uid, region FROM places WHERE uid = ?').get(uid)
}

/** The uid under which a caption is to be stored, or null if it is there already. */
export function newCaptionUid(db: Database, place: PlaceRow | undefined, placeUid: string, caption: ImportCaption, batch: ImportBatch, found: (problem: string) => void): string | null {
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

/** Counters of what a batch added. Triggers would change a counter a row; a batch changes each one once. */
class BatchCounters {
  readonly #db: Database
  #places = new Map<number, { places: number; located: number; lat: number; lon: number }>()
  #splits = new Map<string, number>()
  #kinds = new Map<string, number>()
  #captions = new Map<number, number>()

  constructor(db: Database) {
    this.#db = db
    // The counting triggers stand aside while this key is there; it never outlives the transaction.
    statement(db, "INSERT OR IGNORE INTO meta VALUES ('bulk', '1')").run()
  }

  place(region: number | null, row: ImportRow): void {
    const key = region ?? 0
    const entry = this.#places.get(key) ?? { places: 0, located: 0, lat: 0, lon: 0 }
    this.#places.set(key, { places: entry.places + 1, located: entry.located + (row.lat === null ? 0 : 1), lat: entry.lat + (row.lat ?? 0), lon: entry.lon + (row.lon ?? 0) })
    this.#splits.set(row.split ?? 'none', (this.#splits.get(row.split ?? 'none') ?? 0) + 1)
  }

  view(kind: string): void {
    this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1)
  }

  caption(region: number | null): void {
    this.#captions.set(region ?? 0, (this.#captions.get(region ?? 0) ?? 0) + 1)
  }

  /** Writes what was counted; before anything that the triggers of an update would count from. */
  flush(): void {
    const places = statement<unknown[]>(
      this.#db,
      `INSERT INTO count_places VALUES (?, ?, ?, ?, ?) ON CONFLICT (region) DO UPDATE SET places = places + excluded.places,
         located = located + excluded.located, lat_sum = lat_sum + excluded.lat_sum, lon_sum = lon_sum + excluded.lon_sum`
    )
    for (const [region, entry] of this.#places) places.run(region, entry.places, entry.located, entry.lat, entry.lon)
    const add = (sql: string, counted: Map<string | number, number>): void => {
      const upsert = statement<unknown[]>(this.#db, sql)
      for (const [key, count] of counted) upsert.run(key, count)
      counted.clear()
    }
    add('INSERT INTO count_splits VALUES (?, ?) ON CONFLICT (split) DO UPDATE SET n = n + excluded.n', this.#splits)
    add('INSERT INTO count_views VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET n = n + excluded.n', this.#kinds)
    add("INSERT INTO count_captions VALUES (?, 'unreviewed', ?) ON CONFLICT (region, status) DO UPDATE SET n = n + excluded.n", this.#captions)
    this.#places.clear()
  }

  end(): void {
    this.flush()
    statement(this.#db, "DELETE FROM meta WHERE key = 'bulk'").run()
  }
}

/** Stores the rows of one batch. Inserts come first and look-ups only where one finds its key taken: most rows are new. */
export class RowWriter {
  readonly #db: Database
  readonly #batch: ImportBatch
  readonly #problem: (row: number, code: string, message: string) => void
  readonly #matches: RootMatch[]
  readonly #regions: readonly number[]
  readonly #authors: readonly number[]
  readonly #counters: BatchCounters
  readonly #insertPlace: Statement<unknown[]>
  readonly #insertView: Statement<unknown[]>
  readonly #insertCaption: Statement<unknown[]>

  constructor(db: Database, batch: ImportBatch, problem: (row: number, code: string, message: string) => void) {
    this.#db = db
    this.#batch = batch
    this.#problem = problem
    this.#matches = matchRoots(db, batch.roots)
    this.#regions = batch.regions.map((region) => regionId(db, region))
    this.#authors = batch.authors.map((author) => authorId(db, author))
    this.#counters = new BatchCounters(db)
    this.#insertPlace = statement(db, 'INSERT INTO places (uid, region, lat, lon, split, import, extra) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING')
    this.#insertView = statement(db, 'INSERT INTO views (uid, place, kind, root, path, width, height, footprint, problem, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING')
    this.#insertCaption = statement(db, 'INSERT INTO captions (uid, place, author, text, import, extra) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING')
  }

  add(row: ImportRow, index: number, counts: ImportCounts): void {
    const before = counts.places + counts.views + counts.captions
    const match = row.root < 0 ? undefined : this.#matches[row.root]
    // An image without a place of its own is looked for first: its place is the place.
    const seen = match && row.place === null ? findView(this.#db, match, row.path) : undefined
    const region = this.#regions[row.region] ?? null
    let place = seen ? placeById(this.#db, seen.place) : this.#newPlace(row, region)
    if (place && !seen) {
      counts.places += 1
      this.#counters.place(region, row)
    } else {
      place ??= placeByUid(this.#db, row.place ?? row.name)
      if (!place) return
      place = this.#fill(place, row, region)
    }
    if (match && !seen) this.#view(row, index, match, place, counts)
    for (const caption of row.captions) this.#caption(caption, index, place, counts)
    if (counts.places + counts.views + counts.captions === before) counts.skipped += 1
  }

  flushCounters(): void {
    this.#counters.end()
  }

  /** The new place of a row, or undefined if there is one of its id (or, without an image, of its name) already. */
  #newPlace(row: ImportRow, region: number | null): PlaceRow | undefined {
    const named = row.place ?? row.name
    const insert = (uid: string) => this.#insertPlace.run(uid, region, row.lat, row.lon, row.split, this.#batch.import, row.extra)
    let uid = named
    let inserted = insert(uid)
    // Only an image that is new may not share a place by its name alone.
    for (let copy = 2; inserted.changes === 0 && row.place === null && row.root >= 0; copy += 1) inserted = insert((uid = `${named}~${copy}`))
    return inserted.changes === 0 ? undefined : { id: Number(inserted.lastInsertRowid), uid, region }
  }

  #view(row: ImportRow, index: number, match: RootMatch, place: PlaceRow, counts: ImportCounts): void {
    const folder = this.#batch.roots[row.root] ?? ''
    let known = match.above.length + match.below.length > 0 ? findView(this.#db, match, row.path) : undefined
    if (!known) {
      const root = match.own ?? rootId(this.#db, folder)
      if (match.own === null) this.#matches[row.root] = match = { ...match, own: root }
      const insert = (uid: string) => this.#insertView.run(uid, place.id, row.kind, root, row.path, row.width, row.height, row.footprint, row.problem, this.#batch.import)
      const name = viewName(folder, row.path)
      let { changes } = insert(name)
      for (let copy = 2; changes === 0; copy += 1) {
        known = findView(this.#db, match, row.path)
        if (known) break
        changes = insert(`${name}~${copy}`).changes
      }
    }
    if (!known) {
      counts.views += 1
      this.#counters.view(row.kind)
    } else if (known.place !== place.id) {
      const owner = placeById(this.#db, known.place)
      this.#problem(index, 'VIEW_ELSEWHERE', `The image ${row.path} belongs to place "${owner?.uid ?? ''}" already and stays there.`)
    }
  }

  #caption(caption: ImportCaption, index: number, place: PlaceRow, counts: ImportCounts): void {
    const author = this.#batch.authors[caption.author] ?? { kind: 'import', name: this.#batch.source, prompt: '' }
    const insert = (uid: string) => this.#insertCaption.run(uid, place.id, this.#authors[caption.author] ?? null, caption.text, this.#batch.import, caption.extra).changes
    let { id } = caption
    let added = insert(id ?? captionUid(place.uid, this.#batch.source, author, caption.text, caption.occurrence))
    if (added === 0 && id !== null) {
      id = newCaptionUid(this.#db, place, place.uid, caption, this.#batch, (message) => this.#problem(index, 'CAPTION_CHANGED', message))
      if (id !== null) added = insert(id)
    }
    if (added === 0) return
    counts.captions += 1
    this.#counters.caption(place.region)
  }

  /** Fills what an earlier source left open; what is there is never changed. */
  #fill(place: PlaceRow, row: ImportRow, region: number | null): PlaceRow {
    if (row.lat === null && row.split === null && (region === null || place.region !== null)) return place
    const now = statement<[number], { lat: number | null; split: string | null }>(this.#db, 'SELECT lat, split FROM places WHERE id = ?').get(place.id)
    const lat = row.lat !== null && now?.lat === null
    const split = row.split !== null && now?.split === null
    if (!lat && !split && (region === null || place.region !== null)) return place
    this.#counters.flush()
    if (lat) statement(this.#db, 'UPDATE places SET lat = ?, lon = ? WHERE id = ?').run(row.lat, row.lon, place.id)
    if (split) statement(this.#db, 'UPDATE places SET split = ? WHERE id = ?').run(row.split, place.id)
    if (region === null || place.region !== null) return place
    statement(this.#db, 'UPDATE places SET region = ? WHERE id = ?').run(region, place.id)
    return { ...place, region }
  }
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
