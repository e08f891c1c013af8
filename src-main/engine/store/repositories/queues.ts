import { randomUUID } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { QueueDefinition, type QueueShare, type SavedQueue } from '#shared/domain/queue.ts'
import { drawKey, inShare, uidHash } from '#shared/domain/queue-draw.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { annotatorId } from '../review-state.ts'
import { statement } from '../statement.ts'

interface QueueRow {
  readonly uid: string
  readonly name: string
  readonly definition: string
  readonly annotator: string
  readonly changed_at: number
}

/** Where an annotator stands: the caption, and captions further on, the nearest first. */
export interface KeptPosition {
  readonly caption: number
  readonly ahead: readonly number[]
}

/** Positions that are kept of one annotator; those of queues she has long left go. */
const keptPositions = 200

/** Captions that an annotator decided and whose decision stands: one by one, and through bulk events. */
const decidedSql = `
SELECT caption FROM standing WHERE kind = 'verdict' AND annotator = :annotator
UNION
SELECT b.caption FROM standing s JOIN events e ON e.seq = s.event JOIN event_captions b ON b.event = s.event
WHERE s.kind = 'bulk' AND s.annotator = :annotator AND json_extract(e.payload, '$.action') IN ('accept', 'flag', 'reject', 'replace')`

export const queuesRepository = {
  list(db: Database, _args: Record<never, never>): SavedQueue[] {
    return statement<[], QueueRow>(db, 'SELECT uid, name, definition, annotator, changed_at FROM queues').all().map(saved).toSorted((a, b) => a.name.localeCompare(b.name))
  },

  get(db: Database, args: { uid: string }): SavedQueue {
    const row = statement<[string], QueueRow>(db, 'SELECT uid, name, definition, annotator, changed_at FROM queues WHERE uid = ?').get(args.uid)
    if (!row) throw new PlanisphereError('NOT_FOUND', `The project has no queue ${args.uid}.`, { hint: 'Someone may have removed it. Choose another.' })
    return saved(row)
  },

  /** Keeps a queue: a new one without `uid`, else in the place of the one that has it (which may have been removed). */
  save(db: Database, args: { uid: string | null; name: string; definition: QueueDefinition; annotator: string; at: number }): SavedQueue {
    const uid = args.uid ?? randomUUID()
    freeName(db, args.name, uid)
    statement<unknown[]>(
      db,
      `INSERT INTO queues (uid, name, definition, annotator, changed_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (uid) DO UPDATE SET name = excluded.name, definition = excluded.definition, annotator = excluded.annotator, changed_at = excluded.changed_at`
    ).run(uid, args.name, JSON.stringify(args.definition), args.annotator, Math.round(args.at))
    return queuesRepository.get(db, { uid })
  },

  rename(db: Database, args: { uid: string; name: string; annotator: string; at: number }): SavedQueue {
    queuesRepository.get(db, args)
    freeName(db, args.name, args.uid)
    statement<unknown[]>(db, 'UPDATE queues SET name = ?, annotator = ?, changed_at = ? WHERE uid = ?').run(args.name, args.annotator, Math.round(args.at), args.uid)
    return queuesRepository.get(db, args)
  },

  /** Removes a queue and returns it. Positions in it stay, so that it can be put back as it was. */
  remove(db: Database, args: { uid: string }): SavedQueue {
    const queue = queuesRepository.get(db, args)
    statement<[string]>(db, 'DELETE FROM queues WHERE uid = ?').run(args.uid)
    return queue
  },

  names(db: Database, _args: Record<never, never>): string[] {
    return statement<[], string>(db, 'SELECT name FROM queues').pluck().all() as string[]
  },

  regionNames(db: Database, args: { regions: readonly number[] }): string[] {
    return statement<[string], string>(db, 'SELECT name FROM regions WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id').pluck().all(JSON.stringify(args.regions)) as string[]
  },

  position(db: Database, args: { queue: string; annotator: string }): KeptPosition | null {
    const row = statement<[string, string], { caption: number; ahead: string }>(
      db,
      'SELECT p.caption, p.ahead FROM queue_positions p JOIN annotators a ON a.id = p.annotator WHERE p.queue = ? AND a.name = ?'
    ).get(args.queue, args.annotator)
    return row ? { caption: row.caption, ahead: JSON.parse(row.ahead) as number[] } : null
  },

  keepPosition(db: Database, args: { queue: string; annotator: string; caption: number; ahead: readonly number[]; at: number }): void {
    const annotator = annotatorId(db, args.annotator)
    statement<unknown[]>(
      db,
      `INSERT INTO queue_positions (queue, annotator, caption, ahead, at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (queue, annotator) DO UPDATE SET caption = excluded.caption, ahead = excluded.ahead, at = excluded.at`
    ).run(args.queue, annotator, args.caption, JSON.stringify(args.ahead), Math.round(args.at))
    statement<[number, number, number]>(
      db,
      `DELETE FROM queue_positions WHERE annotator = ? AND at < (SELECT at FROM queue_positions WHERE annotator = ? ORDER BY at DESC LIMIT 1 OFFSET ?)
         AND queue NOT IN (SELECT uid FROM queues)`
    ).run(annotator, annotator, keptPositions)
  },

  /** Captions that an annotator decided, ascending. */
  decided(db: Database, args: { annotator: string }): Int32Array {
    const annotator = knownAnnotator(db, args.annotator)
    return annotator === undefined ? new Int32Array() : Int32Array.from(statement<{ annotator: number }, number>(db, decidedSql).pluck().all({ annotator }) as number[]).sort()
  },

  /** Verdicts of an annotator since a time (milliseconds) that stand. */
  verdictsSince(db: Database, args: { annotator: string; since: number }): number {
    const annotator = knownAnnotator(db, args.annotator)
    if (annotator === undefined) return 0
    // The log's clock never falls behind the time that an event was written at, so the index reaches all of them.
    return statement<[number, number, number], number>(
      db,
      `SELECT count(*) FROM standing s JOIN events e ON e.seq = s.event WHERE s.annotator = ? AND s.clock >= ? AND s.kind = 'verdict' AND e.at >= ?`
    ).pluck().get(annotator, args.since, args.since) as number
  },

  /** Gold captions that an annotator neither set nor answered, with their uids, by uid. */
  unansweredGold(db: Database, args: { annotator: string }): { id: number; uid: string }[] {
    return statement<{ annotator: number }, { id: number; uid: string }>(
      db,
      `SELECT c.id, c.uid FROM gold g JOIN captions c ON c.id = g.caption
       WHERE g.annotator <> :annotator AND NOT EXISTS (SELECT 1 FROM standing s WHERE s.caption = g.caption AND s.annotator = :annotator AND s.kind = 'verdict') ORDER BY c.uid`
    ).all({ annotator: knownAnnotator(db, args.annotator) ?? -1 })
  },

  /** Changes when captions come or go: what `uidHashes` gave is true as long as it is the same. */
  hashStamp(db: Database, _args: Record<never, never>): string {
    return statement<[], string>(
      db,
      "SELECT coalesce((SELECT sum(n) FROM count_captions), 0) || '/' || count(*) || '/' || coalesce(max(finished_at), 0) FROM jobs WHERE kind IN ('import', 'sample')"
    ).pluck().get() as string
  },

  /** The hash of every caption's uid, by its id, in shared memory. */
  uidHashes(db: Database, _args: Record<never, never>): SharedArrayBuffer {
    const last = (statement<[], number | null>(db, 'SELECT max(id) FROM captions').pluck().get() as number | null) ?? 0
    const hashes = new Uint32Array(new SharedArrayBuffer(4 * (last + 1)))
    // The index of uids alone is read, not the texts.
    for (const [id, uid] of statement<[], [number, string]>(db, 'SELECT id, uid FROM captions ORDER BY uid /* hashes */').raw().iterate() as Iterable<[number, string]>) hashes[id] = uidHash(uid)
    return hashes.buffer as SharedArrayBuffer
  },

  /**
   * Draws, cuts and shares a list, away from the engine's own loop: in random order if there is a seed, of that the
   * first `limit`, of those the share. `hashes`: of `uidHashes`, or null to read those of the list.
   */
  arrange(db: Database, args: { ids: Int32Array; hashes: SharedArrayBuffer | null; seed: number | null; limit: number | null; share: QueueShare | null }): Int32Array {
    const { share, seed } = args
    const known = args.hashes === null ? null : new Uint32Array(args.hashes)
    const uid = statement<[number], string>(db, 'SELECT uid FROM captions WHERE id = ?').pluck()
    const hashOf = (id: number): number => known?.[id] ?? uidHash((uid.get(id) as string | undefined) ?? '')
    let ids = args.ids
    if (seed !== null) ids = drawn(ids, (id) => drawKey(hashOf(id), seed))
    if (args.limit !== null) ids = ids.slice(0, args.limit)
    return share === null ? ids : ids.filter((id) => inShare(hashOf(id), share))
  }
}

function saved(row: QueueRow): SavedQueue {
  return { uid: row.uid, name: row.name, definition: QueueDefinition.parse(JSON.parse(row.definition)), annotator: row.annotator, changedAt: row.changed_at }
}

function freeName(db: Database, name: string, uid: string): void {
  const other = statement<[string, string], number>(db, 'SELECT 1 FROM queues WHERE name = ? AND uid <> ?').pluck().get(name, uid)
  if (other !== undefined) throw new PlanisphereError('ALREADY_EXISTS', `There is a queue named "${name}" already.`, { hint: 'Give it another name, or update the one that is there.' })
}

function knownAnnotator(db: Database, name: string): number | undefined {
  return statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(name.trim()) as number | undefined
}

/** The ids ordered by their keys (32 bits), equal ones as they stand: a radix sort, two digits of 16 bits. */
function drawn(ids: Int32Array, keyOf: (id: number) => number): Int32Array {
  let from = { ids, keys: Uint32Array.from(ids, keyOf) }
  for (const shift of [0, 16]) {
    const places = new Uint32Array(65_537)
    for (const key of from.keys) {
      const next = ((key >>> shift) & 0xffff) + 1
      places[next] = (places[next] as number) + 1
    }
    for (let digit = 1; digit < 65_537; digit++) places[digit] = (places[digit] as number) + (places[digit - 1] as number)
    const to = { ids: new Int32Array(ids.length), keys: new Uint32Array(ids.length) }
    for (let i = 0; i < ids.length; i++) {
      const key = from.keys[i] as number
      const digit = (key >>> shift) & 0xffff
      const place = places[digit] as number
      places[digit] = place + 1
      to.ids[place] = from.ids[i] as number
      to.keys[place] = key
    }
    from = to
  }
  return from.ids
}
