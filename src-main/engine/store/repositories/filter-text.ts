import { statement } from '../statement.ts'
import { changedHeads } from './filter-columns.ts'
import { IdSet } from './filter-set.ts'
import type { FilterSpace } from './filter-space.ts'

/** Words that stand next to each other, as an FTS5 query in which nothing is an operator. */
export function phrase(text: string, prefix: boolean): string {
  return `"${text.replaceAll('"', ' ')}"${prefix ? '*' : ''}`
}

/** Turns free text into an FTS5 query in which every word must occur; "quoted words" are a phrase, the last word may be unfinished. */
export function ftsQuery(text: string): string | null {
  const parts: string[] = []
  for (const [, quoted, word] of text.matchAll(/"([^"]*)"|(\S+)/g)) {
    const part = (quoted ?? word ?? '').replaceAll('"', ' ').trim()
    // A part without letters or digits has no token; FTS5 would find nothing for it.
    if (/[\p{L}\p{N}]/u.test(part)) parts.push(`"${part}"`)
  }
  const last = parts.at(-1)
  if (last === undefined) return null
  if (!/["\s]$/.test(text)) parts[parts.length - 1] = `${last}*`
  return parts.join(' ')
}

/** Captions whose present text fits an FTS5 query: a word that a revision took out no longer finds the caption. */
export function captionsWithText(space: FilterSpace, query: string): IdSet {
  const { roots } = space.captions
  const found = statement<[string], number>(space.db, 'SELECT rowid FROM captions_fts WHERE captions_fts MATCH ?').pluck().all(query) as number[]
  const captions = IdSet.of(found, roots.size).intersect(roots)
  const changed = changedHeads(space.db)
  if (changed.length === 0) return captions
  const texts = IdSet.of(found, roots.size)
  const outdated = IdSet.of(changed.map(({ caption }) => caption), roots.size)
  const current = IdSet.of(changed.filter(({ head }) => texts.has(head)).map(({ caption }) => caption), roots.size)
  return captions.subtract(outdated).unite(current)
}
