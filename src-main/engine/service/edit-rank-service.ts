import { shownOthers, type TileRank } from '#shared/contracts/edit-rank.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { nameBadVector, readEncoder } from '../evaluation/query-set.ts'
import { StoredSpec } from '../inference/encoder-spec.ts'
import { refuseVectorsOnly } from '../inference/vectors-only.ts'
import { rankedView } from '../retrieval/ranked-view.ts'
import type { WarmSearch } from '../retrieval/warm-search.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** Ranks of earlier texts that are kept: while one caption is edited, only its new text is ranked. */
const keptRanks = 64
const whole = { split: null, centered: false } as const

/** What an edit does to the rank of its own tile, while it is typed. Encoding and ranking run in threads; an aborted call ends both. */
export function editRankHandlers(engine: EngineContext, search: WarmSearch): Pick<Handlers, 'review.editRank'> {
  const earlier = new Map<string, TileRank | null>()

  return {
    async 'review.editRank'({ project: handle, encoder: name, caption, text, annotator }, { signal }) {
      const started = performance.now()
      const project = engine.project(handle)
      const encoder = await readEncoder(project, name)
      refuseWithoutText(encoder)
      const seen = await project.store.read('editRank.caption', { caption, annotator })
      try {
        const key = await search.gallery(project, encoder, whole, signal)
        const positives = await project.store.read('gallery.satelliteViewsOf', { place: seen.place })
        // The own tiles may all stand among the best: that many more are asked for than are shown.
        const rank = (query: Float32Array, k: number) => search.rank(project, encoder, whole, { query, centre: null, k, positives }, signal)
        const k = Math.min(1000, shownOthers + positives.length)

        const unchanged = text === seen.text.trim()
        // A text that an embed job has read already has the vector by which it is evaluated.
        const headVector = async (): Promise<Float32Array> => (await search.kept(project, encoder, 'text', seen.head, signal)) ?? (await search.text(encoder, seen.text, signal)).vector
        const encoded = unchanged ? { vector: await headVector(), provider: encoder.provider ?? 'cpu' } : await search.text(encoder, text, signal)
        const ranked = await rank(encoded.vector, k)
        const after = ranked.truth

        const earlierKey = JSON.stringify([key, seen.head])
        let before = unchanged ? after : earlier.get(earlierKey)
        if (before === undefined) before = after === null ? null : (await rank(await headVector(), 1)).truth
        keep(earlier, earlierKey, before)

        const truth = await project.store.read('gallery.place', { place: seen.place })
        const rows = await project.store.read('gallery.rankedViews', { views: ranked.views })
        const own = new Set(positives)
        const others = Array.from(ranked.views, (view, i) => (own.has(view) ? null : rankedView(rows[i] ?? null, { rank: i + 1, score: ranked.scores[i] as number, truth: false }, truth)))
        return {
          before,
          after,
          missing: after !== null ? null : positives.length === 0 ? 'no-tile' : 'no-vector',
          gallery: ranked.gallery,
          others: others.filter((row) => row !== null).slice(0, shownOthers),
          provider: encoded.provider,
          milliseconds: performance.now() - started
        }
      } catch (thrown) {
        throw await nameBadVector(project, thrown)
      }
    }
  }
}

function refuseWithoutText(encoder: EncoderRecord): void {
  const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
  refuseVectorsOnly(encoder.name, spec)
  if (!spec.text) throw new PlanisphereError('UNSUPPORTED', `${encoder.name} reads no text: it has an image side only.`, { hint: 'Choose an encoder with a text side.' })
}

function keep(ranks: Map<string, TileRank | null>, key: string, rank: TileRank | null): void {
  ranks.delete(key)
  ranks.set(key, rank)
  for (const oldest of ranks.keys()) {
    if (ranks.size <= keptRanks) break
    ranks.delete(oldest)
  }
}
