// Trains the demo encoder that comes with Planisphere, from nothing, on the sample's training regions:
//
//   node_modules/.bin/node scripts/train-demo-encoder.ts [--places 6000] [--seed 1] [--steps 1000] [--threads 2] [--out resources/demo-encoder]
//
// Validation regions choose the step that is kept. Test regions are drawn after training and scored once.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { nanoConfig, type NanoConfig } from '../src-main/engine/planet/nano-model.ts'
import { retrievalScores, trainNano } from '../src-main/engine/planet/nano-training.ts'
import { wordTokenizer } from '../src-main/engine/planet/word-tokenizer.ts'
import { writeNanoEncoder } from '../src-main/engine/planet/write-nano-encoder.ts'
import { sampleRegions } from '../src-main/engine/sample/cities.ts'
import { RenderPool } from '../src-main/engine/sample/render-pool.ts'
import { captionTexts, pairedPlaces, placesOfSplit, tokenizerOf } from '../src-main/engine/sample/training-places.ts'

const { values } = parseArgs({
  options: {
    places: { type: 'string', default: '6000' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '1000' },
    batch: { type: 'string', default: '96' },
    threads: { type: 'string', default: '2' },
    out: { type: 'string', default: 'resources/demo-encoder' }
  }
})
const [places, seed, steps, batch, threads] = [values.places, values.seed, values.steps, values.batch, values.threads].map(Number) as [number, number, number, number, number]
const resources = join(import.meta.dirname, '..', 'resources')
const say = (line: string): void => void process.stderr.write(`${line}\n`)
const started = performance.now()
const seconds = (): number => Math.round((performance.now() - started) / 1000)

const regions = sampleRegions(resources)
const training = placesOfSplit(regions, 'train', places, seed)
const validation = placesOfSplit(regions, 'val', 2000, seed)
const tokenizer = wordTokenizer(captionTexts(regions, training).flat())
const config: NanoConfig = { ...nanoConfig, imageSize: 64, width: 96, layers: 1, channels: [48, 64, 96, 128], vocabulary: tokenizer.size, textLength: 96 }
const tokenize = await tokenizerOf(tokenizer.file, config.textLength)

const pool = new RenderPool(regions)
const train = await pairedPlaces(pool, regions, training, config.imageSize, tokenize)
say(`${train.count} training places drawn after ${seconds()} s; vocabulary ${tokenizer.size}`)
const val = await pairedPlaces(pool, regions, validation, config.imageSize, tokenize)
say(`${val.count} validation places drawn after ${seconds()} s`)

const options = { seed, steps, batch, rate: 1.5e-3, warmUp: Math.ceil(steps / 20), weightDecay: 0.02, validateEvery: Math.max(1, Math.floor(steps / 10)), threads }
const trained = await trainNano(config, train, val, {
  ...options,
  onStep: (step, loss) => void (step % 20 === 0 && say(`step ${step}: loss ${loss.toFixed(3)} (${seconds()} s)`)),
  onValidation: (step, scores) => say(`step ${step}: validation R@1 ${scores.r1.toFixed(3)}, R@10 ${scores.r10.toFixed(3)}, MRR ${scores.mrr.toFixed(3)} (${seconds()} s)`)
})

const out = values.out
await mkdir(out, { recursive: true })
await writeNanoEncoder(out, config, trained, tokenizer.file)

// The test regions: of the default sample, and of one with another seed. Looked at once, after everything is chosen.
const tests = []
for (const testSeed of [seed, seed + 1]) {
  const held = await pairedPlaces(pool, regions, placesOfSplit(regions, 'test', 2000, testSeed), config.imageSize, tokenize)
  const scores = await retrievalScores(config, trained.weights, trained.graph.imageOffset, held, threads)
  tests.push({ seed: testSeed, places: held.count, captions: held.captions.flat().length, ...scores, chance: 1 / held.count, dataHash: held.hash })
  say(`test regions, seed ${testSeed}: R@1 ${scores.r1.toFixed(3)} of ${held.count} tiles (chance ${(1 / held.count).toFixed(4)})`)
}
pool.close()

const bytes = async (name: string): Promise<number> => (await stat(join(out, name))).size
const every = Math.max(1, Math.floor(steps / 40))
const report = {
  command: `node_modules/.bin/node scripts/train-demo-encoder.ts --places ${places} --seed ${seed} --steps ${steps} --batch ${batch} --threads ${threads}`,
  data: {
    generator: { places, seed },
    regions: Object.fromEntries((['train', 'val', 'test'] as const).map((split) => [split, regions.filter((region) => region.split === split).length])),
    training: { places: train.count, captions: train.captions.flat().length, hash: train.hash },
    validation: { places: val.count, captions: val.captions.flat().length, hash: val.hash }
  },
  model: { ...config, parameters: trained.graph.parameterCount, bytes: (await bytes('text.onnx')) + (await bytes('image.onnx')) + (await bytes('tokenizer.json')) },
  options,
  losses: trained.losses.filter(({ step }) => step === 1 || step % every === 0).map(({ step, loss }) => ({ step, loss: round(loss) })),
  validations: trained.validations.map(({ step, r1, r10, mrr }) => ({ step, 'R@1': round(r1), 'R@10': round(r10), MRR: round(mrr) })),
  keptStep: trained.bestStep,
  test: tests.map(({ r1, r10, mrr, chance, ...rest }) => ({ ...rest, 'R@1': round(r1), 'R@10': round(r10), MRR: round(mrr), chance: round(chance) })),
  seconds: seconds()
}
await writeFile(join(out, 'report.json'), `${JSON.stringify(report, null, 2)}\n`)
await writeFile(join(out, 'README.md'), (await readFile(join(import.meta.dirname, 'demo-encoder-card.md'), 'utf8')).replace('{{RESULTS}}', results()))
process.stdout.write(`${JSON.stringify(report.test, null, 2)}\n`)

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function results(): string {
  const rows = report.test.map((test) => `| ${test.seed} | ${test.places} | ${test.captions} | ${test['R@1']} | ${test['R@10']} | ${test.chance} |`)
  return ['| seed | tiles | captions | R@1 | R@10 | chance of R@1 |', '| --- | --- | --- | --- | --- | --- |', ...rows].join('\n')
}
