import type { Database } from 'better-sqlite3'
import { statement } from '../statement.ts'
import { findView, freeUid, matchRoots, newCaptionUid, placeById, placeByUid, RowWriter, sumCounts, type ImportBatch, type ImportCheckpoint, type ImportCounts, type ImportOutcome } from './import-rows.ts'
import { addProjectLines, type ProjectLine, type ProjectLinesOutcome } from './project-lines.ts'

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
    const rows = new RowWriter(db, batch, (row, code, message) => problems.push({ row, code, message }))
    batch.rows.forEach((row, index) => rows.add(row, index, counts))
    rows.flushCounters()
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
      const place = row.place !== null ? placeByUid(db, row.place) : view ? placeById(db, view.place) : row.root < 0 ? placeByUid(db, row.name) : undefined
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
         WHERE i.job = ? AND (EXISTS (SELECT 1 FROM events e WHERE e.caption = c.id) OR EXISTS (SELECT 1 FROM event_captions b WHERE b.caption = c.id) OR EXISTS (SELECT 1 FROM captions r WHERE r.root = c.id))`
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
