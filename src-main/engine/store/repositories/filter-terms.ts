import { timeSpan, type FilterNode, type FilterTerm, type NumberRange } from '#shared/domain/filter-language/index.ts'
import { viewKinds } from '#shared/domain/vocabulary.ts'
import { statement } from '../statement.ts'
import { agreementCondition } from './filter-agreement.ts'
import { captionsByAnnotator, captionsByVerdictOf, captionsWithComment } from './filter-log.ts'
import { presentColumn } from './filter-columns.ts'
import { annotatorIds, idsOfNames, nameTest, rankingRun, reasonRows, tagsOf, textTest, type NameField } from './filter-names.ts'
import { placesInBox, placesNear } from './filter-places.ts'
import { IdSet } from './filter-set.ts'
import type { Condition, FilterSpace } from './filter-space.ts'
import { captionsWithText, phrase } from './filter-text.ts'

/** What a query means in a project: the tree of its terms as conditions. Names and runs must have been checked. */
export function conditionOf(space: FilterSpace, node: FilterNode): Condition {
  if (node.type === 'term') return termCondition(space, node)
  if (node.type === 'not') return { type: 'not', item: conditionOf(space, node.item) }
  return { type: node.type, items: node.items.map((item) => conditionOf(space, item)) }
}

const anyNumber: NumberRange = { min: null, minOpen: false, max: null, maxOpen: false }

function termCondition(space: FilterSpace, term: FilterTerm): Condition {
  const { field, argument, test } = term
  switch (test.kind) {
    case 'words':
      return anyOf(test.values.map(({ text, prefix }) => space.caption(() => captionsWithText(space, phrase(text, prefix)))))
    case 'box':
      return space.place(() => placesInBox(space, test.box))
    case 'near':
      return space.place(() => placesNear(space, test))
    case 'dates':
      return anyOf(
        test.tests.map((one) => {
          const { from, to } = timeSpan(one, space.now)
          return space.captionsWhere("SELECT caption FROM caption_state WHERE status <> 'unreviewed' AND reviewed_at >= ? AND reviewed_at < ?", from ?? -9e15, to ?? 9e15)
        })
      )
    case 'numbers':
      if (field === 'rank') return rankCondition(space, argument?.text ?? '', test.ranges)
      return field === 'agreement' ? agreementCondition(space, argument?.text ?? null, test.ranges) : numberCondition(space, field, test.ranges)
    case 'present':
      if (field === 'rank') return rankCondition(space, argument?.text ?? '', [anyNumber])
      return field === 'agreement' ? agreementCondition(space, argument?.text ?? null, [anyNumber]) : space.caption(() => captionsByAnnotator(space, annotatorIds(space.db, argument?.text ?? '', space.me)))
    case 'names':
      return field === 'verdict'
        ? verdictCondition(space, argument?.text ?? '', test.values.map(({ text }) => text))
        : namesCondition(space, term, test.values)
  }
}

function anyOf(items: readonly Condition[]): Condition {
  const [only] = items
  return items.length === 1 && only !== undefined ? only : { type: 'or', items }
}

function namesCondition(space: FilterSpace, term: FilterTerm, values: Extract<FilterTerm['test'], { kind: 'names' }>['values']): Condition {
  const texts = values.map(({ text }) => text)
  const ids = (field: NameField): string => JSON.stringify(idsOfNames(space.db, field, values, space.me))
  switch (term.field) {
    case 'status':
      return statusCondition(space, texts)
    case 'by':
      return space.caption(() => captionsByAnnotator(space, idsOfNames(space.db, 'by', values, space.me)))
    case 'assigned':
      return space.captionsWhere('SELECT caption FROM assignments WHERE annotator IN (SELECT value FROM json_each(?))', ids('assigned'))
    case 'region':
    case 'country':
    case 'continent':
      return space.placesWhere('SELECT id FROM places WHERE region IN (SELECT value FROM json_each(?))', ids(term.field))
    case 'lvlm':
    case 'author':
    case 'prompt':
      return space.captionsWhere('SELECT id FROM captions INDEXED BY captions_columns WHERE root IS NULL AND author IN (SELECT value FROM json_each(?))', ids(term.field))
    case 'split':
      return splitCondition(space, texts)
    case 'kind':
      return kindCondition(space, texts)
    case 'cue':
      return anyOf(texts.map((kind) => space.captionsWhere('SELECT DISTINCT caption FROM caption_cues WHERE kind = ?', kind)))
    case 'tag': {
      const tests = texts.map(nameTest)
      return space.captionsWhere('SELECT caption FROM caption_tags WHERE tag IN (SELECT value FROM json_each(?))', JSON.stringify(tagsOf(space.db).filter((tag) => tests.some((fits) => fits(tag)))))
    }
    case 'reason': {
      const tests = texts.map(nameTest)
      return space.caption(() => {
        const rows = statement<[], { caption: number; reason: string }>(space.db, reasonRows).all()
        return IdSet.of(rows.filter(({ reason }) => tests.some((fits) => fits(String(reason)))).map(({ caption }) => caption), space.captions.roots.size)
      })
    }
    case 'comment': {
      const tests = texts.map(textTest)
      return space.caption(() => captionsWithComment(space, (text) => tests.some((fits) => fits(text))))
    }
    case 'is':
      return anyOf(texts.map((state) => stateCondition(space, state)))
    case 'has':
      return anyOf(texts.map((what) => presenceCondition(space, what)))
    case 'place':
      return anyOf(texts.map((uid) => placeUid(space, uid)))
    case 'id':
      return anyOf(texts.flatMap((uid) => [captionUid(space, uid), placeUid(space, uid)]))
    default:
      throw new Error(`the filter field ${term.field} has no names`)
  }
}

/** Captions of any of the statuses. One without a row in caption_state is unreviewed. */
export function statusCondition(space: FilterSpace, statuses: readonly string[]): Condition {
  return space.caption(() => {
    const found = space.captionIds('SELECT caption FROM caption_state WHERE status IN (SELECT value FROM json_each(?))', JSON.stringify(statuses))
    return statuses.includes('unreviewed') ? found.unite(space.not(space.captionIds("SELECT caption FROM caption_state WHERE status <> 'unreviewed'"))) : found
  })
}

export function splitCondition(space: FilterSpace, splits: readonly string[]): Condition {
  const named = space.placesWhere('SELECT id FROM places WHERE split IN (SELECT value FROM json_each(?))', JSON.stringify(splits))
  return splits.includes('none') ? { type: 'or', items: [named, space.placesWhere('SELECT id FROM places WHERE split IS NULL')] } : named
}

/** Places with a view of any of the kinds. */
export function kindCondition(space: FilterSpace, kinds: readonly string[]): Condition {
  return space.placesWhere('SELECT place FROM views INDEXED BY views_place WHERE kind IN (SELECT value FROM json_each(?))', JSON.stringify(kinds))
}

export function locatedCondition(space: FilterSpace): Condition {
  return space.placesWhere('SELECT id FROM places WHERE lat IS NOT NULL')
}

function verdictCondition(space: FilterSpace, annotator: string, verdicts: readonly string[]): Condition {
  return space.caption(() => {
    const annotators = annotatorIds(space.db, annotator, space.me)
    const given = captionsByVerdictOf(space, annotators, verdicts)
    return verdicts.includes('unreviewed') ? given.unite(space.not(captionsByAnnotator(space, annotators))) : given
  })
}

function numberCondition(space: FilterSpace, field: FilterTerm['field'], ranges: readonly NumberRange[]): Condition {
  const fits = rangesTest(ranges)
  if (field === 'length' || field === 'words') {
    return space.caption(() => {
      const column = presentColumn(space.db, field)
      const found = new IdSet(space.captions.roots.size)
      space.captions.roots.forEach((id) => {
        if (fits(column[id] ?? 0)) found.add(id)
      })
      return found
    })
  }
  const sql = countSql[field]
  if (sql === undefined) throw new Error(`the filter field ${field} has no numbers`)
  return space.caption(() => {
    const rows = statement<[], { caption: number; n: number }>(space.db, sql).all()
    const found = IdSet.of(rows.filter(({ n }) => fits(n)).map(({ caption }) => caption), space.captions.roots.size)
    // The captions that have no row have none.
    return fits(0) ? found.unite(space.not(IdSet.of(rows.map(({ caption }) => caption), space.captions.roots.size))) : found
  })
}

const countSql: Partial<Record<FilterTerm['field'], string>> = {
  edits: 'SELECT caption, edits AS n FROM caption_state WHERE edits > 0',
  reviewers: 'SELECT caption, verdicts AS n FROM caption_state WHERE verdicts > 0',
  cues: 'SELECT caption, count(*) AS n FROM caption_cues GROUP BY caption'
}

function rangesTest(ranges: readonly NumberRange[]): (n: number) => boolean {
  return (n) => ranges.some(({ min, minOpen, max, maxOpen }) => (min === null || (minOpen ? n > min : n >= min)) && (max === null || (maxOpen ? n < max : n <= max)))
}

/** Captions of which the run has a rank within any of the ranges. Ranks are whole numbers from 1. */
function rankCondition(space: FilterSpace, name: string, ranges: readonly NumberRange[]): Condition {
  const run = rankingRun(space.db, name)?.id ?? 0
  return anyOf(
    ranges.map(({ min, minOpen, max, maxOpen }) => {
      const least = min === null ? 1 : minOpen ? Math.floor(min) + 1 : Math.ceil(min)
      const most = max === null ? 2 ** 52 : maxOpen ? Math.ceil(max) - 1 : Math.floor(max)
      return space.captionsWhere('SELECT query FROM run_queries WHERE run = ? AND best_rank >= ? AND best_rank <= ?', run, least, most)
    })
  )
}

function stateCondition(space: FilterSpace, state: string): Condition {
  const sql = stateSql[state]
  if (sql === undefined) throw new Error(`there is no state ${state}`)
  return space.captionsWhere(sql)
}

const stateSql: Readonly<Record<string, string>> = {
  reviewed: "SELECT caption FROM caption_state WHERE status <> 'unreviewed'",
  conflict: 'SELECT caption FROM caption_state WHERE conflict = 1',
  gold: 'SELECT caption FROM gold',
  assigned: 'SELECT caption FROM assignments',
  duplicate: 'SELECT caption FROM near_duplicates'
}

const presenceSql: Readonly<Record<string, string>> = {
  cue: 'SELECT caption FROM caption_cues',
  tag: 'SELECT caption FROM caption_tags',
  draft: 'SELECT caption FROM drafts',
  reason: `SELECT caption FROM (${reasonRows})`
}

function presenceCondition(space: FilterSpace, what: string): Condition {
  if ((viewKinds as readonly string[]).includes(what)) return kindCondition(space, [what])
  if (what === 'coordinates') return locatedCondition(space)
  if (what === 'region') return space.placesWhere('SELECT id FROM places WHERE region IS NOT NULL')
  if (what === 'split') return space.placesWhere('SELECT id FROM places WHERE split IS NOT NULL')
  if (what === 'comment') return space.caption(() => captionsWithComment(space, () => true))
  const sql = presenceSql[what]
  if (sql === undefined) throw new Error(`the filter knows nothing of ${what}`)
  return space.captionsWhere(sql)
}

/** By the unique index: exact, or with stars by what stands before the first of them. Then `[` and `?` are ordinary signs. */
function captionUid(space: FilterSpace, uid: string): Condition {
  if (!uid.includes('*')) return space.captionsWhere('SELECT coalesce(root, id) FROM captions WHERE uid = ?', uid)
  return space.captionsWhere('SELECT coalesce(root, id) FROM captions WHERE uid >= ? AND uid < ? AND uid GLOB ?', ...globBounds(uid))
}

function placeUid(space: FilterSpace, uid: string): Condition {
  if (!uid.includes('*')) return space.placesWhere('SELECT id FROM places WHERE uid = ?', uid)
  return space.placesWhere('SELECT id FROM places WHERE uid >= ? AND uid < ? AND uid GLOB ?', ...globBounds(uid))
}

/** Least text, a text above the greatest (no character follows U+10FFFF), and the pattern. */
function globBounds(written: string): [string, string, string] {
  const [prefix = ''] = written.split('*')
  return [prefix, `${prefix}\u{10ffff}`, written.replaceAll(/[[?]/g, '[$&]')]
}
