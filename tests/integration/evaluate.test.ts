import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { scoreTrecFiles as score } from '#engine/evaluation/score-trec.ts'
import { RunSummary } from '#shared/domain/run.ts'
import { referenceScores } from '../support/reference-scorer.ts'
import { encoderName, jobEnd, retrievalProject, type MadePlace, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const opened: RetrievalProject[] = []
let made = 0

async function project(places: readonly MadePlace[]): Promise<RetrievalProject> {
  const one = await retrievalProject(folder, `p${made++}`, places)
  opened.push(one)
  return one
}
afterAll(async () => {
  for (const one of opened) await one.close()
})

/** Vectors of a few small whole numbers: equal scores are common. */
function coarse(seed: number, dimensions = 3): number[] {
  let state = seed * 2654435761
  return Array.from({ length: dimensions }, (_, i) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return ((state >> 16) % 3) - 1 + (i === 0 ? 0.5 : 0)
  })
}

describe('evaluation', () => {
  test('an encoder that a run is being made with is not removed from under it', async () => {
    const { client, project: handle } = await project(Array.from({ length: 200 }, (_, i) => ({ tiles: [coarse(i)], captions: [coarse(i + 1), coarse(i + 7)] })))
    const { job } = await client.call('runs.evaluate', { project: handle, options: { encoder: encoderName } })
    await expect(client.call('encoders.remove', { project: handle, name: encoderName })).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await jobEnd(client, handle, job)).state).toBe('done')
  })

  test('with heavy ties agrees with a slow scorer of its own TREC export', async () => {
    const places = Array.from({ length: 150 }, (_, i) => ({
      lat: (i % 15) * 0.001,
      lon: Math.floor(i / 15) * 0.001,
      tiles: i % 10 === 0 ? [coarse(i), coarse(i + 1000)] : [coarse(i)],
      captions: [coarse(i + 1), coarse(i + 7)],
      // White space, percent signs and letters beyond ASCII in uids must not change the order of ties.
      tileUids: [`tile ${i % 7}%é${i}`, `\u{1F30D}${i}`]
    }))
    const { client, project: handle, evaluate } = await project(places)
    const run = await evaluate()
    expect(run).toMatchObject({ queries: 300, gallery: 165, locatedQueries: 300, origin: 'evaluated' })
    const out = join(folder, 'trec')
    const exported = await client.call('runs.export', { project: handle, run: run.run, format: 'trec', out, depth: 'full' })
    expect(exported).toMatchObject({ queries: 300, rows: 300 * 165 })
    const reference = referenceScores(readFileSync(join(out, 'run.trec'), 'utf8'), readFileSync(join(out, 'qrels.trec'), 'utf8'))
    expect(reference.queries).toBe(300)
    for (const k of [1, 5, 10, 50, 100]) {
      expect(run.metrics[`R@${k}`]).toBeCloseTo(reference.R(k), 12)
      expect(run.metrics[`recall@${k}`]).toBeCloseTo(reference.recall(k), 12)
    }
    expect(run.metrics['MRR']).toBeCloseTo(reference.mrr, 12)
    expect(run.metrics['nDCG@10']).toBeCloseTo(reference.ndcg(10), 12)
    expect(run.metrics['medianRank']).toBe(reference.medianRank)
    const scored = await score({ run: join(out, 'run.trec'), qrels: join(out, 'qrels.trec') })
    expect(scored.overall['R@1']).toBeCloseTo(run.metrics['R@1'] ?? -1, 12)
    expect(scored.overall['MRR']).toBeCloseTo(run.metrics['MRR'] ?? -1, 12)
    expect(scored.overall['nDCG@10']).toBeCloseTo(run.metrics['nDCG@10'] ?? -1, 12)
    // Ties decide here: the bounds must lie apart, and ours between them.
    const [low, mid, high] = [run.metrics['R@1 pessimistic'] ?? 0, run.metrics['R@1'] ?? 0, run.metrics['R@1 optimistic'] ?? 0]
    expect(low).toBeLessThan(high)
    expect(mid).toBeGreaterThanOrEqual(low)
    expect(mid).toBeLessThanOrEqual(high)

    const { job } = await client.call('runs.import', { project: handle, import: { source: { kind: 'trec', file: join(out, 'run.trec'), qrels: join(out, 'qrels.trec') }, name: 'again' } })
    const imported = RunSummary.parse((await jobEnd(client, handle, job)).result)
    expect(imported.metrics).toEqual(run.metrics)
    const compared = await client.call('runs.compare', { project: handle, runs: [run.run, imported.run] })
    expect(compared.protocolDifferences).toEqual([])
  })

  test('rankings deeper than those that are kept are computed again, also of a run over a filter', async () => {
    const places = Array.from({ length: 1010 }, (_, i) => ({ region: i < 5 ? 'Lagos' : 'Oslo', tiles: [coarse(i)], captions: [coarse(i + 1)] }))
    const { client, project: handle, evaluate } = await project(places)
    const run = await evaluate({ where: 'region:Lagos' })
    expect(run).toMatchObject({ queries: 5, gallery: 1010, protocol: { where: 'region:Lagos' } })
    const out = join(folder, 'deep')
    expect(await client.call('runs.export', { project: handle, run: run.run, format: 'trec', out, depth: 'full' })).toMatchObject({ queries: 5, rows: 5 * 1010 })
    const reference = referenceScores(readFileSync(join(out, 'run.trec'), 'utf8'), readFileSync(join(out, 'qrels.trec'), 'utf8'))
    expect(reference.mrr).toBeCloseTo(run.metrics['MRR'] ?? -1, 12)
  })

  test('a constant model is as good as the tie rule makes it: one place in a hundred, not all', async () => {
    const { evaluate } = await project(Array.from({ length: 100 }, () => ({ tiles: [[1, 2, 3, 4]], captions: [[1, 1, 1, 1]] })))
    const run = await evaluate()
    expect(run.metrics['R@1']).toBe(0.01)
    expect(run.metrics['R@1 optimistic']).toBe(1)
    expect(run.metrics['R@1 pessimistic']).toBe(0)
    expect(run.metrics['medianRank']).toBe(50.5)
    expect(run.metrics['L@50']).toBeNull()
    expect(run.locatedQueries).toBe(0)
  })

  test('what has no vector, or a vector without direction, is left out and counted', async () => {
    const { evaluate } = await project([
      { tiles: [[1, 0]], captions: [[1, 0.1], null, [0, 0]] },
      { tiles: [[0, 1]], captions: [[0.1, 1]] },
      { tiles: [null], captions: [[1, 1]] },
      { tiles: [[0, 0]], captions: [[1, 1]] },
      { tiles: [], captions: [[1, 1]] }
    ])
    const run = await evaluate()
    expect(run).toMatchObject({ queries: 2, gallery: 2, protocol: { galleryMissing: 2, queriesMissing: 2, queriesWithoutTruth: 3 } })
    expect(run.metrics['R@1']).toBe(1)
  })

  test('distances count only where both ends are located', async () => {
    const { evaluate, client, project: handle } = await project([
      { lat: 0, lon: 0, tiles: [[1, 0, 0]], captions: [[0, 1, 0.1]] }, // answered by the place beside it: 111.19 m off
      { lat: 0, lon: 0.001, tiles: [[0, 1, 0]], captions: [[0, 1, 0]] },
      { tiles: [[0, 0, 1]], captions: [[0, 0, 1]] }
    ])
    const run = await evaluate()
    expect(run).toMatchObject({ queries: 3, locatedQueries: 2 })
    expect(run.metrics['L@50']).toBe(0.5)
    expect(run.metrics['L@100']).toBe(0.5)
    expect(run.metrics['L@150']).toBe(1)
    expect(run.metrics['medianErrorM']).toBeCloseTo(55.6, 0)
    const worst = await client.call('runs.queries', { project: handle, run: run.run, order: 'worst', start: 0, count: 1 })
    expect(worst.total).toBe(3)
    expect(worst.rows[0]).toMatchObject({ queryUid: 'p0/c0', placeUid: 'p0', label: 'caption 0 of p0' })
    const ranking = await client.call('runs.ranking', { project: handle, run: run.run, query: worst.rows[0]?.query ?? 0, k: 2 })
    expect(ranking.results.map((row) => [row.rank, row.viewUid, row.truth])).toEqual([[1, 'p1/s0', false], [2, 'p2/s0', false]])
    expect(ranking.truth).toMatchObject({ viewUid: 'p0/s0', rank: worst.rows[0]?.rank, distanceM: 0 })
    expect(ranking.results[0]?.distanceM).toBeCloseTo(111.19, 1)
  })

  test('galleries: all, the region, the nearest; and one split', async () => {
    const places: MadePlace[] = Array.from({ length: 40 }, (_, i) => ({
      lat: Math.floor(i / 10) * 10,
      lon: (i % 10) * 0.01,
      region: i < 38 ? `r${Math.floor(i / 10)}` : null,
      split: i % 2 === 0 ? ('test' as const) : ('train' as const),
      tiles: [[Math.cos(i), Math.sin(i), 0.2]],
      captions: [[Math.cos(i + 0.3), Math.sin(i + 0.3), 0.2]]
    }))
    const { evaluate, client, project: handle } = await project(places)
    const ranks = async (options: Parameters<typeof evaluate>[0]): Promise<Map<string, number>> => {
      const run = await evaluate(options)
      const { rows } = await client.call('runs.queries', { project: handle, run: run.run, start: 0, count: 100 })
      return new Map(rows.map((row) => [row.queryUid, row.rank]))
    }
    /** The rank by hand: how many of the gallery score at least as the truth does (no ties here). */
    const byHand = (i: number, others: number[]): number => {
      const dot = (a: readonly number[] | null | undefined, b: readonly number[] | null | undefined): number => (a ?? []).reduce((sum, x, d) => sum + x * (b?.[d] ?? 0), 0)
      const own = dot(places[i]?.captions?.[0], places[i]?.tiles[0])
      return 1 + others.filter((j) => j !== i && dot(places[i]?.captions?.[0], places[j]?.tiles[0]) > own).length
    }
    const everyone = places.map((_, i) => i)
    expect([...(await ranks({}))]).toEqual(everyone.map((i) => [`p${i}/c0`, byHand(i, everyone)]))
    expect([...(await ranks({ gallery: 'region' }))]).toEqual(everyone.filter((i) => i < 38).map((i) => [`p${i}/c0`, byHand(i, everyone.filter((j) => j < 38 && Math.floor(j / 10) === Math.floor(i / 10)))]))
    const nearest = (i: number): number[] => [...everyone].sort((a, b) => Math.abs(Math.floor(a / 10) - Math.floor(i / 10)) - Math.abs(Math.floor(b / 10) - Math.floor(i / 10)) || Math.abs((a % 10) - (i % 10)) - Math.abs((b % 10) - (i % 10)) || a - b).slice(0, 3)
    // Of two places equally near, document order decides: the end of a row has no such pair.
    const rankNearest = await ranks({ gallery: 'nearest:3' })
    for (const i of [0, 9, 10, 19]) expect([i, rankNearest.get(`p${i}/c0`)]).toEqual([i, byHand(i, nearest(i))])
    const test = everyone.filter((i) => i % 2 === 0)
    expect([...(await ranks({ split: 'test' }))]).toEqual(test.map((i) => [`p${i}/c0`, byHand(i, test)]))
  })

  test('centring takes each side’s own mean away', async () => {
    const places = Array.from({ length: 30 }, (_, i) => ({ tiles: [[100 + Math.cos(i), 50 + Math.sin(i)]], drones: [[-20 + Math.cos(i), 7 + Math.sin(i)]] }))
    const { evaluate } = await project(places)
    const [raw, centred] = [await evaluate({ queries: 'drone' }), await evaluate({ queries: 'drone', centered: true })]
    expect(raw.metrics['R@1']).toBeLessThan(0.2)
    expect(centred.metrics['R@1']).toBe(1)
    expect(centred.protocol).toMatchObject({ centered: true, queries: 'drone', encoder: 'made', provider: 'cpu' })
  })

  test('a gallery of one', async () => {
    const { evaluate } = await project([{ tiles: [[1, 2, 3]], captions: [[-1, -2, -3]] }])
    expect((await evaluate()).metrics).toMatchObject({ 'R@1': 1, 'R@1%': 1, MRR: 1, 'nDCG@10': 1, medianRank: 1 })
  })

  test('says what is missing', async () => {
    const { evaluate } = await project([{ tiles: [[1, 0]], captions: [[1, 0]] }])
    await expect(evaluate({ encoder: 'other' })).rejects.toMatchObject({ code: 'NOT_FOUND', hint: expect.stringContaining('made') as string })
    await expect(evaluate({ queries: 'street' })).rejects.toMatchObject({ code: 'NO_TRUTH' })
    await expect(evaluate({ gallery: 'region' })).rejects.toMatchObject({ code: 'NO_TRUTH' })
    await expect(evaluate({ gallery: 'nearest:5' })).rejects.toMatchObject({ code: 'NO_TRUTH' })
    const { evaluate: bare } = await project([{ tiles: [[1, 0]], captions: [null] }])
    await expect(bare()).rejects.toMatchObject({ code: 'NO_EMBEDDINGS' })
    const { evaluate: tileless } = await project([{ tiles: [null], captions: [[1, 0]] }])
    await expect(tileless()).rejects.toMatchObject({ code: 'NO_EMBEDDINGS' })
  })
})
