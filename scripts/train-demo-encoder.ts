// Trains the demo encoder that comes with Planisphere, from nothing, on the sample's training regions:
//
//   node_modules/.bin/node scripts/train-demo-encoder.ts [--places 6000] [--seed 1] [--steps 1600] [--lambda 0.1] [--threads 2] [--out resources/demo-encoder]
//
// It is a PLANET-nano: L = L_itc + lambda L_phy. Validation regions choose the step that is kept. Test regions are drawn after training and scored once.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { TrainingPoint } from '../src-shared/domain/planet.ts'
import { signatureScale } from '../src-main/engine/planet/data/signature-scale.ts'
import { nanoSizes, type NanoConfig } from '../src-main/engine/planet/network/nano-config.ts'
import { defaultSpec, hashSpec } from '../src-main/engine/planet/signatures/signature-spec.ts'
import { nanoScores, nanoTask } from '../src-main/engine/planet/training/nano-task.ts'
import { train } from '../src-main/engine/planet/training/train.ts'
import { writeNano } from '../src-main/engine/planet/training/write-encoder.ts'
import { wordTokenizer } from '../src-main/engine/planet/word-tokenizer.ts'
import { sampleRegions } from '../src-main/engine/sample/cities.ts'
import { RenderPool } from '../src-main/engine/sample/render-pool.ts'
import { captionTexts, placesOfSplit, sampleSplit, tokenizerOf } from '../src-main/engine/sample/training-places.ts'

const { values } = parseArgs({
  options: {
    places: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1600' },
    batch: { type: 'string', default: '64' },
    lambda: { type: 'string', default: '0.1' },
    threads: { type: 'string', default: '2' },
    out: { type: 'string', default: 'resources/demo-encoder' }
  }
})
const [places, seed, steps, batch, lambda, threads] = [values.places, values.seed, values.steps, values.batch, values.lambda, values.threads].map(Number) as [number, number, number, number, number, number]
const resources = join(import.meta.dirname, '..', 'resources')
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const started = performance.now()
const seconds = (): number => Math.round((performance.now() - started) / 1000)

const regions = sampleRegions(resources)
const trainingPlaces = placesOfSplit(regions, 'train', places, seed)
const validationPlaces = placesOfSplit(regions, 'val', 2000, seed)
const tokenizer = wordTokenizer(captionTexts(regions, trainingPlaces).flat())
const config: NanoConfig = { ...nanoSizes, vocabulary: tokenizer.size }
const tokenize = await tokenizerOf(tokenizer.file, config.textLength)

const pool = new RenderPool(regions)
const training = await sampleSplit(pool, regions, trainingPlaces, config.imageSize, tokenize)
say(`${training.count} training places drawn after ${seconds()} s; vocabulary ${tokenizer.size}`)
const validation = await sampleSplit(pool, regions, validationPlaces, config.imageSize, tokenize)
say(`${validation.count} validation places drawn after ${seconds()} s`)

const scale = signatureScale(training.signatures)
const options = { seed, steps, batch, captions: 2, rate: 2e-3, warmUp: Math.ceil(steps / 20), weightDecay: 0.02, lambda, weights: { colour: 1, structure: 1, texture: 1 }, validateEvery: Math.max(1, Math.floor(steps / 10)), threads }
const task = nanoTask(config, training, validation, { ...options, scale, terms: options })
const curve: Omit<TrainingPoint, 'lambda'>[] = []
const trained = await train(task, { ...options, patience: null, pointEvery: Math.max(1, Math.floor(steps / 40)), checkpointEvery: steps }, {
  onPoint(point) {
    curve.push(point)
    const { step, loss, validation: seen } = point
    say(`step ${step}: loss ${loss.toFixed(3)}${seen ? `, validation R@1 ${seen.r1.toFixed(3)}, R@10 ${seen.r10.toFixed(3)}, MRR ${seen.mrr.toFixed(3)}` : ''} (${seconds()} s)`)
  }
})

const out = values.out
const { graph } = task
await mkdir(out, { recursive: true })
await writeNano(out, { config, weights: trained.weights, graph, scale, signatureSpec: hashSpec(defaultSpec), tokenizer: tokenizer.file })

// The test regions: of the default sample, and of one with another seed. Looked at once, after everything is chosen.
const tests = []
for (const testSeed of [seed, seed + 1]) {
  const held = await sampleSplit(pool, regions, placesOfSplit(regions, 'test', 2000, testSeed), config.imageSize, tokenize)
  const { r1, r5, r10, mrr } = await nanoScores(config, trained.weights, graph.offsets.image, held, threads)
  tests.push({ seed: testSeed, places: held.count, captions: held.captions.flat().length, r1, r5, r10, mrr, chance: 1 / held.count, dataHash: held.hash })
  say(`test regions, seed ${testSeed}: R@1 ${r1.toFixed(3)} of ${held.count} tiles (chance ${(1 / held.count).toFixed(4)})`)
}
pool.close()

const bytes = async (name: string): Promise<number> => (await stat(join(out, name))).size
const report = {
  command: `node_modules/.bin/node scripts/train-demo-encoder.ts --places ${places} --seed ${seed} --steps ${steps} --batch ${batch} --lambda ${lambda} --threads ${threads}`,
  data: {
    generator: { places, seed },
    regions: Object.fromEntries((['train', 'val', 'test'] as const).map((split) => [split, regions.filter((region) => region.split === split).length])),
    training: { places: training.count, captions: training.captions.flat().length, hash: training.hash },
    validation: { places: validation.count, captions: validation.captions.flat().length, hash: validation.hash }
  },
  model: { ...config, parameters: graph.parameterCount, bytes: (await bytes('text.onnx')) + (await bytes('image.onnx')) + (await bytes('tokenizer.json')) },
  options,
  signatureSpec: hashSpec(defaultSpec),
  curve: curve.map(({ validation: seen, step, ...losses }) => ({ step, ...rounded(losses), ...(seen ? { validation: rounded(seen) } : {}) })),
  keptStep: trained.keptStep,
  test: tests.map(({ r1, r5, r10, mrr, chance, ...rest }) => ({ ...rest, 'R@1': round(r1), 'R@5': round(r5), 'R@10': round(r10), MRR: round(mrr), chance: round(chance) })),
  seconds: seconds()
}
await writeFile(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
await writeFile(join(out, 'README.md'), (await readFile(join(import.meta.dirname, 'demo-encoder-card.md'), 'utf8')).replace('{{RESULTS}}', results()))
process.stdout.write(`${JSON.stringify(report.test, null, 2)}\n`)

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function rounded(values: Readonly<Record<string, number | null>>): Record<string, number | null> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value === null ? null : round(value)]))
}

function results(): string {
  const rows = report.test.map((test) => `| ${test.seed} | ${test.places} | ${test.captions} | ${test['R@1']} | ${test['R@10']} | ${test.chance} |`)
  return ['| seed | tiles | captions | R@1 | R@10 | chance of R@1 |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')
}
