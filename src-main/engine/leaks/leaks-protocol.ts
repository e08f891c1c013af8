import type { FoundPairs } from './worst-pairs.ts'

/** Items with the split and place of each; classes 1.. by split. */
export interface LeakItems {
  readonly ids: Int32Array
  readonly places: Int32Array
  readonly classes: Uint8Array
}

export interface ComparedPairs extends FoundPairs {
  readonly compared: number
}

export type LeaksRequest =
  | { readonly kind: 'hashes'; readonly file: string; readonly items: LeakItems; readonly bits: number }
  | { readonly kind: 'open-vectors'; readonly file: string; readonly encoderHash: string; readonly items: LeakItems; readonly cosine: number }
  /** The next queries; `done` of `total`. */
  | { readonly kind: 'compare-vectors' }
  | { readonly kind: 'vectors-found' }
  | { readonly kind: 'places'; readonly items: LeakItems; readonly lat: Float64Array; readonly lon: Float64Array; readonly metres: number }

export interface LeaksAnswers {
  readonly hashes: ComparedPairs
  readonly 'open-vectors': { readonly compared: number }
  readonly 'compare-vectors': { readonly done: number; readonly total: number }
  readonly 'vectors-found': ComparedPairs
  readonly places: ComparedPairs
}
