import type { Database } from 'better-sqlite3'
import type { Agreement } from '#shared/domain/planet.ts'
import type { NumberRange } from '#shared/domain/filter-language/index.ts'
import { statement } from '../statement.ts'
import type { IdSet } from './filter-set.ts'
import type { Condition, FilterSpace } from './filter-space.ts'

/** The columns of caption_agreement that a filter asks for; `least`: of the three. */
const columns = ['colour', 'structure', 'texture', 'least'] as const
type AgreementColumn = (typeof columns)[number]

function columnOf(argument: string | null): AgreementColumn {
  return columns.find((column) => column === argument) ?? 'least'
}

/**
 * Captions whose score is of a text that they no longer have: as good as none. Only captions that have, or had when they
 * were scored, a revision can be stale, so that few rows are read.
 */
function staleScores(space: FilterSpace): IdSet {
  return space.captionIds(
    `SELECT a.caption FROM caption_state s JOIN caption_agreement a ON a.caption = s.caption WHERE s.head <> s.caption AND a.revision <> s.head
     UNION ALL
     SELECT a.caption FROM caption_agreement a INDEXED BY caption_agreement_revised LEFT JOIN caption_state s ON s.caption = a.caption
     WHERE a.revision <> a.caption AND a.revision <> coalesce(s.head, a.caption)`
  )
}

/** Captions whose agreement with their tile, as a percentile, lies within any of the ranges. `argument`: colour, structure or texture; null: the least of the three. */
export function agreementCondition(space: FilterSpace, argument: string | null, ranges: readonly NumberRange[]): Condition {
  const column = columnOf(argument)
  return space.caption(() => {
    const found = ranges
      .map(({ min, minOpen, max, maxOpen }) => space.captionIds(`SELECT caption FROM caption_agreement WHERE ${column} ${minOpen ? '>' : '>='} ? AND ${column} ${maxOpen ? '<' : '<='} ?`, min ?? -1, max ?? 101))
      .reduce((all, one) => all.unite(one))
    return found.subtract(staleScores(space))
  })
}

/** Captions with a score of their present text, the least agreement first. */
export function captionsByAgreement(space: FilterSpace): number[] {
  const listed = statement<[], number>(space.db, 'SELECT caption FROM caption_agreement WHERE least IS NOT NULL ORDER BY least, caption').pluck().all() as number[]
  const stale = staleScores(space)
  return stale.isEmpty ? listed : listed.filter((caption) => !stale.has(caption))
}

/** The score of the text that a caption has now; null where there is none. */
export function agreementOf(db: Database, caption: number): Agreement | null {
  return (
    statement<[number], Agreement>(
      db,
      `SELECT a.colour, a.structure, a.texture FROM caption_agreement a LEFT JOIN caption_state s ON s.caption = a.caption
       WHERE a.caption = ? AND a.revision = coalesce(s.head, a.caption) AND a.least IS NOT NULL`
    ).get(caption) ?? null
  )
}

/** The score of the caption of a place that agrees least: by it the place stands in the order `agreement`. */
export function leastAgreementOf(db: Database, place: number): Agreement | null {
  return (
    statement<[number], Agreement>(
      db,
      `SELECT a.colour, a.structure, a.texture FROM captions c JOIN caption_agreement a ON a.caption = c.id LEFT JOIN caption_state s ON s.caption = c.id
       WHERE c.place = ? AND c.root IS NULL AND a.revision = coalesce(s.head, c.id) AND a.least IS NOT NULL ORDER BY a.least, c.id LIMIT 1`
    ).get(place) ?? null
  )
}

/** Changes with every scoring: lists that depend on scores are then made again. */
export function agreementStamp(db: Database): string {
  return (statement<[], string>(db, "SELECT value FROM meta WHERE key = 'agreement_at'").pluck().get() as string | undefined) ?? ''
}
