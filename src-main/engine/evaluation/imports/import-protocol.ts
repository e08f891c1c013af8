import type { LocatedRows } from '../../store/repositories/gallery.ts'
import type { StoredRanking } from '../../store/repositories/runs.ts'
import type { NumberType } from './npy-header.ts'
import type { TrecRanking } from './trec-run-file.ts'

/** A file of vectors or scores, and where its ids are. */
export interface ArraySource {
  readonly file: string
  /** Of `.f32`: how many numbers belong to a vector. */
  readonly dimensions?: number | undefined
  /** Of Parquet. */
  readonly idColumn?: string | undefined
  readonly vectorColumn?: string | undefined
}

export interface OpenedArray {
  readonly rows: number
  readonly columns: number
  readonly type: NumberType
  /** Whether the file holds the ids of its rows. */
  readonly hasIds: boolean
  /** Rows that a call should ask for at most. */
  readonly chunkRows: number
}

/** How a matrix meets the project. -1: not of the project, or of another split. */
export interface MatrixMeeting {
  readonly queryOfRow: Int32Array
  /** For each kept row of the gallery, in document order: its column in the matrix, and its row in `gallery`. */
  readonly columnOfRow: Int32Array
  readonly galleryOfRow: Int32Array
  readonly gallery: LocatedRows
  readonly queries: LocatedRows
  readonly k: number
}

export interface RankedPart {
  readonly rankings: readonly StoredRanking[]
  readonly withoutTruth: number
}

/** Rankings of a run file, and the ids of the documents that they are the first to name. */
export interface TrecPart {
  readonly rankings: readonly TrecRanking[]
  readonly newDocuments: readonly string[]
}

export type ImportRequest =
  | { readonly kind: 'open-trec'; readonly file: string }
  /** When all is scanned, the ids of the queries are the list of `key`. */
  | { readonly kind: 'scan-trec'; readonly key: string }
  | { readonly kind: 'trec'; readonly key: string; readonly from: number; readonly to: number }
  | { readonly kind: 'open-array'; readonly key: string; readonly source: ArraySource }
  | { readonly kind: 'read-ids'; readonly key: string; readonly file: string | null }
  | { readonly kind: 'ids'; readonly key: string; readonly from: number; readonly to: number }
  | { readonly kind: 'meet'; readonly meeting: MatrixMeeting }
  | { readonly kind: 'rank'; readonly key: string; readonly from: number; readonly to: number }
  | { readonly kind: 'open-target'; readonly file: string; readonly dimensions: number; readonly encoderHash: string }
  /** Rows without a target (0) are passed over. */
  | { readonly kind: 'copy'; readonly key: string; readonly from: number; readonly to: number; readonly targets: Int32Array }
  | { readonly kind: 'close-target' }

export interface ImportAnswers {
  readonly 'open-trec': null
  readonly 'scan-trec': { readonly done: number; readonly total: number; readonly queries: number }
  readonly trec: TrecPart
  readonly 'open-array': OpenedArray
  readonly 'read-ids': number
  readonly ids: readonly string[]
  readonly meet: null
  readonly rank: RankedPart
  readonly 'open-target': null
  readonly copy: number
  readonly 'close-target': number
}
