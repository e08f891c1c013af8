import type { MethodOutput } from '#shared/contracts/index.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { encoderFolder } from '../inference/encoder-path.ts'
import { StoredSpec, type TextSpec } from '../inference/encoder-spec.ts'
import type { TokenizerThread } from '../inference/tokenizer-thread.ts'
import { refuseVectorsOnly } from '../inference/vectors-only.ts'
import { fileStamp } from '../retrieval/file-stamp.ts'
import type { WarmSearch } from '../retrieval/warm-search.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EncoderRecord } from '../store/repositories/gallery.ts'
import type { StoredRanking } from '../store/repositories/runs.ts'
import { captionWords, withoutWord } from './caption-words.ts'
import { querySide, readQueries } from './query-set.ts'

/** Galleries up to this size are ranked again for every word: a search of one takes a few hundredths of a second. */
const rankedGallery = 250_000

export interface WordPorts {
  readonly search: WarmSearch
  readonly tokenizers: TokenizerThread
  /** The folder of the application's own files, where its encoders are. */
  readonly resources: string
}

interface Scored {
  /** Cosine with the truth, centred where the run is. */
  readonly score: number
  readonly rank: number | null
}

/**
 * Leave-one-word-out: how the score and the rank of a caption's truth change when one of its words is left out, for the
 * words `start .. start + count - 1`. The truth is the best positive of the run. Whole text and shortened ones are encoded
 * now by the run's encoder, so that nothing but the word differs.
 */
export async function wordEffects(project: OpenProject, run: RunSummary, asked: { query: number; start: number; count: number }, ports: WordPorts, signal: AbortSignal): Promise<MethodOutput<'analysis.words'>> {
  const encoder = await encoderOf(project, run)
  const spec = textSpec(encoder)
  const ranking = await project.store.read('runs.ranking', { run: run.run, query: asked.query })
  const caption = await project.store.read('gallery.caption', { caption: asked.query })
  const truth = ranking?.positiveViews[0]
  if (!ranking || !caption || truth === undefined) {
    throw new PlanisphereError('NOT_FOUND', `The run ${run.name} has no ranking for caption ${asked.query}, or the caption was removed since.`, { hint: 'Choose another query.' })
  }
  const words = captionWords(caption.text)
  const { cutAt } = await ports.tokenizers.count(encoder, encoderFolder(encoder.path, ports.resources), spec, caption.text)
  // The word at the cut may be read in part.
  const read = cutAt === null ? words.length : words.filter(({ from }) => from <= cutAt).length
  const shown = words.slice(0, read).slice(asked.start, asked.start + asked.count)
  const { dimensions, rows } = await ports.search.texts(encoder, [caption.text, ...shown.map((word) => withoutWord(caption.text, word))], signal)
  const scorer = await truthScorer(project, { run, encoder, ranking, truth }, ports, signal)
  const scores: Scored[] = []
  for (let i = 0; i <= shown.length; i++) scores.push(await scorer(rows.slice(i * dimensions, (i + 1) * dimensions)))
  const [whole = { score: NaN, rank: null }, ...without] = scores
  return {
    text: caption.text,
    words,
    read,
    score: whole.score,
    rank: whole.rank,
    keptScore: ranking.positiveScores[0] ?? NaN,
    effects: without.map(({ score, rank }, i) => ({ word: asked.start + i, score: score - whole.score, rank: rank === null || whole.rank === null ? null : rank - whole.rank }))
  }
}

/** The encoder that made a run, as it was. */
async function encoderOf(project: OpenProject, { name, protocol }: RunSummary): Promise<EncoderRecord> {
  if (protocol.queries !== 'captions') throw new PlanisphereError('UNSUPPORTED', `The queries of ${name} are pictures: they have no words.`)
  if (protocol.encoder === null) throw new PlanisphereError('UNSUPPORTED', `${name} was imported: there is no encoder to ask again.`, { hint: 'Evaluate an encoder here to see which words matter to it.' })
  const encoder = await project.store.read('gallery.encoder', { name: protocol.encoder })
  if (!encoder) throw new PlanisphereError('NOT_FOUND', `The encoder ${protocol.encoder}, which made ${name}, is no longer in the project.`, { hint: 'Add it again.' })
  if (encoder.hash !== protocol.encoderHash) {
    throw new PlanisphereError('CONFLICT', `The encoder ${protocol.encoder} is another one than that which made ${name}: its files have changed since.`, { hint: 'Evaluate it again, or add the encoder of that time.' })
  }
  return encoder
}

function textSpec(encoder: EncoderRecord): TextSpec {
  const { spec } = StoredSpec.parse(JSON.parse(encoder.spec))
  refuseVectorsOnly(encoder.name, spec)
  if (spec.text) return spec.text
  throw new PlanisphereError('UNSUPPORTED', `${encoder.name} has no text side.`, { hint: 'Choose a run of an encoder with a text side.' })
}

type Scorer = (vector: Float32Array) => Promise<Scored>

async function truthScorer(project: OpenProject, of: { run: RunSummary; encoder: EncoderRecord; ranking: StoredRanking; truth: number }, { search }: WordPorts, signal: AbortSignal): Promise<Scorer> {
  const { run, encoder, ranking, truth } = of
  const { split, centered, gallery, galleryKind, rerank } = run.protocol
  // The gallery of a search is that of a run over all satellite views: only then is a rank in it the run's.
  const whole = gallery === 'all' && galleryKind === 'satellite' && rerank === null
  if (!centered && !(whole && run.gallery <= rankedGallery)) {
    const small = rerank === null && ranking.topViews.length === ranking.gallery ? await smallGallery(project, of, search, signal) : null
    if (small !== null) return small
    const vector = await search.kept(project, encoder, 'image', truth, signal)
    if (vector === null) throw noVector(encoder)
    return (text) => Promise.resolve({ score: cosine(text, vector), rank: null })
  }
  if (galleryKind !== 'satellite') throw new PlanisphereError('UNSUPPORTED', 'Words can be left out of a centred run only where its gallery are satellite views.', { hint: 'Evaluate without centring.' })
  const centre = centered ? await queryCentre(project, run, encoder) : null
  return async (query) => {
    const ranked = await search.rank(project, encoder, { split, centered }, { query, centre, k: 1, positives: [truth] }, signal)
    if (ranked.truth === null) throw noVector(encoder)
    return { score: ranked.truth.score, rank: whole ? ranked.truth.rank : null }
  }
}

/**
 * A query's own small gallery (the nearest tiles to its truth, say) of which the run keeps every document: it is ranked
 * again in double. Documents that score alike stand as they stood in the run. Null where one has no vector any more.
 */
async function smallGallery(project: OpenProject, { encoder, ranking, truth }: { encoder: EncoderRecord; ranking: StoredRanking; truth: number }, search: WarmSearch, signal: AbortSignal): Promise<Scorer | null> {
  const at = ranking.topViews.indexOf(truth)
  const vectors = at < 0 ? null : await search.keptAll(project, encoder, 'image', ranking.topViews, signal)
  if (vectors === null) return null
  const dimensions = vectors.length / ranking.topViews.length
  return (text) => {
    const scores = Array.from(ranking.topViews, (_, i) => cosine(text, vectors.subarray(i * dimensions, (i + 1) * dimensions)))
    const own = scores[at] as number
    return Promise.resolve({ score: own, rank: 1 + scores.filter((score, i) => score > own || (score === own && i < at)).length })
  }
}

/** What the run's queries were centred with: their own mean. */
async function queryCentre(project: OpenProject, run: RunSummary, encoder: EncoderRecord): Promise<{ key: string; file: string; rows: Int32Array }> {
  const { queries, split, where } = run.protocol
  const { file } = querySide(project, encoder.name, queries)
  const set = await readQueries(project, queries, split, where === null ? null : { query: where })
  return { key: JSON.stringify([file, fileStamp(file), set.hash]), file, rows: set.vectors }
}

function noVector(encoder: EncoderRecord): PlanisphereError {
  return new PlanisphereError('NO_EMBEDDINGS', `The truth of this query has no vector of ${encoder.name} any more.`, { hint: `Embed the images with ${encoder.name} again.` })
}

/** In double, whatever the lengths; 0 where one has none. */
function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, one, two] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number]
    dot += x * y
    one += x * x
    two += y * y
  }
  return one === 0 || two === 0 ? 0 : dot / Math.sqrt(one * two)
}
