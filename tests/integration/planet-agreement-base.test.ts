import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ScoreOptions } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { scoreRunner } from '#engine/planet/agreement/score-job.ts'
import { wordTokenizer } from '#engine/planet/word-tokenizer.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { fillScoredProject, madeSpec, madeText, wrongText } from '../support/scored-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { statesTextModel, writeTinyEncoder } from '../support/tiny-encoders.ts'

const folder = temporaryFolder()
let engine: Engine
let client: EngineClient
let project: string
let places: number
const isWrong = (place: number): boolean => place % 7 === 0

/** An encoder that knows the words of the captions, and gives token states or not. */
function writeBase(name: string, states: boolean): string {
  const { file, size } = wordTokenizer(Array.from({ length: 24 }, (_, i) => `${madeText(i + 1)}, as far as one sees`))
  const base = writeTinyEncoder(join(folder, name), { states })
  writeFileSync(join(base, 'tokenizer.json'), JSON.stringify(file))
  writeFileSync(join(base, 'config.json'), JSON.stringify({ text_config: { max_position_embeddings: 24 }, vision_config: { image_size: 16 } }))
  writeFileSync(join(base, 'onnx/text_model.onnx'), statesTextModel({ words: size, width: 24, states }))
  return base
}

beforeAll(async () => {
  engine = createEngine({ resources: folder, checkOutputs: true })
  engine.context.jobs.register(scoreRunner({ resources: folder, mine: () => Promise.resolve(madeSpec) }))
  client = engine.client()
  const path = join(folder, 'based.planisphere')
  const made = await client.call('projects.create', { path })
  await client.call('projects.close', { project: made.project })
  places = await fillScoredProject(path, { regions: 20, wrong: isWrong })
  ;({ project } = await client.call('projects.open', { path }))
  await client.call('encoders.add', { project, path: writeBase('states', true), name: 'states' })
  await client.call('encoders.add', { project, path: writeBase('stateless', false), name: 'stateless' })
}, 60_000)
afterAll(() => engine.close())

async function score(more: Partial<ScoreOptions>) {
  const { job } = await client.call('planet.score', { project, options: ScoreOptions.parse({ folds: 3, steps: 60, batch: 32, threads: 1, comparisons: 50, ...more }) })
  return jobEnd(client, project, job)
}
const live = (caption: number, text: string) => client.call('planet.agreement', { project, caption, text, annotator: 'Ana' })

test('heads on an encoder’s frozen token states find wrong captions; the editor computes the same', { timeout: 120_000 }, async () => {
  expect(await score({ base: 'states' })).toMatchObject({ error: null, result: { scored: 2 * places, folds: 3 } })
  const { rows } = await client.call('browse.captions', { project, start: 0, count: 500 })
  const colour = new Map(rows.map(({ id, agreement }) => [id, agreement?.colour ?? Number.NaN]))
  const mean = (wanted: boolean): number => {
    const of = Array.from({ length: places }, (_, i) => i + 1).filter((place) => isWrong(place) === wanted).map((place) => colour.get(2 * place) ?? Number.NaN)
    return of.reduce((sum, one) => sum + one, 0) / of.length
  }
  expect(mean(true)).toBeLessThan(mean(false) - 20)
  for (const caption of [1, 14, 33]) {
    const stored = rows.find(({ id }) => id === caption)
    expect((await live(caption, stored?.text ?? '')).agreement).toEqual(stored?.agreement)
  }
  expect((await live(14, madeText(7))).agreement?.colour).toBeGreaterThan((await live(14, wrongText(7))).agreement?.colour ?? 100)
  expect((await client.call('planet.state', { project })).agreement).toMatchObject({ scored: 2 * places, stale: 8, total: 2 * places + 8, options: { base: 'states' } })
})

test('new captions are scored on the same base; without it there is nothing to score by', { timeout: 60_000 }, async () => {
  await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption: 14, verdict: 'edited', text: madeText(7) })
  expect((await client.call('planet.state', { project })).agreement).toMatchObject({ scored: 2 * places - 1, stale: 9 })
  expect((await score({ onlyStale: true })).result).toMatchObject({ scored: 1, onlyStale: true })
  await client.call('encoders.remove', { project, name: 'states' })
  expect(await live(14, madeText(7))).toMatchObject({ agreement: null, missing: 'not-scored' })
  expect((await score({ onlyStale: true })).error).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('states') as string })
})

test('an encoder that gives no token states, or that is not there, is refused with what to do', { timeout: 60_000 }, async () => {
  expect((await score({ base: 'stateless' })).error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(/no token states/) as string })
  expect((await score({ base: 'nobody' })).error).toMatchObject({ code: 'NOT_FOUND', hint: expect.stringMatching(/without a base/) as string })
})
