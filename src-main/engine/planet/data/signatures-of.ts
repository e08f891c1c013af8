import { existsSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { VectorFile } from '../../store/vector-file.ts'
import { signatureLength } from '../network/physical-heads.ts'

export interface ViewSignatures {
  /** float32 [views, 164] in shared memory, as measured; NaN where a view has none. */
  readonly signatures: Float32Array
  /** Places in the list of views without a signature. */
  readonly missing: Int32Array
}

const rowsAtOnce = 512

/** Reads the signatures of views from `signatures.vec`, a few hundred rows a turn of the engine's loop. CONFLICT if they are of another spec. */
export async function signaturesOf(file: string, spec: string, views: Int32Array): Promise<ViewSignatures> {
  const signatures = new Float32Array(new SharedArrayBuffer(views.length * signatureLength * 4))
  if (!existsSync(file)) return { signatures: signatures.fill(Number.NaN), missing: views.map((_, row) => row) }
  const vectors = VectorFile.open(file, { encoderHash: spec })
  try {
    const missing: number[] = []
    for (let from = 0; from < views.length; from += rowsAtOnce) {
      const part = views.subarray(from, from + rowsAtOnce)
      const absent = new Set(vectors.gather(part, signatures.subarray(from * signatureLength, (from + part.length) * signatureLength)))
      if (absent.size > 0) part.forEach((view, at) => void (absent.has(view) && missing.push(from + at)))
      await nextTurn()
    }
    return { signatures, missing: Int32Array.from(missing) }
  } finally {
    vectors.close()
  }
}
