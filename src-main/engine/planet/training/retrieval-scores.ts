import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { GraphBuilder } from '../../onnx/graph-builder.ts'
import { openSession } from '../../inference/session.ts'
import type { RetrievalScores } from './training-task.ts'

const rowsAtOnce = 256

/**
 * Ranks all tiles for all texts by cosine. `texts` float32 [n, width] and `tiles` [m, width], not necessarily normalised;
 * `owner` [n]: the tile that is each text's own. A rank counts every other tile that scores at least as high, so a
 * constant model gets the worst.
 */
export async function retrievalScores(texts: Float32Array, owner: Int32Array, tiles: Float32Array, width: number, threads: number): Promise<RetrievalScores> {
  const [n, m] = [texts.length / width, tiles.length / width]
  const graph = new GraphBuilder('scores')
  graph.input('texts', 'float32', ['n', width])
  graph.input('tiles', 'float32', ['m', width])
  graph.node('Gemm', ['texts', 'tiles'], { transB: 1 }, 'scores')
  graph.output('scores', 'float32', ['n', 'm'])
  const session = await openSession(graph.build(), { threads })
  const gallery = { type: 'float32' as const, data: unitRows(tiles, width), shape: [m, width] }
  const queries = unitRows(texts, width)
  const ranks = new Int32Array(n)
  try {
    for (let from = 0; from < n; from += rowsAtOnce) {
      const count = Math.min(rowsAtOnce, n - from)
      const answer = await session.run({ texts: { type: 'float32', data: queries.subarray(from * width, (from + count) * width), shape: [count, width] }, tiles: gallery })
      const scores = answer['scores']?.data as Float32Array
      for (let row = 0; row < count; row++) ranks[from + row] = rankOf(scores.subarray(row * m, (row + 1) * m), owner[from + row] as number)
    }
  } finally {
    await session.release()
  }
  return summarise(ranks)
}

/** R@K and MRR of ranks. */
export function summarise(ranks: Int32Array): RetrievalScores {
  const share = (k: number): number => ranks.filter((rank) => rank <= k).length / ranks.length
  return { r1: share(1), r5: share(5), r10: share(10), mrr: ranks.reduce((sum, rank) => sum + 1 / rank, 0) / ranks.length, ranks }
}

function rankOf(scores: Float32Array, own: number): number {
  const truth = scores[own] as number
  if (!Number.isFinite(truth)) throw new PlanisphereError('BAD_SCORES', 'The weights give scores that are no numbers.', { hint: 'Train with a smaller learning rate.' })
  let rank = 0
  for (let i = 0; i < scores.length; i++) if ((scores[i] as number) >= truth) rank++
  return rank
}

/** A copy with every row divided by its length; a row of zeros stays. */
export function unitRows(rows: Float32Array, width: number): Float32Array {
  const out = rows.slice()
  for (let at = 0; at < out.length; at += width) {
    let square = 0
    for (let i = at; i < at + width; i++) square += (out[i] as number) ** 2
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0
    for (let i = at; i < at + width; i++) out[i] = (out[i] as number) * scale
  }
  return out
}
