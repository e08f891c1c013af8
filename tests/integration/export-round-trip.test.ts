import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { extract } from 'tar-stream'
import { beforeAll, describe, expect, it } from 'vitest'
import { ImportOptions, type ExportFormat, type ImportReport } from '#shared/contracts/imports.ts'
import { exportRunner } from '#engine/exporting/export-job.ts'
import { TextWriter } from '#engine/exporting/export-target.ts'
import { importRunner } from '#engine/importing/import-job.ts'
import { plainProject, runJob, type PlainProject } from '../support/plain-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const source = plainProject()
let exported = 0

async function importInto(plain: PlainProject, path: string, format: ImportOptions['format'] = 'auto'): Promise<ImportReport> {
  return (await runJob(plain, importRunner(), { options: ImportOptions.parse({ source: path, format }), dryRun: false })).result as ImportReport
}

async function exportTo(format: ExportFormat, name: string, copyImages = false, plain = source): Promise<{ out: string; result: Record<string, unknown> }> {
  const out = join(folder, `${(exported += 1)}-${name}`)
  const { result } = await runJob(plain, exportRunner(), { format, out, copyImages })
  return { out, result }
}

/** A table's rows without integer keys, for comparison. */
function contents(plain: PlainProject): Record<string, unknown[]> {
  const all = (sql: string): unknown[] => plain.db.prepare(sql).all()
  return {
    regions: all('SELECT uid, name, country, continent FROM regions ORDER BY uid'),
    roots: all('SELECT path FROM roots ORDER BY path'),
    authors: all('SELECT kind, name, prompt FROM authors ORDER BY 1, 2, 3'),
    annotators: all('SELECT name FROM annotators ORDER BY 1'),
    places: all('SELECT p.uid, r.uid AS region, lat, lon, split, extra FROM places p LEFT JOIN regions r ON r.id = p.region ORDER BY p.id'),
    views: all('SELECT v.uid, p.uid AS place, kind, r.path AS root, v.path, width, height, footprint, problem FROM views v JOIN places p ON p.id = v.place JOIN roots r ON r.id = v.root ORDER BY v.id'),
    captions: all(
      `SELECT c.uid, p.uid AS place, o.uid AS root, b.uid AS revises, a.kind, a.name, a.prompt, c.text, c.created_at, c.extra
       FROM captions c JOIN places p ON p.id = c.place JOIN authors a ON a.id = c.author LEFT JOIN captions o ON o.id = c.root LEFT JOIN captions b ON b.id = c.revises ORDER BY c.id`
    ),
    events: all('SELECT e.uuid, e.clock, e.at, n.name, e.kind, c.uid AS caption, e.target, e.payload FROM events e JOIN annotators n ON n.id = e.annotator LEFT JOIN captions c ON c.id = e.caption ORDER BY e.seq'),
    states: all(
      `SELECT c.uid, s.status, h.uid AS head, n.name, s.reviewed_at, e.uuid FROM caption_state s JOIN captions c ON c.id = s.caption JOIN captions h ON h.id = s.head
       LEFT JOIN annotators n ON n.id = s.annotator LEFT JOIN events e ON e.seq = s.event ORDER BY c.uid`
    ),
    counts: all('SELECT r.uid, status, sum(n) AS n FROM count_captions k LEFT JOIN regions r ON r.id = k.region GROUP BY 1, 2 HAVING sum(n) <> 0 ORDER BY 1, 2')
  }
}

const hard = 'commas, "quotes", new\nlines, 汉字, emoji 🛰 and a trailing space '

beforeAll(async () => {
  mkdirSync(join(folder, 'images'))
  for (const name of ['a', 'b', 'c']) await sharp({ create: { width: 8, height: 8, channels: 3, background: '#456' } }).png().toFile(join(folder, 'images', `${name}.png`))
  const rows = [
    { place: 'p1', image: 'images/a.png', lat: 52.5, lon: 13.4, region: 'Berlin', country: 'Germany', continent: 'Europe', split: 'train', captions: ['red roofs', 'red roofs', hard], model: 'vlm-1', prompt: 'Describe.', score: 4 },
    { place: 'p2', image: 'images/b.png', lat: -33.9, lon: 18.4, region: 'Cape Town', country: 'South Africa', continent: 'Africa', split: 'test', captions: ['a bay'], model: 'vlm-2' },
    { place: 'p2', image: 'images/c.png', kind: 'street', captions: [] },
    { place: 'p3', captions: ['nowhere at all'] },
    { place: 'p4', lat: 1, lon: 2, captions: [], note: 'no caption' }
  ]
  writeFileSync(join(folder, 'rows.jsonl'), rows.map((row) => JSON.stringify(row)).join('\n'))
  await importInto(source, join(folder, 'rows.jsonl'))
  const id = (text: string) => source.db.prepare('SELECT min(id) FROM captions WHERE text = ? AND root IS NULL').pluck().get(text) as number
  const verdict = async (text: string, kind: string, more: Record<string, unknown> = {}) =>
    await source.project.store.write('review.submit', { uuid: randomUUID(), annotator: 'Ada', at: 1000, caption: id(text), verdict: kind, ...more } as never)
  await verdict('red roofs', 'edited', { text: 'red and grey roofs' })
  await verdict('a bay', 'rejected', { reason: 'wrong' })
  await verdict('nowhere at all', 'accepted')
  await source.project.store.write('review.undo', { uuid: randomUUID(), annotator: 'Ada', at: 2000 } as never)
  await source.project.store.write('review.submit', { uuid: randomUUID(), annotator: 'Bo', at: 3000, caption: id(hard), verdict: 'flagged' } as never)
})

describe('JSON Lines', () => {
  it('keeps everything: what is imported from it is the same project, and exports to the same bytes', async () => {
    const { out, result } = await exportTo('jsonl', 'whole.jsonl')
    expect(result).toMatchObject({ places: 4, views: 3, captions: 5, dropped: [] })
    const copy = plainProject()
    const report = await importInto(copy, out)
    expect(report).toMatchObject({ format: 'planisphere-jsonl', places: 4, views: 3, captions: 5, skipped: 0, problemCount: 0 })
    expect(contents(copy)).toEqual(contents(source))
    expect(contents(copy)['events']).toHaveLength(5)
    const again = await exportTo('jsonl', 'again.jsonl', false, copy)
    expect(readFileSync(again.out, 'utf8')).toBe(readFileSync(out, 'utf8'))
    expect(await importInto(copy, out)).toMatchObject({ places: 0, views: 0, captions: 0 })
    expect(contents(copy)).toEqual(contents(source))
  })

  it('refuses lines that refer to nothing, and says where', async () => {
    const path = join(folder, 'broken.jsonl')
    writeFileSync(path, '{"planisphere":1}\n{"type":"place","uid":"x"}\n{"type":"view","uid":"v","place":"nope","kind":"street","root":1,"path":"a"}\n{"type":"place","uid":"y","lat":91,"lon":0}\nnot json\n')
    const report = await importInto(plainProject(), path)
    expect(report.places).toBe(1)
    expect(report.problems.map(({ line, code }) => [line, code])).toEqual([[3, 'UNKNOWN_REFERENCE'], [4, 'BAD_RECORD'], [5, 'BAD_JSON']])
  })
})

describe('other formats keep what they hold and say what they dropped', () => {
  it('csv comes back with places, coordinates, views and the head text of captions', async () => {
    const { out, result } = await exportTo('csv', 'table.csv')
    expect(result['dropped']).toContainEqual({ what: 'events of the review log', count: 5 })
    const copy = plainProject()
    expect(await importInto(copy, out)).toMatchObject({ places: 4, views: 3, captions: 5, problemCount: 0 })
    const texts = (plain: PlainProject) => plain.db.prepare('SELECT h.text FROM captions c LEFT JOIN caption_state s ON s.caption = c.id JOIN captions h ON h.id = coalesce(s.head, c.id) WHERE c.root IS NULL ORDER BY 1').pluck().all()
    expect(texts(copy)).toEqual(texts(source))
    expect(contents(copy)['regions']).toEqual(contents(source)['regions'])
  })

  it('coco joins images and annotations, and comes back', async () => {
    const { out, result } = await exportTo('coco', 'captions.json')
    const coco = JSON.parse(readFileSync(out, 'utf8')) as { images: { id: number; file_name: string }[]; annotations: { id: number; image_id: number; caption: string }[] }
    expect(coco.images).toHaveLength(3)
    expect(coco.annotations.filter((annotation) => annotation.image_id === 1).map((annotation) => annotation.caption)).toEqual(['red and grey roofs', 'red roofs', hard])
    expect(result['dropped']).toContainEqual({ what: 'captions of places without an image', count: 1 })
    const copy = plainProject()
    expect(await importInto(copy, out)).toMatchObject({ format: 'coco', places: 2, views: 3, captions: 4, problemCount: 0 })
    expect(copy.db.prepare("SELECT lat, lon, split FROM places WHERE uid = 'p2'").get()).toEqual({ lat: -33.9, lon: 18.4, split: 'test' })
  })

  it('hf writes metadata.jsonl beside copies of the images, and comes back', async () => {
    const { out } = await exportTo('hf', 'hf', true)
    expect(readdirSync(join(out, 'images'))).toHaveLength(3)
    const copy = plainProject()
    expect(await importInto(copy, out)).toMatchObject({ format: 'hf-folder', places: 2, views: 3, captions: 4, problemCount: 0 })
  })

  it('taggui keeps a caption to the byte', async () => {
    const { out, result } = await exportTo('taggui', 'taggui', true)
    const texts = readdirSync(out).filter((name) => name.endsWith('.txt')).map((name) => readFileSync(join(out, name), 'utf8'))
    expect(texts).toEqual(['red and grey roofs', 'a bay'])
    expect(result['dropped']).toContainEqual({ what: 'further captions of an image', count: 2 })
    expect(await importInto(plainProject(), out)).toMatchObject({ format: 'taggui', views: 3, captions: 2 })
  })

  it('webdataset writes samples whose members share a name without dots', async () => {
    const { out } = await exportTo('webdataset', 'shards')
    expect(readdirSync(out)).toEqual(['shard-000000.tar'])
    const samples = new Map<string, string[]>()
    await new Promise<void>((resolve, reject) => {
      const tar = extract()
      tar.on('entry', (header, stream, next) => {
        const [name = '', ...rest] = header.name.split('.')
        samples.set(name, [...(samples.get(name) ?? []), rest.join('.')])
        stream.on('end', next).resume()
      })
      tar.on('finish', resolve).on('error', reject)
      tar.end(readFileSync(join(out, 'shard-000000.tar')))
    })
    expect([...samples.values()]).toEqual([['png', 'txt', 'json'], ['png', 'txt', 'json'], ['png', 'json']])
  })

  it('geojson puts longitude first', async () => {
    const { out, result } = await exportTo('geojson', 'places.geojson')
    const { features } = JSON.parse(readFileSync(out, 'utf8')) as { features: { id: string; geometry: { coordinates: number[] } }[] }
    expect(features.map((feature) => [feature.id, feature.geometry.coordinates])).toEqual([['p1', [13.4, 52.5]], ['p2', [18.4, -33.9]], ['p4', [2, 1]]])
    expect(result['dropped']).toContainEqual({ what: 'places without coordinates', count: 1 })
  })
})

describe('an export is whole or not there', () => {
  it('refuses an existing file and a folder that is not empty', async () => {
    const file = join(folder, 'there.csv')
    writeFileSync(file, 'mine')
    await expect(runJob(source, exportRunner(), { format: 'csv', out: file, copyImages: false })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    await expect(runJob(source, exportRunner(), { format: 'hf', out: folder, copyImages: false })).rejects.toMatchObject({ code: 'ALREADY_EXISTS' })
    const empty = join(folder, 'empty')
    mkdirSync(empty)
    await runJob(source, exportRunner(), { format: 'hf', out: empty, copyImages: false })
    expect(readdirSync(empty)).toEqual(['metadata.jsonl'])
  })

  it.each(['jsonl', 'csv', 'coco', 'hf', 'webdataset', 'taggui', 'geojson'] as const)('%s leaves nothing when it is cancelled', async (format) => {
    const out = join(folder, `cancelled-${format}`)
    await expect(runJob(source, exportRunner(), { format, out, copyImages: true }, { signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow('stop')
    expect(existsSync(out)).toBe(false)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  it.skipIf(!existsSync('/dev/full'))('a full disk fails the export and not the process', async () => {
    const writer = new TextWriter('/dev/full', 'w')
    await expect(
      (async () => {
        await writer.write('x'.repeat(200_000))
        await writer.close()
      })()
    ).rejects.toMatchObject({ code: 'ENOSPC' })
  })
})
