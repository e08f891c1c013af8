/**
 * `npm run -s bench -- train [--batch 96] [--captions 2] [--lambda 0.5] [--steps 20] [--threads 0] [--json]`
 *
 * Steps a second of training PLANET-nano from scratch (forward, backward, AdamW, drawing the batch and changing its
 * tiles), beside the floor of the same step: its matrix products alone, of equal sizes, in the same kind of session with
 * the same threads. The products are those that the runtime's profile of one step names. Rounds of both take turns, so
 * that what else the machine does weighs on both; the medians are compared.
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
import { nanoTask } from '#engine/planet/training/nano-task.ts'
import { batchOf, firstState } from '#engine/planet/training/train.ts'
import type { TrainingSplit, TrainingTask } from '#engine/planet/training/training-task.ts'
import { Random } from '#engine/sample/random.ts'

const { values } = parseArgs({
  options: {
    batch: { type: 'string', default: '96' },
    captions: { type: 'string', default: '2' },
    lambda: { type: 'string', default: '0.5' },
    steps: { type: 'string', default: '20' },
    threads: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false }
  }
})
const [batch, captions, lambda, steps, threads] = [values.batch, values.captions, values.lambda, values.steps, values.threads].map((text) => {
  const number = Number(text)
  if (text !== '' && Number.isFinite(number) && number >= 0) return number
  console.error(`${text} is not a number of at least zero.`)
  process.exit(2)
}) as [number, number, number, number, number]

/** A matrix product [...lead, m, k] x [...lead, k, n]. */
interface Product {
  readonly lead: readonly number[]
  readonly m: number
  readonly k: number
  readonly n: number
}

const vocabulary = 900
const places = 4 * batch
const task = nanoTask({ ...nanoSizes, vocabulary }, madePlaces(places), madePlaces(4), {
  batch,
  captions,
  seed: 1,
  weightDecay: 0.02,
  terms: { lambda, weights: { colour: 1, structure: 1, texture: 1 } },
  scale: { mean: new Float32Array(signatureLength), deviation: new Float32Array(signatureLength).fill(1) },
  threads
})
const state = firstState(task, 1)
const feeds = (step: number): Record<string, Tensor> => {
  const flat = (data: Float32Array): Tensor => ({ type: 'float32', data, shape: [data.length] })
  const scalar = (value: number): Tensor => ({ type: 'float32', data: Float32Array.of(value), shape: [] })
  return {
    ...task.feeds(batchOf(step, places, batch, 1), step),
    parameters: flat(state.parameters),
    moment1: flat(state.moment1),
    moment2: flat(state.moment2),
    rate: scalar(1e-3),
    correction1: scalar(1),
    correction2: scalar(1)
  }
}

const products = await profiledProducts(task)
const step = await openSession(task.graph.model, { threads })
const floor = await openSession(floorModel(products), { threads })
const floorInputs = floorFeeds(products)
// The first runs allocate.
for (let i = 0; i < 3; i++) {
  await step.run(feeds(i + 1))
  await floor.run(floorInputs)
}
const drawing: number[] = []
const stepping: number[] = []
const flooring: number[] = []
for (let i = 0; i < steps; i++) {
  const started = performance.now()
  const inputs = feeds(i + 1)
  drawing.push(performance.now() - started)
  stepping.push(await timed(step, inputs))
  flooring.push(await timed(floor, floorInputs))
}
await Promise.all([step.release(), floor.release()])

const [drawMs, stepMs, floorMs] = [median(drawing), median(stepping), median(flooring)]
const flops = products.reduce((sum, { lead, m, k, n }) => sum + 2 * lead.reduce((a, b) => a * b, 1) * m * k * n, 0)
const round = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits
const report = {
  bench: 'train',
  model: 'PLANET-nano from scratch',
  parameters: task.graph.parameterCount,
  batch: `${batch} places, ${captions} captions each`,
  lambda,
  cpu: cpus()[0]?.model ?? 'unknown',
  threads: threads === 0 ? availableParallelism() : threads,
  load: round(loadavg()[0] ?? 0),
  stepsPerSecond: round(1000 / (drawMs + stepMs)),
  stepMs: round(stepMs),
  /** Drawing the captions and changing the tiles of a batch, in one thread before the step. */
  drawMs: round(drawMs),
  products: products.length,
  gigaflop: round(flops / 1e9),
  floorMs: round(floorMs),
  floorGigaflopPerSecond: round(flops / 1e6 / floorMs),
  /** The floor's share of a step: 1 would be a step that is nothing but its matrix products. */
  ofTheFloor: round(floorMs / (drawMs + stepMs), 3)
}
if (values.json) console.log(JSON.stringify(report, null, 2))
else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(24)} ${value}`)

function madePlaces(count: number): TrainingSplit {
  const random = new Random('train bench')
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
async function profiledProducts(of: TrainingTask): Promise<Product[]> {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))
  try {
    const session = await ort.InferenceSession.create(of.graph.model, { executionProviders: ['cpu'], intraOpNumThreads: threads, enableProfiling: true, profileFilePrefix: join(folder, 'profile') })
    await session.run(Object.fromEntries(Object.entries(feeds(1)).map(([name, tensor]) => [name, new ort.Tensor(tensor.type, tensor.data as never, tensor.shape)])))
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
      return [{ lead, m, n, k: left.reduce((a, b) => a * b, 1) / lead.reduce((a, b) => a * b, 1) / m }]
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
  const random = new Random('floor')
  const tensor = (shape: readonly number[]): Tensor => ({ type: 'float32', data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random.unit() - 0.5), shape })
  return Object.fromEntries(of.flatMap(({ lead, m, k, n }, i) => [[`a${i}`, tensor([...lead, m, k])], [`b${i}`, tensor([...lead, k, n])]]))
}

async function timed(session: Session, inputs: Record<string, Tensor>): Promise<number> {
  const started = performance.now()
  await session.run(inputs)
  return performance.now() - started
}

function median(of: readonly number[]): number {
  const sorted = [...of].sort((a, b) => a - b)
  return ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) / 2
}
