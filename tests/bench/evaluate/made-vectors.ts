import { VectorFile } from '#engine/store/vector-file.ts'
import { toUnit } from '#engine/retrieval/unit-rows.ts'

const batch = 4096

/** Numbers even in -0.5..0.5, the same for the same seed. */
function stream(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296 - 0.5
  }
}

function fill(row: Float32Array, seed: number): void {
  const next = stream(seed)
  for (let i = 0; i < row.length; i++) row[i] = next()
  toUnit(row, null)
}

/** Writes `count` unit vectors in random directions, ids from 1 on, as embedding a gallery would. */
export async function writeGallery(file: string, count: number, dimensions: number): Promise<void> {
  await write(file, count, dimensions, (row, i) => fill(row, i + 1))
}

/**
 * Writes the first `count` of `all` queries whose truths stand evenly over the gallery, in its order, as an evaluation
 * ranks them: the truths of a block lie close together. Each is its truth's direction, more or less of it,
 * among noise: most truths rank among the first hundred, some far down, as under a middling model.
 */
export async function writeQueries(file: string, count: number, dimensions: number, gallery: number, all: number): Promise<Int32Array> {
  const truths = Int32Array.from({ length: count }, (_, i) => Math.floor((i * gallery) / all))
  const truth = new Float32Array(dimensions)
  await write(file, count, dimensions, (row, i) => {
    fill(truth, (truths[i] as number) + 1)
    fill(row, -1 - i)
    const share = 0.02 + 0.3 * (stream(i + 7)() + 0.5)
    for (let d = 0; d < dimensions; d++) row[d] = (row[d] as number) + share * (truth[d] as number)
  })
  return truths
}

async function write(file: string, count: number, dimensions: number, fillRow: (row: Float32Array, i: number) => void): Promise<void> {
  const vectors = VectorFile.openForWriting(file, { dimensions, encoderHash: 'bench' })
  const rows = new Float32Array(batch * dimensions)
  for (let from = 0; from < count; from += batch) {
    const taken = Math.min(batch, count - from)
    for (let i = 0; i < taken; i++) fillRow(rows.subarray(i * dimensions, (i + 1) * dimensions), from + i)
    vectors.writeRows(Int32Array.from({ length: taken }, (_, i) => from + i + 1), rows.subarray(0, taken * dimensions))
  }
  await vectors.flush()
  vectors.close()
}
