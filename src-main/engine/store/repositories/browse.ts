import type { Database } from 'better-sqlite3'
import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import type { CaptionSummary, PlaceDetail, Region } from '#shared/domain/records.ts'
import type { Agreement } from '#shared/domain/planet.ts'
import type { BoundingBox, CaptionStatus, Footprint, Split, ViewKind } from '#shared/domain/vocabulary.ts'
import { statement } from '../statement.ts'
import { captionSummarySql } from './caption-summary.ts'
import { agreementOf, agreementStamp, leastAgreementOf } from './filter-agreement.ts'
import { filteredIds, type ListLevel } from './filter-ids.ts'

/** One row of the Browse screen; the fields of the contract's BrowseRow. */
export interface PlaceRow {
  readonly place: number
  readonly placeUid: string
  readonly region: string | null
  readonly country: string | null
  readonly lat: number | null
  readonly lon: number | null
  readonly split: string | null
  readonly view: number | null
  readonly kinds: ViewKind[]
  readonly captions: number
  readonly text: string | null
  readonly status: CaptionStatus | null
  readonly agreement: Agreement | null
}

export const browseRepository = {
  /** Ids of all that fits, in order. Ints fit 32 bits: a project of two thousand million rows is not one of ours. */
  ids(db: Database, args: { level: ListLevel; filter: Filter; order: BrowseOrder }): Int32Array {
    return filteredIds(db, args.level, args.filter, args.order)
  },

  /**
   * Highest keys: they change when rows are added. With the counts they tell whether a kept list is still true. Drafts,
   * duplicates, runs and scores of agreement change beside the log.
   */
  stamp(db: Database, _args: Record<never, never>): string {
    const row = statement<[], (number | null)[]>(
      db,
      `SELECT (SELECT max(id) FROM places), (SELECT max(id) FROM captions), (SELECT sum(places) FROM count_places), (SELECT sum(n) FROM count_captions),
              (SELECT max(id) FROM runs), (SELECT count(*) FROM runs), (SELECT count(*) FROM drafts), (SELECT max(caption) FROM near_duplicates), (SELECT max(grp) FROM near_duplicates)`
    )
      .raw()
      .get() as (number | null)[]
    return [...row.map((n) => n ?? 0), agreementStamp(db)].join('/')
  },

  placeRows(db: Database, args: { ids: readonly number[] }): PlaceRow[] {
    const place = statement<[number], Omit<PlaceRow, 'kinds' | 'text' | 'status' | 'view' | 'agreement'>>(
      db,
      `SELECT p.id AS place, p.uid AS placeUid, r.name AS region, r.country, p.lat, p.lon, p.split,
              (SELECT count(*) FROM captions c WHERE c.place = p.id AND c.root IS NULL) AS captions
       FROM places p LEFT JOIN regions r ON r.id = p.region WHERE p.id = ?`
    )
    const views = statement<[number], { id: number; kind: ViewKind }>(db, 'SELECT id, kind FROM views WHERE place = ? ORDER BY id')
    const caption = statement<[number], { id: number; text: string; status: CaptionStatus }>(
      db,
      `SELECT c.id, t.text, coalesce(s.status, 'unreviewed') AS status FROM captions c
       LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)
       WHERE c.place = ? AND c.root IS NULL ORDER BY c.id LIMIT 1`
    )
    const rows: PlaceRow[] = []
    for (const id of args.ids) {
      const row = place.get(id)
      if (!row) continue // removed since the list was made
      const ofPlace = views.all(id)
      const first = caption.get(id)
      rows.push({
        ...row,
        view: (ofPlace.find((view) => view.kind === 'satellite') ?? ofPlace[0])?.id ?? null,
        kinds: [...new Set(ofPlace.map((view) => view.kind))],
        text: first?.text ?? null,
        status: first?.status ?? null,
        agreement: leastAgreementOf(db, id)
      })
    }
    return rows
  },

  captionRows(db: Database, args: { ids: readonly number[] }): (CaptionSummary & { agreement: Agreement | null })[] {
    const summary = statement<[number], CaptionSummary>(db, `${captionSummarySql} WHERE c.id = ?`)
    return args.ids.flatMap((id) => {
      const row = summary.get(id)
      return row === undefined ? [] : [{ ...row, agreement: agreementOf(db, id) }]
    })
  },

  placeDetail(db: Database, args: { place: number }): PlaceDetail | null {
    const place = statement<[number], { id: number; uid: string; lat: number | null; lon: number | null; split: Split | null; region: number | null }>(
      db,
      'SELECT id, uid, lat, lon, split, region FROM places WHERE id = ?'
    ).get(args.place)
    if (!place) return null
    const region = statement<[number | null], Region>(db, 'SELECT id, uid, name, country, continent FROM regions WHERE id = ?').get(place.region)
    const views = statement<[number], ViewRow>(
      db,
      `SELECT v.id, v.uid, v.place, v.kind, r.path AS root, v.path, v.width, v.height, v.footprint, v.problem
       FROM views v JOIN roots r ON r.id = v.root WHERE v.place = ? ORDER BY v.id`
    ).all(args.place)
    return {
      place: { ...place, region: region ?? null },
      views: views.map(({ root, path, footprint, ...view }) => ({
        ...view,
        path: path.startsWith('/') || root === '' ? path : `${root}/${path}`,
        footprint: footprint === null ? null : (JSON.parse(footprint) as [number, number][])
      })),
      captions: statement<[number], CaptionSummary>(db, `${captionSummarySql} WHERE c.place = ? AND c.root IS NULL ORDER BY c.id`).all(args.place)
    }
  },

  /** Coordinates of the located places among the ids (all, if none are given): parallel arrays. */
  points(db: Database, args: { ids: Int32Array | null }): { ids: Int32Array; lon: Float64Array; lat: Float64Array } {
    const rows = (
      args.ids === null
        ? statement<[], [number, number, number]>(db, 'SELECT id, lon, lat FROM places WHERE lat IS NOT NULL ORDER BY id /* points */').raw().all()
        : readPoints(db, args.ids)
    ) as [number, number, number][]
    const out = { ids: new Int32Array(rows.length), lon: new Float64Array(rows.length), lat: new Float64Array(rows.length) }
    rows.forEach(([id, lon, lat], index) => {
      out.ids[index] = id
      out.lon[index] = lon
      out.lat[index] = lat
    })
    return out
  },

  /** Places whose coordinates lie in a box, at most `limit`. The R*Tree rounds outward, so the exact columns decide. */
  inBox(db: Database, args: { box: BoundingBox; limit: number }): { place: number; lat: number; lon: number; view: number | null; footprint: Footprint | null }[] {
    const [west, south, east, north] = args.box
    return statement<unknown[], { place: number; lat: number; lon: number; view: number | null; footprint: string | null }>(
      db,
      `SELECT p.id AS place, p.lat, p.lon, v.id AS view, v.footprint
       FROM places_rtree t JOIN places p ON p.id = t.id
       LEFT JOIN views v ON v.id = (SELECT w.id FROM views w WHERE w.place = p.id AND w.kind = 'satellite' ORDER BY w.id LIMIT 1)
       WHERE t.max_lon >= ? AND t.min_lon <= ? AND t.max_lat >= ? AND t.min_lat <= ?
         AND p.lon BETWEEN ? AND ? AND p.lat BETWEEN ? AND ? LIMIT ?`
    )
      .all(west, east, south, north, west, east, south, north, args.limit)
      .map((row) => ({ ...row, footprint: row.footprint === null ? null : (JSON.parse(row.footprint) as Footprint) }))
  }
}

interface ViewRow extends Omit<PlaceDetail['views'][number], 'footprint'> {
  readonly root: string
  readonly footprint: string | null
}

function readPoints(db: Database, ids: Int32Array): [number, number, number][] {
  const point = statement<[number], [number, number, number]>(db, 'SELECT id, lon, lat FROM places WHERE id = ? AND lat IS NOT NULL /* point */').raw()
  const rows: [number, number, number][] = []
  for (const id of ids) {
    const row = point.get(id)
    if (row) rows.push(row as [number, number, number])
  }
  return rows
}
