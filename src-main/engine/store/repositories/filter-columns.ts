import type { Database } from 'better-sqlite3'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { statement } from '../statement.ts'
import { IdSet } from './filter-set.ts'

/** Words of a text in SQL: runs between spaces. The very expression of the index captions_columns. */
const words = (text: string): string => `length(trim(${text})) - length(replace(trim(${text}), ' ', '')) + (trim(${text}) <> '')`

/** Two numbers in one of the 53 bits that a double holds exactly: a row of one column is read three times as fast as one of two. */
const low = 2 ** 22

/** Rows that are in hand at once: a list of a million numbers is garbage a moment later. */
const chunk = 100_000

const packed = {
  ids: `SELECT id * ${low} + min(${words('text')}, ${low - 1}) FROM captions INDEXED BY captions_columns WHERE root IS NULL AND id > ? ORDER BY id LIMIT ${chunk}`,
  places: `SELECT place * ${low} + min(length(text), ${low - 1}) FROM captions INDEXED BY captions_columns WHERE root IS NULL AND id > ? ORDER BY id LIMIT ${chunk}`
}

/** What filters ask of every root caption, by its id. A caption never changes: only new ones are read again. */
export interface CaptionColumns {
  readonly roots: IdSet
  readonly place: Int32Array
  /** Characters (code points) and words of the first text. */
  readonly length: Int32Array
  readonly words: Int32Array
}

interface Kept {
  captions: { stamp: string; count: number; last: number; columns: CaptionColumns } | null
  places: { stamp: string; all: IdSet } | null
  /** Length and words of revisions that are or were heads, by their id. */
  readonly heads: Map<number, readonly [length: number, words: number]>
}

const keptOf = new WeakMap<Database, Kept>()

function kept(db: Database): Kept {
  let found = keptOf.get(db)
  if (!found) keptOf.set(db, (found = { captions: null, places: null, heads: new Map() }))
  return found
}

/** Far above any project of ours; a stranger's file must not make us ask for all memory. */
const highestId = 250_000_000

function checked(id: number, what: string): number {
  if (id <= highestId) return id
  throw new PlanisphereError('UNSUPPORTED', `A ${what} of this project has the number ${id}; filters work up to ${highestId}.`, { hint: 'Export the project and import it into a new one: numbers then start at one.' })
}

/** Columns of all root captions. Kept by connection; captions that were added since are read and appended. */
export function captionColumns(db: Database): CaptionColumns {
  const store = kept(db)
  const now = statement<[], { last: number | null; n: number | null }>(db, 'SELECT (SELECT max(id) FROM captions) AS last, (SELECT sum(n) FROM count_captions) AS n').get()
  const last = checked(now?.last ?? 0, 'caption')
  const stamp = `${last}/${now?.n ?? 0}`
  if (store.captions?.stamp === stamp) return store.captions.columns
  // Numbers are never given twice: as many more as were added means that none was taken away.
  const before = store.captions
  const added = before ? readCaptions(db, before.last, last, before.columns) : null
  const columns = before && added && before.count + added.count === (now?.n ?? 0) ? added : readCaptions(db, 0, last, null)
  store.captions = { stamp, last, count: columns.count + (columns === added ? (before?.count ?? 0) : 0), columns: columns.columns }
  return columns.columns
}

function readCaptions(db: Database, after: number, last: number, before: CaptionColumns | null): { columns: CaptionColumns; count: number } {
  const size = last + 1
  const grown = (column: Int32Array | undefined): Int32Array => {
    const longer = new Int32Array(size)
    if (column) longer.set(column.subarray(0, size))
    return longer
  }
  const columns = { roots: new IdSet(size), place: grown(before?.place), length: grown(before?.length), words: grown(before?.words) }
  before?.roots.forEach((id) => columns.roots.add(id))
  let count = 0
  for (let from = after; ; ) {
    const ids = statement<[number], number>(db, packed.ids).pluck().all(from) as number[]
    const places = statement<[number], number>(db, packed.places).pluck().all(from) as number[]
    for (let i = 0; i < ids.length; i++) {
      const a = ids[i] ?? 0
      const b = places[i] ?? 0
      const id = Math.floor(a / low)
      columns.roots.add(id)
      columns.words[id] = a - id * low
      const place = Math.floor(b / low)
      columns.place[id] = place
      columns.length[id] = b - place * low
      from = id
    }
    count += ids.length
    if (ids.length < chunk) return { columns, count }
  }
}

/** All places. Kept by connection. */
export function allPlaces(db: Database): IdSet {
  const store = kept(db)
  const now = statement<[], { last: number | null; n: number | null }>(db, 'SELECT (SELECT max(id) FROM places) AS last, (SELECT sum(places) FROM count_places) AS n').get()
  const stamp = `${now?.last ?? 0}/${now?.n ?? 0}`
  if (store.places?.stamp === stamp) return store.places.all
  const all = IdSet.of(statement<[], number>(db, 'SELECT id FROM places').pluck().all() as number[], checked(now?.last ?? 0, 'place') + 1)
  store.places = { stamp, all }
  return all
}

/** Captions whose head is a revision: by caption, and by head. */
export function changedHeads(db: Database): { caption: number; head: number }[] {
  return statement<[], { caption: number; head: number }>(db, 'SELECT caption, head FROM caption_state WHERE head <> caption').all()
}

/** Length or words of every root caption's present text, by its id. */
export function presentColumn(db: Database, which: 'length' | 'words'): Int32Array {
  const first = captionColumns(db)[which]
  const changed = changedHeads(db)
  if (changed.length === 0) return first
  const { heads } = kept(db)
  const read = statement<[number], [number, number]>(db, `SELECT length(text), ${words('text')} FROM captions WHERE id = ?`).raw()
  const present = first.slice()
  for (const { caption, head } of changed) {
    let measured = heads.get(head)
    if (!measured) heads.set(head, (measured = (read.get(head) as [number, number] | undefined) ?? [0, 0]))
    if (caption > 0 && caption < present.length) present[caption] = measured[which === 'length' ? 0 : 1]
  }
  return present
}
