import type { Problem } from '#shared/domain/records.ts'
import type { ViewKind } from '#shared/domain/vocabulary.ts'
import type { ImportBatch, ImportCaption, ImportRow } from '../store/repositories/import-rows.ts'
import { splitImagePath } from './image-base.ts'
import { OccurrenceCounter } from './occurrence-counter.ts'
import type { SourceCaption, SourceRecord } from './source-record.ts'

export interface BatchIdentity {
  readonly import: number
  /** Base name of the source. */
  readonly source: string
  /** The unique label of the source file: names rows without id and image. */
  readonly label: string
  /** Folder that relative image names stand under. */
  readonly base: string
  readonly defaultKind: ViewKind
  /** Author of captions whose author the source does not say; null: the import itself. */
  readonly author: string | null
}

/**
 * Gathers source records into batches for the store. It keeps what identity within the source needs (equal captions of
 * a place, ids that stand twice), so it must see every record from the source's start, also when a job is resumed.
 */
export class BatchBuilder {
  readonly #identity: BatchIdentity
  readonly #captions = new OccurrenceCounter()
  readonly #ids = new OccurrenceCounter()
  #rows: ImportRow[] = []
  #captionCount = 0
  #places: { file: string; line: number | null }[] = []
  #roots = new Map<string, number>()
  #regions = new Map<string, { index: number; region: ImportBatch['regions'][number] }>()
  #authors = new Map<string, { index: number; author: ImportBatch['authors'][number] }>()

  constructor(identity: BatchIdentity) {
    this.#identity = identity
  }

  /** What the batch weighs: its rows and their captions, which take the store about as long. */
  get size(): number {
    return this.#rows.length + this.#captionCount
  }

  /** Adds a record to the batch; with `seenOnly` it only counts for identity (an earlier try stored it). */
  add(record: SourceRecord, ordinal: number, seenOnly: boolean): Problem[] {
    const problems: Problem[] = []
    const captions: ImportCaption[] = []
    const placeKey = record.place !== null ? `p\0${record.place}` : record.image !== null ? `i\0${record.image}` : `r\0${record.file}\0${ordinal}`
    for (const caption of record.captions) {
      if (caption.id !== null && this.#ids.next(caption.id) > 0) {
        problems.push({ file: record.file, line: record.line, code: 'DUPLICATE_ID', message: `The caption id "${caption.id.slice(0, 100)}" stands in this source already; this caption was left out.` })
        continue
      }
      const name = caption.author ?? this.#identity.author
      const author = `${name === null}\0${name ?? ''}\0${caption.prompt ?? ''}`
      const occurrence = caption.id === null ? this.#captions.next(`${placeKey}\0${author}\0${caption.text}`) : 0
      captions.push({ id: caption.id, text: caption.text, author: seenOnly ? 0 : this.#author(author, name, caption), occurrence, extra: caption.extra === null ? null : JSON.stringify(caption.extra) })
    }
    if (seenOnly) return problems
    const { base, label, defaultKind } = this.#identity
    const image = record.image === null ? null : splitImagePath(base, record.image)
    this.#rows.push({
      place: record.place,
      name: image === null ? `${label}#${record.line ?? ordinal}` : placeName(image),
      root: image === null ? -1 : indexOf(this.#roots, image.root),
      path: image?.path ?? '',
      kind: record.kind ?? defaultKind,
      width: record.width,
      height: record.height,
      footprint: record.footprint === null ? null : JSON.stringify(record.footprint),
      problem: record.imageProblem,
      lat: record.lat,
      lon: record.lon,
      region: this.#region(record),
      split: record.split,
      captions,
      extra: record.extra === null ? null : JSON.stringify(record.extra)
    })
    this.#places.push({ file: record.file, line: record.line })
    this.#captionCount += captions.length
    return problems
  }

  /** The batch so far; the builder begins a new one. */
  take(): { batch: ImportBatch; places: readonly { file: string; line: number | null }[] } {
    const batch: ImportBatch = {
      import: this.#identity.import,
      source: this.#identity.source,
      roots: [...this.#roots.keys()],
      regions: [...this.#regions.values()].map((entry) => entry.region),
      authors: [...this.#authors.values()].map((entry) => entry.author),
      rows: this.#rows
    }
    const places = this.#places
    this.#rows = []
    this.#captionCount = 0
    this.#places = []
    this.#roots = new Map()
    this.#regions = new Map()
    this.#authors = new Map()
    return { batch, places }
  }

  #author(key: string, name: string | null, caption: SourceCaption): number {
    let entry = this.#authors.get(key)
    if (!entry) {
      const author = { kind: name === null ? 'import' : 'lvlm', name: name ?? this.#identity.source, prompt: caption.prompt ?? '' }
      this.#authors.set(key, (entry = { index: this.#authors.size, author }))
    }
    return entry.index
  }

  #region(record: SourceRecord): number {
    if (record.region === null) return -1
    const key = `${record.region}\0${record.country ?? ''}`
    let entry = this.#regions.get(key)
    if (!entry) {
      const region = { name: record.region, country: record.country, continent: record.continent }
      this.#regions.set(key, (entry = { index: this.#regions.size, region }))
    }
    return entry.index
  }
}

function indexOf(map: Map<string, number>, key: string): number {
  let index = map.get(key)
  if (index === undefined) map.set(key, (index = map.size))
  return index
}

/** A place's name from its image: folder and name, no extension, no spaces, the last 160 characters. */
function placeName(image: { root: string; path: string }): string {
  const named = image.path.includes('/') ? image.path : `${image.root.split('/').at(-1) ?? ''}/${image.path}`
  return named
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replaceAll(/\s+/g, '_')
    .slice(-160)
}
