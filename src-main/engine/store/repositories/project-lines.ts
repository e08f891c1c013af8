import type { Database } from 'better-sqlite3'
import { appendCaptions, appendEvent, bulkAction, eventByUuid, type StoredEvent } from '../review-log.ts'
import { annotatorId } from '../review-state.ts'
import { statement } from '../statement.ts'

/** One line of a project export, with its dictionary numbers resolved to what they stand for. */
export type ProjectLine =
  | { readonly type: 'place'; readonly uid: string; readonly region: { uid: string; name: string; country: string | null; continent: string | null } | null; readonly lat: number | null; readonly lon: number | null; readonly split: string | null; readonly extra: string | null }
  | { readonly type: 'view'; readonly uid: string; readonly place: string; readonly kind: string; readonly root: string; readonly path: string; readonly width: number | null; readonly height: number | null; readonly footprint: string | null; readonly problem: string | null }
  | {
      readonly type: 'caption'
      readonly uid: string
      readonly place: string
      readonly root: string | null
      readonly revises: string | null
      readonly author: { kind: string; name: string; prompt: string }
      readonly text: string
      readonly createdAt: number | null
      readonly extra: string | null
    }
  | { readonly type: 'event'; readonly uuid: string; readonly clock?: number; readonly at: number; readonly annotator: string; readonly kind: StoredEvent['kind']; readonly caption: string | null; readonly target: string | null; readonly payload: Record<string, unknown> }
  | { readonly type: 'event-captions'; readonly event: string; readonly captions: readonly (readonly [caption: string, value: string | number | null])[] }

export interface ProjectLinesOutcome {
  places: number
  views: number
  captions: number
  skipped: number
  readonly problems: { row: number; code: string; message: string }[]
}

/** Adds lines of a project export. What is known by its stable id is left as it is, so the same export adds nothing twice. */
export function addProjectLines(db: Database, lines: readonly ProjectLine[], importId: number): ProjectLinesOutcome {
  const outcome: ProjectLinesOutcome = { places: 0, views: 0, captions: 0, skipped: 0, problems: [] }
  lines.forEach((line, row) => {
    const missing = (what: string): void => void outcome.problems.push({ row, code: 'UNKNOWN_REFERENCE', message: `${what} is not in the project and not earlier in the file.` })
    const added = addLine(db, line, importId, missing)
    if (added === null) return
    if (!added) outcome.skipped += 1
    else if (line.type === 'place') outcome.places += 1
    else if (line.type === 'view') outcome.views += 1
    // As everywhere, a caption is counted once, not once a revision.
    else if (line.type === 'caption' && line.root === null) outcome.captions += 1
  })
  return outcome
}

/** True: added; false: there already; null: it refers to something unknown. */
function addLine(db: Database, line: ProjectLine, importId: number, missing: (what: string) => void): boolean | null {
  const id = (table: 'places' | 'captions', uid: string): number | null => statement<[string], { id: number }>(db, `SELECT id FROM ${table} WHERE uid = ?`).get(uid)?.id ?? null
  switch (line.type) {
    case 'place': {
      if (id('places', line.uid) !== null) return false
      const region = line.region === null ? null : regionByUid(db, line.region)
      statement<unknown[]>(db, 'INSERT INTO places (uid, region, lat, lon, split, import, extra) VALUES (?, ?, ?, ?, ?, ?, ?)').run(line.uid, region, line.lat, line.lon, line.split, importId, line.extra)
      return true
    }
    case 'view': {
      const place = id('places', line.place)
      if (place === null) return (missing(`Place "${line.place}"`), null)
      const root = rootByPath(db, line.root)
      const known = statement<[string, number, string], { id: number }>(db, 'SELECT id FROM views WHERE uid = ? OR (root = ? AND path = ?)').get(line.uid, root, line.path)
      if (known) return false
      statement<unknown[]>(db, 'INSERT INTO views (uid, place, kind, root, path, width, height, footprint, problem, import) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        line.uid, place, line.kind, root, line.path, line.width, line.height, line.footprint, line.problem, importId
      )
      return true
    }
    case 'caption': {
      if (id('captions', line.uid) !== null) return false
      const place = id('places', line.place)
      if (place === null) return (missing(`Place "${line.place}"`), null)
      const root = line.root === null ? null : id('captions', line.root)
      const revises = line.revises === null ? null : id('captions', line.revises)
      if ((line.root !== null && root === null) || (line.revises !== null && revises === null)) return (missing(`Caption "${line.root ?? line.revises ?? ''}"`), null)
      statement<unknown[]>(db, 'INSERT INTO captions (uid, place, root, revises, author, text, created_at, import, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
        line.uid, place, root, revises, authorBy(db, line.author), line.text, line.createdAt, importId, line.extra
      )
      return true
    }
    case 'event': {
      if (eventByUuid(db, line.uuid)) return false
      const caption = line.caption === null ? null : id('captions', line.caption)
      if (line.caption !== null && caption === null) return (missing(`Caption "${line.caption}"`), null)
      appendEvent(db, { uuid: line.uuid, clock: line.clock, at: line.at, annotator: annotatorId(db, line.annotator), kind: line.kind, caption, target: line.target, payload: line.payload })
      return true
    }
    case 'event-captions': {
      const event = eventByUuid(db, line.event)
      if (event?.kind !== 'bulk') return (missing(`Bulk event ${line.event}`), null)
      const replaces = bulkAction(event.payload) === 'replace'
      const captions = line.captions.flatMap(([uid, value]) => {
        const caption = id('captions', uid)
        const of = typeof value === 'string' ? id('captions', value) : replaces ? null : value
        if (caption === null || (replaces && of === null)) return (missing(`Caption "${caption === null ? uid : String(value)}"`), [])
        return [{ caption, value: of }]
      })
      return appendCaptions(db, event.seq, captions) > 0
    }
  }
}

function regionByUid(db: Database, region: { uid: string; name: string; country: string | null; continent: string | null }): number {
  statement<unknown[]>(db, 'INSERT INTO regions (uid, name, country, continent) VALUES (?, ?, ?, ?) ON CONFLICT (uid) DO NOTHING').run(region.uid, region.name, region.country, region.continent)
  return statement<[string], { id: number }>(db, 'SELECT id FROM regions WHERE uid = ?').get(region.uid)?.id ?? 0
}

function rootByPath(db: Database, path: string): number {
  statement<[string]>(db, 'INSERT INTO roots (path) VALUES (?) ON CONFLICT (path) DO NOTHING').run(path)
  return statement<[string], { id: number }>(db, 'SELECT id FROM roots WHERE path = ?').get(path)?.id ?? 0
}

function authorBy(db: Database, author: { kind: string; name: string; prompt: string }): number {
  statement<[string, string, string]>(db, 'INSERT INTO authors (kind, name, prompt) VALUES (?, ?, ?) ON CONFLICT DO NOTHING').run(author.kind, author.name, author.prompt)
  return statement<[string, string, string], { id: number }>(db, 'SELECT id FROM authors WHERE kind = ? AND name = ? AND prompt = ?').get(author.kind, author.name, author.prompt)?.id ?? 0
}
