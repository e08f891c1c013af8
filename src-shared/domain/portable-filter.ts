import type { Filter } from './filter.ts'
import { formatFilter, parseFilter, quoteValue } from './filter-language/index.ts'

/**
 * A filter written in the filter language alone, so that it means the same in another project. `regions`: the names of
 * the filter's regions. Null where it names places by this project's own numbers.
 */
export function portableQuery(filter: Filter, regions: readonly string[]): string | null {
  if (filter.places !== undefined) return null
  // An empty list of values lets nothing through.
  const list = (field: string, values: readonly string[] | undefined): string[] => (values === undefined ? [] : [values.length === 0 ? 'is:reviewed -is:reviewed' : `${field}:${values.map(quoteValue).join(',')}`])
  const terms = [
    ...list('status', filter.statuses),
    ...list('region', filter.regions === undefined ? undefined : regions),
    ...list('country', filter.countries),
    ...list('continent', filter.continents),
    ...list('split', filter.splits),
    ...list('kind', filter.kinds),
    ...list('by', filter.annotators),
    ...(filter.located === undefined ? [] : [filter.located ? 'has:coordinates' : '-has:coordinates']),
    ...(filter.box === undefined ? [] : [`box:${filter.box.join(',')}`]),
    ...words(filter.text ?? '')
  ]
  const query = filter.query?.trim() ?? ''
  if (query === '' || terms.length === 0) return [...terms, query].join(' ').trim()
  // What has an "or" in it needs parentheses beside other terms.
  const { ast } = parseFilter(query)
  return [...terms, ast?.type === 'or' ? `(${formatFilter(ast)})` : query].join(' ')
}

/** Full-text terms as the filter's `text` reads them: words and "phrases", the last word unfinished unless a space follows. */
function words(text: string): string[] {
  const parts = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, phrase, word]) => (phrase ?? word ?? '').replaceAll('"', ' ').trim()).filter((part) => /[\p{L}\p{N}]/u.test(part))
  return parts.map((part, i) => `text:"${part.replaceAll('\\', ' ')}"${i === parts.length - 1 && !/["\s]$/.test(text) ? '*' : ''}`)
}
