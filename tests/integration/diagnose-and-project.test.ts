import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Random } from '#engine/sample/random.ts'
import type { ProjectionSummary } from '#shared/contracts/projections.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { encoderName, jobEnd, retrievalProject, type MadePlace, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const dimensions = 8
const places = 240
const random = new Random('diagnosed project')
const noise = (size: number): number[] => Array.from({ length: dimensions }, () => size * (random.unit() - 0.5))
const centre = (region: number): number[] => Array.from({ length: dimensions }, (_, i) => (i === region ? 3 : 0))

/** Three regions, a ball of vectors each. The first tile lies in the middle of all: a hub. Two tiles are the same. */
const made: MadePlace[] = Array.from({ length: places }, (_, n) => {
  const region = n % 3
  const own = centre(region).map((value, i) => value + noise(1.5)[i]!)
  const tile = n === 0 ? Array.from({ length: dimensions }, (_, i) => (i < 3 ? 1 : 0.2)) : n === 2 ? [1, 2, 3, 4, 5, 6, 7, 8] : n === 5 ? [1, 2, 3, 4, 5, 6, 7, 8] : own
  return { region: `region ${region}`, lat: n / 10, lon: region, tiles: [tile], captions: [own.map((value, i) => value + noise(0.6)[i]!)] }
})

let project: RetrievalProject
let run: RunSummary
beforeAll(async () => {
  project = await retrievalProject(folder, 'diagnosed', made)
  run = await project.evaluate()
})
afterAll(() => project.close())

const call: RetrievalProject['client']['call'] = (...words) => project.client.call(...words)
const job = async (id: string) => jobEnd(project.client, project.project, id)

describe('diagnosis', () => {
  it('counts what the rankings say, keeps it, and measures the vectors', async () => {
    expect(await call('diagnosis.get', { project: project.project, run: run.run })).toBeNull()
    const { job: id } = await call('diagnosis.start', { project: project.project, run: run.run })
    expect(await job(id)).toMatchObject({ state: 'done', result: { run: run.run } })
    const found = await call('diagnosis.get', { project: project.project, run: run.run })
    const diagnosis = found!.diagnosis
    expect(diagnosis).toMatchObject({ queries: places, withoutEmbeddings: null })
    expect(diagnosis.right).toBeCloseTo(run.metrics['R@1']!, 12)

    // The same counts from the rankings, one by one.
    const counts = new Map<string | null, number>()
    let [above, pairs] = [0, 0]
    const truths: number[] = []
    const impostors: number[] = []
    const { rows } = await call('runs.queries', { project: project.project, run: run.run, order: 'query', start: 0, count: places })
    for (const { query } of rows) {
      const { results, truth } = await call('runs.ranking', { project: project.project, run: run.run, query, k: 10 })
      for (const { viewUid } of results) counts.set(viewUid, (counts.get(viewUid) ?? 0) + 1)
      truths.push(truth!.score)
      impostors.push(results.find((result) => !result.truth)!.score)
    }
    for (const truth of truths) for (const impostor of impostors) [above, pairs] = [above + (truth > impostor ? 1 : truth === impostor ? 0.5 : 0), pairs + 1]
    expect(diagnosis.scores.area).toBeCloseTo(above / pairs, 9)
    const [, ten] = diagnosis.hubness
    expect(ten!.most).toBe(Math.max(...counts.values()))
    expect(ten!.never).toBe(places - counts.size)
    const [first] = ten!.hubs
    const document = found!.documents.find(({ document: of }) => of === first!.document)
    expect(counts.get(document!.uid)).toBe(ten!.most)
    expect(diagnosis.confidence.softmax.curve.at(-1)).toEqual({ coverage: 1, right: expect.closeTo(diagnosis.right, 9) })

    const [queries, documents] = diagnosis.embeddings!.sides
    expect([queries!.vectors, documents!.vectors]).toEqual([places, places])
    expect(documents!.exact).toEqual({ groups: 1, members: 2, largest: 2 })
    expect(documents!.near).toEqual({ groups: 1, members: 2, largest: 2, of: places })
    expect(queries!.exact.groups).toBe(0)
    const units = made.map(({ tiles }) => tiles[0]!.map((value) => value / Math.hypot(...tiles[0]!)))
    let [sum, n] = [0, 0]
    units.forEach((a, i) => units.forEach((b, j) => i !== j && ([sum, n] = [sum + a.reduce((dot, value, k) => dot + value * b[k]!, 0), n + 1])))
    expect(documents!.meanCosine).toBeCloseTo(sum / n, 5)
    expect(documents!.participation).toBeGreaterThan(1)
    expect(documents!.effectiveRank).toBeGreaterThanOrEqual(documents!.participation!)
    expect(documents!.effectiveRank).toBeLessThanOrEqual(dimensions)
    const mean = (of: number[][]): number[] => of[0]!.map((_, k) => of.reduce((total, row) => total + row[k]!, 0) / of.length)
    const texts = made.map(({ captions }) => captions![0]!.map((value) => value / Math.hypot(...captions![0]!)))
    expect(diagnosis.embeddings!.gap).toBeCloseTo(Math.hypot(...mean(texts).map((value, k) => value - mean(units)[k]!)), 5)
  })

  it('says why where a run has no vectors, and makes anew what cannot be read', async () => {
    const file = join(project.path, 'diagnosis', `${run.run}.json`)
    writeFileSync(file, '{"version":1')
    expect(await call('diagnosis.get', { project: project.project, run: run.run })).toBeNull()
    await expect(call('diagnosis.start', { project: project.project, run: '../project' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const trec = join(folder, 'other.trec')
    const { rows } = await call('runs.queries', { project: project.project, run: run.run, order: 'query', start: 0, count: 20 })
    writeFileSync(trec, rows.map(({ queryUid }, i) => [0, 1].map((rank) => `${queryUid} Q0 p${rank === 0 ? i : i + 1}/s0 ${rank + 1} ${1 - rank / 10} other`).join('\n')).join('\n'))
    const importing = await job((await call('runs.import', { project: project.project, import: { source: { kind: 'trec', file: trec }, name: 'other' } })).job)
    const imported = importing.result as unknown as RunSummary
    const { job: id } = await call('diagnosis.start', { project: project.project, run: imported.run })
    expect(await job(id)).toMatchObject({ state: 'done' })
    const other = await call('diagnosis.get', { project: project.project, run: imported.run })
    expect(other!.diagnosis).toMatchObject({ queries: 20, right: 1, embeddings: null, withoutEmbeddings: 'imported' })
  })

  it('leaves nothing when it is cancelled', async () => {
    const before = readdirSync(join(project.path, 'diagnosis'))
    const again = await project.evaluate({ name: 'again' })
    const { job: id } = await call('diagnosis.start', { project: project.project, run: again.run })
    await call('jobs.cancel', { project: project.project, job: id })
    expect((await job(id)).state).toBe('cancelled')
    expect(readdirSync(join(project.path, 'diagnosis'))).toEqual(before)
  })
})

describe('projections', () => {
  let summary: ProjectionSummary
  const options = { encoder: encoderName, captions: true, views: 'satellite' as const, limit: 400, epochs: 120 }
  const project_ = async (more: object = {}) => job((await call('projections.start', { project: project.project, options: { ...options, ...more } })).job)

  it('lays out both sides, keeps neighbours and the same picture for the same seed', async () => {
    const ended = await project_()
    expect(ended.state, ended.error?.message).toBe('done')
    summary = ended.result as unknown as ProjectionSummary
    expect(summary).toMatchObject({ points: 400, captions: 200, leftOut: 80, missing: 0, dimensions })
    // 15 of 399 are near by chance.
    expect(summary.kept.umap).toBeGreaterThan(0.3)
    expect(summary.explained[0]).toBeGreaterThan(summary.explained[1])
    const again = (await project_()).result as unknown as ProjectionSummary
    const points = await call('projections.points', { project: project.project, projection: summary.projection })
    const twin = await call('projections.points', { project: project.project, projection: again.projection })
    expect(twin.umap).toEqual(points.umap)
    expect(twin.pca).toEqual(points.pca)
    const other = (await project_({ seed: 2 })).result as unknown as ProjectionSummary
    expect((await call('projections.points', { project: project.project, projection: other.projection })).umap).not.toEqual(points.umap)
    expect((await call('projections.list', { project: project.project })).map(({ projection }) => projection)).toEqual([other.projection, again.projection, summary.projection])
  })

  it('colours points, tells what one is, and names them', async () => {
    const asked = { project: project.project, projection: summary.projection }
    const regions = await call('projections.colours', { ...asked, by: 'region' })
    expect([...regions.names!].sort()).toEqual(['region 0', 'region 1', 'region 2'])
    const { uids } = await call('projections.uids', asked)
    const values = integers(regions.values)
    uids.forEach((uid, i) => expect(regions.names![values[i]!]).toBe(`region ${Number(/^p(\d+)/.exec(uid)![1]) % 3}`))
    const ranks = integers((await call('projections.colours', { ...asked, by: 'rank', run: run.run })).values)
    const { rows } = await call('runs.queries', { project: project.project, run: run.run, order: 'query', start: 0, count: places })
    const rankOf = new Map(rows.map((row) => [row.queryUid, row.rank]))
    uids.forEach((uid, i) => expect(ranks[i]).toBe(uid.includes('/c') ? rankOf.get(uid) : -1))
    const point = await call('projections.point', { ...asked, index: 0, run: run.run })
    expect(point).toMatchObject({ side: 'caption', uid: uids[0], rank: rankOf.get(uids[0]!), text: expect.stringContaining('caption') })
    expect((await call('projections.point', { ...asked, index: 399 }))).toMatchObject({ side: 'view', uid: uids[399], rank: null })
    expect(await call('projections.point', { ...asked, index: 400 })).toBeNull()
  })

  it('selects the queries inside a ring in every view of the run, and lights what is selected elsewhere', async () => {
    const asked = { project: project.project, projection: summary.projection }
    const { pca, sides } = await call('projections.points', asked)
    const plane = new Float32Array(pca.slice().buffer)
    const right = Array.from(sides, (side, i) => side === 0 && plane[2 * i]! > 0).filter(Boolean).length
    const selection = { projected: { projection: `${summary.projection}:pca`, ring: [[0, -2], [2, -2], [2, 2], [0, 2]] as [number, number][] } }
    const counted = await call('analysis.count', { project: project.project, run: run.run, selection })
    expect(counted).toMatchObject({ all: places, sample: { queries: right } })
    const { selected } = await call('projections.colours', { ...asked, by: 'side', run: run.run, selection })
    expect(selected!.reduce((sum, one) => sum + one, 0)).toBe(right)
    selected!.forEach((one, i) => expect(one).toBe(sides[i] === 0 && plane[2 * i]! > 0 ? 1 : 0))
    await expect(call('analysis.count', { project: project.project, run: run.run, selection: { projected: { ...selection.projected, projection: '../../x' } } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('leaves nothing when it is cancelled or was killed, and is removed when asked', async () => {
    const root = join(project.path, 'projections')
    const before = readdirSync(root).sort()
    const { job: id } = await call('projections.start', { project: project.project, options: { ...options, epochs: 2000 } })
    for (let now = await call('jobs.get', { project: project.project, job: id }); now.progress?.phase !== 'laying out'; now = await call('jobs.get', { project: project.project, job: id })) expect(['queued', 'running']).toContain(now.state)
    // Its principal plane can be looked at while it goes on.
    const [making] = await call('projections.list', { project: project.project })
    expect(making!.kept.umap).toBeNull()
    expect((await call('projections.points', { project: project.project, projection: making!.projection })).umap).toBeNull()
    await call('jobs.cancel', { project: project.project, job: id })
    expect((await job(id)).state).toBe('cancelled')
    expect(readdirSync(root).sort()).toEqual(before)
    mkdirSync(join(root, 'p-0123456789ab.making'))
    const list = await call('projections.list', { project: project.project })
    expect(existsSync(join(root, 'p-0123456789ab.making'))).toBe(false)
    await call('projections.remove', { project: project.project, projection: summary.projection })
    expect(await call('projections.list', { project: project.project })).toHaveLength(list.length - 1)
    await expect(call('projections.points', { project: project.project, projection: summary.projection })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(readFileSync(join(project.path, 'project.sqlite')).length).toBeGreaterThan(0)
  })

  it('says what is missing', async () => {
    await expect(call('projections.start', { project: project.project, options: { encoder: encoderName, captions: false } })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect((await project_({ encoder: 'none' })).error).toMatchObject({ code: 'NOT_FOUND' })
    expect((await project_({ captions: false, views: 'drone' })).error).toMatchObject({ code: 'NO_EMBEDDINGS' })
  })
})

function integers(bytes: Uint8Array): Int32Array {
  return new Int32Array(bytes.slice().buffer)
}
