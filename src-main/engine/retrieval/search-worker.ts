import { availableParallelism } from 'node:os'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { VectorFile } from '../store/vector-file.ts'
import { ExactRanker } from './exact-ranker.ts'
import { loadGallery, meanOf } from './load-vectors.ts'
import { OnnxScoreKernel, type GalleryMatrix } from './score-kernel.ts'
import { answerCalls } from '../threads/answer-calls.ts'
import type { SearchAnswers, SearchRequest } from './search-thread.ts'
import { toUnit } from './unit-rows.ts'

interface LoadedSearchGallery {
  readonly matrix: GalleryMatrix
  /** View of each row. */
  readonly views: Int32Array
  readonly rowOf: ReadonlyMap<number, number>
}

/** Galleries kept: the one in use and the one before it. */
const keptGalleries = 2
const keptMeans = 8

const galleries = new Map<string, LoadedSearchGallery>()
const means = new Map<string, Float64Array | null>()
/** A search happens while somebody types: one core stays free for the engine's loop and the window. */
const kernel = new OnnxScoreKernel(Math.max(1, availableParallelism() - 1))
const ranker = new ExactRanker(kernel)

async function answer(request: SearchRequest, stopped: () => boolean): Promise<SearchAnswers[keyof SearchAnswers]> {
  switch (request.kind) {
    case 'has':
      return galleries.has(request.key)
    case 'load':
      return load(request)
    case 'vector':
      return vectors(request.file, request.encoderHash, Int32Array.of(request.row))
    case 'vectors':
      return vectors(request.file, request.encoderHash, request.rows)
    case 'rank':
      return rank(request, stopped)
  }
}

function load(request: Extract<SearchRequest, { kind: 'load' }>): SearchAnswers['load'] {
  // Room first: two galleries of 2 GB are better than three.
  forgetOldest(galleries, keptGalleries - 1)
  const file = VectorFile.open(request.file, { encoderHash: request.encoderHash })
  try {
    const { matrix, kept } = loadGallery(file, request.views, request.centered)
    const views = kept.map((index) => request.views[index] as number)
    galleries.set(request.key, { matrix, views, rowOf: new Map(Array.from(views, (view, row) => [view, row])) })
    return { count: matrix.count }
  } finally {
    file.close()
  }
}

function vectors(path: string, encoderHash: string, rows: Int32Array): Float32Array | null {
  const file = VectorFile.open(path, { encoderHash })
  try {
    const into = new Float32Array(rows.length * file.dimensions)
    return rows.every((row) => file.has(row)) && file.gather(rows, into).length === 0 ? into : null
  } finally {
    file.close()
  }
}

async function rank(request: Extract<SearchRequest, { kind: 'rank' }>, stopped: () => boolean): Promise<SearchAnswers['rank']> {
  const gallery = galleries.get(request.key)
  if (!gallery) return null
  // To the young end.
  galleries.delete(request.key)
  galleries.set(request.key, gallery)
  const query = Float32Array.from(request.query)
  const result = toUnit(query, request.centre === null ? null : meanFor(request.centre))
  if (result !== 'unit') throw new PlanisphereError('BAD_SCORES', result === 'zero' ? 'The query’s vector is zero: it points nowhere.' : 'The query’s vector has a NaN or infinite number.')
  const rows = Int32Array.from(request.positives.flatMap((view) => gallery.rowOf.get(view) ?? []))
  const ranked = await ranker.rank(gallery.matrix, { queries: query, count: 1, positiveStarts: Int32Array.of(0, rows.length), positiveRows: rows, k: request.k, stopped })
  const top = ranked.top[0]
  const best = ranked.positiveRanks.reduce((least, own, i) => (least < 0 || own < (ranked.positiveRanks[least] as number) ? i : least), -1)
  return {
    gallery: gallery.matrix.count,
    views: (top?.rows ?? new Int32Array()).map((row) => gallery.views[row] as number),
    order: top?.rows ?? new Int32Array(),
    scores: top?.scores ?? new Float32Array(),
    truth: best < 0 ? null : { view: gallery.views[rows[best] as number] as number, rank: ranked.positiveRanks[best] as number, score: ranked.positiveScores[best] as number },
    provider: kernel.provider
  }
}

function meanFor(centre: { key: string; file: string; rows: Int32Array }): Float64Array | null {
  const known = means.get(centre.key)
  if (known !== undefined) return known
  forgetOldest(means, keptMeans - 1)
  const file = VectorFile.open(centre.file)
  try {
    const mean = meanOf(file, centre.rows)
    means.set(centre.key, mean)
    return mean
  } finally {
    file.close()
  }
}

function forgetOldest(map: Map<string, unknown>, keep: number): void {
  for (const key of map.keys()) {
    if (map.size <= keep) return
    map.delete(key)
  }
}

answerCalls(answer)
