import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'

/** What a list is made of: places, or root captions. */
export type ListLevel = 'places' | 'captions'

export interface FilterSql {
  /** `SELECT id FROM … WHERE … ORDER BY …`, one integer column. */
  readonly sql: string
  readonly parameters: readonly (string | number)[]
}

/** Turns free text into an FTS5 query in which every word must occur; "quoted words" are a phrase, the last word may be unfinished. */
export function ftsQuery(text: string): string | null {
  const parts: string[] = []
  for (const [, phrase, word] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
    const part = (phrase ?? word ?? '').replaceAll('"', ' ').trim()
    // A part without letters or digits has no token; FTS5 would find nothing for it.
    if (/[\p{L}\p{N}]/u.test(part)) parts.push(`"${part}"`)
  }
  const last = parts.at(-1)
  if (last === undefined) return null
  if (!/["\s]$/.test(text)) parts[parts.length - 1] = `${last}*`
  return parts.join(' ')
}

/** The statement that lists the ids of what fits the filter, in the order. 'random' is listed by id: the caller shuffles. */
export function filterSql(level: ListLevel, filter: Filter, order: BrowseOrder): FilterSql {
  const conditions: string[] = []
  const parameters: (string | number)[] = []
  const where = (condition: string, ...values: (string | number)[]): void => {
    conditions.push(condition)
    parameters.push(...values)
  }
  const oneOf = (expression: string, values: readonly (string | number)[]): void =>
    where(`${expression} IN (SELECT value FROM json_each(?))`, JSON.stringify(values))

  if (filter.places) oneOf('p.id', filter.places)
  if (filter.regions) oneOf('p.region', filter.regions)
  if (filter.countries) where('p.region IN (SELECT id FROM regions WHERE country IN (SELECT value FROM json_each(?)))', JSON.stringify(filter.countries))
  if (filter.continents) where('p.region IN (SELECT id FROM regions WHERE continent IN (SELECT value FROM json_each(?)))', JSON.stringify(filter.continents))
  if (filter.splits) oneOf("coalesce(p.split, 'none')", filter.splits)
  if (filter.located !== undefined) where(filter.located ? 'p.lat IS NOT NULL' : 'p.lat IS NULL')
  if (filter.kinds) where('EXISTS (SELECT 1 FROM views v WHERE v.place = p.id AND v.kind IN (SELECT value FROM json_each(?)))', JSON.stringify(filter.kinds))
  if (filter.box) addBox(filter.box, where)

  const captionConditions: string[] = []
  const captionParameters: (string | number)[] = []
  if (filter.statuses) {
    captionConditions.push("coalesce(s.status, 'unreviewed') IN (SELECT value FROM json_each(?))")
    captionParameters.push(JSON.stringify(filter.statuses))
  }
  if (filter.annotators) {
    captionConditions.push('s.annotator IN (SELECT id FROM annotators WHERE name IN (SELECT value FROM json_each(?)))')
    captionParameters.push(JSON.stringify(filter.annotators))
  }
  if (filter.text?.trim()) {
    const query = ftsQuery(filter.text)
    // Only present texts count: a word that a revision took out no longer finds the caption.
    captionConditions.push(
      query === null
        ? '0'
        : `c.id IN (SELECT coalesce(m.root, m.id) FROM captions_fts f JOIN captions m ON m.id = f.rowid
             LEFT JOIN caption_state h ON h.caption = coalesce(m.root, m.id)
             WHERE captions_fts MATCH ? AND coalesce(h.head, coalesce(m.root, m.id)) = m.id)`
    )
    if (query !== null) captionParameters.push(query)
  }

  if (level === 'captions') {
    conditions.push(...captionConditions)
    parameters.push(...captionParameters)
    const withPlaces = conditions.some((condition) => condition.includes('p.')) || order === 'region'
    const withState = conditions.some((condition) => condition.includes('s.')) || order !== 'id'
    return {
      sql: `SELECT c.id FROM captions c${withPlaces ? ' JOIN places p ON p.id = c.place' : ''}${order === 'region' ? ' LEFT JOIN regions r ON r.id = p.region' : ''}${
        withState ? ' LEFT JOIN caption_state s ON s.caption = c.id' : ''
      }${order === 'shortest' || order === 'longest' ? ' JOIN captions t ON t.id = coalesce(s.head, c.id)' : ''} WHERE c.root IS NULL${conditions.map((condition) => ` AND ${condition}`).join('')} ORDER BY ${captionOrder[order]}`,
      parameters
    }
  }
  if (captionConditions.length > 0) {
    where(
      `p.id IN (SELECT c.place FROM captions c LEFT JOIN caption_state s ON s.caption = c.id WHERE c.root IS NULL AND ${captionConditions.join(' AND ')})`,
      ...captionParameters
    )
  }
  return {
    sql: `SELECT p.id FROM places p${order === 'region' ? ' LEFT JOIN regions r ON r.id = p.region' : ''}${
      conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : ''
    } ORDER BY ${placeOrder[order]}`,
    parameters
  }
}

/** Whether a list changes when someone reviews. The others change only when places or captions come or go. */
export function dependsOnReview(filter: Filter, order: BrowseOrder): boolean {
  return Boolean(filter.statuses ?? filter.annotators ?? filter.text?.trim()) || order === 'newest-review' || order === 'shortest' || order === 'longest'
}

function addBox([west, south, east, north]: readonly [number, number, number, number], where: (condition: string, ...values: number[]) => void): void {
  // A box that crosses the antimeridian has its west edge east of its east edge.
  where('p.lat BETWEEN ? AND ?', south, north)
  if (west <= east) where('p.lon BETWEEN ? AND ?', west, east)
  else where('(p.lon >= ? OR p.lon <= ?)', west, east)
}

const captionOrder: Record<BrowseOrder, string> = {
  id: 'c.id',
  random: 'c.id',
  region: 'r.continent, r.country, r.name, c.id',
  'newest-review': 's.reviewed_at DESC NULLS LAST, c.id',
  shortest: 'length(t.text), c.id',
  longest: 'length(t.text) DESC, c.id'
}

const placeCaptionLength = '(SELECT length(t.text) FROM captions c LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id) WHERE c.place = p.id AND c.root IS NULL ORDER BY c.id LIMIT 1)'

const placeOrder: Record<BrowseOrder, string> = {
  id: 'p.id',
  random: 'p.id',
  region: 'r.continent, r.country, r.name, p.id',
  'newest-review': '(SELECT max(s.reviewed_at) FROM captions c JOIN caption_state s ON s.caption = c.id WHERE c.place = p.id AND c.root IS NULL) DESC NULLS LAST, p.id',
  shortest: `${placeCaptionLength} NULLS LAST, p.id`,
  longest: `${placeCaptionLength} DESC NULLS LAST, p.id`
}
