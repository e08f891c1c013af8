import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { databaseName } from '#engine/store/open-projects.ts'
import { jobEnd } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const resources = resolve(import.meta.dirname, '../../resources')
const path = join(temporaryFolder(), 'sample.planisphere')
let engine: Engine
let client: EngineClient
let project: string
let plain: RunSummary
let centred: RunSummary

beforeAll(async () => {
  engine = createEngine({ resources, checkOutputs: true })
  client = engine.client()
  const started = await client.call('samples.start', { path, options: { places: 60, seed: 3, images: true } })
  project = started.project
  expect((await jobEnd(client, project, started.job)).state).toBe('done')
  plain = await evaluate({})
  centred = await evaluate({ centered: true })
}, 240_000)
afterAll(() => engine.close())

async function evaluate(options: { centered?: boolean; gallery?: `nearest:${number}` }): Promise<RunSummary> {
  const { job } = await client.call('runs.evaluate', { project, options: { encoder: 'demo', ...options } })
  const ended = await jobEnd(client, project, job)
  expect(ended.error ?? null).toBeNull()
  return ended.result as unknown as RunSummary
}

type Order = 'query' | 'best' | 'worst' | 'error' | 'won' | 'lost'
const lists = (order: Order, more: object = {}): Promise<MethodOutput<'analysis.queries'>> => client.call('analysis.queries', { project, run: plain.run, other: centred.run, order, start: 0, count: 500, ...more })

describe('two runs beside each other', () => {
  test('the scatter, the list and the rankings of the store agree', async () => {
    const scatter = await client.call('analysis.scatter', { project, a: plain.run, b: centred.run, points: 5000 })
    const all = await lists('query')
    expect(all.total).toBe(plain.queries)
    expect(scatter.points).toHaveLength(plain.queries)
    const kept = await client.call('runs.queries', { project, run: plain.run, order: 'query', start: 0, count: 500 })
    expect(all.rows.map(({ otherRank: _, otherErrorM: __, ...row }) => row)).toEqual(kept.rows)
    const other = new Map((await client.call('runs.queries', { project, run: centred.run, order: 'query', start: 0, count: 500 })).rows.map((row) => [row.query, row]))
    for (const row of all.rows) expect({ rank: row.otherRank, error: row.otherErrorM }).toEqual({ rank: other.get(row.query)?.rank, error: other.get(row.query)?.errorM })
    const ranks = new Map(all.rows.map((row) => [row.query, row]))
    for (const point of scatter.points ?? []) expect({ a: point.a, b: point.b }).toEqual({ a: ranks.get(point.query)?.rank, b: ranks.get(point.query)?.otherRank })
    expect(scatter.wins + scatter.losses + scatter.ties).toBe(plain.queries)
  })

  test('a brushed rectangle is what the list holds, and the first of it won by the largest ratio', async () => {
    const selection = { ranks: [{ run: plain.run, from: 1, to: 3 }, { run: centred.run, from: 2, to: null }] }
    const won = await lists('won', { selection })
    expect(won.total).toBeGreaterThan(0)
    expect(won.total).toBeLessThan(plain.queries)
    for (const row of won.rows) expect(row.rank <= 3 && (row.otherRank ?? 0) >= 2).toBe(true)
    const ratios = won.rows.map((row) => row.rank / (row.otherRank ?? NaN))
    expect(ratios).toEqual([...ratios].sort((x, y) => x - y))
    const { wins, losses, ties } = await client.call('analysis.scatter', { project, a: plain.run, b: centred.run, selection })
    expect(wins + losses + ties).toBe(won.total)
    const at = 2
    expect((await lists('won', { selection, find: won.rows[at]?.query, start: 0, count: 0 })).at).toBe(at)
  })

  test('one run with itself gives its ranks; one without another has no wins', async () => {
    const own = await client.call('analysis.scatter', { project, a: plain.run, b: plain.run })
    expect(own.cells.every(([column, line]) => column === line)).toBe(true)
    expect(own.ties).toBe(plain.queries)
    await expect(client.call('analysis.queries', { project, run: plain.run, order: 'won', start: 0, count: 10 })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    await expect(client.call('analysis.scatter', { project, a: plain.run, b: centred.run, window: [5, 1, 1, 9] })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('the words that matter', () => {
  const words = (run: RunSummary, query: number, more: { start?: number; count?: number } = {}, signal?: AbortSignal): Promise<MethodOutput<'analysis.words'>> =>
    client.call('analysis.words', { project, run: run.run, query, ...more }, signal ? { signal } : {})
  const queryOf = async (): Promise<number> => (await lists('query')).rows[4]?.query ?? 0

  test('leaving a word out is embedding the text without it: score and rank', async () => {
    const query = await queryOf()
    const answer = await words(plain, query, { count: 64 })
    expect(answer.words.length).toBeGreaterThan(5)
    const read = answer.words.slice(0, Math.min(64, answer.read))
    expect(answer.effects.map(({ word }) => word)).toEqual(read.map((_, i) => i))
    expect(answer.score).toBeCloseTo(answer.keptScore, 3)
    const { truth } = await client.call('runs.ranking', { project, run: plain.run, query, k: 1 })
    expect(answer.rank).toBe(truth.rank)
    const tile = await client.call('browse.place', { project, place: truth.place })
    expect(tile.views.some(({ id }) => id === truth.view)).toBe(true)
    for (const [i, word] of read.entries()) {
      // Written apart from the engine's: the text's two sides, with one space where there were two.
      const without = `${answer.text.slice(0, word.from)}${answer.text.slice(word.to)}`.replace(/\s{2,}/g, ' ').trimStart()
      const found = await client.call('retrieval.search', { project, encoder: 'demo', query: { text: without }, k: 1000 })
      const own = found.results.find(({ view }) => view === truth.view)
      expect(own?.score ?? NaN, without).toBeCloseTo(answer.score + (answer.effects[i]?.score ?? NaN), 5)
      expect(own?.rank, without).toBe(truth.rank + (answer.effects[i]?.rank ?? NaN))
    }
    expect(answer.effects.some(({ score }) => Math.abs(score) > 1e-4)).toBe(true)
  })

  test('parts join to the whole; a centred run is centred as it was', async () => {
    const query = await queryOf()
    for (const run of [plain, centred]) {
      const whole = await words(run, query, { count: 64 })
      const first = await words(run, query, { start: 0, count: 3 })
      const second = await words(run, query, { start: 3, count: 61 })
      expect([...first.effects, ...second.effects].map(({ word }) => word)).toEqual(whole.effects.map(({ word }) => word))
      for (const [i, effect] of [...first.effects, ...second.effects].entries()) expect(effect.score).toBeCloseTo(whole.effects[i]?.score ?? NaN, 5)
      expect(whole.score).toBeCloseTo(whole.keptScore, 4)
      expect(whole.rank).toBe((await client.call('runs.ranking', { project, run: run.run, query, k: 1 })).truth.rank)
    }
    expect((await words(plain, query)).score).not.toBeCloseTo((await words(centred, query)).score, 2)
  })

  test('in a gallery of the nearest tiles, the rank is that among those tiles', async () => {
    const nearest = await evaluate({ gallery: 'nearest:12' })
    const query = await queryOf()
    const answer = await words(nearest, query, { count: 12 })
    const { results, truth } = await client.call('runs.ranking', { project, run: nearest.run, query, k: 1000 })
    expect(results).toHaveLength(12)
    expect(answer.rank).toBe(truth.rank)
    const tiles = new Set(results.map(({ document }) => document))
    for (const { word, rank } of answer.effects) {
      const { from, to } = answer.words[word] ?? { from: 0, to: 0 }
      const without = `${answer.text.slice(0, from)}${answer.text.slice(to)}`.replace(/\s{2,}/g, ' ').trimStart()
      const found = await client.call('retrieval.search', { project, encoder: 'demo', query: { text: without }, k: 1000 })
      const among = found.results.filter(({ view }) => tiles.has(view)).findIndex(({ view }) => view === truth.view)
      expect(truth.rank + (rank ?? NaN), without).toBe(among + 1)
    }
    expect(answer.effects.some(({ rank }) => rank !== 0) || truth.rank === 1).toBe(true)
  })

  test('words behind the last token that the encoder reads have no effect and are not asked', async () => {
    const query = await queryOf()
    const before = await words(plain, query)
    const text = `${before.text} ${Array.from({ length: 60 }, () => 'beyond the red road').join(' ')}`
    await client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now(), caption: query, verdict: 'edited', text })
    const { cutAt } = await client.call('encoders.tokens', { project, name: 'demo', text })
    expect(cutAt).not.toBeNull()
    const answer = await words(plain, query, { start: 0, count: 64 })
    expect(answer.text).toBe(text)
    expect(answer.read).toBeLessThan(answer.words.length)
    expect(answer.words[answer.read]?.from).toBeGreaterThan(cutAt ?? 0)
    expect((await words(plain, query, { start: answer.read, count: 8 })).effects).toEqual([])
    // Its last word, left out, changes nothing: the encoder never saw it.
    const [whole, without] = await Promise.all([text, text.slice(0, text.lastIndexOf(' '))].map((of) => client.call('retrieval.search', { project, encoder: 'demo', query: { text: of }, k: 5 })))
    expect(without?.results.map(({ view, score }) => [view, score])).toEqual(whole?.results.map(({ view, score }) => [view, score]))
    await client.call('review.undo', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: Date.now() })
  })

  test('what is cancelled ends; an encoder that is gone or changed is named', async () => {
    const query = await queryOf()
    const abort = new AbortController()
    const asking = words(plain, query, { count: 64 }, abort.signal)
    abort.abort()
    await expect(asking).rejects.toMatchObject({ code: 'CANCELLED' })
    const change = (sql: string): void => {
      const db = new Database(join(path, databaseName))
      db.exec(sql)
      db.close()
    }
    change(`UPDATE encoders SET hash = '${'0'.repeat(64)}' WHERE name = 'demo'`)
    await expect(words(plain, query)).rejects.toMatchObject({ code: 'CONFLICT' })
    change(`UPDATE encoders SET hash = '${plain.protocol.encoderHash}', name = 'other' WHERE name = 'demo'`)
    await expect(words(plain, query)).rejects.toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('demo') as string })
    change("UPDATE encoders SET name = 'demo' WHERE name = 'other'")
    await expect(words(plain, 999_999)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
