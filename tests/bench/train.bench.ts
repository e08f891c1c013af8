/**
 * `npm run -s bench -- train [--model both|nano|heads] [--lambda 0.1] [--steps 20] [--threads 0] [--json]`
 *
 * Steps a second of training, as the training thread runs them: drawing the batch, then one graph that is forward,
 * backward and AdamW. `nano`: PLANET-nano from scratch, 64 places with two captions of 60 tokens. `heads`: heads on a
 * frozen base of 512 dimensions, 256 captions of 77 tokens whose states lie in memory (in a training they are read from
 * their file).
 *
 * Beside it the floor of the same step: its matrix products alone, of equal sizes, in the same kind of session with the
 * same threads. The products are those that the runtime's profile of one step names. Rounds of both take turns, so that
 * what else the machine does weighs on both; the medians are compared.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import ort from 'onnxruntime-node'
import { openSession, type Session, type Tensor } from '#engine/inference/session.ts'
import { GraphBuilder } from '#engine/onnx/graph-builder.ts'
import { nanoSizes } from '#engine/planet/network/nano-config.ts'
import { signatureLength } from '#engine/planet/network/physical-heads.ts'
import { frozenSizes, frozenTrainingGraph } from '#engine/planet/network/frozen-heads.ts'
import type { TrainingGraph } from '#engine/planet/network/nano-graphs.ts'
import { gatherRows, targetInputs } from '#engine/planet/training/batch-inputs.ts'
import { nanoTask } from '#engine/planet/training/nano-task.ts'
import { batchOf } from '#engine/planet/training/train.ts'
import type { TrainingSplit } from '#engine/planet/training/training-task.ts'
import { Random } from '#engine/sample/random.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'both' },
    lambda: { type: 'string', default: '0.1' },
    steps: { type: 'string', default: '20' },
    threads: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false }
  }
})
const [lambda, steps, threads] = [values.lambda, values.steps, values.threads].map((text) => {
  const number = Number(text)
  if (text !== '' && Number.isFinite(number) && number >= 0) return number
  console.error(`${text} is not a number of at least zero.`)
  process.exit(2)
}) as [number, number, number]
const wanted = values.model === 'both' ? ['nano', 'heads'] : [values.model]
if (!wanted.every((name) => name === 'nano' || name === 'heads')) {
  console.error('--model is nano, heads or both.')
  process.exit(2)
}

/** A matrix product [...lead, m, k] x [...lead, k, n]. */
interface Product {
  readonly lead: readonly number[]
  readonly m: number
  readonly k: number
  readonly n: number
}

interface Trained {
  readonly model: string
  readonly batch: string
  readonly graph: TrainingGraph
  draw(step: number): Record<string, Tensor>
}

const random = new Random('train bench')
const numbers = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.unit() - 0.5)
const scale = { mean: new Float32Array(signatureLength), deviation: new Float32Array(signatureLength).fill(1) }
const terms = { lambda, weights: { colour: 1, structure: 1, texture: 1 } }

const reports = []
for (const name of wanted) reports.push(await measured(name === 'nano' ? nano() : heads()))
for (const report of reports) {
  if (values.json) continue
  for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(24)} ${value}`)
  console.log()
}
if (values.json) console.log(JSON.stringify({ bench: 'train', cpu: cpus()[0]?.model ?? 'unknown', threads: threads === 0 ? availableParallelism() : threads, load: loadavg()[0], models: reports }, null, 2))

async function measured({ model, batch, graph, draw }: Trained) {
  const parameters = graph.maker.first(1)
  const flat = (data: Float32Array): Tensor => ({ type: 'float32', data, shape: [data.length] })
  const scalar = (value: number): Tensor => ({ type: 'float32', data: Float32Array.of(value), shape: [] })
  const [moment1, moment2] = [new Float32Array(parameters.length), new Float32Array(parameters.length)]
  const fixed = { parameters: flat(parameters), moment1: flat(moment1), moment2: flat(moment2), rate: scalar(1e-3), correction1: scalar(1), correction2: scalar(1) }
  const feeds = (step: number): Record<string, Tensor> => ({ ...draw(step), ...fixed })

  const products = await profiledProducts(graph.model, feeds(1))
  const step = await openSession(graph.model, { threads })
  const floor = await openSession(floorModel(products), { threads })
  const floorInputs = floorFeeds(products)
  // The first runs allocate.
  for (let i = 0; i < 3; i++) {
    await step.run(feeds(i + 1))
    await floor.run(floorInputs)
  }
  const times = { draw: [] as number[], step: [] as number[], floor: [] as number[] }
  for (let i = 0; i < steps; i++) {
    const started = performance.now()
    const inputs = feeds(i + 1)
    times.draw.push(performance.now() - started)
    times.step.push(await timed(step, inputs))
    times.floor.push(await timed(floor, floorInputs))
  }
  await Promise.all([step.release(), floor.release()])
  const [drawMs, stepMs, floorMs] = [median(times.draw), median(times.step), median(times.floor)]
  const flops = products.reduce((sum, { lead, m, k, n }) => sum + 2 * product(lead) * m * k * n, 0)
  const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits
  return {
    model,
    batch,
    parameters: graph.parameterCount,
    lambda,
    stepsPerSecond: round(1000 / (drawMs + stepMs)),
    stepMs: round(stepMs),
    /** Before the step, in one thread. */
    drawMs: round(drawMs),
    products: products.length,
    gigaflop: round(flops / 1e9),
    floorMs: round(floorMs),
    floorGigaflopPerSecond: round(flops / 1e6 / floorMs),
    /** The floor's share of a step: 1 would be a step that is nothing but its matrix products. */
    ofTheFloor: round(floorMs / (drawMs + stepMs), 3)
  }
}

function nano(): Trained {
  const [batch, captions, vocabulary] = [64, 2, 900]
  const places = 4 * batch
  const task = nanoTask({ ...nanoSizes, vocabulary }, madePlaces(places, vocabulary), madePlaces(4, vocabulary), { batch, captions, seed: 1, weightDecay: 0.02, terms, scale, threads })
  return {
    model: 'PLANET-nano from scratch',
    batch: `${batch} places of ${nanoSizes.imageSize} px, ${captions} captions each, ${nanoSizes.textLength} tokens`,
    graph: task.graph,
    draw: (step) => task.feeds(batchOf(step, places, batch, 1), step)
  }
}

function heads(): Trained {
  const [places, length] = [256, 77]
  const config = frozenSizes({ states: 512, embedding: 512 })
  const graph = frozenTrainingGraph(config, { places, captions: 1, length }, terms, scale, { weightDecay: 0.02 })
  const kept = 2 * places
  const all = { states: numbers(kept * length * config.states), text: numbers(kept * config.embedding), image: numbers(kept * config.embedding), signatures: numbers(kept * signatureLength) }
  const rows = (from: Float32Array, drawn: Int32Array, width: number, shape: readonly number[]): Tensor => ({ ...gatherRows(from, drawn, width), shape })
  return {
    model: 'heads on a frozen base',
    batch: `${places} places, 1 caption each, ${length} tokens of ${config.states}`,
    graph,
    draw(step) {
      const drawn = batchOf(step, kept, places, 1)
      return {
        token_states: rows(all.states, drawn, length * config.states, [places, length, config.states]),
        mask: { type: 'float32', data: new Float32Array(places * length).fill(1), shape: [places, length] },
        text_base: rows(all.text, drawn, config.embedding, [places, config.embedding]),
        image_base: rows(all.image, drawn, config.embedding, [places, config.embedding]),
        ...targetInputs(places, 1),
        ...(graph.kinds.length > 0 ? { signatures: rows(all.signatures, drawn, signatureLength, [places, signatureLength]) } : {})
      }
    }
  }
}

function madePlaces(count: number, vocabulary: number): TrainingSplit {
  const size = nanoSizes.imageSize
  return {
    count,
    size,
    pixels: Uint8Array.from({ length: count * size * size * 3 }, () => random.below(256)),
    signatures: Float32Array.from({ length: count * signatureLength }, () => random.unit()),
    captions: Array.from({ length: count }, () => [0, 1].map(() => Array.from({ length: 60 }, () => 4 + random.below(vocabulary - 4)))),
    regions: new Int32Array(count)
  }
}

/** Every matrix product that the runtime ran in one step, by its profile. */
async function profiledProducts(model: Uint8Array, feeds: Record<string, Tensor>): Promise<Product[]> {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))
  try {
    const session = await ort.InferenceSession.create(model, { executionProviders: ['cpu'], intraOpNumThreads: threads, enableProfiling: true, profileFilePrefix: join(folder, 'profile') })
    await session.run(Object.fromEntries(Object.entries(feeds).map(([name, tensor]) => [name, new ort.Tensor(tensor.type, tensor.data as never, tensor.shape)])))
    session.endProfiling()
    await session.release()
    const [file] = readdirSync(folder)
    const events = JSON.parse(readFileSync(join(folder, file ?? ''), 'utf8')) as { cat?: string; name?: string; args?: { op_name?: string; input_type_shape?: Record<string, number[]>[]; output_type_shape?: Record<string, number[]>[] } }[]
    return events.flatMap(({ cat, args }) => {
      if (cat !== 'Node' || !/MatMul|Gemm/.test(args?.op_name ?? '')) return []
      const left = Object.values(args?.input_type_shape?.[0] ?? {})[0]
      const out = Object.values(args?.output_type_shape?.[0] ?? {})[0]
      if (!left || !out || out.length < 2) return []
      const [m, n] = out.slice(-2) as [number, number]
      const lead = out.slice(0, -2)
      // Either side may be transposed inside the operator: the inner size is what is left of the first.
      return [{ lead, m, n, k: product(left) / product(lead) / m }]
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function floorModel(of: readonly Product[]): Uint8Array {
  const graph = new GraphBuilder('floor')
  of.forEach(({ lead, m, k, n }, i) => {
    graph.input(`a${i}`, 'float32', [...lead, m, k])
    graph.input(`b${i}`, 'float32', [...lead, k, n])
    graph.output(graph.node('MatMul', [`a${i}`, `b${i}`], {}, `c${i}`), 'float32', [...lead, m, n])
  })
  return graph.build()
}

function floorFeeds(of: readonly Product[]): Record<string, Tensor> {
  const tensor = (shape: readonly number[]): Tensor => ({ type: 'float32', data: numbers(product(shape)), shape })
  return Object.fromEntries(of.flatMap(({ lead, m, k, n }, i) => [[`a${i}`, tensor([...lead, m, k])], [`b${i}`, tensor([...lead, k, n])]]))
}

async function timed(session: Session, inputs: Record<string, Tensor>): Promise<number> {
  const started = performance.now()
  await session.run(inputs)
  return performance.now() - started
}

function product(of: readonly number[]): number {
  return of.reduce((a, b) => a * b, 1)
}

function median(of: readonly number[]): number {
  const sorted = [...of].sort((a, b) => a - b)
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2
}
