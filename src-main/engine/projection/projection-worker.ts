import { ExactRanker, maxQueries } from '../retrieval/exact-ranker.ts'
import { loadGallery } from '../retrieval/load-vectors.ts'
import { emptyGallery, OnnxScoreKernel, type GalleryMatrix } from '../retrieval/score-kernel.ts'
import { Random } from '../sample/random.ts'
import { VectorFile } from '../store/vector-file.ts'
import { answerCalls } from '../threads/answer-calls.ts'
import { fuzzyGraph, type Neighbours } from './fuzzy-graph.ts'
import { keptNeighbours } from './kept-neighbours.ts'
import { principalPlane, type PlanePoints, type PrincipalPlane } from './principal-plane.ts'
import { UmapLayout } from './umap-layout.ts'

/** One side of what is laid out: `ids` of captions or views, and the rows of their vectors. */
export interface ProjectedSide {
  readonly side: 0 | 1
  readonly file: string
  readonly ids: Int32Array
  readonly vectors: Int32Array
}

/** Asked in this order, one thread a projection. `neighbours` and `epochs` are asked until they are done. */
export type ProjectionRequest =
  | { readonly kind: 'load'; readonly sides: readonly ProjectedSide[]; readonly encoderHash: string; readonly centered: boolean; readonly limit: number; readonly seed: number }
  | { readonly kind: 'plane' }
  | { readonly kind: 'neighbours'; readonly k: number }
  | { readonly kind: 'layout'; readonly seed: number; readonly epochs: number }
  | { readonly kind: 'epochs'; readonly milliseconds: number }
  | { readonly kind: 'end'; readonly seed: number }

export interface ProjectionAnswers {
  load: { readonly points: number; readonly missing: number; readonly leftOut: number; readonly dimensions: number; readonly ids: Int32Array; readonly sides: Uint8Array }
  plane: PrincipalPlane | null
  neighbours: { readonly done: number }
  layout: { readonly epochs: number }
  epochs: { readonly done: number }
  end: { readonly points: PlanePoints; readonly kept: { readonly pca: number; readonly umap: number } }
}

let matrix: GalleryMatrix | undefined
let plane: PrincipalPlane | undefined
let others = new Int32Array()
let distances = new Float32Array()
let searched = 0
let width = 0
let layout: UmapLayout | undefined
const kernel = new OnnxScoreKernel()
const ranker = new ExactRanker(kernel)

answerCalls<ProjectionRequest>(async (request, stopped) => {
  switch (request.kind) {
    case 'load':
      return load(request)
    case 'plane':
      plane = (await principalPlane(loaded().rows, loaded().count, loaded().dimensions, stopped)) ?? undefined
      return plane ?? null
    case 'neighbours':
      return { done: await searchBlock(request.k, stopped) }
    case 'layout':
      layout = new UmapLayout(fuzzyGraph(neighbours()), made(plane).points, request)
      return { epochs: layout.epochs }
    case 'epochs':
      made(layout).run(request.milliseconds)
      return { done: made(layout).done }
    case 'end': {
      const points = made(layout).points()
      return { points, kept: { pca: keptNeighbours(neighbours(), made(plane).points, request.seed), umap: keptNeighbours(neighbours(), points, request.seed) } }
    }
  }
})

function load({ sides, encoderHash, centered, limit, seed }: Extract<ProjectionRequest, { kind: 'load' }>): ProjectionAnswers['load'] {
  const open = sides.map((side) => ({ ...side, vectors: VectorFile.open(side.file, { encoderHash }), rows: side.vectors }))
  try {
    const present = open.map(({ vectors, rows }) => Int32Array.from(rows, (_, i) => i).filter((i) => vectors.has(rows[i] as number)))
    const total = present.reduce((sum, { length }) => sum + length, 0)
    const parts = open.map(({ side, vectors, ids, rows }, i) => {
      const all = present[i] as Int32Array
      const share = total <= limit ? all.length : Math.round((limit * all.length) / total)
      const chosen = sampled(all, share, `projection/${seed}/${side}`)
      const gallery = loadGallery(vectors, chosen.map((at) => rows[at] as number), centered)
      return { side, gallery, ids: gallery.kept.map((at) => ids[chosen[at] as number] as number), chosen: chosen.length }
    })
    const count = parts.reduce((sum, { gallery }) => sum + gallery.matrix.count, 0)
    const dimensions = parts[0]?.gallery.matrix.dimensions ?? 0
    matrix = emptyGallery(count, dimensions)
    const ids = new Int32Array(count)
    const which = new Uint8Array(count)
    let at = 0
    for (const { side, gallery, ids: own } of parts) {
      matrix.rows.set(gallery.matrix.rows.subarray(0, own.length * dimensions), at * dimensions)
      ids.set(own, at)
      which.fill(side, at, at + own.length)
      at += own.length
    }
    const asked = sides.reduce((sum, side) => sum + side.ids.length, 0)
    const leftOut = total - parts.reduce((sum, { chosen }) => sum + chosen, 0)
    return { points: count, missing: asked - count - leftOut, leftOut, dimensions, ids, sides: which }
  } finally {
    for (const { vectors } of open) vectors.close()
  }
}

/** `count` of some positions, rising, seeded. */
function sampled(positions: Int32Array, count: number, seed: string): Int32Array {
  if (count >= positions.length) return positions
  const random = new Random(seed)
  const pool = Int32Array.from(positions)
  for (let i = 0; i < count; i++) {
    const j = i + random.below(pool.length - i)
    const kept = pool[i] as number
    pool[i] = pool[j] as number
    pool[j] = kept
  }
  return pool.slice(0, count).sort()
}

/** Searches one block of points: exact, by the kernel of retrieval. Returns how many points are done. */
async function searchBlock(k: number, stopped: () => boolean): Promise<number> {
  const gallery = loaded()
  width = Math.min(k, gallery.count - 1)
  if (searched === 0) {
    others = new Int32Array(gallery.count * width)
    distances = new Float32Array(gallery.count * width)
  }
  const from = searched
  const count = Math.min(maxQueries, gallery.count - from)
  const queries = gallery.rows.subarray(from * gallery.dimensions, (from + count) * gallery.dimensions)
  const { top } = await ranker.rank(gallery, { queries, count, positiveStarts: new Int32Array(count + 1), positiveRows: new Int32Array(), k: width + 1, stopped })
  top.forEach(({ rows, scores }, i) => {
    let at = (from + i) * width
    // Without the point itself; where equal ones push it out of its own list, without the last.
    for (let rank = 0; rank < rows.length && at < (from + i + 1) * width; rank++) {
      if (rows[rank] === from + i) continue
      others[at] = rows[rank] as number
      distances[at++] = Math.max(0, 1 - (scores[rank] as number))
    }
  })
  searched += count
  return searched
}

function neighbours(): Neighbours {
  return { k: width, others, distances }
}

function loaded(): GalleryMatrix {
  return made(matrix)
}

function made<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('asked out of turn')
  return value
}
