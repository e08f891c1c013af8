import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SchemaElement } from 'hyparquet'
import { parquetWriteFile } from 'hyparquet-writer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunImportSource } from '#shared/contracts/run-imports.ts'
import type { Job } from '#shared/domain/job.ts'
import { RunSummary } from '#shared/domain/run.ts'
import { writeNpy } from '../support/number-files.ts'
import { jobEnd, retrievalProject, type MadePlace, type RetrievalProject } from '../support/retrieval-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()

/** Vectors of whole numbers: dot products are exact, so that a matrix has the very scores that cosines order by. Many are equal. */
const vector = (i: number, j: number): number[] => [3 + ((i * 7 + j * 3) % 4), ((i * 5) % 3) - 1, ((i + j) % 5) - 2, 1]
const places: MadePlace[] = Array.from({ length: 60 }, (_, i) => ({
  region: i % 3 === 0 ? 'Lagos' : 'Oslo',
  lat: i / 100,
  lon: 10,
  split: i % 2 === 0 ? 'test' : 'train',
  tiles: i % 10 === 0 ? [vector(i, 0), vector(i, 1)] : [vector(i, 0)],
  captions: [vector(i, 1), vector(i + 1, 2)]
}))
const unit = (vector: readonly number[]): number[] => {
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

let made: RetrievalProject
let evaluated: RunSummary
let order: { queries: string[]; gallery: string[] }
const vectorOf = new Map<string, readonly number[]>()
places.forEach((place, i) => {
  place.tiles.forEach((tile, n) => tile && vectorOf.set(`p${i}/s${n}`, tile))
  place.captions?.forEach((caption, n) => caption && vectorOf.set(`p${i}/c${n}`, caption))
})
/** As the kernel has them: products of unit vectors in float32, rounded so coarsely that rounding is the same everywhere. */
const similarity = (query: string, tile: string): number => {
  const [a, b] = [unit(vectorOf.get(query) ?? []), unit(vectorOf.get(tile) ?? [])]
  return Math.round(a.reduce((sum, value, i) => sum + value * (b[i] as number), 0) * 1e5) / 1e5
}
const matrix = (queries: readonly string[], gallery: readonly string[]): number[][] => queries.map((query) => gallery.map((tile) => similarity(query, tile)))

async function bring(source: unknown, name: string, split: 'test' | null = null): Promise<Job> {
  const { job } = await made.client.call('runs.import', { project: made.project, import: { source: source as RunImportSource, name, split } })
  return jobEnd(made.client, made.project, job)
}
async function brought(source: unknown, name: string, split: 'test' | null = null): Promise<RunSummary & { notices: string[] }> {
  const job = await bring(source, name, split)
  expect(job.error).toBeNull()
  return job.result as unknown as RunSummary & { notices: string[] }
}
const uidsOf = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n').slice(1).map((line) => line.split(',')[0] ?? '')
const list = (name: string, ids: readonly string[]): string => {
  writeFileSync(join(folder, name), `${ids.join('\n')}\n`)
  return join(folder, name)
}
const leftBehind = async (): Promise<{ runs: number; vectors: string[] }> => ({
  runs: (await made.client.call('runs.list', { project: made.project })).length,
  vectors: readdirSync(join(made.path, 'vectors')).sort()
})

beforeAll(async () => {
  made = await retrievalProject(folder, 'imports', places)
  evaluated = await made.evaluate()
  const written = await made.client.call('runs.template', { project: made.project, out: join(folder, 'template') })
  order = { queries: uidsOf(written.files[0] ?? ''), gallery: uidsOf(written.files[1] ?? '') }
})
afterAll(() => made.close())

describe('the template', () => {
  test('has every caption with its text, and every satellite view with its file, in the order of ties', async () => {
    expect(order.queries).toHaveLength(120)
    expect(order.gallery).toHaveLength(66)
    expect(order.gallery).toEqual([...order.gallery].sort().reverse())
    expect(readFileSync(join(folder, 'template', 'queries.csv'), 'utf8').split('\n').slice(0, 2)).toEqual(['uid,place,text', 'p0/c0,p0,caption 0 of p0'])
    expect(readFileSync(join(folder, 'template', 'gallery.csv'), 'utf8').split('\n')[1]).toBe('p9/s0,p9,/nowhere/p9/s0')
    expect(readdirSync(join(folder, 'template')).sort()).toEqual(['gallery.csv', 'queries.csv'])
    const part = await made.client.call('runs.template', { project: made.project, out: join(folder, 'part'), split: 'test' })
    expect(part).toMatchObject({ queries: 60, gallery: 36 })
  })
})

describe('a similarity matrix', () => {
  test('in the project’s own order gives the ranks of a reference that sorts everything', async () => {
    const scores = matrix(order.queries, order.gallery)
    const run = await brought({ kind: 'matrix', file: writeNpy(join(folder, 'own.npy'), scores, { descr: '<f8' }) }, 'own order')
    expect(RunSummary.parse(run)).toMatchObject({ origin: 'imported', name: 'own order', queries: 120, gallery: 66, protocol: { galleryMissing: 0, queriesMissing: 0, encoder: null } })
    let reciprocal = 0
    order.queries.forEach((query, i) => {
      const ranked = order.gallery.map((tile, row) => ({ tile, row, score: scores[i]?.[row] ?? NaN })).sort((a, b) => b.score - a.score || a.row - b.row)
      reciprocal += 1 / (ranked.findIndex(({ tile }) => tile.split('/')[0] === query.split('/')[0]) + 1)
    })
    expect(run.metrics['MRR']).toBeCloseTo(reciprocal / 120, 12)
    expect(run.protocol.datasetHash).toBe(evaluated.protocol.datasetHash)
    const compared = await made.client.call('runs.compare', { project: made.project, runs: [run.run, evaluated.run] })
    expect(compared.protocolDifferences).toEqual([])
  })

  test.each(['<f2', '<f4', '<f8'])('in any order with lists of ids is the same run (%s)', async (descr) => {
    // 1/1024 is exact in all three types.
    const coarse = (rows: number[][]): number[][] => rows.map((row) => row.map((score) => Math.round(score * 1024) / 1024))
    const [queries, gallery] = [order.queries.toSorted(), order.gallery.toSorted()]
    const straight = await brought({ kind: 'matrix', file: writeNpy(join(folder, 'straight.npy'), coarse(matrix(order.queries, order.gallery)), { descr }) }, 'straight')
    const shuffled = await brought(
      { kind: 'matrix', file: writeNpy(join(folder, 'shuffled.npy'), coarse(matrix(queries, gallery)), { descr }), queryIds: list('q.txt', queries), galleryIds: list('g.txt', gallery) },
      'shuffled'
    )
    expect(shuffled.metrics).toEqual(straight.metrics)
    const [one, other] = await Promise.all([straight, shuffled].map(({ run }) => made.client.call('runs.queries', { project: made.project, run, start: 0, count: 120 })))
    expect(other?.rows).toEqual(one?.rows)
  })

  test('of other rows and columns too: those that the project does not know are left out and told, missing tiles are counted', async () => {
    const queries = [...order.queries.slice(0, 30), 'stranger']
    const gallery = ['unknown/s0', ...order.gallery.slice(0, 50)]
    const scores = queries.map((query) => gallery.map((tile) => (vectorOf.has(query) && vectorOf.has(tile) ? similarity(query, tile) : 0.1)))
    const run = await brought({ kind: 'matrix', file: writeNpy(join(folder, 'part.npy'), scores), queryIds: list('q2.txt', queries), galleryIds: list('g2.txt', gallery) }, 'part')
    expect(run.gallery).toBe(50)
    expect(run.protocol).toMatchObject({ galleryMissing: 16 })
    expect(run.protocol.queriesMissing).toBe(90)
    expect(run.queries + run.protocol.queriesWithoutTruth).toBe(30)
    expect(run.notices).toEqual([expect.stringMatching(/^1 of the matrix’s 31 rows .*stranger$/), expect.stringMatching(/^1 of the matrix’s 51 columns .*unknown\/s0$/)])
  })

  test('of one split is a run of that split', async () => {
    const inTest = (uid: string): boolean => Number(/^p(\d+)/.exec(uid)?.[1]) % 2 === 0
    const run = await brought({ kind: 'matrix', file: writeNpy(join(folder, 'split.npy'), matrix(order.queries.filter(inTest), order.gallery.filter(inTest))) }, 'split', 'test')
    expect(run).toMatchObject({ queries: 60, gallery: 36, protocol: { split: 'test' } })
  })

  test.each<[string, () => unknown, string, RegExp]>([
    ['too few columns', () => ({ file: writeNpy(join(folder, 'x.npy'), matrix(order.queries, order.gallery.slice(1))) }), 'BAD_FILE', /has 65 columns; 66 are expected, one for each of the satellite views/],
    ['transposed', () => ({ file: writeNpy(join(folder, 'x.npy'), matrix(order.queries, order.gallery)[0]?.map((_, k) => order.queries.map((__, i) => i + k)) ?? []) }), 'BAD_FILE', /has 66 rows; 120 are expected/],
    ['a list of another length', () => ({ file: writeNpy(join(folder, 'x.npy'), [[1, 2]]), queryIds: list('x.txt', ['p0/c0', 'p1/c0']), galleryIds: list('y.txt', ['p0/s0', 'p1/s0']) }), 'BAD_FILE', /has 1 rows; 2 are expected, one for each id of/],
    ['NaN', () => ({ file: writeNpy(join(folder, 'x.npy'), matrix(order.queries, order.gallery).map((row, i) => row.map((score, k) => (i === 70 && k === 5 ? NaN : score)))) }), 'BAD_SCORES', /Row 71 of .*x\.npy has NaN in column 6/],
    ['infinity', () => ({ file: writeNpy(join(folder, 'x.npy'), matrix(order.queries, order.gallery).map((row, i) => row.map((score, k) => (i === 119 && k === 65 ? -Infinity : score)))) }), 'BAD_SCORES', /Row 120 of .* has -Infinity in column 66/],
    ['strangers only', () => ({ file: writeNpy(join(folder, 'x.npy'), [[1]]), queryIds: list('x.txt', ['zzz']), galleryIds: list('y.txt', ['p0/s0']) }), 'BAD_FILE', /knows none of the 1 ids of .*x\.txt, zzz for example/],
    ['no truth', () => ({ file: writeNpy(join(folder, 'x.npy'), [[1]]), queryIds: list('x.txt', ['p1/c0']), galleryIds: list('y.txt', ['p0/s0']) }), 'NO_TRUTH', /has a satellite view of its own place/],
    ['no such file', () => ({ file: join(folder, 'nowhere.npy') }), 'NOT_FOUND', /nowhere\.npy/],
    ['a cut file', () => ({ file: (writeFileSync(join(folder, 'x.npy'), readFileSync(writeNpy(join(folder, 'w.npy'), [[1, 2]])).subarray(0, -2)), join(folder, 'x.npy')) }), 'BAD_FILE', /is cut/]
  ])('%s fails and leaves nothing', async (_, source, code, message) => {
    const before = await leftBehind()
    const job = await bring({ kind: 'matrix', ...(source() as object) }, 'bad')
    expect(job.state).toBe('failed')
    expect(job.error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(await leftBehind()).toEqual(before)
    expect(await made.engine.context.project(made.project).store.read('runs.abandonedDrafts', { besides: '' })).toEqual([])
  })

  test('two imports never share a name', async () => {
    const file = writeNpy(join(folder, 'name.npy'), matrix(order.queries, order.gallery))
    expect((await brought({ kind: 'matrix', file }, 'CLIP')).name).toBe('CLIP')
    expect((await brought({ kind: 'matrix', file }, 'CLIP')).name).toBe('CLIP (2)')
    expect((await brought({ kind: 'matrix', file }, 'CLIP')).name).toBe('CLIP (3)')
  })
})

describe('a TREC run', () => {
  const trec = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''))
    return join(folder, name)
  }

  test('whose queries do not stand together is the same as one whose do', async () => {
    const lines = order.queries.flatMap((query) => order.gallery.slice(0, 20).map((tile) => `${query} Q0 ${tile} 1 ${similarity(query, tile)} me`))
    const sorted = await brought({ kind: 'trec', file: trec('together.trec', lines) }, 'together')
    const apart = await brought({ kind: 'trec', file: trec('apart.trec', ['# a comment', ...lines.filter((_, i) => i % 2 === 0), '', ...lines.filter((_, i) => i % 2 === 1)]) }, 'apart')
    expect(apart.metrics).toEqual(sorted.metrics)
    expect(sorted.notices).toEqual([])
  })

  test('unknown queries and documents are told', async () => {
    const run = await brought({ kind: 'trec', file: trec('some.trec', ['p1/c0 Q0 p1/s0 1 0.5 me', 'p1/c0 Q0 elsewhere 1 0.9 me', 'nobody Q0 p1/s0 1 0.5 me']) }, 'some')
    expect(run).toMatchObject({ queries: 1, metrics: { MRR: 0.5 } })
    expect(run.notices).toEqual([expect.stringMatching(/^1 of the run’s 2 queries .*: nobody$/), expect.stringMatching(/^1 of the run’s documents/)])
  })

  test.each<[string, readonly string[], RegExp]>([
    ['a document twice', ['p1/c0 Q0 p1/s0 1 0.5 me', 'p2/c0 Q0 p1/s0 1 0.5 me', 'p1/c0 Q0 p1/s0 2 0.4 me'], /Line 3 of .*bad\.trec gives document p1\/s0 of query p1\/c0 a second time/],
    ['a score that is none', ['p1/c0 Q0 p1/s0 1 high me'], /Line 1 of .* has the score high/],
    ['NaN', ['p1/c0 Q0 p1/s0 1 0.5 me', 'p1/c0 Q0 p2/s0 1 nan me'], /Line 2 of .* has the score nan, which is not a finite number/],
    ['five columns', ['p1/c0 Q0 p1/s0 1 0.5'], /Line 1 of .* has 5 columns/],
    ['nothing but comments', ['# nothing'], /has no rankings/],
    ['strangers only', ['x Q0 p1/s0 1 0.5 me'], /knows none of the queries of .*bad\.trec, x for example/],
    ['unknown documents only', ['p1/c0 Q0 x 1 0.5 me'], /knows none of the documents of .*bad\.trec, x for example/]
  ])('%s fails and leaves nothing', async (_, lines, message) => {
    const before = await leftBehind()
    const job = await bring({ kind: 'trec', file: trec('bad.trec', lines) }, 'bad')
    expect(job.error).toMatchObject({ code: 'BAD_FILE', message: expect.stringMatching(message) })
    expect(await leftBehind()).toEqual(before)
  })

  test('an empty file fails', async () => {
    writeFileSync(join(folder, 'empty.trec'), '')
    expect((await bring({ kind: 'trec', file: join(folder, 'empty.trec') }, 'bad')).error).toMatchObject({ code: 'BAD_FILE', message: expect.stringMatching(/empty\.trec has no rankings/) })
  })
})

describe('embeddings', () => {
  const rows = (ids: readonly string[]): number[][] => ids.map((id) => [...(vectorOf.get(id) ?? [0, 0, 0, 0])])
  const flat = (name: string, numbers: number[][]): string => {
    writeFileSync(join(folder, name), Buffer.from(Float32Array.from(numbers.flat()).buffer))
    return join(folder, name)
  }
  const table = (name: string, ids: readonly string[], numbers: readonly (readonly number[])[]): string => {
    // As pyarrow writes a column of type list<float>.
    const schema: SchemaElement[] = [
      { name: 'schema', num_children: 2 },
      { name: 'id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
      { name: 'embedding', repetition_type: 'OPTIONAL', num_children: 1, converted_type: 'LIST' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'FLOAT', repetition_type: 'OPTIONAL' }
    ]
    parquetWriteFile({ filename: join(folder, name), rowGroupSize: 25, schema, columnData: [{ name: 'id', data: [...ids] }, { name: 'embedding', data: numbers.map((row) => [...row]) }] })
    return join(folder, name)
  }

  const sources: [string, () => unknown][] = [
    ['own-order', () => ({ text: { file: writeNpy(join(folder, 't.npy'), rows(order.queries)) }, image: { file: writeNpy(join(folder, 'i.npy'), rows(order.gallery), { descr: '<f8' }) } })],
    ['lists-of-ids', () => ({ text: { file: flat('t.f32', rows(order.queries.toReversed())), dimensions: 4, ids: list('t.txt', order.queries.toReversed()) }, image: { file: writeNpy(join(folder, 'i2.npy'), rows(order.gallery.toSorted()), { descr: '<f2' }), ids: list('i.txt', order.gallery.toSorted()) } })],
    ['parquet', () => ({ text: { file: table('t.parquet', order.queries.toReversed(), rows(order.queries.toReversed())) }, image: { file: table('i.parquet', order.gallery, rows(order.gallery)), idColumn: 'id', vectorColumn: 'embedding' } })]
  ]
  test.each(sources)('%s: an encoder without models, whose run has every rank of the one that made the vectors', async (name, source) => {
    const job = await bring({ kind: 'vectors', ...(source() as object) }, name)
    expect(job.error).toBeNull()
    expect(job.result).toMatchObject({ encoder: name, dimensions: 4, text: 120, image: 66, notices: [] })
    const run = await made.evaluate({ encoder: name })
    expect(run.metrics).toEqual(evaluated.metrics)
    expect(readdirSync(join(made.path, 'vectors')).filter((file) => file.startsWith('.'))).toEqual([])
  })

  test('search by caption and by view works; whatever needs a model says that there is none', async () => {
    const { client, project } = made
    await bring({ kind: 'vectors', ...(sources[0]?.[1]() as object) }, 'without-model')
    const vectorsOnly = { code: 'UNSUPPORTED', message: expect.stringMatching(/without-model holds imported vectors only/) }
    const byCaption = await client.call('retrieval.search', { project, encoder: 'without-model', query: { caption: 3 } })
    expect(byCaption.results[0]?.score).toBeGreaterThan(0.5)
    expect((await client.call('retrieval.search', { project, encoder: 'without-model', query: { view: 1 } })).results[0]).toMatchObject({ view: 1 })
    await expect(client.call('retrieval.search', { project, encoder: 'without-model', query: { text: 'a red roof' } })).rejects.toMatchObject(vectorsOnly)
    await expect(client.call('retrieval.search', { project, encoder: 'without-model', query: { image: join(folder, 'no.jpg') } })).rejects.toMatchObject({ code: expect.any(String) })
    await expect(client.call('encoders.embed', { project, name: 'without-model', side: 'both' })).rejects.toMatchObject(vectorsOnly)
    await expect(client.call('encoders.tokens', { project, name: 'without-model', text: 'x' })).rejects.toMatchObject(vectorsOnly)
    await expect(client.call('review.editRank', { project, encoder: 'without-model', caption: 3, text: 'x', annotator: 'Ana' })).rejects.toMatchObject(vectorsOnly)
    expect(await client.call('encoders.check', { project, name: 'without-model' })).toMatchObject({ ok: true, items: [{ what: 'text' }, { what: 'image', detail: expect.stringMatching(/^66 imported vectors of 4 numbers/) }] })
  })

  test('is listed as what it is, and goes with its files', async () => {
    const { client, project } = made
    await bring({ kind: 'vectors', image: { file: writeNpy(join(folder, 'i3.npy'), rows(order.gallery)) } }, 'images-only')
    await client.call('encoders.remove', { project, name: 'made' })
    const listed = (await client.call('encoders.list', { project })).find(({ name }) => name === 'images-only')
    expect(listed).toMatchObject({ layout: 'vectors', dimensions: 4, sides: [{ side: 'image', file: 'i3.npy', embedded: 66, maxTokens: null, imageSize: null }] })
    await client.call('encoders.remove', { project, name: 'images-only' })
    expect(readdirSync(join(made.path, 'vectors')).filter((file) => file.startsWith('images-only'))).toEqual([])
  })

  test.each<[string, () => unknown, string, RegExp]>([
    ['no dimensions', () => ({ text: { file: flat('x.f32', rows(order.queries)) } }), 'INVALID_INPUT', /does not say how many belong to a vector/],
    ['dimensions that do not fit', () => ({ text: { file: flat('x.f32', rows(order.queries)), dimensions: 7 } }), 'BAD_FILE', /no whole number of float32 vectors of 7 dimensions/],
    ['rows that do not fit', () => ({ text: { file: flat('x.f32', rows(order.queries.slice(1))), dimensions: 4 } }), 'BAD_FILE', /has 119 rows; 120 are expected, one for each of the captions/],
    ['sides of two spaces', () => ({ text: { file: writeNpy(join(folder, 'x.npy'), rows(order.queries)) }, image: { file: writeNpy(join(folder, 'y.npy'), order.gallery.map(() => [1, 2, 3])) } }), 'BAD_FILE', /vectors of 3 numbers, .* of 4/],
    ['NaN', () => ({ image: { file: writeNpy(join(folder, 'x.npy'), rows(order.gallery).map((row, i) => (i === 40 ? [1, NaN, 1, 1] : row))) } }), 'BAD_SCORES', /Row 41 of .*x\.npy has NaN in column 2/],
    ['too great for float32', () => ({ image: { file: writeNpy(join(folder, 'x.npy'), rows(order.gallery).map((row, i) => (i === 2 ? [1e300, 1, 1, 1] : row)), { descr: '<f8' }) } }), 'BAD_SCORES', /Row 3 of .*x\.npy has Infinity in column 1/],
    ['a table with lists of several lengths', () => ({ image: { file: table('x.parquet', ['p0/s0', 'p1/s0'], [[1, 2], [1, 2, 3]]) } }), 'BAD_FILE', /has 3 numbers in row 2, where 2 are expected/],
    ['a table with an id twice', () => ({ image: { file: table('x.parquet', ['p0/s0', 'p0/s0'], [[1, 2], [1, 2]]) } }), 'BAD_FILE', /gives p0\/s0 as its item 1 and again as its item 2/],
    ['a table without such a column', () => ({ image: { file: table('x.parquet', ['p0/s0'], [[1, 2]]), vectorColumn: 'clip' } }), 'BAD_FILE', /has no column clip/],
    ['what is no table', () => ({ image: { file: (writeFileSync(join(folder, 'x.parquet'), 'PAR1 nothing'), join(folder, 'x.parquet')) } }), 'BAD_FILE', /cannot be read as Parquet/],
    ['no file at all', () => ({}), 'INVALID_INPUT', /No file with vectors/]
  ])('%s fails and leaves nothing', async (_, source, code, message) => {
    const before = await leftBehind()
    const job = await bring({ kind: 'vectors', ...(source() as object) }, 'bad')
    expect(job.error).toMatchObject({ code, message: expect.stringMatching(message) })
    expect(await leftBehind()).toEqual(before)
  })

  test('a name that is taken, or that no encoder may have, is refused', async () => {
    const source = { kind: 'vectors', image: { file: writeNpy(join(folder, 'i4.npy'), rows(order.gallery)) } } as const
    expect((await bring(source, 'parquet')).error).toMatchObject({ code: 'ALREADY_EXISTS' })
    await expect(bring(source, 'two words')).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

test('an import that is cancelled leaves nothing, and the next begins at once', async () => {
  const ids = order.queries
  // A hundred thousand columns, of which the project knows 66: enough parts that the cancel falls between two.
  const strangers = Array.from({ length: 100_000 }, (_, i) => `s${i}`)
  const row = [...order.gallery, ...strangers].map((_, i) => (i % 997) / 997)
  const file = writeNpy(join(folder, 'large.npy'), ids.map(() => row))
  const before = await leftBehind()
  const source = { kind: 'matrix' as const, file, queryIds: list('lq.txt', ids), galleryIds: list('lg.txt', [...order.gallery, ...strangers]) }
  const { job } = await made.client.call('runs.import', { project: made.project, import: { source, name: 'large' } })
  await new Promise<void>((resolve) => {
    made.client.onEvent((event) => {
      if (event.type === 'job' && event.job.id === job && event.job.progress?.phase === 'ranking') resolve()
    })
  })
  expect(await made.client.call('jobs.cancel', { project: made.project, job })).toMatchObject({ state: 'cancelled' })
  expect(await leftBehind()).toEqual(before)
  const again = await brought(source, 'large')
  expect(again).toMatchObject({ name: 'large', queries: 120, gallery: 66 })
})
