import type { Database } from 'better-sqlite3'
import { appendCaptions, appendEvent, bulkAction, eventByUuid, type StoredEvent } from '../review-log.ts'
import { annotatorId } from '../review-state.ts'
import { statement } from '../statement.ts'
import { indexCaptionNow } from './indexing.ts'
import type { ProjectLine } from './project-lines.ts'

type Line<T extends ProjectLine['type']> = Extract<ProjectLine, { type: T }>

/** The latest clock of an event from elsewhere, in milliseconds: the year 2200. Later ones would use up what clocks can count to. */
const latestClock = Date.UTC(2200, 0)

export interface MergeProblem {
  readonly row: number
  readonly code: string
  readonly message: string
}

export interface MergeOutcome {
  events: number
  added: number
  known: number
  revisions: number
  /** Captions that what was added speaks of, with whether they were in conflict before. */
  readonly touched: { caption: number; conflict: boolean }[]
  readonly problems: MergeProblem[]
  readonly milliseconds: number
}

export interface MergeRow {
  readonly package: string
  readonly source: string
  readonly annotators: string[]
  readonly at: number
  readonly events: number
  readonly added: number
  readonly captions: number
  readonly conflicts: number
  readonly problems: number
}

class Refused extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export const mergingRepository = {
  /**
   * Adds what was decided elsewhere: revisions and events that are not known by their uid. What is known must be the
   * same; what speaks of unknown captions or revisions is refused, line by line. What is derived follows from the set of
   * events, so that neither order nor repetition matters.
   */
  apply(db: Database, args: { lines: readonly ProjectLine[] }): MergeOutcome {
    const started = performance.now()
    const touched = new Map<number, boolean>()
    const outcome = { events: 0, added: 0, known: 0, revisions: 0, touched: [] as MergeOutcome['touched'], problems: [] as MergeProblem[] }
    const touch = (caption: number): void => {
      if (!touched.has(caption)) touched.set(caption, inConflict(db, caption))
    }
    args.lines.forEach((line, row) => {
      try {
        if (line.type === 'caption') outcome.revisions += addRevision(db, line) ? 1 : 0
        else if (line.type === 'event') {
          outcome.events++
          if (addEvent(db, line, touch)) outcome.added++
          else outcome.known++
        } else if (line.type === 'event-captions') addBulk(db, line, touch)
        else throw new Refused('UNEXPECTED_LINE', `Answers hold no ${line.type}.`)
      } catch (error) {
        if (!(error instanceof Refused)) throw error
        outcome.problems.push({ row, code: error.code, message: error.message })
      }
    })
    outcome.touched.push(...[...touched].map(([caption, conflict]) => ({ caption, conflict })))
    return { ...outcome, milliseconds: performance.now() - started }
  },

  /** How many of the captions are in conflict now. */
  conflicts(db: Database, args: { captions: readonly number[] }): number {
    return args.captions.filter((caption) => inConflict(db, caption)).length
  },

  record(db: Database, args: MergeRow): void {
    statement<unknown[]>(db, 'INSERT INTO merges (package, source, annotators, at, events, added, captions, conflicts, problems) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      args.package, args.source, JSON.stringify(args.annotators), args.at, args.events, args.added, args.captions, args.conflicts, args.problems
    )
  },

  /** What was merged, newest first. */
  list(db: Database, args: { limit: number }): (MergeRow & { id: number })[] {
    return statement<[number], Omit<MergeRow, 'annotators'> & { id: number; annotators: string }>(db, 'SELECT * FROM merges ORDER BY id DESC LIMIT ?')
      .all(args.limit)
      .map((row) => ({ ...row, annotators: JSON.parse(row.annotators) as string[] }))
  }
}

/** True: added; false: there already. */
function addRevision(db: Database, line: Line<'caption'>): boolean {
  const known = statement<[string], { text: string; root: string | null }>(db, 'SELECT c.text, o.uid AS root FROM captions c LEFT JOIN captions o ON o.id = c.root WHERE c.uid = ?').get(line.uid)
  if (known) {
    if (known.text !== line.text || known.root !== line.root) throw new Refused('DIFFERENT_REVISION', `Caption "${line.uid}" is known and says something else.`)
    return false
  }
  if (line.root === null) throw new Refused('UNKNOWN_CAPTION', `Caption "${line.uid}" is not in this project.`)
  const root = rootByUid(db, line.root)
  const revises = line.revises === null ? null : captionId(db, line.revises)
  if (revises === null || rootOf(db, revises) !== root.id) throw new Refused('UNKNOWN_REVISION', `Caption "${line.uid}" revises "${line.revises ?? ''}", which is not a text of the caption "${line.root}" here.`)
  const author = statement<[string, string, string], number>(
    db,
    'INSERT INTO authors (kind, name, prompt) VALUES (?, ?, ?) ON CONFLICT (kind, name, prompt) DO UPDATE SET name = name RETURNING id'
  ).pluck().get(line.author.kind, line.author.name, line.author.prompt) as number
  const id = Number(
    statement<unknown[]>(db, 'INSERT INTO captions (uid, place, root, revises, author, text, created_at, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?)').run(
      line.uid, root.place, root.id, revises, author, line.text, line.createdAt, line.extra
    ).lastInsertRowid
  )
  indexCaptionNow(db, id, line.text)
  return true
}

function addEvent(db: Database, line: Line<'event'>, touch: (caption: number) => void): boolean {
  if (line.clock === undefined || line.clock > latestClock) throw new Refused('BAD_CLOCK', `Event ${line.uuid} has no clock, or one that cannot be right.`)
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(line.uuid)) throw new Refused('BAD_RECORD', `"${line.uuid}" is not the uuid of an event.`)
  const step = line.kind === 'undo' || line.kind === 'redo'
  if (step !== (line.target !== null)) throw new Refused('BAD_RECORD', `Event ${line.uuid} (${line.kind}) ${step ? 'does not name' : 'names'} an event that it takes back.`)
  if ((line.kind === 'bulk' && line.caption !== null) || (!step && line.kind !== 'bulk' && line.caption === null)) throw new Refused('BAD_RECORD', `Event ${line.uuid} (${line.kind}) names the wrong caption.`)
  const caption = line.caption === null ? null : rootByUid(db, line.caption).id
  const event = { uuid: line.uuid, clock: line.clock, at: line.at, annotator: annotatorId(db, line.annotator), kind: line.kind, caption, target: line.target, payload: line.payload }
  const known = eventByUuid(db, line.uuid)
  if (known) {
    if (!sameEvent(known, event)) throw new Refused('DIFFERENT_EVENT', `Event ${line.uuid} is known and says something else.`)
    return false
  }
  const { revision } = line.payload
  if (caption !== null && typeof revision === 'string') checkRevision(db, revision, caption, line)
  if (caption !== null) touch(caption)
  appendEvent(db, event)
  return true
}

function addBulk(db: Database, line: Line<'event-captions'>, touch: (caption: number) => void): void {
  const event = eventByUuid(db, line.event)
  if (event?.kind !== 'bulk') throw new Refused('UNKNOWN_EVENT', `Bulk event ${line.event} is not known.`)
  const replaces = bulkAction(event.payload) === 'replace'
  const problems: string[] = []
  const captions = line.captions.flatMap(([uid, value]) => {
    const caption = captionId(db, uid)
    const revision = typeof value === 'string' ? captionId(db, value) : null
    if (caption === null || rootOf(db, caption) !== caption || (replaces && (revision === null || rootOf(db, revision) !== caption)) || (!replaces && typeof value === 'string')) {
      problems.push(uid)
      return []
    }
    return [{ caption, value: replaces ? revision : (value as number | null) }]
  })
  const add = statement<[number, number], number>(db, 'SELECT 1 FROM event_captions WHERE event = ? AND caption = ?').pluck()
  for (const { caption } of captions) if (add.get(event.seq, caption) === undefined) touch(caption)
  appendCaptions(db, event.seq, captions)
  if (problems.length > 0) throw new Refused('UNKNOWN_CAPTION', `Bulk event ${line.event} speaks of ${problems.length} captions that are not in this project, the first "${problems[0]}".`)
}

/** The revision that a verdict or cues speak of must be one of the caption, and long enough for the cues. */
function checkRevision(db: Database, uid: string, caption: number, line: Line<'event'>): void {
  const revision = captionId(db, uid)
  if (revision === null || rootOf(db, revision) !== caption) throw new Refused('UNKNOWN_REVISION', `Event ${line.uuid} speaks of the revision "${uid}", which is not a text of the caption "${line.caption}" here.`)
  const cues = (line.payload['cues'] ?? []) as readonly { end: number }[]
  if (cues.length === 0) return
  const text = statement<[number], string>(db, 'SELECT text FROM captions WHERE id = ?').pluck().get(revision) as string
  if (cues.some(({ end }) => end > text.length)) throw new Refused('BAD_RECORD', `Event ${line.uuid} marks a cue after the end of its text.`)
}

function sameEvent(known: StoredEvent, event: Omit<StoredEvent, 'seq'>): boolean {
  const { seq: _seq, ...said } = known
  const keys = ['uuid', 'clock', 'at', 'annotator', 'kind', 'caption', 'target'] as const
  return keys.every((key) => said[key] === event[key]) && JSON.stringify(said.payload) === JSON.stringify(event.payload)
}

function rootByUid(db: Database, uid: string): { id: number; place: number } {
  const row = statement<[string], { id: number; place: number }>(db, 'SELECT id, place FROM captions WHERE uid = ? AND root IS NULL').get(uid)
  if (!row) throw new Refused('UNKNOWN_CAPTION', `Caption "${uid}" is not in this project.`)
  return row
}

function captionId(db: Database, uid: string): number | null {
  return (statement<[string], number>(db, 'SELECT id FROM captions WHERE uid = ?').pluck().get(uid) as number | undefined) ?? null
}

function rootOf(db: Database, id: number): number {
  return statement<[number], number>(db, 'SELECT coalesce(root, id) FROM captions WHERE id = ?').pluck().get(id) as number
}

function inConflict(db: Database, caption: number): boolean {
  return statement<[number], number>(db, 'SELECT conflict FROM caption_state WHERE caption = ?').pluck().get(caption) === 1
}
