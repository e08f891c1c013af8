import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { VectorFile } from '../store/vector-file.ts'
import { chunkRowsFor, emptyGallery, type GalleryMatrix } from './score-kernel.ts'
import { MeanVector, toUnit } from './unit-rows.ts'

/** Vectors read at a time. */
const batchRows = 4096

/** What the ids name, for messages. */
export type VectorOwner = 'satellite view' | 'view' | 'caption'

export interface LoadedGallery {
  readonly matrix: GalleryMatrix
  /** For each row of the matrix, its index among the ids that were asked for: ascending. */
  readonly kept: Int32Array
  /** Ids without a vector, or with one that has no direction (all zeros): left out. */
  readonly missing: number
}

/**
 * Reads the vectors of `ids` (in document order), centres them if asked (each minus the mean of all that are present)
 * and scales them to length 1. BAD_SCORES names the first of them (an `owner`) whose vector is not finite.
 */
export function loadGallery(file: VectorFile, ids: Int32Array, centered: boolean, owner: VectorOwner = 'satellite view'): LoadedGallery {
  const { dimensions } = file
  const present = indicesWithVector(file, ids)
  const matrix = emptyGallery(present.length, dimensions)
  const mean = new MeanVector(dimensions)
  const usable = new Uint8Array(present.length)
  // Reading by ascending id is sequential; each row then goes to its place in document order.
  const byId = present.map((_, at) => at).sort((a, b) => (ids[present[a] as number] as number) - (ids[present[b] as number] as number))
  const scratch = new Float32Array(Math.min(batchRows, present.length) * dimensions)
  for (let start = 0; start < byId.length; start += batchRows) {
    const places = byId.subarray(start, start + batchRows)
    const batchIds = places.map((at) => ids[present[at] as number] as number)
    const rows = scratch.subarray(0, places.length * dimensions)
    const torn = new Set(file.gather(batchIds, rows))
    places.forEach((at, i) => {
      if (torn.has(batchIds[i] as number)) return
      usable[at] = 1
      matrix.rows.set(rows.subarray(i * dimensions, (i + 1) * dimensions), at * dimensions)
    })
    if (centered) mean.add(rows)
  }
  const centre = centered ? mean.mean() : null
  const kept: number[] = []
  present.forEach((index, at) => {
    if (!usable[at]) return
    const row = matrix.rows.subarray(at * dimensions, (at + 1) * dimensions)
    const result = toUnit(row, centre)
    if (result === 'not-finite') throw notFinite(owner, ids[index] as number)
    if (result === 'zero') return
    if (kept.length !== at) matrix.rows.copyWithin(kept.length * dimensions, at * dimensions, (at + 1) * dimensions)
    kept.push(index)
  })
  matrix.rows.fill(0, kept.length * dimensions)
  return { matrix: { ...matrix, count: kept.length, chunkRows: matrix.chunkRows }, kept: Int32Array.from(kept), missing: ids.length - kept.length }
}

/** The mean of the vectors of `ids` that are present, in float64; null if there are none. */
export function meanOf(file: VectorFile, ids: Int32Array): Float64Array | null {
  const mean = new MeanVector(file.dimensions)
  const ascending = file.present(ids).sort()
  const scratch = new Float32Array(Math.min(batchRows, ascending.length) * file.dimensions)
  for (let start = 0; start < ascending.length; start += batchRows) {
    const batch = ascending.subarray(start, start + batchRows)
    const rows = scratch.subarray(0, batch.length * file.dimensions)
    file.gather(batch, rows)
    mean.add(rows)
  }
  return mean.rows === 0 ? null : mean.mean()
}

/** Unit vectors of `ids`, row-major, and which of them could be had (indices into `ids`, ascending). */
export function loadUnitRows(file: VectorFile, ids: Int32Array, mean: Float64Array | null, owner: VectorOwner): { rows: Float32Array; kept: Int32Array } {
  const { dimensions } = file
  const rows = new Float32Array(ids.length * dimensions)
  const torn = new Set(file.gather(ids, rows))
  const kept: number[] = []
  ids.forEach((id, i) => {
    if (torn.has(id)) return
    const row = rows.subarray(i * dimensions, (i + 1) * dimensions)
    const result = toUnit(row, mean)
    if (result === 'not-finite') throw notFinite(owner, id)
    if (result === 'zero') return
    if (kept.length !== i) rows.copyWithin(kept.length * dimensions, i * dimensions, (i + 1) * dimensions)
    kept.push(i)
  })
  return { rows: rows.subarray(0, kept.length * dimensions), kept: Int32Array.from(kept) }
}

/** A gallery of some rows of another, in their order (ascending, so that ties fall as in the whole). */
export function subGallery(gallery: GalleryMatrix, rows: Int32Array): GalleryMatrix {
  const { dimensions } = gallery
  const chunkRows = chunkRowsFor(rows.length)
  const out = new Float32Array(Math.ceil(rows.length / chunkRows) * chunkRows * dimensions)
  rows.forEach((row, i) => out.set(gallery.rows.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions))
  return { rows: out, count: rows.length, dimensions, chunkRows }
}

function indicesWithVector(file: VectorFile, ids: Int32Array): Int32Array {
  const out = new Int32Array(ids.length)
  let n = 0
  ids.forEach((id, i) => {
    if (file.has(id)) out[n++] = i
  })
  return out.slice(0, n)
}

function notFinite(owner: VectorOwner, id: number): PlanisphereError {
  return new PlanisphereError('BAD_SCORES', `The vector of ${owner} ${id} has a NaN or infinite number.`, {
    hint: 'Check the encoder, remove it and embed again: vectors that are kept as float16 overflow beyond 65,504.',
    place: { item: `${owner}:${id}` }
  })
}
