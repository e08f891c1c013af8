import { existsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ScoreOptions, signatureKinds, type Agreement } from '#shared/domain/planet.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { scoreRunner } from '#engine/planet/agreement/score-job.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { fillScoredProject, madeSpec, madeText, wrongText } from '../support/scored-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const engines: Engine[] = []
afterAll(async () => {
  for (const engine of engines) await engine.close()
})

/** An engine whose miner finds the signatures as they were made. */
function startEngine(): { engine: Engine; client: EngineClient } {
  const engine = createEngine({ resources: folder, checkOutputs: true })
  engine.context.jobs.register(scoreRunner({ resources: folder, mine: () => Promise.resolve(madeSpec) }))
  engines.push(engine)
  return { engine, client: engine.client() }
}

async function makeProject(client: EngineClient, name: string, regions: number, wrong?: (place: number) => boolean): Promise<{ project: string; path: string; places: number }> {
  const path = join(folder, `${name}.planisphere`)
  const { project } = await client.call('projects.create', { path })
  await client.call('projects.close', { project })
  const places = await fillScoredProject(path, { regions, ...(wrong ? { wrong } : {}) })
  return { ...(await client.call('projects.open', { path })), path, places }
}

const options = (more: Partial<ScoreOptions> = {}): ScoreOptions => ScoreOptions.parse({ folds: 3, steps: 60, batch: 32, threads: 1, comparisons: 50, ...more })
async function score(client: EngineClient, project: string, more: Partial<ScoreOptions> = {}) {
  const { job } = await client.call('planet.score', { project, options: options(more) })
  return jobEnd(client, project, job)
}
async function scores(client: EngineClient, project: string): Promise<Map<number, Agreement | null>> {
  const { rows } = await client.call('browse.captions', { project, start: 0, count: 500 })
  return new Map(rows.map(({ id, agreement }) => [id, agreement]))
}
const edit = (client: EngineClient, project: string, caption: number, text: string, annotator = 'Ana') =>
  client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator, at: Date.now(), caption, verdict: 'edited', text })

describe('a scored project', () => {
  let client: EngineClient
  let project: string
  let path: string
  let places: number
  const isWrong = (place: number): boolean => place % 7 === 0
  beforeAll(async () => {
    client = startEngine().client
    ;({ project, path, places } = await makeProject(client, 'scored', 20, isWrong))
    expect((await client.call('planet.agreement', { project, caption: 1, text: 'red', annotator: 'Ana' })).missing).toBe('not-scored')
    const ended = await score(client, project)
    expect(ended.error).toBeNull()
    // Two captions each of a place without a region, without a tile, without a signature, and with no split, where no other tile is.
    expect(ended.result).toEqual({ scored: 2 * places, unscored: { noRegion: 2, noTile: 2, noSignature: 2, alone: 2 }, folds: 3, onlyStale: false })
  }, 120_000)

  test('low agreement finds the captions that are wrong, in regions that the heads were not trained on', async () => {
    const found = await scores(client, project)
    const of = (wanted: boolean): number[] => Array.from({ length: places }, (_, i) => i + 1).filter((place) => isWrong(place) === wanted).map((place) => found.get(2 * place)?.colour ?? Number.NaN)
    const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length
    expect(mean(of(true))).toBeLessThan(mean(of(false)) - 25)
    for (const agreement of found.values()) for (const kind of signatureKinds) if (agreement) expect(agreement[kind]).toSatisfy((n: number) => n >= 0 && n <= 100)
    expect([...found].filter(([, agreement]) => agreement === null).map(([id]) => id)).toEqual([2 * places + 1, 2 * places + 2, 2 * places + 3, 2 * places + 4, 2 * places + 5, 2 * places + 6, 2 * places + 7, 2 * places + 8])
  })

  test('the report tells so, by the truth of a file; every order is of the same captions', async () => {
    const truth = join(folder, 'truth.jsonl')
    const lines = Array.from({ length: places }, (_, i) => i + 1).filter(isWrong).map((place) => JSON.stringify({ caption: `c${2 * place}`, kind: 'colour', wrong: 'x' }))
    writeFileSync(truth, `${lines.join('\n')}\n`)
    const report = await client.call('planet.agreementReport', { project, truth })
    expect(report).toMatchObject({ captions: 2 * places, wrong: lines.length, encoder: null })
    const [colour] = report.rows
    expect(colour?.orders.map(({ order }) => order)).toEqual(['agreement', 'random'])
    expect(colour?.orders[0]?.auc.value).toBeGreaterThan(0.8)
    expect(colour?.orders[0]?.auc.low).toBeGreaterThan(colour?.orders[1]?.auc.value ?? 1)
    await expect(client.call('planet.agreementReport', { project })).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('ground-truth.jsonl') as string })
    await expect(client.call('planet.agreementReport', { project, truth, encoder: 'demo' })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  test.each([
    ['{"caption": "c1", "kind": "colour"}\n{"caption": "c3"}\n', 2, /kind/],
    ['\n\nno json\n', 3, /JSON/],
    ['{"kind": "colour"}', 1, /caption/],
    ['{"caption": "c1", "kind": "smell"}', 1, /colour, structure or texture/],
    ['{"caption": "c1", "kind": "color"}\n{"caption": "c9999", "kind": "texture"}', 2, /c9999/]
  ])('what is wrong in a truth file is said with file and line: %j', async (text, line, message) => {
    const truth = join(folder, 'bad-truth.jsonl')
    writeFileSync(truth, text)
    await expect(client.call('planet.agreementReport', { project, truth })).rejects.toMatchObject({ code: 'BAD_ROW', message: expect.stringMatching(message) as string, place: { file: truth, line } })
  })

  test('a text in the editor has exactly the agreement that is stored for the same text', async () => {
    const stored = await scores(client, project)
    for (const caption of [1, 2, 14, 77, 2 * places]) {
      const place = Math.ceil(caption / 2)
      const text = caption % 2 === 0 && isWrong(place) ? wrongText(place) : caption % 2 === 0 ? `${madeText(place)}, as far as one sees` : madeText(place)
      const live = await client.call('planet.agreement', { project, caption, text: `  ${text} `, annotator: 'Ana' })
      expect(live.agreement, `caption ${caption}`).toEqual(stored.get(caption))
      expect(live.before).toEqual(stored.get(caption))
      expect(live).toMatchObject({ missing: null, comparisons: expect.any(Number) as number })
      for (const kind of signatureKinds) expect(live.bins?.[kind].reduce((sum, n) => sum + n, 0)).toBe(live.comparisons)
    }
  })

  test('the editor sees at once what a correction does', async () => {
    const live = await client.call('planet.agreement', { project, caption: 14, text: madeText(7), annotator: 'Ana' })
    expect(live.agreement?.colour).toBeGreaterThan((live.before?.colour ?? 100) + 20)
    // What the heads have no word for is a text like any other.
    const unknown = await client.call('planet.agreement', { project, caption: 14, text: 'Xyzzy plugh 氷', annotator: 'Ana' })
    expect(unknown.missing).toBeNull()
    for (const kind of signatureKinds) expect(unknown.agreement?.[kind]).toSatisfy((n: number) => n >= 0 && n <= 100)
  })

  test.each<[string, number, string]>([
    ['region', 1, 'no-region'],
    ['tile', 2, 'no-tile'],
    ['signature', 3, 'no-signature'],
    ['other tile', 4, 'not-scored']
  ])('a place without a %s says so', async (_what, after, missing) => {
    expect(await client.call('planet.agreement', { project, caption: 2 * (places + after), text: 'red roofs', annotator: 'Ana' })).toMatchObject({ agreement: null, before: null, missing, own: null, bins: null })
  })

  test('calls that were given up end at once, and the next is answered', async () => {
    const abort = new AbortController()
    const calls = ['red', 'green', 'blue'].map((text) => client.call('planet.agreement', { project, caption: 3, text, annotator: 'Ana' }, { signal: abort.signal }))
    abort.abort()
    for (const call of calls) await expect(call).rejects.toMatchObject({ code: 'CANCELLED' })
    expect((await client.call('planet.agreement', { project, caption: 3, text: madeText(2), annotator: 'Ana' })).missing).toBeNull()
  })

  test('an edit has no score until new and edited captions are scored, by the same heads', async () => {
    const before = await scores(client, project)
    await edit(client, project, 14, madeText(7))
    expect((await scores(client, project)).get(14)).toBeNull()
    const live = await client.call('planet.agreement', { project, caption: 14, text: madeText(7), annotator: 'Ana' })
    const heads = statSync(join(path, 'planet', 'agreement', 'agreement.json')).mtimeMs
    expect((await score(client, project, { onlyStale: true })).result).toMatchObject({ scored: 1, folds: 3, onlyStale: true })
    expect(statSync(join(path, 'planet', 'agreement', 'agreement.json')).mtimeMs).toBe(heads)
    const after = await scores(client, project)
    expect(after.get(14)).toEqual(live.agreement)
    for (const [caption, agreement] of before) if (caption !== 14) expect(after.get(caption)).toEqual(agreement)
    const listed = await client.call('browse.captions', { project, filter: { query: 'agreement<30' }, order: 'agreement', start: 0, count: 500 })
    const least = ({ colour, structure, texture }: Agreement): number => Math.min(colour, structure, texture)
    expect(listed.rows.map(({ id }) => id)).toEqual([...after].filter(([, a]) => a !== null && least(a) < 30).sort(([i, a], [j, b]) => least(a as Agreement) - least(b as Agreement) || i - j).map(([id]) => id))
  })

  test('one who reviews blind is told of the text that she sees, and of no other', async () => {
    const caption = 41
    const stored = (await scores(client, project)).get(caption)
    await client.call('review.gold', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption, answer: { verdict: 'edited', text: wrongText(21) } })
    await edit(client, project, caption, wrongText(21), 'Ana')
    await score(client, project, { onlyStale: true })
    const text = madeText(21)
    const blind = await client.call('planet.agreement', { project, caption, text, annotator: 'Ben' })
    expect(blind.agreement).toEqual(stored)
    expect(blind.before).toEqual(stored)
    const seeing = await client.call('planet.agreement', { project, caption, text, annotator: 'Ana' })
    expect(seeing.agreement).toEqual(stored)
    expect(seeing.before).not.toEqual(stored)
  })
})

test('broken off while it trains and while it scores, it goes on there and ends with the scores of an undisturbed one', { timeout: 180_000 }, async () => {
  const first = startEngine()
  const { project, path } = await makeProject(first.client, 'resumed', 20)
  const until = async (client: EngineClient, job: string, phase: RegExp): Promise<void> => {
    for (;;) {
      const now = await client.call('jobs.get', { project, job })
      if (phase.test(now.progress?.phase ?? '') || !['queued', 'running'].includes(now.state)) break
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  }
  const { job } = await first.client.call('planet.score', { project, options: options() })
  await until(first.client, job, /heads 2 of 3/)
  await first.engine.close()
  const heads = join(path, 'planet', 'agreement', job)
  const fold0 = statSync(join(heads, 'fold-0', 'text.onnx'))

  // What an engine that died leaves is half a folder beside the whole ones.
  const second = startEngine()
  await second.client.call('projects.open', { path })
  expect((await second.client.call('jobs.get', { project, job })).state).toBe('interrupted')
  expect(await second.client.call('planet.agreement', { project, caption: 1, text: 'red', annotator: 'Ana' })).toMatchObject({ missing: 'not-scored' })
  await second.client.call('jobs.resume', { project, job })
  await until(second.client, job, /Scoring|heads 3 of 3/)
  await second.client.call('jobs.pause', { project, job })
  await jobEnd(second.client, project, job)
  await second.client.call('jobs.resume', { project, job })
  expect(await jobEnd(second.client, project, job)).toMatchObject({ state: 'done', result: { scored: 240, folds: 3 } })
  expect(statSync(join(heads, 'fold-0', 'text.onnx')).mtimeMs).toBe(fold0.mtimeMs)
  const resumed = await scores(second.client, project)

  // The same seed, folds and threads: the same heads, and scores.
  expect((await score(second.client, project)).state).toBe('done')
  expect(await scores(second.client, project)).toEqual(resumed)
  expect(existsSync(heads)).toBe(false)
})

test('a scoring that is cancelled before it has heads leaves the scores there were', { timeout: 120_000 }, async () => {
  const { client } = startEngine()
  const { project } = await makeProject(client, 'cancelled', 8)
  expect((await score(client, project, { folds: 2, steps: 10 })).state).toBe('done')
  const before = await scores(client, project)
  const { job } = await client.call('planet.score', { project, options: options({ folds: 2, steps: 100_000 }) })
  for (;;) {
    const { progress } = await client.call('jobs.get', { project, job })
    if (/heads/.test(progress?.phase ?? '') && (progress?.done ?? 0) > 2) break
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await client.call('jobs.cancel', { project, job })
  expect((await jobEnd(client, project, job)).state).toBe('cancelled')
  expect(await scores(client, project)).toEqual(before)
})

test('one region is refused with what to do, and so is a project without places', async () => {
  const { client } = startEngine()
  const one = await makeProject(client, 'one-region', 1)
  expect((await score(client, one.project)).error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(/only one region/) as string, hint: expect.stringMatching(/two are the least/) as string })
  expect((await scores(client, one.project)).get(1)).toBeNull()

  const { project } = await client.call('projects.create', { path: join(folder, 'empty.planisphere') })
  expect((await score(client, project)).error).toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(/no region has/) as string })
  expect((await score(client, project, { onlyStale: true })).error?.code).toBe('UNSUPPORTED')
})

test('rejected captions are scored, but nothing is learned from them; hidden answers are not learned', async () => {
  const { client, engine } = startEngine()
  const { project } = await makeProject(client, 'learned', 2)
  await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption: 1, verdict: 'rejected' })
  await edit(client, project, 3, 'An edit that everyone may see')
  await client.call('review.gold', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption: 5, answer: { verdict: 'edited', text: 'The answer' } })
  await edit(client, project, 5, 'The answer')
  const texts = await engine.context.project(project).store.read('agreement.trainingTexts', { places: [1, 2, 3] })
  expect(texts.map(({ text }) => text)).toEqual([`${madeText(1)}, as far as one sees`, 'An edit that everyone may see', `${madeText(2)}, as far as one sees`, madeText(3), `${madeText(3)}, as far as one sees`])
})
