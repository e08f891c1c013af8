import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { VectorFile } from '../../store/vector-file.ts'
import { hashSpec, signatureLayout, type SignatureSpec } from './signature-spec.ts'
import type { TextureScale } from './signature-protocol.ts'

/** A ring that is the same in all views says nothing; divided by less than this it would say much. */
const leastDeviation = 1e-4
const rowsAtOnce = 512

/** The file of a project's signatures; null where there is none by this spec (it is then mined anew). */
export function openSignatures(vectors: string, spec: SignatureSpec): VectorFile | null {
  try {
    return VectorFile.open(vectors, { encoderHash: hashSpec(spec) })
  } catch (thrown) {
    if (thrown instanceof PlanisphereError && ['NO_EMBEDDINGS', 'CONFLICT', 'PROJECT_DAMAGED'].includes(thrown.code)) return null
    throw thrown
  }
}

/**
 * Mean and population deviation of each ring over those of `views` that are mined, summed in double precision as
 * differences from the first one's numbers. Null where none is mined. Blocks while it reads.
 */
export function textureScale(file: VectorFile, views: Int32Array, spec: SignatureSpec): TextureScale | null {
  const { from, to } = signatureLayout(spec).texture
  const bands = to - from
  const rows = new Float32Array(rowsAtOnce * file.dimensions)
  const [shift, sums, squares] = [new Float64Array(bands), new Float64Array(bands), new Float64Array(bands)]
  let count = 0
  for (let start = 0; start < views.length; start += rowsAtOnce) {
    const part = views.subarray(start, start + rowsAtOnce)
    file.gather(part, rows)
    for (let row = 0; row < part.length; row++) {
      const texture = rows.subarray(row * file.dimensions + from, row * file.dimensions + to)
      if (Number.isNaN(texture[0] as number)) continue
      if (count++ === 0) shift.set(texture)
      for (let ring = 0; ring < bands; ring++) {
        const difference = (texture[ring] as number) - (shift[ring] as number)
        sums[ring] = (sums[ring] as number) + difference
        squares[ring] = (squares[ring] as number) + difference * difference
      }
    }
  }
  if (count === 0) return null
  return {
    mean: shift.map((value, ring) => value + (sums[ring] as number) / count),
    deviation: squares.map((square, ring) => Math.max(leastDeviation, Math.sqrt(Math.max(0, square / count - ((sums[ring] as number) / count) ** 2)))),
    views: count
  }
}

/** A texture in standard deviations from the mean. */
export function standardised(texture: readonly number[], scale: TextureScale): number[] {
  return texture.map((value, ring) => (value - (scale.mean[ring] as number)) / (scale.deviation[ring] as number))
}
