import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { RunSummary } from '#shared/domain/run.ts'
import { signatureScale } from '#engine/planet/data/signature-scale.ts'
import { nanoSizes, type NanoConfig } from '#engine/planet/network/nano-config.ts'
import { nanoTask } from '#engine/planet/training/nano-task.ts'
import { train } from '#engine/planet/training/train.ts'
import { wordTokenizer } from '#engine/planet/word-tokenizer.ts'
import { sampleRegions } from '#engine/sample/cities.ts'
import { RenderPool } from '#engine/sample/render-pool.ts'
import { captionTexts, placesOfSplit, sampleSplit, tokenizerOf } from '#engine/sample/training-places.ts'
import { planisphere } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const resources = resolve(import.meta.dirname, '../../resources')
const folder = temporaryFolder()

test('the training pipeline learns: a minute of it on a few places', { timeout: 240_000 }, async () => {
  const regions = sampleRegions(resources)
  const training = placesOfSplit(regions, 'train', 100, 1)
  const tokenizer = wordTokenizer(captionTexts(regions, training).flat())
  const config: NanoConfig = { ...nanoSizes, width: 64, channels: [32, 32, 48, 64], vocabulary: tokenizer.size }
  const tokenize = await tokenizerOf(tokenizer.file, config.textLength)
  const pool = new RenderPool(regions)
  const places = await sampleSplit(pool, regions, training, config.imageSize, tokenize)
  pool.close()
  const task = nanoTask(config, places, places, { batch: 32, captions: 1, seed: 1, weightDecay: 0.02, terms: { lambda: 0.1, weights: { colour: 1, structure: 1, texture: 1 } }, scale: signatureScale(places.signatures), threads: 2 })
  const losses: number[] = []
  const { weights } = await train(task, { seed: 1, steps: 60, rate: 2e-3, warmUp: 6, validateEvery: 60, patience: null, pointEvery: 10, checkpointEvery: 60, threads: 2 }, { onPoint: ({ loss }) => void losses.push(loss) })
  expect(losses.at(-1)).toBeLessThan(0.8 * (losses[0] as number))
  expect((await task.validate(weights)).r1).toBeGreaterThan(3 / places.count)
})

test('the committed encoder is small, says what it is, and was trained without the test regions', () => {
  const path = join(resources, 'demo-encoder')
  const bytes = readdirSync(path).reduce((sum, name) => sum + statSync(join(path, name)).size, 0)
  expect(bytes).toBeLessThan(10 * 2 ** 20)
  const report = JSON.parse(readFileSync(join(path, 'report.json'), 'utf8')) as { command: string; data: { generator: { seed: number } }; test: { 'R@1': number; chance: number }[] }
  for (const each of report.test) expect(each['R@1']).toBeGreaterThan(10 * each.chance)
  expect(readFileSync(join(path, 'README.md'), 'utf8')).toMatch(/demo/i)
})

test('on held-out regions of a sample that it has never seen, it finds tiles at least ten times more often than chance', { timeout: 240_000 }, async () => {
  const project = join(folder, 'other-seed.planisphere')
  expect((await planisphere(['sample', project, '--places', '225', '--seed', '77', '--json'])).code).toBe(0)
  const run = (await planisphere(['evaluate', project, '--encoder', 'demo', '--split', 'test', '--json'])).json<RunSummary>()
  expect(run.gallery).toBe(50)
  expect(run.metrics['R@1']).toBeGreaterThanOrEqual(10 / run.gallery)
})
