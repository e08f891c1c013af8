import type { ImportFormat, ImportMapping, ImportOptions } from '#shared/contracts/imports.ts'
import type { Problem } from '#shared/domain/records.ts'
import type { Split, ViewKind } from '#shared/domain/vocabulary.ts'

export interface SourceCaption {
  readonly text: string
  /** The source's own id of this caption, if it has one. */
  readonly id: string | null
  /** The model that wrote it; null where the source does not say. */
  readonly author: string | null
  readonly prompt: string | null
  /** Columns that Planisphere has no place for, as they were. */
  readonly extra: Record<string, unknown> | null
}

/** One record of a source, in Planisphere's words, before it is looked for in the project. */
export interface SourceRecord {
  /** The file it stands in, relative to the source folder (or the source's own base name). */
  readonly file: string
  readonly line: number | null
  readonly place: string | null
  /** As the source names it: relative to the images' folder, or absolute. */
  readonly image: string | null
  readonly kind: ViewKind | null
  /** WGS 84 degrees, both or neither. */
  readonly lat: number | null
  readonly lon: number | null
  readonly region: string | null
  readonly country: string | null
  readonly continent: string | null
  readonly split: Split | null
  readonly width: number | null
  readonly height: number | null
  /** Ring of [longitude, latitude], not closed. */
  readonly footprint: readonly (readonly [number, number])[] | null
  /** Why the image cannot be used, if the reader looked and it cannot. */
  readonly imageProblem: string | null
  /** Problems with a part of the record that do not keep it out. */
  readonly notes?: readonly Problem[]
  readonly captions: readonly SourceCaption[]
  /** Columns of a record without captions. */
  readonly extra: Record<string, unknown> | null
  /** What the source said, for the preview. */
  readonly raw: Record<string, unknown>
}

export type ReadItem = { readonly record: SourceRecord; readonly problem?: undefined } | { readonly record?: undefined; readonly problem: Problem }

/** A source that was looked at and can be read from the start any number of times, always in the same order. */
export interface OpenedSource {
  readonly format: ImportFormat
  /** Absolute folder that relative image names stand under. */
  readonly base: string
  readonly columns: readonly string[]
  readonly mapping: ImportMapping
  /** The kind of views that neither the source nor the options name. */
  readonly defaultKind: ViewKind
  /** Bytes or items to read, for the progress; null if it is not known. */
  readonly total: number | null
  /** How many of `total` have been read. */
  done(): number
  /**
   * Chunks of records and problems in the source's order. The first `skip` items were dealt with by an earlier try: a
   * reader whose items are costly to make (image headers) yields null for each of them.
   */
  read(options: ReadOptions): AsyncGenerator<readonly (ReadItem | null)[]>
}

export interface ReadOptions {
  readonly skip: number
  readonly signal?: AbortSignal
  /** Keep each record's raw values, for a preview. */
  readonly keepRaw?: boolean
}

export interface OpenRequest {
  /** Absolute, symbolic links resolved. */
  readonly source: string
  readonly isFolder: boolean
  readonly options: ImportOptions
}

export const emptyRecord: Omit<SourceRecord, 'file' | 'line'> = {
  place: null,
  image: null,
  kind: null,
  lat: null,
  lon: null,
  region: null,
  country: null,
  continent: null,
  split: null,
  width: null,
  height: null,
  footprint: null,
  imageProblem: null,
  captions: [],
  extra: null,
  raw: {}
}

/** A caption with nothing but its text. */
export function plainCaption(text: string): SourceCaption {
  return { text, id: null, author: null, prompt: null, extra: null }
}
