import type { Database } from 'better-sqlite3'
import { cueKinds } from '#shared/domain/cues.ts'
import { captionStatuses, splits } from '#shared/domain/vocabulary.ts'
import { statement } from '../statement.ts'

/** What analyses need of a page of a run's queries, in order of query. Arrays are parallel but for `positiveRanks`. */
export interface RunColumnsPage {
  readonly query: Int32Array
  readonly place: Int32Array
  readonly gallery: Int32Array
  readonly bestRank: Int32Array
  readonly optimisticRank: Int32Array
  readonly pessimisticRank: Int32Array
  /** Metres; NaN: unknown. */
  readonly errorM: Float64Array
  /** Query i's positives have the ranks `positiveRanks[positiveStarts[i] .. positiveStarts[i + 1]]`, best first; 0: not retrieved. */
  readonly positiveStarts: Int32Array
  readonly positiveRanks: Int32Array
  /** The first answer: id of a view, or of a caption where captions are ranked. 0: of no document of the project. */
  readonly answer: Int32Array
  /** Coordinates of the answer's place in degrees; NaN: unknown. Empty where they were not asked for. */
  readonly answerLat: Float64Array
  readonly answerLon: Float64Array
}

/** Coordinates of documents, by rising id; NaN: unknown. */
export interface DocumentsPage {
  readonly ids: Int32Array
  readonly lat: Float64Array
  readonly lon: Float64Array
}

/** What slices are made by, of a page of queries in order of query. 0 or -1: unknown. */
export interface QueryAttributesPage {
  readonly query: Int32Array
  readonly region: Int32Array
  readonly lat: Float64Array
  readonly lon: Float64Array
  /** Index into `splits`; -1: none. */
  readonly split: Int8Array
  /** Characters of the text that was ranked for; 0 for views. */
  readonly length: Int32Array
  /** Id of the author of a caption's first text. */
  readonly author: Int32Array
  /** Index into `captionStatuses`; -1 for views. */
  readonly status: Int8Array
  /** Bit k: somebody marked a cue of kind `cueKinds[k]`. */
  readonly cues: Uint8Array
}

export interface AttributeNames {
  readonly regions: readonly { readonly id: number; readonly uid: string; readonly name: string; readonly country: string | null; readonly continent: string | null }[]
  readonly authors: readonly { readonly id: number; readonly kind: string; readonly name: string }[]
}

type FactRow = [query: number, place: number, gallery: number, best: number, optimistic: number, pessimistic: number, errorM: number | null, positives: Buffer | null, answer: Buffer | null]
type AttributeRow = [query: number, region: number, lat: number | null, lon: number | null, split: string | null, length: number, author: number, status: string | null]

export const runColumnsRepository = {
  /**
   * Ranks of a run's queries after `after`. Read from the covering index alone; with `coordinates` the answers' places are
   * looked up one by one: for runs of many queries it is faster to read `documents` once.
   */
  facts(db: Database, args: { run: string; after: number; limit: number; captions: boolean; coordinates: boolean }): RunColumnsPage {
    const id = (statement<[string], number>(db, 'SELECT id FROM runs WHERE uid = ?').pluck().get(args.run) as number | undefined) ?? 0
    const rows = statement<[number, number, number], FactRow>(
      db,
      // A single positive's rank is the best rank: handing its four bytes over would take longer than all the rest.
      `SELECT query, place, gallery, best_rank, optimistic_rank, pessimistic_rank, error_m,
         CASE WHEN length(positive_ranks) <> 4 THEN positive_ranks END, substr(top_views, 1, 4)
       FROM run_queries INDEXED BY run_queries_facts WHERE run = ? AND query > ? ORDER BY query LIMIT ?`
    )
      .raw()
      .all(id, args.after, args.limit) as unknown as FactRow[]
    const of = args.captions ? 'captions' : 'views'
    const at = statement<[number], [number | null, number | null]>(db, `SELECT p.lat, p.lon FROM ${of} d JOIN places p ON p.id = d.place WHERE d.id = ?`).raw()
    const answer = Int32Array.from(rows, (row) => (row[8] !== null && row[8].length === 4 ? row[8].readInt32LE(0) : 0))
    const located = Array.from(args.coordinates ? answer : [], (document) => (document === 0 ? undefined : (at.get(document) as [number | null, number | null] | undefined)))
    const positiveStarts = new Int32Array(rows.length + 1)
    rows.forEach((row, i) => (positiveStarts[i + 1] = (positiveStarts[i] as number) + (row[7] === null ? 1 : row[7].length / 4)))
    const positiveRanks = new Int32Array(positiveStarts[rows.length] as number)
    rows.forEach(([, , gallery, best, , , , positives], i) => {
      const start = positiveStarts[i] as number
      if (positives !== null) positiveRanks.set(integers(positives), start)
      // Behind the whole gallery stands a positive that was not retrieved at all.
      else positiveRanks[start] = best > gallery ? 0 : best
    })
    return {
      query: Int32Array.from(rows, (row) => row[0]),
      place: Int32Array.from(rows, (row) => row[1]),
      gallery: Int32Array.from(rows, (row) => row[2]),
      bestRank: Int32Array.from(rows, (row) => row[3]),
      optimisticRank: Int32Array.from(rows, (row) => row[4]),
      pessimisticRank: Int32Array.from(rows, (row) => row[5]),
      errorM: Float64Array.from(rows, (row) => row[6] ?? NaN),
      positiveStarts,
      positiveRanks,
      answer,
      answerLat: Float64Array.from(located, (place) => place?.[0] ?? NaN),
      answerLon: Float64Array.from(located, (place) => place?.[1] ?? NaN)
    }
  },

  /** Coordinates of all views, or of all captions, after an id. */
  documents(db: Database, args: { of: 'captions' | 'views'; after: number; limit: number }): DocumentsPage {
    const rows = statement<[number, number], [number, number | null, number | null]>(
      db,
      `SELECT d.id, p.lat, p.lon FROM ${args.of} d JOIN places p ON p.id = d.place WHERE d.id > ? ORDER BY d.id LIMIT ?`
    )
      .raw()
      .all(args.after, args.limit) as unknown as [number, number | null, number | null][]
    return { ids: Int32Array.from(rows, (row) => row[0]), lat: Float64Array.from(rows, (row) => row[1] ?? NaN), lon: Float64Array.from(rows, (row) => row[2] ?? NaN) }
  },

  /** Attributes of root captions, or of views of a kind, after an id. The text is the head's. */
  attributes(db: Database, args: { of: 'captions' | 'views'; after: number; limit: number }): QueryAttributesPage {
    const rows = statement<[number, number], AttributeRow>(
      db,
      args.of === 'captions'
        ? `SELECT c.id, coalesce(p.region, 0), p.lat, p.lon, p.split, length(t.text), c.author, coalesce(s.status, 'unreviewed') FROM captions c
           JOIN places p ON p.id = c.place LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)
           WHERE c.root IS NULL AND c.id > ? ORDER BY c.id LIMIT ?`
        : `SELECT v.id, coalesce(p.region, 0), p.lat, p.lon, p.split, 0, 0, NULL FROM views v JOIN places p ON p.id = v.place WHERE v.id > ? ORDER BY v.id LIMIT ?`
    )
      .raw()
      .all(args.after, args.limit) as unknown as AttributeRow[]
    const cues = new Uint8Array(rows.length)
    if (args.of === 'captions' && rows.length > 0) {
      const place = new Map(rows.map((row, i) => [row[0], i]))
      const marked = statement<[number, number], [number, string]>(db, 'SELECT DISTINCT caption, kind FROM caption_cues WHERE caption >= ? AND caption <= ?').raw()
      for (const [caption, kind] of marked.all(rows[0]?.[0] ?? 0, rows.at(-1)?.[0] ?? 0) as unknown as [number, string][]) {
        const [i, bit] = [place.get(caption), (cueKinds as readonly string[]).indexOf(kind)]
        if (i !== undefined && bit >= 0) cues[i] = (cues[i] as number) | (1 << bit)
      }
    }
    return {
      query: Int32Array.from(rows, (row) => row[0]),
      region: Int32Array.from(rows, (row) => row[1]),
      lat: Float64Array.from(rows, (row) => row[2] ?? NaN),
      lon: Float64Array.from(rows, (row) => row[3] ?? NaN),
      split: Int8Array.from(rows, (row) => (splits as readonly (string | null)[]).indexOf(row[4])),
      length: Int32Array.from(rows, (row) => row[5]),
      author: Int32Array.from(rows, (row) => row[6]),
      status: Int8Array.from(rows, (row) => (captionStatuses as readonly (string | null)[]).indexOf(row[7])),
      cues
    }
  },

  names(db: Database, _args: Record<never, never>): AttributeNames {
    return {
      regions: statement<[], AttributeNames['regions'][number]>(db, 'SELECT id, uid, name, country, continent FROM regions ORDER BY id').all(),
      authors: statement<[], AttributeNames['authors'][number]>(db, 'SELECT id, kind, name FROM authors ORDER BY id').all()
    }
  }
}

function integers(blob: Buffer): Int32Array {
  return new Int32Array(Uint8Array.from(blob).buffer)
}
