import { openSession, type Session, type Tensor } from '../inference/session.ts'
import { Random } from '../sample/random.ts'
import { nanoTrainingGraph, nanoImageModel, nanoTextModel, type NanoTrainingGraph } from './nano-graphs.ts'
import type { NanoConfig } from './nano-model.ts'

/** Places with their tile and their captions. */
export interface PairedPlaces {
  /** Number of places. */
  readonly count: number
  /** uint8 RGB, [count, size, size, 3]. */
  readonly pixels: Uint8Array
  /** For each place, its captions as token ids (special tokens included), at most the text length each. */
  readonly captions: readonly (readonly (readonly number[])[])[]
}

export interface NanoTrainingOptions {
  readonly seed: number
  readonly steps: number
  readonly batch: number
  /** Peak learning rate, reached after `warmUp` steps; a cosine leads to zero. */
  readonly rate: number
  readonly warmUp: number
  readonly weightDecay: number
  /** Steps between looks at the validation places; the best of them is kept. */
  readonly validateEvery: number
  readonly threads: number
  readonly signal?: AbortSignal
  onStep?(step: number, loss: number): void
  onValidation?(step: number, scores: RetrievalScores): void
}

export interface RetrievalScores {
  /** Texts whose own tile is first among all tiles, and among the first ten; ties count as misses. */
  readonly r1: number
  readonly r10: number
  readonly mrr: number
}

export interface NanoTrained {
  readonly weights: Float32Array
  readonly graph: NanoTrainingGraph
  readonly bestStep: number
  readonly losses: readonly { readonly step: number; readonly loss: number }[]
  readonly validations: readonly ({ readonly step: number } & RetrievalScores)[]
}

/**
 * Trains nano from scratch with symmetric InfoNCE. Each batch holds `batch` different places, each with one of its
 * captions and its tile (brightness, contrast and colour slightly changed, shifted by up to three pixels): two captions
 * of a place never stand against each other as negatives. Deterministic on a CPU for a seed and a number of threads.
 * Throws if the loss is not finite.
 */
export async function trainNano(config: NanoConfig, training: PairedPlaces, validation: PairedPlaces, options: NanoTrainingOptions): Promise<NanoTrained> {
  const { batch, steps } = options
  if (training.count < batch) throw new Error(`a batch of ${batch} needs at least as many places, there are ${training.count}`)
  const graph = nanoTrainingGraph(config, batch, { weightDecay: options.weightDecay })
  const session = await openSession(graph.model, { threads: options.threads })
  const random = new Random(`nano/${options.seed}`)
  const count = graph.parameterCount
  let parameters = firstParameters(graph, random)
  let moment1: Tensor['data'] = new Float32Array(count)
  let moment2: Tensor['data'] = new Float32Array(count)
  const targets = identity(batch)
  const losses: { step: number; loss: number }[] = []
  const validations: ({ step: number } & RetrievalScores)[] = []
  let best = { step: 0, score: -1, weights: parameters }
  let order: number[] = []

  for (let step = 1; step <= steps; step++) {
    options.signal?.throwIfAborted()
    if (order.length < batch) order = random.shuffled(Array.from({ length: training.count }, (_, i) => i))
    const places = order.splice(0, batch)
    const scalar = (value: number): Tensor => ({ type: 'float32', data: Float32Array.of(value), shape: [] })
    const flat = (data: Tensor['data']): Tensor => ({ type: 'float32', data, shape: [count] })
    const results = await session.run({
      ...textBatch(config, places.map((place) => random.pick(training.captions[place] as (readonly number[])[]))),
      pixels: augmented(config.imageSize, training.pixels, places, random),
      targets: { type: 'float32', data: targets, shape: [batch, batch] },
      parameters: flat(parameters),
      moment1: flat(moment1),
      moment2: flat(moment2),
      rate: scalar(rateAt(step, options)),
      correction1: scalar(1 / (1 - 0.9 ** step)),
      correction2: scalar(1 / (1 - 0.98 ** step))
    })
    const loss = (results['loss']?.data as Float32Array)[0] as number
    if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} at step ${step}`)
    parameters = results['parameters_next']?.data as Float32Array
    moment1 = results['moment1_next']?.data as Float32Array
    moment2 = results['moment2_next']?.data as Float32Array
    losses.push({ step, loss })
    options.onStep?.(step, loss)
    if (step % options.validateEvery === 0 || step === steps) {
      const scores = await retrievalScores(config, parameters, graph.imageOffset, validation, options.threads)
      validations.push({ step, ...scores })
      options.onValidation?.(step, scores)
      if (scores.mrr > best.score) best = { step, score: scores.mrr, weights: parameters }
    }
  }
  await session.release()
  return { weights: best.weights, graph, bestStep: best.step, losses, validations }
}

/** Linear warm-up, then a cosine to zero. */
function rateAt(step: number, { rate, warmUp, steps }: NanoTrainingOptions): number {
  if (step <= warmUp) return (rate * step) / warmUp
  return (rate * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, steps - warmUp)))) / 2
}

function firstParameters(graph: NanoTrainingGraph, random: Random): Float32Array {
  const out = new Float32Array(graph.parameterCount)
  for (const { offset, size, initial } of graph.initials) {
    for (let i = 0; i < size; i++) out[offset + i] = 'constant' in initial ? initial.constant : normal(random) * initial.deviation
  }
  return out
}

/** A standard normal number, by Box and Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
}

function identity(n: number): Float32Array {
  const out = new Float32Array(n * n)
  for (let i = 0; i < n; i++) out[i * n + i] = 1
  return out
}

/** `ids` and `mask`, padded with token 0 to the text length. */
function textBatch(config: NanoConfig, captions: readonly (readonly number[])[]): { ids: Tensor; mask: Tensor } {
  const shape = [captions.length, config.textLength]
  const ids = new BigInt64Array(captions.length * config.textLength)
  const mask = new Float32Array(ids.length)
  captions.forEach((caption, row) => {
    caption.slice(0, config.textLength).forEach((id, column) => {
      ids[row * config.textLength + column] = BigInt(id)
      mask[row * config.textLength + column] = 1
    })
  })
  return { ids: { type: 'int64', data: ids, shape }, mask: { type: 'float32', data: mask, shape } }
}

/** Tiles of a batch as (rgb - 127.5) / 127.5, changed a little so that the tower learns what stays. */
function augmented(size: number, pixels: Uint8Array, places: readonly number[], random: Random): Tensor {
  const each = size * size * 3
  const data = new Float32Array(places.length * each)
  places.forEach((place, row) => {
    const brightness = random.between(-0.06, 0.06)
    const gains = [0, 1, 2].map(() => random.between(0.94, 1.06))
    const [dx, dy] = [random.below(7) - 3, random.below(7) - 3]
    let at = row * each
    for (let y = 0; y < size; y++) {
      const fromRow = Math.min(size - 1, Math.max(0, y + dy))
      for (let x = 0; x < size; x++) {
        const from = place * each + (fromRow * size + Math.min(size - 1, Math.max(0, x + dx))) * 3
        for (let c = 0; c < 3; c++) data[at++] = (((pixels[from + c] as number) - 127.5) / 127.5) * (gains[c] as number) + brightness
      }
    }
  })
  return { type: 'float32', data, shape: [places.length, size, size, 3] }
}

/** Ranks every tile for every caption of the places. */
export async function retrievalScores(config: NanoConfig, weights: Float32Array, imageOffset: number, places: PairedPlaces, threads: number): Promise<RetrievalScores> {
  const text = await openSession(nanoTextModel(config, weights), { threads })
  const image = await openSession(nanoImageModel(config, weights, imageOffset), { threads })
  const each = config.imageSize ** 2 * 3
  const tiles = await inBatches(places.count, config.width, async (from, to) => {
    const data = Float32Array.from(places.pixels.subarray(from * each, to * each), (value) => (value - 127.5) / 127.5)
    return embed(image, { pixel_values: { type: 'float32', data, shape: [to - from, config.imageSize, config.imageSize, 3] } }, 'image_embeds')
  })
  const captions = places.captions.flatMap((list, place) => list.map((ids) => ({ place, ids })))
  const texts = await inBatches(captions.length, config.width, async (from, to) => {
    const { ids, mask } = textBatch(config, captions.slice(from, to).map((caption) => caption.ids))
    const attention = { type: 'int64' as const, data: BigInt64Array.from(mask.data as Float32Array, (value) => BigInt(value)), shape: mask.shape }
    return embed(text, { input_ids: ids, attention_mask: attention }, 'text_embeds')
  })
  await Promise.all([text.release(), image.release()])
  let [r1, r10, mrr] = [0, 0, 0]
  captions.forEach(({ place }, row) => {
    const scores = Array.from({ length: places.count }, (_, tile) => dot(texts, row, tiles, tile, config.width))
    const own = scores[place] as number
    const rank = scores.filter((score, tile) => tile !== place && score >= own).length + 1
    if (rank === 1) r1++
    if (rank <= 10) r10++
    mrr += 1 / rank
  })
  return { r1: r1 / captions.length, r10: r10 / captions.length, mrr: mrr / captions.length }
}

/** Unit vectors [count, width], computed a few dozen rows at a time. */
async function inBatches(count: number, width: number, run: (from: number, to: number) => Promise<Float32Array>): Promise<Float32Array> {
  const out = new Float32Array(count * width)
  for (let from = 0; from < count; from += 64) out.set(await run(from, Math.min(count, from + 64)), from * width)
  for (let row = 0; row < count; row++) {
    const vector = out.subarray(row * width, (row + 1) * width)
    const length = Math.hypot(...vector)
    vector.forEach((value, i) => (vector[i] = value / length))
  }
  return out
}

async function embed(session: Session, feeds: Record<string, Tensor>, output: string): Promise<Float32Array> {
  return (await session.run(feeds))[output]?.data as Float32Array
}

function dot(a: Float32Array, rowA: number, b: Float32Array, rowB: number, width: number): number {
  let total = 0
  for (let i = 0; i < width; i++) total += (a[rowA * width + i] as number) * (b[rowB * width + i] as number)
  return total
}
