import type { Database } from 'better-sqlite3'
import { captionStatuses, type CaptionStatus } from '#shared/domain/vocabulary.ts'
import type { Region } from '#shared/domain/records.ts'
import { statement } from '../statement.ts'

/** Distributions over all root captions, counted up to a caption id, so that only new captions are read again. */
export interface CaptionStatistics {
  readonly upTo: number
  readonly count: number
  /** Whether that was the last caption. */
  readonly done?: boolean
  /** Lower edge in words (bins of five) -> captions. */
  readonly words: Record<string, number>
  readonly authors: Record<string, number>
}

export interface RegionCounts {
  readonly region: Region | null
  readonly places: number
  readonly captions: number
  readonly byStatus: Record<CaptionStatus, number>
  readonly lat: number | null
  readonly lon: number | null
}

/** Words of a bin of the caption-length distribution. */
export const wordsPerBin = 5

export const overviewRepository = {
  /** From the counters that triggers keep; one entry a region that has places, region 0 as null. */
  regions(db: Database, _args: Record<never, never>): RegionCounts[] {
    const places = statement<[], { region: number; places: number; located: number; lat: number; lon: number }>(
      db,
      'SELECT region, places, located, lat_sum AS lat, lon_sum AS lon FROM count_places WHERE places > 0 ORDER BY region'
    ).all()
    const statuses = new Map<number, Record<CaptionStatus, number>>()
    for (const row of statement<[], { region: number; status: CaptionStatus; n: number }>(db, 'SELECT region, status, n FROM count_captions').all()) {
      const of = statuses.get(row.region) ?? noCounts()
      of[row.status] = row.n
      statuses.set(row.region, of)
    }
    const regions = new Map(statement<[], Region>(db, 'SELECT id, uid, name, country, continent FROM regions').all().map((region) => [region.id, region]))
    return places.map((row) => {
      const byStatus = statuses.get(row.region) ?? noCounts()
      return {
        region: regions.get(row.region) ?? null,
        places: row.places,
        captions: Object.values(byStatus).reduce((sum, n) => sum + n, 0),
        byStatus,
        lat: row.located > 0 ? row.lat / row.located : null,
        lon: row.located > 0 ? row.lon / row.located : null
      }
    })
  },

  totals(db: Database, _args: Record<never, never>): { byKind: Record<string, number>; bySplit: Record<string, number>; located: number; unlocated: number; imageProblems: number } {
    const pairs = (sql: string): Record<string, number> =>
      Object.fromEntries(statement<[], { key: string; n: number }>(db, sql).all().map((row) => [row.key, row.n]))
    const located = statement<[], { located: number; places: number }>(db, 'SELECT coalesce(sum(located), 0) AS located, coalesce(sum(places), 0) AS places FROM count_places').get() ?? { located: 0, places: 0 }
    return {
      byKind: pairs('SELECT kind AS key, n FROM count_views WHERE n > 0'),
      bySplit: pairs('SELECT split AS key, n FROM count_splits WHERE n > 0'),
      located: located.located,
      unlocated: located.places - located.located,
      imageProblems: statement<[], number>(db, 'SELECT count(*) FROM views WHERE problem IS NOT NULL').pluck().get() as number
    }
  },

  /** Present verdicts by the annotator who gave them. */
  annotators(db: Database, _args: Record<never, never>): { annotator: string; verdicts: number; edited: number; lastAt: number | null }[] {
    return statement<[], { annotator: string; verdicts: number; edited: number; lastAt: number | null }>(
      db,
      `SELECT n.name AS annotator, count(s.caption) AS verdicts, coalesce(sum(s.status = 'edited'), 0) AS edited, max(s.reviewed_at) AS lastAt
       FROM annotators n LEFT JOIN caption_state s ON s.annotator = n.id AND s.status <> 'unreviewed' GROUP BY n.id ORDER BY verdicts DESC, n.name`
    ).all()
  },

  /** Counts the next `chunk` ids of captions after `from.upTo` and adds them to `from`. */
  captionStatistics(db: Database, args: { from: CaptionStatistics | null; chunk: number }): CaptionStatistics {
    const from = args.from ?? { upTo: 0, count: 0, words: {}, authors: {} }
    const words = { ...from.words }
    const authors = { ...from.authors }
    let count = from.count
    const last = (statement<[], number | null>(db, 'SELECT max(id) FROM captions').pluck().get() as number | null) ?? 0
    const upTo = Math.min(last, from.upTo + args.chunk)
    const rows = statement<[number, number], { bin: number; author: string; n: number }>(
      db,
      `SELECT (length(trim(c.text)) - length(replace(trim(c.text), ' ', '')) + (trim(c.text) <> '')) / ${wordsPerBin} * ${wordsPerBin} AS bin, a.name AS author, count(*) AS n
       FROM captions c JOIN authors a ON a.id = c.author WHERE c.id > ? AND c.id <= ? AND c.root IS NULL GROUP BY 1, c.author`
    ).all(from.upTo, upTo)
    for (const row of rows) {
      words[row.bin] = (words[row.bin] ?? 0) + row.n
      authors[row.author] = (authors[row.author] ?? 0) + row.n
      count += row.n
    }
    return { upTo, count, words, authors, done: upTo === last }
  },

  facets(db: Database, _args: Record<never, never>): { regions: Region[]; annotators: string[]; authors: string[]; kinds: string[]; splits: string[] } {
    const names = (sql: string): string[] => statement<[], string>(db, sql).pluck().all() as string[]
    return {
      regions: statement<[], Region>(
        db,
        'SELECT r.id, r.uid, r.name, r.country, r.continent FROM regions r JOIN count_places n ON n.region = r.id WHERE n.places > 0 ORDER BY r.name, r.id'
      ).all(),
      annotators: names('SELECT name FROM annotators ORDER BY name'),
      authors: names('SELECT DISTINCT name FROM authors ORDER BY name'),
      kinds: names('SELECT kind FROM count_views WHERE n > 0 ORDER BY kind'),
      splits: names('SELECT split FROM count_splits WHERE n > 0 ORDER BY split')
    }
  }
}

function noCounts(): Record<CaptionStatus, number> {
  return Object.fromEntries(captionStatuses.map((status) => [status, 0])) as Record<CaptionStatus, number>
}
