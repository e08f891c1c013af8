import type { GalleryKind, QuerySource } from './run.ts'

/** What queries or documents are called in messages in English. */
export function kindName(kind: QuerySource | GalleryKind, count: 'one' | 'many'): string {
  const name = kind === 'captions' ? 'caption' : kind === 'osm' ? 'OSM view' : `${kind} view`
  return count === 'one' ? name : `${name}s`
}
