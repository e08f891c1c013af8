import type { Database } from 'better-sqlite3'
import { fieldRule, type FieldName, type FilterProblem } from '#shared/domain/filter-language/index.ts'
import { statement } from '../statement.ts'
import { countFitting, queryProblems, type ListLevel } from './filter-ids.ts'
import { isNameField, namesOf, rankingRuns, reasonsOf, textTest } from './filter-names.ts'

export interface OfferedValue {
  readonly value: string
  readonly detail: string | null
}

export const filterRepository = {
  /** What is wrong with a query here; the number of captions or places that fit, where it is asked for. */
  check(db: Database, args: { query: string; me?: string; count?: ListLevel }): { errors: FilterProblem[]; warnings: FilterProblem[]; count: number | null } {
    const found = queryProblems(db, args.query, args.me)
    const counts = found.errors.length === 0 && args.count !== undefined
    return { ...found, count: counts ? countFitting(db, args.count as ListLevel, { query: args.query, me: args.me }) : null }
  },

  /** Values that hold what was typed, those that begin with it first. */
  values(db: Database, args: { field: FieldName; part: 'value' | 'argument'; prefix: string; limit: number }): OfferedValue[] {
    const typed = args.prefix.toLowerCase()
    const fits = textTest(args.prefix)
    const found = valuesOf(db, args.field, args.part).filter(({ value }) => fits(value))
    const begins = ({ value }: OfferedValue): number => (value.toLowerCase().startsWith(typed) ? 0 : 1)
    return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, args.limit)
  }
}

function valuesOf(db: Database, field: FieldName, part: 'value' | 'argument'): OfferedValue[] {
  if (part === 'argument') return argumentsOf(db, field)
  const pairs = (sql: string): OfferedValue[] => statement<[], OfferedValue>(db, sql).all()
  switch (field) {
    case 'region':
      return pairs('SELECT DISTINCT r.name AS value, r.country AS detail FROM regions r JOIN count_places n ON n.region = r.id WHERE n.places > 0 ORDER BY r.name')
    case 'country':
      return pairs('SELECT country AS value, min(continent) AS detail FROM regions WHERE country IS NOT NULL GROUP BY country ORDER BY country')
    case 'by':
    case 'assigned':
      return annotators(db)
    case 'tag':
      return pairs('SELECT tag AS value, CAST(count(*) AS TEXT) AS detail FROM caption_tags GROUP BY tag ORDER BY count(*) DESC, tag')
    case 'reason':
      return reasonsOf(db).map((value) => ({ value, detail: null }))
    default:
      if (isNameField(field)) return [...new Set(namesOf(db, field).map(({ name }) => name))].sort().map((value) => ({ value, detail: null }))
      return (fieldRule(field).choices ?? []).map((value) => ({ value, detail: null }))
  }
}

function argumentsOf(db: Database, field: FieldName): OfferedValue[] {
  switch (fieldRule(field).argument?.kind) {
    case 'annotator':
      return annotators(db)
    case 'ranking':
      return rankings(db)
    default:
      return (fieldRule(field).argument?.choices ?? []).map((value) => ({ value, detail: null }))
  }
}

function annotators(db: Database): OfferedValue[] {
  return namesOf(db, 'by').map(({ name }) => ({ value: name, detail: null })).sort((a, b) => a.value.localeCompare(b.value))
}

/** Encoders that have a run over captions and the whole gallery, then the runs by name. */
function rankings(db: Database): OfferedValue[] {
  const runs = rankingRuns(db)
  const encoders = new Map(runs.toReversed().flatMap((run) => (run.whole && run.encoder !== null ? [[run.encoder, run.name] as const] : [])))
  const others = runs.filter(({ name }) => !encoders.has(name))
  return [...[...encoders].map(([value, detail]) => ({ value, detail })), ...others.map(({ name, encoder }) => ({ value: name, detail: encoder }))]
}
