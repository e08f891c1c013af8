import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parquetWriteBuffer } from 'hyparquet-writer'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { ImportOptions, type ImportReport } from '#shared/contracts/imports.ts'
import { importRunner } from '#engine/importing/import-job.ts'
import { previewSource } from '#engine/importing/preview.ts'
import { plainProject, runJob, type PlainProject } from '../support/plain-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let image: Buffer

beforeAll(async () => {
  image = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#3a5' } }).png().toBuffer()
})

function put(path: string, content: string | Uint8Array = image): string {
  const full = join(folder, path)
  mkdirSync(dirname(full), { recursive: true })
  writeFileSync(full, content)
  return full
}

async function load(source: string, more: Partial<ImportOptions> = {}): Promise<{ report: ImportReport; plain: PlainProject; codes: string[] }> {
  const plain = plainProject()
  const { result, problems } = await runJob(plain, importRunner(), { options: ImportOptions.parse({ source, ...more }), dryRun: false })
  return { report: result as ImportReport, plain, codes: problems.map((problem) => problem.code) }
}

const all = (plain: PlainProject, sql: string) => plain.db.prepare(sql).all()

describe('layouts of data sets', () => {
  it('CVG-Text: a caption a name, coordinates in it, the views of one place in folders of their kind', async () => {
    const name = '40.7128,-74.0060_2019-05'
    put('cvg/annotation/test.json', JSON.stringify({ [`${name}.png`]: 'At a corner.', _note: 'x' }))
    for (const kind of ['stv', 'sat', 'osm']) put(`cvg/images/${kind}/${name}.png`)
    const { report, plain } = await load(join(folder, 'cvg'))
    expect(report).toMatchObject({ format: 'cvg-text', places: 1, views: 3, captions: 1 })
    expect(all(plain, 'SELECT uid, lat, lon FROM places')).toEqual([{ uid: name, lat: 40.7128, lon: -74.006 }])
    expect(all(plain, 'SELECT kind FROM views ORDER BY kind')).toEqual([{ kind: 'osm' }, { kind: 'satellite' }, { kind: 'street' }])
  })

  it('Hugging Face: metadata.jsonl, .csv and .parquet, a folder a split', async () => {
    put('hf/train/metadata.jsonl', '{"file_name":"a.png","text":"one","score":2}\n')
    put('hf/train/a.png')
    put('hf/test/metadata.csv', 'file_name,text\nb.png,two\n')
    put('hf/test/b.png')
    const columns = [
      { name: 'file_name', data: ['c.png', 'd.png'], type: 'STRING' as const },
      { name: 'caption', data: ['three', 'four'], type: 'STRING' as const },
      { name: 'lat', data: [1.5, -2.5], type: 'DOUBLE' as const },
      { name: 'lon', data: [3.5, 4.5], type: 'DOUBLE' as const },
      { name: 'views', data: [7n, 8n], type: 'INT64' as const }
    ]
    put('hf/validation/metadata.parquet', new Uint8Array(parquetWriteBuffer({ columnData: columns })))
    put('hf/validation/c.png')
    put('hf/validation/d.png')
    const { report, plain, codes } = await load(join(folder, 'hf'))
    expect(codes).toEqual([])
    expect(report).toMatchObject({ format: 'hf-folder', places: 4, views: 4, captions: 4 })
    expect(all(plain, 'SELECT p.uid, p.split, p.lat, c.text, c.extra FROM places p JOIN captions c ON c.place = p.id ORDER BY text')).toEqual([
      { uid: 'validation/d', split: 'val', lat: -2.5, text: 'four', extra: '{"views":8}' },
      { uid: 'train/a', split: 'train', lat: null, text: 'one', extra: '{"score":2}' },
      { uid: 'validation/c', split: 'val', lat: 1.5, text: 'three', extra: '{"views":7}' },
      { uid: 'test/b', split: 'test', lat: null, text: 'two', extra: null }
    ])
    await expect(load(put('bad.parquet', 'PAR1 no'))).rejects.toMatchObject({ code: 'BAD_FILE' })
  })

  it('COCO: annotations join their images; orphans and repeated ids are reported', async () => {
    const coco = {
      images: [{ id: 7, file_name: 'a.png', width: 8, height: 8 }, { id: 8, file_name: 'b.png' }],
      annotations: [{ id: 1, image_id: 7, caption: 'one' }, { id: 2, image_id: 7, caption: 'two' }, { id: 2, image_id: 8, caption: 'three' }, { id: 4, image_id: 99, caption: 'lost' }, { id: 5, image_id: 8 }]
    }
    const { report, plain, codes } = await load(put('coco/captions.json', JSON.stringify(coco)))
    expect(report).toMatchObject({ format: 'coco', places: 2, views: 2, captions: 2 })
    expect(codes.sort()).toEqual(['BAD_RECORD', 'DUPLICATE_ID', 'MISSING_IMAGE', 'UNKNOWN_IMAGE'])
    expect(all(plain, 'SELECT width FROM views ORDER BY id')).toEqual([{ width: 8 }, { width: null }])
  })

  it('Karpathy: sentences and split, restval being training data', async () => {
    const images = [{ filename: 'a.tif', split: 'restval', sentences: [{ raw: 'one' }, { tokens: ['two', 'words'] }] }, { filename: 'b.tif', split: 'val', sentences: [] }, { split: 'test' }]
    const { report, plain, codes } = await load(put('karpathy.json', JSON.stringify({ images, dataset: 'x' })))
    expect(report).toMatchObject({ format: 'karpathy', places: 2, captions: 2 })
    expect(codes).toEqual(['BAD_RECORD', 'MISSING_IMAGE'])
    expect(all(plain, 'SELECT split FROM places ORDER BY id')).toEqual([{ split: 'train' }, { split: 'val' }])
    expect(all(plain, 'SELECT text FROM captions')).toEqual([{ text: 'one' }, { text: 'two words' }])
  })

  it('GeoText-1652: the building is the place, its sentences and boxes stay with the caption', async () => {
    const records = [
      { image_id: '0839/image-43.jpeg', image: 'train/0839/image-43.jpeg', caption: 'A large office building.', sentences: ['It has a white facade.'], bboxes: [[0.4, 0.6, 0.3, 0.6]] },
      { image_id: '0839/satellite_view.jpg', image: 'train/0839/satellite_view.jpg', caption: ['From above.', 'Roofs.'], sentences: [], bboxes: [] }
    ]
    const { report, plain } = await load(put('geotext/train.json', JSON.stringify(records)))
    expect(report).toMatchObject({ format: 'geotext-1652', places: 1, views: 2, captions: 3 })
    expect(all(plain, 'SELECT uid, split FROM places')).toEqual([{ uid: '0839', split: 'train' }])
    expect(all(plain, 'SELECT kind FROM views ORDER BY id')).toEqual([{ kind: 'drone' }, { kind: 'satellite' }])
    expect(all(plain, 'SELECT extra FROM captions LIMIT 1')).toEqual([{ extra: '{"sentences":["It has a white facade."],"bboxes":[[0.4,0.6,0.3,0.6]]}' }])
  })

  it('line-aligned pairs: k captions a name, or a name a caption; unequal files are refused', async () => {
    put('lines/train_caps.txt', 'a\nb\nc\nd\n')
    expect((await load(put('lines/train_filename.txt', 'x.jpg\ny.jpg\n'))).report).toMatchObject({ format: 'line-pairs', places: 2, captions: 4 })
    put('lines/test_caps.txt', 'a\na\nc\n')
    const { report, plain } = await load(put('lines/test_filename.txt', 'x.jpg\nx.jpg\nz.jpg'))
    expect(report).toMatchObject({ places: 2, captions: 3 })
    expect(all(plain, 'SELECT DISTINCT split FROM places')).toEqual([{ split: 'test' }])
    put('lines/odd_caps.txt', 'a\nb\nc\n')
    await expect(load(put('lines/odd_filename.txt', 'x\ny\n'))).rejects.toMatchObject({ code: 'BAD_FILE' })
  })

  it('a folder of images: tiles, VIGOR names, kinds from folders; other files do not matter', async () => {
    put('folder/12/655/1582.png')
    put('folder/satellite_40.71_-74.01.png')
    put('folder/pano/abc,40.72,-74.02,.jpg')
    put('folder/drone/1.png')
    put('folder/labels.geojson', '{}')
    put('folder/pairs.json', '[]')
    put('folder/.hidden/x.png')
    const { report, plain } = await load(join(folder, 'folder'))
    expect(report).toMatchObject({ format: 'image-folder', views: 4, problemCount: 0 })
    const rows = all(plain, 'SELECT v.path, v.kind, round(p.lat, 2) AS lat, v.footprint IS NOT NULL AS ring FROM views v JOIN places p ON p.id = v.place ORDER BY v.path')
    expect(rows).toEqual([
      { path: '12/655/1582.png', kind: 'satellite', lat: 37.82, ring: 1 },
      { path: 'drone/1.png', kind: 'drone', lat: null, ring: 0 },
      { path: 'pano/abc,40.72,-74.02,.jpg', kind: 'panorama', lat: 40.72, ring: 0 },
      { path: 'satellite_40.71_-74.01.png', kind: 'satellite', lat: 40.71, ring: 0 }
    ])
  })

  it('EXIF positions keep their hemispheres', async () => {
    const south = await sharp(image)
      .jpeg()
      .withExif({ IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '33/1 55/1 30/1', GPSLongitudeRef: 'W', GPSLongitude: '70/1 30/1 0/1', GPSAltitudeRef: '0', GPSAltitude: '500/1' } })
      .toBuffer()
    put('exif/photo.jpg', south)
    const { plain } = await load(join(folder, 'exif'))
    expect(all(plain, 'SELECT round(lat, 6) AS lat, lon FROM places')).toEqual([{ lat: -33.925, lon: -70.5 }])
    expect(all(plain, 'SELECT kind FROM views')).toEqual([{ kind: 'street' }])
  })

  it('a JSON object of image name to caption or captions', async () => {
    const { report } = await load(put('names.json', '{"type":{"x":1},"a.jpg":["one","two"],"b.jpg":{"caption":"three","lat":1,"lon":2}}'), { format: 'json' })
    expect(report).toMatchObject({ captions: 3 })
  })
})

describe('the preview', () => {
  it('guesses the mapping, shows the records, names the problems, and follows a mapping that was edited', async () => {
    const path = put('preview/table.csv', 'y,x,city,note,description\n1,2,Rome,n,first words\n91,2,Rome,n,second\n')
    const signal = new AbortController().signal
    const preview = await previewSource(ImportOptions.parse({ source: path }), 20, signal)
    expect(preview).toMatchObject({ format: 'csv', columns: ['y', 'x', 'city', 'note', 'description'], mapping: { region: 'city', caption: 'description' } })
    const edited = await previewSource(ImportOptions.parse({ source: path, mapping: { caption: 'note', lat: 'y', lon: 'x' } }), 20, signal)
    expect(edited.rows).toEqual([
      { line: 2, place: null, image: null, imageExists: false, kind: null, lat: 1, lon: 2, region: 'Rome', split: null, captions: ['n'], raw: { y: '1', x: '2', city: 'Rome', note: 'n', description: 'first words' } }
    ])
    expect(edited.problems.map(({ line, code }) => [line, code])).toEqual([[3, 'BAD_LATITUDE']])
  })
})
