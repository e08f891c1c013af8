import type { AttributeNames, QueryAttributesPage } from '../../store/repositories/run-columns.ts'
import { joined, type RunColumns } from './run-columns.ts'

/** What is known of every query that a run might have, in rising order of query, and the names of regions and authors. */
export interface QueryAttributes extends QueryAttributesPage {
  readonly names: AttributeNames
}

export function joinAttributes(pages: readonly QueryAttributesPage[], names: AttributeNames): QueryAttributes {
  const integers = (of: (page: QueryAttributesPage) => Int32Array): Int32Array => joined(pages.map(of), (length) => new Int32Array(length))
  const floats = (of: (page: QueryAttributesPage) => Float64Array): Float64Array => joined(pages.map(of), (length) => new Float64Array(length))
  const bytes = (of: (page: QueryAttributesPage) => Int8Array): Int8Array => joined(pages.map(of), (length) => new Int8Array(length))
  return {
    query: integers((page) => page.query),
    region: integers((page) => page.region),
    lat: floats((page) => page.lat),
    lon: floats((page) => page.lon),
    split: bytes((page) => page.split),
    length: integers((page) => page.length),
    author: integers((page) => page.author),
    status: bytes((page) => page.status),
    cues: joined(pages.map((page) => page.cues), (length) => new Uint8Array(length)),
    names
  }
}

/** For each row of a run, the row of its query among the attributes; -1 where the query has been removed since. */
export function attributeRows(run: RunColumns, attributes: QueryAttributes): Int32Array {
  const rows = new Int32Array(run.count).fill(-1)
  let j = 0
  for (let i = 0; i < run.count; i++) {
    const query = run.query[i] as number
    while (j < attributes.query.length && (attributes.query[j] as number) < query) j++
    if (j < attributes.query.length && attributes.query[j] === query) rows[i] = j
  }
  return rows
}
