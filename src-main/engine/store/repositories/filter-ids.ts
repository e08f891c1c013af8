import type { Database } from 'better-sqlite3'
import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import { parseFilter, termsOf, type FilterNode, type FilterProblem } from '#shared/domain/filter-language/index.ts'
import { captionStatuses, verdicts, type CaptionStatus } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { captionsByPresentAnnotator } from './filter-log.ts'
import { termProblems } from './filter-names.ts'
import { orderCaptions, orderPlaces } from './filter-order.ts'
import { placesInBox } from './filter-places.ts'
import { IdSet } from './filter-set.ts'
import { FilterSpace, type Condition } from './filter-space.ts'
import { conditionOf, kindCondition, locatedCondition, splitCondition, statusCondition } from './filter-terms.ts'
import { captionsWithText, ftsQuery } from './filter-text.ts'

/** What a list is made of: places, or root captions. */
export type ListLevel = 'places' | 'captions'

/** Ids of all that fits the filter, in the order; 'random' by id: the caller shuffles. INVALID_INPUT where the query is wrong. */
export function filteredIds(db: Database, level: ListLevel, filter: Filter, order: BrowseOrder): Int32Array {
  const space = new FilterSpace(db, filter.me, Date.now())
  const condition = filterCondition(space, filter)
  return level === 'captions' ? orderCaptions(space, space.fittingCaptions(condition), order) : orderPlaces(space, space.fittingPlaces(condition), order)
}

/** How many fit. */
export function countFitting(db: Database, level: ListLevel, filter: Filter): number {
  const space = new FilterSpace(db, filter.me, Date.now())
  const condition = filterCondition(space, filter)
  return (level === 'captions' ? space.fittingCaptions(condition) : space.fittingPlaces(condition)).count
}

/** How many captions that fit have each status. */
export function fittingByStatus(db: Database, filter: Filter): Record<CaptionStatus, number> {
  const space = new FilterSpace(db, filter.me, Date.now())
  const fitting = space.fittingCaptions(filterCondition(space, filter))
  const counts = Object.fromEntries(captionStatuses.map((status) => [status, 0])) as Record<CaptionStatus, number>
  counts.unreviewed = fitting.count
  for (const verdict of verdicts) {
    counts[verdict] = space.captionIds('SELECT caption FROM caption_state WHERE status = ?', verdict).intersect(fitting).count
    counts.unreviewed -= counts[verdict]
  }
  return counts
}

/** A filter as a condition: its fields and its query must all hold. */
function filterCondition(space: FilterSpace, filter: Filter): Condition {
  const items: Condition[] = []
  const { places, regions, countries, continents, splits, kinds, box, located, statuses, annotators } = filter
  if (places) items.push(space.place(() => IdSet.of(places, space.places.size)))
  if (regions) items.push(space.placesWhere('SELECT id FROM places WHERE region IN (SELECT value FROM json_each(?))', JSON.stringify(regions)))
  if (countries) items.push(space.placesWhere('SELECT id FROM places WHERE region IN (SELECT id FROM regions WHERE country IN (SELECT value FROM json_each(?)))', JSON.stringify(countries)))
  if (continents) items.push(space.placesWhere('SELECT id FROM places WHERE region IN (SELECT id FROM regions WHERE continent IN (SELECT value FROM json_each(?)))', JSON.stringify(continents)))
  if (splits) items.push(splitCondition(space, splits))
  if (kinds) items.push(kindCondition(space, kinds))
  if (box) items.push(space.place(() => placesInBox(space, box)))
  if (located !== undefined) items.push(located ? locatedCondition(space) : { type: 'not', item: locatedCondition(space) })
  if (statuses) items.push(statusCondition(space, statuses))
  if (annotators) items.push(space.caption(() => captionsByPresentAnnotator(space, annotators)))
  if (filter.text?.trim()) {
    const query = ftsQuery(filter.text)
    items.push(space.caption(() => (query === null ? new IdSet(space.captions.roots.size) : captionsWithText(space, query))))
  }
  if (filter.query?.trim()) items.push(conditionOf(space, checkedQuery(space.db, filter.query, filter.me)))
  return { type: 'and', items }
}

/** What is wrong with a query in this project. Warnings: names that nothing has yet. */
export function queryProblems(db: Database, query: string, me: string | undefined): { errors: FilterProblem[]; warnings: FilterProblem[] } {
  const parsed = parseFilter(query)
  if (parsed.errors) return { errors: [...parsed.errors], warnings: [] }
  const found = termsOf(parsed.ast).map((term) => termProblems(db, term, me))
  return { errors: found.flatMap(({ errors }) => errors), warnings: found.flatMap(({ warnings }) => warnings) }
}

function checkedQuery(db: Database, query: string, me: string | undefined): FilterNode {
  const parsed = parseFilter(query)
  const [error] = parsed.errors ?? queryProblems(db, query, me).errors
  if (error === undefined && parsed.ast) return parsed.ast
  throw new PlanisphereError('INVALID_INPUT', `The filter cannot be read at character ${(error?.start ?? 0) + 1}: ${error?.message ?? ''}`, {
    hint: error?.hint,
    // Offsets in UTF-16 code units, for whoever wants to point at them.
    place: { item: `query:${error?.start ?? 0}-${error?.end ?? 0}` }
  })
}

const ofRowsOnly = new Set<string>(['region', 'country', 'continent', 'box', 'near', 'split', 'kind', 'place', 'id', 'lvlm', 'author', 'prompt', 'rank'])

/** Whether a list changes when someone reviews. The others change only when places, captions or runs come or go. */
export function dependsOnReview(filter: Filter, order: BrowseOrder): boolean {
  if (!['id', 'random', 'region'].includes(order) && !/^(rank|disagreement):/.test(order)) return true
  if (filter.statuses || filter.annotators || filter.text?.trim()) return true
  const parsed = filter.query?.trim() ? parseFilter(filter.query) : null
  return parsed?.ast !== undefined && termsOf(parsed.ast).some(({ field }) => !ofRowsOnly.has(field))
}
