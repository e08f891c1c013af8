import type { Database } from 'better-sqlite3'
import { nearestName, type FilterProblem, type FilterTerm, type NameValue } from '#shared/domain/filter-language/index.ts'
import { statement } from '../statement.ts'

/** Case and accents do not count: `region:"sao paulo"` finds São Paulo. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
}

/** Whether a name fits what was written; `*` stands for any characters. */
export function nameTest(written: string): (name: string) => boolean {
  const [first = '', ...others] = fold(written).split('*')
  const last = others.pop()
  if (last === undefined) return (name) => fold(name) === first
  return (name) => {
    const folded = fold(name)
    if (!folded.startsWith(first) || folded.length < first.length + last.length || !folded.endsWith(last)) return false
    let at = first.length
    for (const part of others) {
      const found = folded.indexOf(part, at)
      if (found < 0) return false
      at = found + part.length
    }
    return at <= folded.length - last.length
  }
}

/** Whether a text holds what was written. */
export function textTest(written: string): (text: string) => boolean {
  return nameTest(`*${written.replace(/^\*+|\*+$/g, '')}*`)
}

interface Named {
  readonly id: number
  readonly name: string
}

const dictionaries = {
  region: 'SELECT id, name FROM regions',
  country: 'SELECT id, country AS name FROM regions WHERE country IS NOT NULL',
  continent: 'SELECT id, continent AS name FROM regions WHERE continent IS NOT NULL',
  by: 'SELECT id, name FROM annotators',
  assigned: 'SELECT id, name FROM annotators',
  lvlm: "SELECT id, name FROM authors WHERE kind = 'lvlm'",
  author: 'SELECT id, name FROM authors',
  prompt: "SELECT id, prompt AS name FROM authors WHERE prompt <> ''"
} as const
export type NameField = keyof typeof dictionaries

export function isNameField(field: string): field is NameField {
  return Object.hasOwn(dictionaries, field)
}

export function namesOf(db: Database, field: NameField): Named[] {
  return statement<[], Named>(db, dictionaries[field]).all()
}

/** Ids of what the names mean: of regions, annotators, authors. */
export function idsOfNames(db: Database, field: NameField, values: readonly NameValue[], me: string | undefined): number[] {
  const tests = values.map(({ text }) => nameTest(isMe(field, text) ? (me ?? '') : text))
  return namesOf(db, field).filter(({ name }) => tests.some((fits) => fits(name))).map(({ id }) => id)
}

export function annotatorIds(db: Database, name: string, me: string | undefined): number[] {
  return idsOfNames(db, 'by', [{ text: name, start: 0, end: 0 }], me)
}

export function isMe(field: string, text: string): boolean {
  return (field === 'by' || field === 'assigned' || field === 'verdict') && text.toLowerCase() === 'me'
}

/** A run that ranks captions. */
export interface RankingRun {
  readonly id: number
  readonly uid: string
  readonly name: string
  readonly encoder: string | null
  /** Whether `rank(ENCODER)` may take it: evaluated here, all captions against the whole gallery, by cosine alone. */
  readonly whole: boolean
  /** Of one split: taken only where there is none of all. */
  readonly part: boolean
}

/** Runs over captions, newest first. */
export function rankingRuns(db: Database): RankingRun[] {
  return statement<[], { id: number; uid: string; name: string; encoder: string | null; whole: 0 | 1; part: 0 | 1 }>(
    db,
    `SELECT id, uid, name, json_extract(protocol, '$.encoder') AS encoder, origin = 'evaluated' AND json_extract(protocol, '$.gallery') = 'all' AND json_extract(protocol, '$.where') IS NULL
         AND json_extract(protocol, '$.rerank') IS NULL AS whole,
       json_extract(protocol, '$.split') IS NOT NULL AS part
     FROM runs WHERE json_extract(protocol, '$.queries') = 'captions' ORDER BY created_at DESC, id DESC`
  )
    .all()
    .map((run) => ({ ...run, whole: run.whole === 1, part: run.part === 1 }))
}

/** The run that a name means: the newest of the encoder over captions and the whole gallery that is not re-ranked, else the newest run of that name or id. */
export function rankingRun(db: Database, name: string): RankingRun | null {
  const runs = rankingRuns(db)
  const fits = nameTest(name)
  const ofEncoder = runs.filter(({ encoder, whole }) => whole && encoder !== null && fits(encoder))
  return ofEncoder.find(({ part }) => !part) ?? ofEncoder[0] ?? runs.find((run) => run.uid === name || fits(run.name)) ?? null
}

/** Why no run was found, and what to do. */
export function missingRun(db: Database, name: string): { message: string; hint: string; meant: string | null } {
  const encoders = statement<[], string>(db, 'SELECT name FROM encoders ORDER BY name').pluck().all() as string[]
  const fits = nameTest(name)
  const encoder = encoders.find(fits)
  if (encoder !== undefined) return { message: `There is no run of ${encoder} over captions and the whole gallery.`, hint: `Evaluate ${encoder} on captions against the whole gallery first.`, meant: null }
  const runs = rankingRuns(db)
  const meant = nearestName(name, [...encoders, ...runs.map((run) => run.name)])
  const known = [...new Set(runs.flatMap((run) => (run.whole && run.encoder !== null ? [run.encoder] : [])))]
  const hint = meant !== null ? `Did you mean ${meant}?` : known.length > 0 ? `There are ranks of ${known.join(', ')}.` : 'Evaluate an encoder on captions against the whole gallery first.'
  return { message: `There is no encoder and no run “${name}”.`, hint, meant }
}

/** Names that must be there for the term to mean something. The others (tags, reasons, people) may yet come: they only warn. */
const mustExist: readonly string[] = ['region', 'country', 'continent', 'lvlm', 'author', 'prompt']

/** What is wrong with a term in this project. */
export function termProblems(db: Database, term: FilterTerm, me: string | undefined): { errors: FilterProblem[]; warnings: FilterProblem[] } {
  const errors: FilterProblem[] = []
  const warnings: FilterProblem[] = []
  const { field, argument, test } = term
  const noMe = (value: NameValue): void => {
    if (isMe(field, value.text) && !me?.trim()) errors.push(problem('no-annotator', value, 'Nobody is named as “me”.', 'Say who you are: in the studio’s corner, or with --as NAME.'))
  }
  if (argument !== null && field === 'rank' && rankingRun(db, argument.text) === null) {
    const { message, hint, meant } = missingRun(db, argument.text)
    errors.push(problem('no-run', argument, message, hint, argument.text, meant))
  }
  if (argument !== null && field === 'verdict') {
    noMe(argument)
    if (!isMe(field, argument.text) && annotatorIds(db, argument.text, me).length === 0) warnings.push(unknown(db, 'by', argument))
  }
  if (test.kind !== 'names') return { errors, warnings }
  for (const value of test.values) {
    noMe(value)
    if (isMe(field, value.text)) continue
    if (field === 'tag' || field === 'reason') {
      const names = field === 'tag' ? tagsOf(db) : reasonsOf(db)
      const fits = nameTest(value.text)
      if (!names.some(fits)) warnings.push(problem('unknown-value', value, `No caption has the ${field} “${value.text}”.`, meantHint(nearestName(value.text, names)), value.text, nearestName(value.text, names)))
    } else if (isNameField(field) && idsOfNames(db, field, [value], me).length === 0) (mustExist.includes(field) ? errors : warnings).push(unknown(db, field, value))
  }
  return { errors, warnings }
}

const nouns: Record<NameField, string> = { region: 'region', country: 'country', continent: 'continent', by: 'annotator', assigned: 'annotator', lvlm: 'LVLM', author: 'author', prompt: 'prompt' }

function unknown(db: Database, field: NameField, value: NameValue): FilterProblem {
  const meant = nearestName(value.text, new Set(namesOf(db, field).map(({ name }) => name)))
  return problem('unknown-value', value, `The project has no ${nouns[field]} “${value.text}”.`, meantHint(meant), value.text, meant)
}

function meantHint(meant: string | null): string {
  return meant === null ? 'The input offers what there is; * stands for any characters.' : `Did you mean ${meant}?`
}

function problem(code: FilterProblem['code'], { start, end }: NameValue, message: string, hint: string, word?: string, meant?: string | null): FilterProblem {
  return { code, start, end, message, hint, ...(word === undefined ? {} : { word }), ...(meant === undefined || meant === null ? {} : { meant }) }
}

export function tagsOf(db: Database): string[] {
  return statement<[], string>(db, 'SELECT DISTINCT tag FROM caption_tags ORDER BY tag').pluck().all() as string[]
}

/** Reasons that stand with present verdicts. Only these three can have one. */
export const reasonRows = `SELECT s.caption, json_extract(e.payload, '$.reason') AS reason FROM caption_state s JOIN events e ON e.seq = s.event
  WHERE s.status IN ('rejected', 'flagged', 'skipped') AND json_extract(e.payload, '$.reason') IS NOT NULL`

export function reasonsOf(db: Database): string[] {
  return statement<[], string>(db, `SELECT DISTINCT reason FROM (${reasonRows}) ORDER BY reason`).pluck().all() as string[]
}
