import type { EmbeddedSide } from '#shared/contracts/diagnosis.ts'
import { momentsOf } from '../../projection/covariance.ts'
import { symmetricEigen } from '../../projection/symmetric-eigen.ts'
import { toUnit } from '../../retrieval/unit-rows.ts'
import { Random } from '../../sample/random.ts'
import type { VectorFile } from '../../store/vector-file.ts'
import { EqualVectors, nearGroups } from './equal-vectors.ts'

/** Vectors of which the covariance and near-equal groups are made, seeded. */
export const sampleSize = 20_000
const pairs = 100_000
const cosineBins = 40
const batchRows = 2048
/** A dimension is dead below this part of the mean variance. */
const deadPart = 1e-4
const seed = 'diagnosis'

export interface MeasuredSide {
  readonly side: EmbeddedSide
  /** Mean of the unit vectors. */
  readonly mean: Float64Array
}

/**
 * Measures the embeddings of one side: every vector of `ids` for lengths, the mean, dimensions' variances and exact
 * duplicates; a seeded sample of at most 20,000 for the spectrum and near duplicates.
 *
 * - Mean cosine of all pairs (anisotropy, Ethayarajh 2019): (|sum of unit vectors|^2 - n) / (n (n - 1)), exact.
 * - Participation ratio (sum l)^2 / sum l^2 and effective rank exp(-sum p ln p), p = l / sum l (Roy and Vetterli 2007),
 *   of the eigenvalues l of the covariance of the unit vectors: how many directions they really use.
 *
 * Only in a thread that may run ONNX. Null if `stopped`.
 */
export async function measureSide(file: VectorFile, ids: Int32Array, which: EmbeddedSide['side'], stopped: () => boolean): Promise<MeasuredSide | null> {
  const { dimensions } = file
  const present = file.present(ids).sort()
  const chosen = sampled(present.length)
  const sample = new Float32Array(chosen.length * dimensions)
  const sums = new Float64Array(dimensions)
  const squares = new Float64Array(dimensions)
  const equal = new EqualVectors()
  const lengths = { sum: 0, squares: 0, min: Infinity, max: 0 }
  let [vectors, kept, next] = [0, 0, 0]
  const scratch = new Float32Array(batchRows * dimensions)
  for (let start = 0; start < present.length; start += batchRows) {
    if (stopped()) return null
    const batch = present.subarray(start, start + batchRows)
    const rows = scratch.subarray(0, batch.length * dimensions)
    const torn = new Set(file.gather(batch, rows))
    batch.forEach((id, i) => {
      const wanted = chosen[next] === start + i
      if (wanted) next++
      if (torn.has(id)) return
      const row = rows.subarray(i * dimensions, (i + 1) * dimensions)
      equal.add(row)
      const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0))
      if (toUnit(row, null) !== 'unit') return
      vectors++
      lengths.sum += length
      lengths.squares += length * length
      lengths.min = Math.min(lengths.min, length)
      lengths.max = Math.max(lengths.max, length)
      for (let j = 0; j < dimensions; j++) {
        const value = row[j] as number
        sums[j] = (sums[j] as number) + value
        squares[j] = (squares[j] as number) + value * value
      }
      if (wanted) sample.set(row, kept++ * dimensions)
    })
  }
  const mean = sums.map((sum) => sum / Math.max(1, vectors))
  const moments = await momentsOf(sample, kept, dimensions, stopped)
  if (moments === null) return null
  const { values, vectors: first } = symmetricEigen(moments.covariance, dimensions, 1)
  const axis = Float32Array.from({ length: kept }, (_, i) => {
    let sum = 0
    for (let j = 0; j < dimensions; j++) sum += (sample[i * dimensions + j] as number) * (first[j] as number)
    return sum
  })
  const near = nearGroups(sample, kept, dimensions, axis, stopped)
  if (stopped()) return null
  const variances = mean.map((value, j) => Math.max(0, (squares[j] as number) / Math.max(1, vectors) - value * value))
  const usual = variances.reduce((sum, value) => sum + value, 0) / dimensions
  const normMean = lengths.sum / Math.max(1, vectors)
  return {
    mean,
    side: {
      side: which,
      vectors,
      missing: ids.length - vectors,
      dimensions,
      norm: { mean: normMean, sd: Math.sqrt(Math.max(0, lengths.squares / Math.max(1, vectors) - normMean ** 2)), min: vectors === 0 ? 0 : lengths.min, max: lengths.max },
      meanCosine: vectors < 2 ? null : (sums.reduce((sum, value) => sum + value * value, 0) - vectors) / (vectors * (vectors - 1)),
      cosines: pairCosines(sample, kept, dimensions),
      sampled: kept,
      ...spectrumFigures(values),
      dead: variances.filter((value) => value < usual * deadPart).length,
      exact: equal.groups(),
      near: { ...near, of: kept }
    }
  }
}

/** How many directions eigenvalues use, and the share of the first 1, 2, 4, ... of them. Rounding below zero counts as zero. */
export function spectrumFigures(values: Float64Array): Pick<EmbeddedSide, 'participation' | 'effectiveRank' | 'spectrum'> {
  const kept = values.map((value) => Math.max(0, value))
  const total = kept.reduce((sum, value) => sum + value, 0)
  if (total <= 0) return { participation: null, effectiveRank: null, spectrum: [] }
  const shares = kept.map((value) => value / total)
  const spectrum: { directions: number; share: number }[] = []
  let [sum, entropy, squares] = [0, 0, 0]
  shares.forEach((share, i) => {
    sum += share
    squares += share * share
    if (share > 0) entropy -= share * Math.log(share)
    if (((i + 1) & i) === 0 || i + 1 === shares.length) spectrum.push({ directions: i + 1, share: Math.min(1, sum) })
  })
  return { participation: 1 / squares, effectiveRank: Math.exp(entropy), spectrum }
}

/** Positions of the sample among n, rising, seeded. */
function sampled(n: number): Int32Array {
  if (n <= sampleSize) return Int32Array.from({ length: n }, (_, i) => i)
  const random = new Random(`${seed}/${n}`)
  const chosen = new Set<number>()
  while (chosen.size < sampleSize) chosen.add(random.below(n))
  return Int32Array.from(chosen).sort()
}

function pairCosines(rows: Float32Array, count: number, dimensions: number): EmbeddedSide['cosines'] {
  if (count < 2) return []
  const random = new Random(`${seed}/pairs`)
  const cosines = new Float64Array(Math.min(pairs, (count * (count - 1)) / 2))
  for (let pair = 0; pair < cosines.length; pair++) {
    const a = random.below(count)
    const b = (a + 1 + random.below(count - 1)) % count
    let sum = 0
    for (let j = 0; j < dimensions; j++) sum += (rows[a * dimensions + j] as number) * (rows[b * dimensions + j] as number)
    cosines[pair] = sum
  }
  const counts = new Int32Array(cosineBins)
  for (const cosine of cosines) {
    const bin = Math.min(cosineBins - 1, Math.max(0, Math.floor(((cosine + 1) / 2) * cosineBins)))
    counts[bin] = (counts[bin] as number) + 1
  }
  return Array.from(counts, (n, i) => ({ from: (2 * i) / cosineBins - 1, to: (2 * (i + 1)) / cosineBins - 1, count: n }))
}
