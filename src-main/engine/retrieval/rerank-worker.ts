import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openSession, type Session } from '../inference/session.ts'
import { VectorFile } from '../store/vector-file.ts'
import { meanAgreement, reranked, type RerankedList } from './rerank.ts'
import { answerCalls } from '../threads/answer-calls.ts'
import type { RerankAnswers, RerankRequest, TileSide } from './rerank-thread.ts'

/** Views whose projections are kept: 60 MB with 3 x 48 dimensions. Beyond, all are forgotten and made again as they are needed. */
const keptViews = 100_000
const viewsAtOnce = 512

/** The model and the projections of the encoder that was last asked for; null: the view has no signature. */
let opened: { readonly key: string; readonly session: Session; readonly projections: Map<number, Float32Array | null> } | null = null

async function answer(request: RerankRequest): Promise<RerankAnswers[keyof RerankAnswers]> {
  if (request.kind === 'missing') return missing(request.tiles, request.views)
  const { tiles, lists, weight } = request
  const width = 3 * tiles.dimensions
  const projections = await projected(tiles, new Set(lists.flatMap(({ views }) => [...views])))
  return lists.map(({ order, scores, views }, i): RerankedList => {
    const descriptor = request.descriptors.subarray(i * width, (i + 1) * width)
    const agreements = Float64Array.from(views, (view) => {
      const tile = projections.get(view)
      return tile ? meanAgreement(descriptor, tile) : 0
    })
    const bad = agreements.findIndex((value) => !Number.isFinite(value))
    if (bad >= 0) throw new PlanisphereError('BAD_SCORES', 'A text or a signature has a descriptor with a NaN or infinite number.', { hint: 'Check the encoder: train it again.' })
    return reranked({ order, scores }, agreements, weight)
  })
}

/** Projections of at least these views. */
async function projected(tiles: TileSide, wanted: ReadonlySet<number>): Promise<ReadonlyMap<number, Float32Array | null>> {
  if (opened?.key !== tiles.key) {
    await opened?.session.release()
    opened = null
    opened = { key: tiles.key, session: await openSession(tiles.model), projections: new Map() }
  }
  const { session, projections } = opened
  const absent = [...wanted].filter((view) => !projections.has(view)).sort((a, b) => a - b)
  if (absent.length === 0) return projections
  if (projections.size + absent.length > keptViews) projections.clear()
  const views = projections.size === 0 ? Int32Array.from([...wanted].sort((a, b) => a - b)) : Int32Array.from(absent)
  const file = openSignatures(tiles)
  try {
    for (let from = 0; from < views.length; from += viewsAtOnce) {
      const part = views.subarray(from, from + viewsAtOnce)
      const rows = new Float32Array(part.length * file.dimensions)
      const torn = new Set(file.gather(part, rows))
      const out = (await session.run({ signature: { type: 'float32', data: rows, shape: [part.length, file.dimensions] } }))['signature_physical']?.data
      const width = 3 * tiles.dimensions
      if (!(out instanceof Float32Array) || out.length !== part.length * width) {
        throw new PlanisphereError('BAD_ENCODER', `${tiles.model} gives no signature_physical of 3 x ${tiles.dimensions} numbers a tile.`, { hint: 'Train the encoder again.', place: { file: tiles.model } })
      }
      part.forEach((view, i) => projections.set(view, torn.has(view) ? null : out.slice(i * width, (i + 1) * width)))
    }
  } finally {
    file.close()
  }
  return projections
}

function missing(tiles: TileSide, views: Int32Array): number {
  const file = openSignatures(tiles)
  try {
    return views.length - file.present(views).length
  } finally {
    file.close()
  }
}

function openSignatures({ signatures, spec }: TileSide): VectorFile {
  const file = VectorFile.open(signatures)
  if (file.encoderHash === spec) return file
  file.close()
  throw new PlanisphereError('CONFLICT', 'The project’s signatures are measured by another spec than those that this encoder was trained with.', {
    hint: 'Measure them again with planisphere planet mine, or train the encoder again.',
    place: { file: signatures }
  })
}

answerCalls(answer)
