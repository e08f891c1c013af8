import { NearPoints } from '../geo/near-points.ts'
import { loadGallery } from '../retrieval/load-vectors.ts'
import { blockRows, chunkBuffers, OnnxScoreKernel, type ChunkScores, type GalleryMatrix } from '../retrieval/score-kernel.ts'
import { VectorFile } from '../store/vector-file.ts'
import { answerCalls } from '../threads/answer-calls.ts'
import type { ComparedPairs, LeakItems, LeaksAnswers, LeaksRequest } from './leaks-protocol.ts'
import { nearHashes } from './near-hashes.ts'
import { hashNumbers } from './perceptual-hash.ts'
import { WorstPairs } from './worst-pairs.ts'

/** Tiles that are compared with all others at once. */
const block = 64

interface Vectors {
  readonly matrix: GalleryMatrix
  /** Index among the items of each row. */
  readonly kept: Int32Array
  readonly items: LeakItems
  readonly cosine: number
  /** Rows that are compared with those of lower splits: each pair once. */
  readonly queries: Int32Array
  readonly found: WorstPairs
  readonly scores: ChunkScores
  done: number
}

/** Worker thread of the leak check: compares hashes, vectors and coordinates. */
const kernel = new OnnxScoreKernel()
let vectors: Vectors | undefined

answerCalls<LeaksRequest>(async (request, stopped): Promise<LeaksAnswers[LeaksRequest['kind']]> => {
  switch (request.kind) {
    case 'hashes':
      return hashes(request)
    case 'open-vectors':
      vectors = openVectors(request)
      return { compared: vectors.kept.length }
    case 'compare-vectors':
      return compareVectors(opened(), stopped)
    case 'vectors-found':
      return { ...opened().found.found(), compared: opened().kept.length }
    case 'places':
      return places(request)
  }
})

function opened(): Vectors {
  if (vectors === undefined) throw new Error('no vectors were opened')
  return vectors
}

function hashes({ file, items, bits }: Extract<LeaksRequest, { kind: 'hashes' }>): ComparedPairs {
  const kept = VectorFile.open(file)
  try {
    const present = Int32Array.from(items.ids.keys()).filter((i) => kept.has(items.ids[i] as number))
    const rows = new Float32Array(present.length * kept.dimensions)
    const torn = new Set(kept.gather(present.map((i) => items.ids[i] as number), rows))
    // The last number says whether the tile has a hash at all.
    const usable = Int32Array.from(present.keys()).filter((at) => rows[at * kept.dimensions + hashNumbers] === 1 && !torn.has(items.ids[present[at] as number] as number))
    const hashed = new Float32Array(usable.length * hashNumbers)
    usable.forEach((at, i) => hashed.set(rows.subarray(at * kept.dimensions, at * kept.dimensions + hashNumbers), i * hashNumbers))
    const of = usable.map((at) => present[at] as number)
    const found = nearHashes({ ids: of.map((i) => items.ids[i] as number), places: of.map((i) => items.places[i] as number), classes: Uint8Array.from(of, (i) => items.classes[i] as number), hashes: hashed }, bits)
    return { ...found, compared: usable.length }
  } finally {
    kept.close()
  }
}

function openVectors({ file, encoderHash, items, cosine }: Extract<LeaksRequest, { kind: 'open-vectors' }>): Vectors {
  const kept = VectorFile.open(file, { encoderHash })
  try {
    const loaded = loadGallery(kept, items.ids, false)
    const classOf = (row: number): number => items.classes[loaded.kept[row] as number] as number
    const lowest = Math.min(...new Set(Array.from(loaded.kept.keys(), classOf)))
    const queries = Int32Array.from(loaded.kept.keys()).filter((row) => classOf(row) > lowest)
    return { matrix: loaded.matrix, kept: loaded.kept, items, cosine, queries, found: new WorstPairs('highest'), scores: chunkBuffers(loaded.matrix, block), done: 0 }
  } finally {
    kept.close()
  }
}

async function compareVectors(of: Vectors, stopped: () => boolean): Promise<LeaksAnswers['compare-vectors']> {
  const { matrix, kept, items, cosine, queries, found, scores } = of
  const rows = queries.subarray(of.done, of.done + block)
  const asked = new Float32Array(block * matrix.dimensions)
  rows.forEach((row, i) => asked.set(matrix.rows.subarray(row * matrix.dimensions, (row + 1) * matrix.dimensions), i * matrix.dimensions))
  const chunks = rows.length === 0 ? 0 : Math.ceil(matrix.count / matrix.chunkRows)
  for (let chunk = 0; chunk < chunks && !stopped(); chunk++) {
    await kernel.scores(matrix, chunk, asked, block, scores)
    const first = chunk * matrix.chunkRows
    const last = Math.min(matrix.count - first, matrix.chunkRows)
    for (let part = 0; part * blockRows < last; part++) {
      for (let query = 0; query < rows.length; query++) {
        if ((scores.maxima[part * block + query] as number) < cosine) continue
        const one = kept[rows[query] as number] as number
        for (let row = part * blockRows; row < Math.min(last, (part + 1) * blockRows); row++) {
          const value = scores.scores[row * block + query] as number
          if (value < cosine) continue
          const other = kept[first + row] as number
          // Each pair from the side of its higher split.
          if ((items.classes[other] as number) < (items.classes[one] as number) && items.places[one] !== items.places[other]) found.add(items.ids[one] as number, items.ids[other] as number, Math.min(1, value))
        }
      }
    }
  }
  of.done += rows.length
  return { done: of.done, total: queries.length }
}

function places({ items, lat, lon, metres }: Extract<LeaksRequest, { kind: 'places' }>): ComparedPairs {
  const found = new WorstPairs('lowest')
  const near = new NearPoints(lat, lon, metres)
  let compared = 0
  for (let i = 0; i < items.ids.length; i++) {
    if (Number.isNaN(lat[i])) continue
    compared++
    near.around(i, (other, distance) => {
      if (other > i && items.classes[i] !== items.classes[other]) found.add(items.ids[i] as number, items.ids[other] as number, distance)
    })
  }
  return { ...found.found(), compared }
}
