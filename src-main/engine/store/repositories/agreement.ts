import type { Database } from 'better-sqlite3'
import type { Agreement } from '#shared/domain/planet.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { hiddenCaptions } from '../hidden-captions.ts'
import { statement } from '../statement.ts'
import { summaryFor } from './caption-summary.ts'
import { agreementOf } from './filter-agreement.ts'
import { missingRun, rankingRun } from './filter-names.ts'

/** A place and the satellite view that stands for it: the first without a problem, else the first; null where it has none. */
export interface AgreementPlace {
  readonly id: number
  readonly uid: string
  /** 0: none. */
  readonly region: number
  readonly split: Split | null
  readonly view: number | null
}

/** A caption that may be scored: its present text, and the place that it speaks of. */
export interface AgreementCaption extends Omit<AgreementPlace, 'id' | 'uid'> {
  readonly id: number
  readonly place: number
  readonly head: number
  readonly text: string
}

export interface StoredAgreement extends Agreement {
  readonly caption: number
  readonly revision: number
}

/** A scored caption whose text is still its first one, of which a list of wrong claims can tell. */
export interface ReportRow extends Agreement {
  readonly uid: string
  readonly region: number
  /** Best rank of the own tile in the run; null where the run does not have the caption, or none was asked for. */
  readonly rank: number | null
}

const tileOf = (place: string): string => `(SELECT v.id FROM views v WHERE v.place = ${place} AND v.kind = 'satellite' ORDER BY v.problem IS NOT NULL, v.id LIMIT 1)`
const current = 'a.revision = coalesce(s.head, a.caption) AND a.least IS NOT NULL'

/** How captions agree with their tiles: what is scored, and what scoring reads. Pages by key. */
export const agreementRepository = {
  places(db: Database, args: { after: number; limit: number }): AgreementPlace[] {
    return statement<[number, number], AgreementPlace>(
      db,
      `SELECT p.id, p.uid, coalesce(p.region, 0) AS region, p.split, ${tileOf('p.id')} AS view FROM places p WHERE p.id > ? ORDER BY p.id LIMIT ?`
    ).all(args.after, args.limit)
  },

  /**
   * What heads may learn from places: their captions, rejected ones left out. A caption whose review is hidden from someone
   * has its first text, so that no score tells of an answer.
   */
  trainingTexts(db: Database, args: { places: readonly number[] }): { place: number; text: string }[] {
    const read = statement<[number], { id: number; place: number; first: string; head: string | null; status: string | null }>(
      db,
      `SELECT c.id, c.place, c.text AS first, t.text AS head, s.status FROM captions c
       LEFT JOIN caption_state s ON s.caption = c.id LEFT JOIN captions t ON t.id = s.head
       WHERE c.place = ? AND c.root IS NULL ORDER BY c.id`
    )
    return args.places.flatMap((place) => {
      const rows = read.all(place).filter(({ status }) => status !== 'rejected')
      const [first, last] = [rows[0], rows.at(-1)]
      if (!first || !last) return []
      const hidden = rows.some(({ head }) => head !== null) ? hiddenCaptions(db, first.id, last.id) : new Set<number>()
      return rows.map(({ id, first: own, head }) => ({ place, text: head === null || hidden.has(id) ? own : head }))
    })
  },

  /** Root captions after an id with their present text; `onlyStale`: without those whose present text is scored. `last`: the last id that was looked at; null at the end. */
  captions(db: Database, args: { after: number; limit: number; onlyStale: boolean }): { rows: AgreementCaption[]; last: number | null } {
    const ids = statement<[number, number], number>(db, 'SELECT id FROM captions INDEXED BY captions_columns WHERE root IS NULL AND id > ? ORDER BY id LIMIT ?').pluck().all(args.after, args.limit) as number[]
    const read = statement<[number], AgreementCaption & { scored: 0 | 1 }>(
      db,
      `SELECT c.id, c.place, t.id AS head, t.text, coalesce(p.region, 0) AS region, p.split, ${tileOf('c.place')} AS view, a.revision IS NOT NULL AND a.revision = t.id AND a.least IS NOT NULL AS scored
       FROM captions c JOIN places p ON p.id = c.place LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)
       LEFT JOIN caption_agreement a ON a.caption = c.id WHERE c.id = ?`
    )
    const rows = ids.flatMap((id) => {
      const row = read.get(id)
      if (!row || (args.onlyStale && row.scored === 1)) return []
      const { scored: _scored, ...caption } = row
      return [caption]
    })
    return { rows, last: ids.at(-1) ?? null }
  },

  /** Keeps scores. A caption that was removed since it was read has none; one that was edited since has one of its earlier text, which is stale. */
  save(db: Database, args: { scores: readonly StoredAgreement[] }): void {
    const add = statement<unknown[]>(
      db,
      `INSERT INTO caption_agreement (caption, revision, colour, structure, texture, least) SELECT id, ?, ?, ?, ?, ? FROM captions WHERE id = ?
       ON CONFLICT (caption) DO UPDATE SET revision = excluded.revision, colour = excluded.colour, structure = excluded.structure, texture = excluded.texture, least = excluded.least`
    )
    for (const { caption, revision, colour, structure, texture } of args.scores) add.run(revision, colour, structure, texture, Math.min(colour, structure, texture), caption)
  },

  /** Takes scores away: of captions whose tile or region has gone. */
  remove(db: Database, args: { captions: readonly number[] }): void {
    const remove = statement<[number]>(db, 'DELETE FROM caption_agreement WHERE caption = ?')
    for (const caption of args.captions) remove.run(caption)
  },

  /** Removes up to `limit` rows; returns whether none is left. */
  clear(db: Database, args: { limit: number }): boolean {
    return statement<[number]>(db, 'DELETE FROM caption_agreement WHERE caption IN (SELECT caption FROM caption_agreement LIMIT ?)').run(args.limit).changes < args.limit
  },

  /** Marks that scores changed: lists that depend on them are made again. */
  touch(db: Database, args: { at: number }): void {
    statement<[string]>(db, "INSERT INTO meta VALUES ('agreement_at', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value").run(String(args.at))
  },

  /** Root captions, those with a score of their present text, and when scoring last ended (0: never). */
  counts(db: Database, _args: Record<never, never>): { total: number; scored: number; scoredAt: number } {
    const total = statement<[], number>(db, 'SELECT coalesce(sum(n), 0) FROM count_captions').pluck().get() as number
    const rows = statement<[], number>(db, 'SELECT count(*) FROM caption_agreement').pluck().get() as number
    const stale = statement<[], number>(
      db,
      `SELECT (SELECT count(*) FROM caption_state s JOIN caption_agreement a ON a.caption = s.caption WHERE s.head <> s.caption AND a.revision <> s.head)
            + (SELECT count(*) FROM caption_agreement a INDEXED BY caption_agreement_revised LEFT JOIN caption_state s ON s.caption = a.caption
               WHERE a.revision <> a.caption AND coalesce(s.head, a.caption) = a.caption)`
    ).pluck().get() as number
    const at = statement<[], string>(db, "SELECT value FROM meta WHERE key = 'agreement_at'").pluck().get() as string | undefined
    return { total, scored: rows - stale, scoredAt: Number(at ?? 0) }
  },

  /** A caption as an annotator sees it, with its tile, and the score of the text that she sees. Any revision's id will do. NOT_FOUND if it is gone. */
  caption(db: Database, args: { caption: number; annotator: string }): AgreementCaption & { score: Agreement | null } {
    const root = (statement<[number], number>(db, 'SELECT coalesce(root, id) FROM captions WHERE id = ?').pluck().get(args.caption) as number | undefined) ?? args.caption
    const annotator = (statement<[string], number>(db, 'SELECT id FROM annotators WHERE name = ?').pluck().get(args.annotator.trim()) as number | undefined) ?? null
    const { head, place, text } = summaryFor(db, root, annotator)
    const of = statement<[number], Omit<AgreementPlace, 'id' | 'uid'>>(db, `SELECT coalesce(p.region, 0) AS region, p.split, ${tileOf('p.id')} AS view FROM places p WHERE p.id = ?`).get(place)
    const present = (statement<[number], number>(db, 'SELECT head FROM caption_state WHERE caption = ?').pluck().get(root) as number | undefined) ?? root
    return { id: root, place, head, text, region: of?.region ?? 0, split: of?.split ?? null, view: of?.view ?? null, score: head === present ? agreementOf(db, root) : null }
  },

  /** Scored captions after an id whose text is their first. `run`: whose ranks are wanted. */
  reportRows(db: Database, args: { after: number; limit: number; run: number | null }): { rows: ReportRow[]; last: number | null } {
    type Row = ReportRow & { caption: number; head: number }
    const rows = statement<[number | null, number, number], Row>(
      db,
      `SELECT a.caption, c.uid, coalesce(p.region, 0) AS region, a.colour, a.structure, a.texture, q.best_rank AS rank, coalesce(s.head, a.caption) AS head
       FROM caption_agreement a JOIN captions c ON c.id = a.caption JOIN places p ON p.id = c.place LEFT JOIN caption_state s ON s.caption = a.caption
       LEFT JOIN run_queries q ON q.run = ? AND q.query = a.caption WHERE a.caption > ? AND ${current} ORDER BY a.caption LIMIT ?`
    ).all(args.run, args.after, args.limit)
    const unchanged = rows.filter(({ caption, head }) => caption === head)
    return { rows: unchanged.map(({ caption: _caption, head: _head, ...row }) => row), last: rows.at(-1)?.caption ?? null }
  },

  /** The run that gives an encoder's ranks of own tiles. INVALID_INPUT where there is none, with what to do. */
  rankingRun(db: Database, args: { encoder: string }): number {
    const run = rankingRun(db, args.encoder)
    if (run) return run.id
    const { message, hint } = missingRun(db, args.encoder)
    throw new PlanisphereError('INVALID_INPUT', message, { hint })
  },

  /** Of the uids, those that no root caption has. */
  unknownCaptions(db: Database, args: { uids: readonly string[] }): string[] {
    const known = statement<[string], number>(db, 'SELECT 1 FROM captions WHERE uid = ? AND root IS NULL').pluck()
    return args.uids.filter((uid) => known.get(uid) === undefined)
  }
} as const
