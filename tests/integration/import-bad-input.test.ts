import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { ImportOptions, type ImportReport } from '#shared/contracts/imports.ts'
import { importRunner } from '#engine/importing/import-job.ts'
import { plainProject, runJob, type PlainProject } from '../support/plain-project.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let files = 0

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, String((files += 1)), name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function load(source: string, more: Partial<ImportOptions> = {}, plain: PlainProject = plainProject()): Promise<{ report: ImportReport; plain: PlainProject; found: (readonly [number | null, string])[] }> {
  const { result, problems } = await runJob(plain, importRunner(), { options: ImportOptions.parse({ source, ...more }), dryRun: false })
  const report = result as ImportReport
  expect(report.problemCount).toBe(problems.length)
  return { report, plain, found: problems.map(({ line, code }) => [line, code] as const) }
}

const texts = (plain: PlainProject) => plain.db.prepare('SELECT text FROM captions ORDER BY id').pluck().all()

describe('tables', () => {
  it('good rows go in, bad rows are reported by their line', async () => {
    const path = write(
      'rows.csv',
      'id,place,lat,lon,split,caption\n1,a,1,2,train,one\n2,b,91,2,train,two\n3,c,1,181,train,three\n4,d,1,2,train\n5,e,1,2,train,five,six\n6,f,x,2,train,seven\n7,g,1,,train,eight\n8,h,1,2,fold9,nine\n1,i,1,2,test,ten\n\n9,j,-1.5,2e1,val,last'
    )
    const { report, found, plain } = await load(path)
    expect(found).toEqual([
      [3, 'BAD_LATITUDE'],
      [4, 'BAD_LONGITUDE'],
      [5, 'WRONG_COLUMNS'],
      [6, 'WRONG_COLUMNS'],
      [7, 'BAD_LATITUDE'],
      [8, 'BAD_LONGITUDE'],
      [9, 'BAD_SPLIT'],
      [10, 'DUPLICATE_ID']
    ])
    expect(report.problems[0]?.message).toContain('91')
    expect(report).toMatchObject({ places: 3, captions: 2 })
    expect(texts(plain)).toEqual(['one', 'last'])
    expect(plain.db.prepare("SELECT lat, lon, split FROM places WHERE uid = 'j'").get()).toEqual({ lat: -1.5, lon: 20, split: 'val' })
  })

  it('reads a byte-order mark, carriage returns, quoted line ends and semicolons with decimal commas', async () => {
    const { plain } = await load(write('windows.csv', '\uFEFFplace;lat;lon;caption\r\na;52,5;13,4;"two\r\nlines; ""quoted"""\r\nb;1;2;plain\r\n'))
    expect(texts(plain)).toEqual(['two\r\nlines; "quoted"', 'plain'])
    expect(plain.db.prepare('SELECT lat FROM places ORDER BY id').pluck().all()).toEqual([52.5, 1])
  })

  it('names the line and byte that are not UTF-8, and keeps the other rows', async () => {
    const bytes = Buffer.concat([Buffer.from('place,caption\na,"caf'), Buffer.from([0xe9]), Buffer.from('"\nb,fine\n')])
    const { report, found, plain } = await load(write('latin1.csv', bytes))
    expect(found).toEqual([[2, 'NOT_UTF8']])
    expect(report.problems[0]?.message).toMatch(/Line 2 .*0xE9 at position 7/)
    expect(texts(plain)).toEqual(['fine'])
  })

  it('a quote that is never closed stops there and says where', async () => {
    const { found, plain } = await load(write('quote.csv', 'place,caption\na,fine\nb,"open\nc,lost\n'))
    expect(texts(plain)).toEqual(['fine'])
    expect(found).toEqual([[3, 'OPEN_QUOTE']])
  })

  it('a row over the limit is called that, not only an open quote', async () => {
    const { found, plain, report } = await load(write('long.csv', `place,caption\na,fine\nb,"${'x '.repeat(5_000_000)}"\nc,lost\n`))
    expect(texts(plain)).toEqual(['fine'])
    expect(found).toEqual([[3, 'ROW_TOO_LONG']])
    expect(report.problems[0]?.message).toContain('8 MiB')
  })

  it('a table without a header row is refused, so that its first row is not lost', async () => {
    await expect(load(write('bare.csv', 'a.jpg,A river,1,2\nb.jpg,A bridge,3,4\n'))).rejects.toMatchObject({ code: 'BAD_FILE', message: expect.stringContaining('a.jpg') as string })
  })

  it('lists under “caption” and single texts under “captions” are captions', async () => {
    const { plain } = await load(write('lists.json', JSON.stringify([{ place: 'a', caption: ['one', 'two'] }, { place: 'b', caption: ['three'] }])))
    expect(texts(plain)).toEqual(['one', 'two', 'three'])
    expect(texts((await load(write('plural.csv', 'place,captions\na,one\nb,two\n'))).plain)).toEqual(['one', 'two'])
    expect(texts((await load(write('both.csv', 'place,descriptions,caption\na,other,one\n'))).plain)).toEqual(['one'])
  })

  it('columns that no field names stay with the caption; __proto__ is a column like any other', async () => {
    const { plain } = await load(write('extra.csv', 'image,description,fluency,__proto__,constructor\nx.jpg,nice,3,p,q\n'))
    const extra = plain.db.prepare('SELECT extra FROM captions').pluck().get() as string
    expect(extra).toBe('{"fluency":"3","__proto__":"p","constructor":"q"}')
    expect(({} as Record<string, unknown>)['p']).toBeUndefined()
  })

  it('a NUL byte and a field without bounds are bad values, not bad files', async () => {
    const { found } = await load(write('odd.tsv', `place\tcaption\na\tx\0y\nb\t${'z'.repeat(1_000_001)}\nc\tfine\n`))
    expect(found).toEqual([[2, 'NUL_BYTE'], [3, 'FIELD_TOO_LONG']])
  })
})

describe('files that hold nothing', () => {
  it.each([
    ['empty.csv', ''],
    ['empty.jsonl', ''],
    ['empty.json', ''],
    ['header.csv', 'place,caption\n'],
    ['all-bad.csv', 'place,lat,lon\na,91,0\nb,92,0\n'],
    ['cut.json', '[{"caption": "x"'],
    ['binary.json', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d])],
    ['utf16.csv', Buffer.from('\uFEFFplace,caption\na,b\n', 'utf16le')]
  ])('%s fails with BAD_FILE and changes nothing', async (name, content) => {
    const plain = plainProject()
    await expect(load(write(name, content), {}, plain)).rejects.toMatchObject({ code: 'BAD_FILE' })
    expect(plain.db.prepare('SELECT count(*) FROM places').pluck().get()).toBe(0)
  })

  it('a path that is not there is NOT_FOUND; a folder without images BAD_FILE', async () => {
    await expect(load(join(folder, 'nothing.csv'))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(load(dirname(write('readme.md', 'x')), { format: 'image-folder' })).rejects.toMatchObject({ code: 'BAD_FILE' })
  })

  it('a column that the mapping names must be there', async () => {
    await expect(load(write('map.csv', 'a,b\n1,2\n'), { mapping: { caption: 'text' } })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('JSON Lines', () => {
  it('reports the lines that are not JSON, not objects, not UTF-8 or without content', async () => {
    const content = Buffer.concat([Buffer.from('{"caption":"a"}\n{"caption":\n[1]\n{"caption":"'), Buffer.from([0xff]), Buffer.from('"}\n{}\n{"caption":"b","__proto__":{"caption":"c"}}')])
    const { found, plain } = await load(write('lines.jsonl', content))
    expect(found).toEqual([[2, 'BAD_JSON'], [3, 'BAD_RECORD'], [4, 'NOT_UTF8'], [5, 'EMPTY_RECORD']])
    expect(texts(plain)).toEqual(['a', 'b'])
  })

  it('captions may be a list of texts or of objects with a text', async () => {
    const { plain } = await load(write('nested.jsonl', '{"image":"a.jpg","captions":[{"raw":"one"},{"caption":"two"}],"where":{"lat":1,"lon":2}}\n'))
    expect(texts(plain)).toEqual(['one', 'two'])
    expect(plain.db.prepare('SELECT lat, lon FROM places').get()).toEqual({ lat: 1, lon: 2 })
  })
})

describe('identity', () => {
  it('a caption that stands twice stands twice; importing again adds nothing', async () => {
    const path = write('twice.jsonl', '{"image":"a.jpg","captions":["same","same","other"]}\n{"image":"b.jpg","captions":["same"]}\n{"image":"a.jpg","captions":["same"]}\n')
    const { report, plain } = await load(path)
    expect(report).toMatchObject({ places: 2, views: 2, captions: 5, skipped: 0 })
    const again = await load(path, {}, plain)
    expect(again.report).toMatchObject({ places: 0, views: 0, captions: 0, skipped: 3 })
  })

  it('rows without id or image are known by their file and line', async () => {
    const path = write('plain.csv', 'caption\none\none\n')
    const other = write('plain.csv', 'caption\none\n')
    const { report, plain } = await load(path)
    expect(report).toMatchObject({ places: 2, captions: 2 })
    expect((await load(path, {}, plain)).report).toMatchObject({ places: 0, captions: 0, skipped: 2 })
    expect((await load(other, {}, plain)).report).toMatchObject({ places: 1, captions: 1 })
    expect(plain.db.prepare('SELECT uid FROM places ORDER BY id').pluck().all()).toEqual(['plain.csv#2', 'plain.csv#3', 'plain.csv~2#2'])
  })

  it('sources share places by their ids and fill in what is missing; ids of captions are each source’s own', async () => {
    const plain = plainProject()
    await load(write('captions.csv', 'id,place,caption\n1,a,first\n2,b,second\n'), {}, plain)
    await load(write('points.csv', 'place,lat,lon,city\na,1,2,Rome\nc,3,4,Oslo\n'), {}, plain)
    const { report } = await load(write('more.csv', 'id,place,caption\n1,a,third\n'), {}, plain)
    expect(report).toMatchObject({ places: 0, captions: 1 })
    expect(plain.db.prepare('SELECT uid, lat, region IS NOT NULL AS region FROM places ORDER BY uid').all()).toEqual([
      { uid: 'a', lat: 1, region: 1 },
      { uid: 'b', lat: null, region: 0 },
      { uid: 'c', lat: 3, region: 1 }
    ])
    expect(plain.db.prepare('SELECT located FROM count_places WHERE region > 0').pluck().all()).toEqual([1, 1])
    expect(texts(plain)).toEqual(['first', 'second', 'third'])
  })

  it('images of equal names in different folders stay apart, and one image is one view however it is reached', async () => {
    const root = join(folder, 'streets')
    for (const name of ['street_berlin/03.jpg', 'street_lund/03.jpg']) {
      mkdirSync(dirname(join(root, name)), { recursive: true })
      await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } }).jpeg().toFile(join(root, name))
    }
    const { plain } = await load(join(root, 'street_lund'))
    await load(join(root, 'street_berlin'), {}, plain)
    expect(plain.db.prepare('SELECT uid FROM places ORDER BY id').pluck().all()).toEqual(['street_lund/03', 'street_berlin/03'])
    expect((await load(root, {}, plain)).report).toMatchObject({ views: 0, skipped: 2 })
    const again = plainProject()
    await load(root, {}, again)
    expect((await load(join(root, 'street_lund'), {}, again)).report).toMatchObject({ views: 0, skipped: 1 })
  })
})

describe('images', () => {
  it('a truncated image is recorded at its view; what is no image is left out; both are named', async () => {
    const root = join(folder, 'broken')
    mkdirSync(root)
    await sharp({ create: { width: 64, height: 64, channels: 3, background: '#a52' } }).jpeg().toFile(join(root, 'good.jpg'))
    for (const [name, format] of [['cut.jpg', 'jpeg'], ['cut.png', 'png'], ['cut.webp', 'webp']] as const) {
      await sharp({ create: { width: 300, height: 300, channels: 3, background: '#a52', noise: { type: 'gaussian', mean: 128, sigma: 30 } } }).toFormat(format).toFile(join(root, name))
      truncateSync(join(root, name), Math.floor(readFileSync(join(root, name)).length / 2))
    }
    writeFileSync(join(root, 'text.png'), 'not an image')
    writeFileSync(join(root, 'zero.jpg'), '')
    const { report, plain } = await load(root)
    expect(report.problems.map(({ file, code }) => `${file} ${code}`)).toEqual(['cut.jpg BAD_IMAGE', 'cut.png BAD_IMAGE', 'cut.webp BAD_IMAGE', 'text.png BAD_IMAGE', 'zero.jpg BAD_IMAGE'])
    expect(report.views).toBe(3)
    expect(plain.db.prepare('SELECT count(*) FROM views WHERE problem IS NOT NULL').pluck().get()).toBe(2)
  })

  it('missing images are named by line where others are there, and summed up where none is', async () => {
    const path = write('rows.csv', 'image,caption\nhere.png,a\ngone.png,b\n')
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } }).png().toFile(join(dirname(path), 'here.png'))
    const { report, found } = await load(path)
    expect(found).toEqual([[3, 'MISSING_IMAGE']])
    expect(report).toMatchObject({ views: 2, captions: 2 })
    expect((await load(write('none.csv', 'image,caption\nx.png,a\ny.png,b\n'))).found).toEqual([[null, 'MISSING_IMAGE']])
  })

  it('a.jpg and a.png that share a.txt are reported, and the text is kept to the byte', async () => {
    const root = join(folder, 'tags')
    mkdirSync(root)
    for (const name of ['a.jpg', 'a.png', 'b.jpg']) await sharp({ create: { width: 8, height: 8, channels: 3, background: '#123' } }).toFile(join(root, name))
    writeFileSync(join(root, 'a.txt'), 'one, two,  three \n')
    writeFileSync(join(root, 'c.txt'), 'nobody')
    const { found, plain } = await load(root, { format: 'taggui' })
    expect(texts(plain)).toEqual(['one, two,  three \n'])
    expect(found.map(([, code]) => code)).toEqual(['SHARED_SIDE_CAR', 'ORPHAN_TEXT'])
  })
})

describe('an import can be taken back', () => {
  it('removes what it added and nothing else, unless people have worked on it', async () => {
    const plain = plainProject()
    await load(write('first.csv', 'place,lat,lon,caption\na,1,2,old words\n'), {}, plain)
    const before = plain.db.prepare('SELECT (SELECT group_concat(uid) FROM places) AS p, (SELECT group_concat(text) FROM captions) AS c, (SELECT sum(n) FROM count_captions) AS n').get()
    const runner = importRunner()
    const second = await runJob(plain, runner, { options: ImportOptions.parse({ source: write('second.csv', 'place,lat,lon,caption\na,1,2,new words\nb,3,4,more words\n') }), dryRun: false })
    expect(plain.db.prepare("SELECT count(*) FROM captions_fts WHERE captions_fts MATCH 'words'").pluck().get()).toBe(3)
    expect(await runner.undo?.(plain.project, second.id)).toEqual({ places: 1, views: 0, captions: 2 })
    expect(plain.db.prepare('SELECT (SELECT group_concat(uid) FROM places) AS p, (SELECT group_concat(text) FROM captions) AS c, (SELECT sum(n) FROM count_captions) AS n').get()).toEqual(before)
    expect(plain.db.prepare("SELECT count(*) FROM captions_fts WHERE captions_fts MATCH 'words'").pluck().get()).toBe(1)
    expect(plain.db.prepare('SELECT count(*) FROM places_rtree').pluck().get()).toBe(1)
    const third = await runJob(plain, runner, { options: ImportOptions.parse({ source: write('third.csv', 'place,caption\nz,judged\n') }), dryRun: false })
    // Ids are never given twice: what referred to a removed row never points to another.
    const caption = plain.db.prepare("SELECT id FROM captions WHERE text = 'judged'").pluck().get() as number
    expect(caption).toBe(4)
    await plain.project.store.write('review.submit', { uuid: '6f1c7a52-6d0e-4d3e-9c30-0a3f0b1f5a11', annotator: 'Ada', at: 1, caption, verdict: 'accepted' })
    await expect(runner.undo?.(plain.project, third.id)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(texts(plain)).toContain('judged')
  })
})

describe('resuming', () => {
  const rows = Array.from({ length: 3000 }, (_, index) => `{"image":"img/${index % 1000}.jpg","captions":["caption ${index % 7}","again"]}`).join('\n')

  it.each([1, 3, 8])('after a crash at write %i it goes on at the record, with the same result and the same counts', async (crashAt) => {
    const path = write('many.jsonl', rows)
    const whole = plainProject()
    const { report } = await load(path, {}, whole)
    const plain = plainProject()
    let writes = 0
    plain.beforeWrite = (query) => {
      if (query === 'importing.apply' && (writes += 1) === crashAt) throw new Error('killed')
    }
    const job = { options: ImportOptions.parse({ source: path }), dryRun: false }
    await expect(runJob(plain, importRunner(), job, { id: 'job' })).rejects.toThrow('killed')
    plain.beforeWrite = undefined
    const { result } = await runJob(plain, importRunner(), job, { id: 'job' })
    expect(result).toEqual(report)
    const all = (project: PlainProject) => project.db.prepare('SELECT c.uid, p.uid AS place, c.text FROM captions c JOIN places p ON p.id = c.place ORDER BY c.id').all()
    expect(all(plain)).toEqual(all(whole))
  })

  it('a source that changed meanwhile is read from its start; what is in is skipped', async () => {
    const path = write('changing.jsonl', rows)
    const plain = plainProject()
    let writes = 0
    plain.beforeWrite = (query) => {
      if (query === 'importing.apply' && (writes += 1) === 3) throw new Error('killed')
    }
    const job = { options: ImportOptions.parse({ source: path }), dryRun: false }
    await expect(runJob(plain, importRunner(), job, { id: 'job' })).rejects.toThrow('killed')
    plain.beforeWrite = undefined
    writeFileSync(path, `{"image":"img/new.jpg","captions":["new"]}\n${rows}`)
    const { result } = await runJob(plain, importRunner(), job, { id: 'job' })
    expect(result).toMatchObject({ places: 1001, captions: 6001 })
    expect(texts(plain)).toHaveLength(6001)
  })
})
