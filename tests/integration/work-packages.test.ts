import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { extract, pack } from 'tar-stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '#shared/domain/job.ts'
import type { MadePackage, MergeReport } from '#shared/contracts/packages.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { tarHeader } from '#engine/packages/package-writer.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { planisphere } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const images = join(folder, 'pictures')
let engine: Engine
let client: EngineClient
let home = ''
const defects: string[] = []
let counter = 0
const fresh = (ending: string): string => join(folder, `${++counter}${ending}`)

async function ended(project: string, job: string): Promise<Job> {
  for (;;) {
    const now = await client.call('jobs.get', { project, job })
    if (!['queued', 'running'].includes(now.state)) return now
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
async function done<T = Record<string, unknown>>(project: string, job: string): Promise<T> {
  const end = await ended(project, job)
  if (end.error) throw new PlanisphereError(end.error.code, end.error.message, { hint: end.error.hint })
  expect(end.state).toBe('done')
  return end.result as T
}
const make = async (project: string, more: Record<string, unknown> = {}): Promise<MadePackage> => {
  const { job } = await client.call('packages.make', { project, queue: {}, by: 'Lea', largestEdge: 0, out: fresh('.planisphere-work'), ...more })
  return done<MadePackage>(project, job)
}
async function open(path: string): Promise<string> {
  const opened = await client.call('packages.open', { path, out: fresh('.planisphere') })
  await done(opened.project, opened.job)
  return opened.project
}
async function answers(project: string): Promise<string> {
  const out = fresh('.planisphere-answers')
  await done(project, (await client.call('packages.answers', { project, out })).job)
  return out
}
async function merge(project: string, path: string, force = false): Promise<MergeReport> {
  return done<MergeReport>(project, (await client.call('packages.merge', { project, path, force })).job)
}
const captionsOf = async (project: string): Promise<number[]> => (await client.call('review.queue', { project, opened: Date.now() + counter++, start: 0, count: 1000 })).captions
async function byUid(project: string, annotator = 'Nobody'): Promise<Map<string, Awaited<ReturnType<typeof itemsOf>>[number]>> {
  return new Map((await itemsOf(project, annotator)).map((item) => [item.caption.uid, item]))
}
async function itemsOf(project: string, annotator: string) {
  return client.call('review.items', { project, captions: (await captionsOf(project)).slice(0, 20), annotator })
}
const submit = (project: string, annotator: string, caption: number, verdict: 'accepted' | 'rejected' | 'edited', text?: string) =>
  client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator, at: Date.now(), caption, verdict, ...(text === undefined ? {} : { text }) })

beforeAll(async () => {
  mkdirSync(images)
  const rows: string[] = ['image,kind,place,caption,lat,lon,region,width,height']
  for (let place = 0; place < 4; place++) {
    for (const kind of ['satellite', 'street']) {
      const name = `${kind}-${place}.jpg`
      // The second place's street photo is missing.
      if (!(place === 1 && kind === 'street')) await sharp({ create: { width: 320, height: 160, channels: 3, background: { r: 40 * place, g: 90, b: 120 } } }).jpeg().toFile(join(images, name))
      rows.push(`${name},${kind},place-${place},Caption ${place} of a ${kind} view,${place + 1},${place + 2},Lagos,320,160`)
    }
  }
  writeFileSync(join(images, 'captions.csv'), `${rows.join('\n')}\n`)
  engine = createEngine({ resources: folder, checkOutputs: true, log: (line) => void defects.push(line) })
  client = engine.client()
  const info = await client.call('projects.create', { path: join(folder, 'home.planisphere') })
  home = info.project
  await done(home, (await client.call('imports.start', { project: home, options: { source: join(images, 'captions.csv') } })).job)
})
afterAll(async () => {
  await engine.close()
  expect(defects).toEqual([])
})

describe('a work package', () => {
  test('is a plain tar that any tool reads, with what is missing counted', async () => {
    const made = await make(home)
    expect(made).toMatchObject({ captions: 8, places: 4, views: 8, images: 7, missingImages: 1, events: 0 })
    const entries = new Map<string, Buffer>()
    const reading = extract()
    Readable.from(readFileSync(made.file)).pipe(reading)
    for await (const entry of reading) {
      const parts: Buffer[] = []
      for await (const part of entry as AsyncIterable<Buffer>) parts.push(part)
      entries.set(entry.header.name, Buffer.concat(parts))
    }
    expect([...entries.keys()].filter((name) => !name.startsWith('images/'))).toEqual(['manifest.json', 'project.jsonl', 'contents.jsonl'])
    expect([...entries.keys()][0]).toBe('manifest.json')
    const contents = String(entries.get('contents.jsonl')).trim().split('\n').map((line) => JSON.parse(line) as { name: string; bytes: number; sha256: string })
    expect(contents).toHaveLength(9)
    for (const { name, bytes, sha256 } of contents) {
      expect(entries.get(name)?.length).toBe(bytes)
      expect(createHash('sha256').update(entries.get(name) ?? '').digest('hex')).toBe(sha256)
    }
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([])
  })

  test('is opened as a project that shows the same captions and pictures, in the order of the queue', async () => {
    const made = await make(home, { queue: { order: 'longest' }, recipient: 'Ana' })
    expect(await client.call('packages.look', { path: made.file })).toMatchObject({ name: '2', from: 'home', madeBy: 'Lea', recipient: 'Ana', blind: false, captions: 8, bytes: statSync(made.file).size })
    const away = await open(made.file)
    expect(await client.call('packages.opened', { project: away })).toMatchObject({ recipient: 'Ana', events: 0, captions: 0, drafts: 0 })
    expect(await client.call('packages.opened', { project: home })).toBeNull()
    const [here, there] = [await byUid(home), await byUid(away)]
    expect([...there.keys()].sort()).toEqual([...here.keys()].sort())
    for (const [uid, item] of there) {
      expect(item.caption.text).toBe(here.get(uid)?.caption.text)
      expect(item.detail.place).toMatchObject({ lat: here.get(uid)?.detail.place.lat, region: { name: 'Lagos' } })
      for (const view of item.detail.views) {
        const original = here.get(uid)?.detail.views.find((other) => other.uid === view.uid)
        if (view.problem !== null) expect([existsSync(view.path), original?.path.endsWith('street-1.jpg')]).toEqual([false, true])
        else expect(readFileSync(view.path).equals(readFileSync(original?.path ?? ''))).toBe(true)
      }
    }
    const lengths = (await itemsOf(away, 'Ana')).map((item) => item.caption.text.length)
    expect(lengths).toEqual([...lengths].sort((a, b) => b - a))
    expect(await client.call('projects.doctor', { path: (await client.call('projects.info', { project: away })).path })).toMatchObject({ ok: true })
  })

  test('makes images smaller where it is asked to, and leaves out kinds', async () => {
    const away = await open((await make(home, { largestEdge: 100, kinds: ['satellite'] })).file)
    const views = [...(await byUid(away)).values()].flatMap((item) => item.detail.views)
    expect(new Set(views.map(({ kind }) => kind))).toEqual(new Set(['satellite']))
    for (const view of views) expect(await sharp(view.path).metadata()).toMatchObject({ width: 100, height: 50 })
    expect(views[0]).toMatchObject({ width: 100, height: 50 })
  })

  test('in shares: each caption in exactly one', async () => {
    const shares = await Promise.all([1, 2, 3].map((part) => make(home, { queue: { share: { part, of: 3 } } }).catch((error: unknown) => error)))
    const opened = await Promise.all(shares.flatMap((share) => (share instanceof PlanisphereError ? [] : [open((share as MadePackage).file)])))
    const uids: string[] = []
    for (const project of opened) {
      uids.push(...(await byUid(project)).keys())
    }
    expect(uids.sort()).toEqual([...(await byUid(home)).keys()].sort())
  })

  test('of nothing is refused, and leaves no file', async () => {
    await expect(make(home, { queue: { filter: { text: 'nosuchword' } } })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(existsSync(join(folder, `${counter}.planisphere-work`))).toBe(false)
  })
})

describe('answers', () => {
  test('come home, once; a disagreement goes to the inbox and leaves it when it is settled', async () => {
    const [first = 0, second = 0] = await captionsOf(home)
    const away = await open((await make(home, { recipient: 'Ben' })).file)
    const there = await captionsOf(away)
    await submit(away, 'Ben', there[0] ?? 0, 'rejected')
    await submit(away, 'Ben', there[1] ?? 0, 'edited', 'Ben’s words')
    await submit(home, 'Ana', first, 'accepted')
    const path = await answers(away)
    expect(await client.call('packages.opened', { project: away })).toMatchObject({ events: 2, captions: 2 })
    expect(await merge(home, path)).toMatchObject({ annotators: ['Ben'], events: 2, added: 2, known: 0, captions: 2, conflicts: 1, problemCount: 0 })
    expect(await merge(home, path)).toMatchObject({ events: 2, added: 0, known: 2, captions: 0, conflicts: 0, problemCount: 0 })
    expect(await client.call('packages.merges', { project: home })).toMatchObject([{ added: 0 }, { added: 2, captions: 2, conflicts: 1, annotators: ['Ben'], problems: 0 }])
    const inbox = await client.call('team.inbox', { project: home, annotator: 'Lea' })
    expect(inbox).toMatchObject({ total: 1, rows: [{ caption: first, region: 'Lagos' }] })
    expect(inbox.rows[0]?.verdicts.map(({ annotator, verdict }) => [annotator, verdict]).sort()).toEqual([['Ana', 'accepted'], ['Ben', 'rejected']])
    const [, item] = await client.call('review.items', { project: home, captions: [first, second], annotator: 'Lea' })
    expect(item?.caption).toMatchObject({ status: 'edited', text: 'Ben’s words', annotator: 'Ben' })
    expect((await client.call('review.log', { project: home, count: 10 })).filter(({ annotator }) => annotator === 'Ben')).toHaveLength(2)
    await submit(home, 'Lea', first, 'accepted')
    expect(await client.call('team.inbox', { project: home, annotator: 'Lea' })).toEqual({ total: 0, rows: [] })
  })

  test('to a blind package are second reviews: what others decided was not in it', async () => {
    const ids = await captionsOf(home)
    const chosen = ids[2] ?? 0
    await submit(home, 'Ana', chosen, 'edited', 'Ana alone knows')
    const made = await make(home, { blind: true, recipient: 'Cleo' })
    expect(readFileSync(made.file).includes('Ana alone knows')).toBe(false)
    const away = await open(made.file)
    const mine = [...(await byUid(away, 'Cleo')).values()].find((item) => item.caption.text.startsWith('Caption 1 of a satellite'))
    expect(mine?.caption.status).toBe('unreviewed')
    await submit(away, 'Cleo', mine?.caption.id ?? 0, 'accepted')
    expect(await merge(home, await answers(away))).toMatchObject({ added: 1, conflicts: 1, problemCount: 0 })
    await submit(home, 'Lea', chosen, 'accepted')
  })

  test('never hold what is gold: no package has it but that of whoever set it', async () => {
    const ids = await captionsOf(home)
    const gold = ids[4] ?? 0
    const uuid = (): string => crypto.randomUUID()
    await submit(home, 'Ana', gold, 'edited', 'Ana on gold')
    await client.call('review.gold', { project: home, uuid: uuid(), annotator: 'Lea', at: Date.now(), caption: gold, answer: { verdict: 'edited', text: 'The golden answer' } })
    const forBen = readFileSync((await make(home, { recipient: 'Ben' })).file)
    expect(forBen.includes('The golden answer')).toBe(false)
    expect(forBen.includes('Ana on gold')).toBe(false)
    expect(readFileSync((await make(home, { recipient: 'Lea' })).file).includes('The golden answer')).toBe(true)
  })

  test('to another project’s package are refused unless they are forced, and then only what fits is taken', async () => {
    const path = await answers(await reviewed())
    const other = (await client.call('projects.create', { path: fresh('.planisphere') })).project
    await expect(merge(other, path)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('another project, home') as string })
    const report = await merge(other, path, true)
    expect(report).toMatchObject({ events: 1, added: 0, problemCount: 1 })
    expect(report.problems[0]).toMatchObject({ code: 'UNKNOWN_CAPTION', line: expect.any(Number) as number })
    await expect(client.call('packages.answers', { project: other, out: fresh('.planisphere-answers') }).then(({ job }) => done(other, job))).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('and packages are not taken for each other', async () => {
    const path = await answers(await reviewed())
    await expect(client.call('packages.open', { path, out: fresh('.planisphere') })).rejects.toMatchObject({ code: 'BAD_FILE', message: expect.stringContaining('holds the answers') as string })
    await expect(merge(home, (await make(home)).file)).rejects.toMatchObject({ code: 'BAD_FILE', message: expect.stringContaining('is a work package') as string })
  })
})

test('from the command line: make, open, review, answer, merge, twice', { timeout: 120_000 }, async () => {
  const [dir, work, away, back] = [fresh('.planisphere'), fresh('.planisphere-work'), fresh('.planisphere'), fresh('.planisphere-answers')]
  await planisphere(['create', dir])
  await planisphere(['import', dir, join(images, 'captions.csv')])
  const made = await planisphere(['package', 'make', dir, '--where', 'kind:street', '--by', 'Lea', '--for', 'Ben', '--order', 'shortest', '--limit', '5', '--out', work, '--json'])
  expect([made.code, made.json()]).toMatchObject([4, { captions: 5, missingImages: 1 }])
  expect((await planisphere(['package', 'make', dir, '--by', 'Lea', '--out', work])).code).toBe(3)
  expect((await planisphere(['package', 'make', dir, '--by', 'Lea', '--out', fresh('.x'), '--share', '3/2'])).code).toBe(2)
  expect((await planisphere(['package', 'open', work, away, '--json'])).json()).toMatchObject({ captions: 5, recipient: 'Ben' })
  const { project } = await client.call('projects.open', { path: away })
  for (const caption of await captionsOf(project)) await submit(project, 'Ben', caption, 'accepted')
  await client.call('projects.close', { project })
  expect((await planisphere(['package', 'answers', away, '--out', back, '--json'])).json()).toMatchObject({ events: 5, captions: 5, annotators: ['Ben'] })
  const merged = await planisphere(['package', 'merge', dir, back, back, '--json'])
  expect([merged.code, merged.json()]).toMatchObject([0, [{ events: 5, added: 5, captions: 5 }, { events: 5, added: 0, known: 5, captions: 0 }]])
  expect((await planisphere(['list', dir, '--where', 'status:accepted by:Ben', '--json'])).json()).toMatchObject({ total: 5 })
  // One whose pictures are damaged: the command has removed what it began before it ends.
  const damaged = fresh('.planisphere-work')
  const bytes = readFileSync(work)
  const picture = bytes.indexOf('images/0000/') + 512
  writeFileSync(damaged, bytes.fill(7, picture + 20, picture + 60))
  const out = fresh('.planisphere')
  const refused = await planisphere(['package', 'open', damaged, out])
  expect([refused.code, refused.stderr]).toEqual([3, expect.stringMatching(/is damaged: its entry/)])
  expect(existsSync(out)).toBe(false)
})

async function reviewed(): Promise<string> {
  const away = await open((await make(home)).file)
  const [caption = 0] = await captionsOf(away)
  await client.call('review.comment', { project: away, uuid: crypto.randomUUID(), annotator: 'Ben', at: Date.now(), caption, text: 'Hm' })
  return away
}

interface Entry {
  name: string
  data: Buffer
  type?: 'file' | 'symlink' | 'directory'
  linkname?: string
}

describe('a hostile package', () => {
  const good: Entry[] = []
  beforeAll(async () => {
    const bytes = readFileSync((await make(home, { kinds: ['satellite'] })).file)
    for (let at = 0; bytes[at] !== 0; ) {
      const size = Number.parseInt(bytes.toString('latin1', at + 124, at + 135), 8)
      good.push({ name: bytes.toString('latin1', at, at + 100).replace(/\0+$/, ''), data: bytes.subarray(at + 512, at + 512 + size) })
      at += 512 + Math.ceil(size / 512) * 512
    }
  })
  const contentsOf = (entries: readonly Entry[]): Buffer =>
    Buffer.from(entries.map(({ name, data }) => `${JSON.stringify({ name, bytes: data.length, sha256: createHash('sha256').update(data).digest('hex') })}\n`).join(''))
  /** With a list of contents that fits, as someone who knows the format would make it. */
  const sealed = (entries: readonly Entry[]): Entry[] => {
    const rest = entries.filter(({ name }) => name !== 'contents.jsonl')
    return [...rest, { name: 'contents.jsonl', data: contentsOf(rest) }]
  }
  async function written(entries: readonly Entry[]): Promise<string> {
    const path = fresh('.planisphere-work')
    const packing = pack()
    for (const { name, data, type = 'file', linkname } of entries) packing.entry(linkname === undefined ? { name, type } : { name, type, linkname }, data)
    packing.finalize()
    const parts: Buffer[] = []
    for await (const part of packing as AsyncIterable<Buffer>) parts.push(part)
    writeFileSync(path, Buffer.concat(parts))
    return path
  }
  const changed = (name: string, change: (text: string) => string): Entry[] => good.map((entry) => (entry.name === name ? { ...entry, data: Buffer.from(change(entry.data.toString('utf8'))) } : entry))
  const manifest = (change: Record<string, unknown>): Entry[] => sealed(changed('manifest.json', (text) => JSON.stringify({ ...(JSON.parse(text) as object), ...change })))
  const image = (): Entry => good.find(({ name }) => name.startsWith('images/')) ?? { name: '', data: Buffer.alloc(0) }

  const cases: [string, () => Promise<string>, RegExp][] = [
    ['that leads out of its folder', () => written(sealed([...good.slice(0, -1), { name: 'images/../../../evil.txt', data: Buffer.from('x') }])), /images\/\.\.\/\.\.\/\.\.\/evil\.txt/],
    ['with an absolute name', () => written(sealed([...good.slice(0, -1), { name: '/etc/evil', data: Buffer.from('x') }])), /\/etc\/evil/],
    ['with a link', () => written([...good.slice(0, -1), { name: 'images/0000/000099-street.jpg', data: Buffer.alloc(0), type: 'symlink', linkname: '/etc/passwd' }, ...good.slice(-1)]), /not a plain file: images\/0000\/000099-street\.jpg/],
    ['with a folder', () => written([...good.slice(0, -1), { name: 'images/', data: Buffer.alloc(0), type: 'directory' }, ...good.slice(-1)]), /not a plain file/],
    ['with a name twice', () => written(sealed([...good.slice(0, -1), image()])), /twice/],
    ['whose names differ in case only', () => written([...good.slice(0, -1), { ...image(), name: image().name.toUpperCase() }, ...good.slice(-1)]), /twice/],
    ['with a long name in an extended header', () => written(sealed([...good.slice(0, -1), { name: `images/${'a'.repeat(300)}.jpg`, data: Buffer.from('x') }])), /not a plain file|no package has/],
    ['that is cut off', async () => {
      const path = await written(good)
      writeFileSync(path, readFileSync(path).subarray(0, 9000))
      return path
    }, /ends too early/],
    ['whose entry says it is huge', () => {
      const path = fresh('.planisphere-work')
      writeFileSync(path, Buffer.concat([tarHeader('manifest.json', 2 ** 40), Buffer.alloc(2048)]))
      return Promise.resolve(path)
    }, /manifest\.json says that it has 1099511627776 bytes/],
    ['whose manifest is huge', () => written(sealed(changed('manifest.json', (text) => text + ' '.repeat(5_000_000)))), /manifest/],
    ['with a wrong hash', () => written([...good.slice(0, -1).map((entry) => (entry.name === image().name ? { ...entry, data: Buffer.from(entry.data).fill(7) } : entry)), ...good.slice(-1)]), /damaged: its entry images\//],
    ['with changed lines', () => written([...changed('project.jsonl', (text) => text.replace('Caption 0', 'Caption 9')).slice(0, -1), ...good.slice(-1)]), /damaged: its entry project\.jsonl/],
    ['whose list of contents is garbage', () => written(good.map((entry) => (entry.name === 'contents.jsonl' ? { ...entry, data: Buffer.from('nonsense\n') } : entry))), /contents\.jsonl, line 1/],
    ['without its list of contents', () => written(good.slice(0, -1)), /not whole/],
    ['with a line of garbage', () => written(sealed(changed('project.jsonl', (text) => `${text}garbage\n`))), /project\.jsonl, line \d+: .*JSON/],
    ['with an image elsewhere on the computer', () => written(sealed(changed('project.jsonl', (text) => text.replace(/"path":"0000\/[^"]+"/, '"path":"../../../../etc/passwd"')))), /outside of the package/],
    ['with a folder elsewhere on the computer', () => written(sealed(changed('project.jsonl', (text) => text.replace('"path":"images"', '"path":"/etc"')))), /outside of the package/],
    ['with an event that no log holds', () =>
      written(sealed(changed('project.jsonl', (text) => `${text}{"type":"annotator","id":77,"name":"Eve"}\n{"type":"event","uuid":"u","clock":1,"at":1,"annotator":77,"kind":"verdict","payload":{"verdict":"deleted"}}\n`))), /payload\.verdict/],
    ['with fewer captions than it says', () => written(manifest({ captions: 5000 })), /should hold 5000 captions/],
    ['of a newer version', () => written(manifest({ version: 99 })), /newer Planisphere/],
    ['that is no tar', () => {
      const path = fresh('.planisphere-work')
      writeFileSync(path, 'PK not a tar at all'.repeat(100))
      return Promise.resolve(path)
    }, /not a package/],
    ['that is empty', () => {
      const path = fresh('.planisphere-work')
      writeFileSync(path, '')
      return Promise.resolve(path)
    }, /not a package/]
  ]
  test.each(cases)('%s is refused in words, and leaves nothing', async (_what, file, words) => {
    const path = await file()
    const out = fresh('.planisphere')
    const error = await client
      .call('packages.open', { path, out })
      .then(({ project, job }) => new Promise<Job>((resolve) => {
        const stop = client.onEvent((event) => {
          if (event.type !== 'job' || event.job.id !== job || ['queued', 'running'].includes(event.job.state)) return
          stop()
          resolve(event.job)
        })
        void ended(project, job).then(resolve, () => undefined)
      }))
      .then((job) => job.error, (thrown: unknown) => (thrown as PlanisphereError).toData())
    expect(error?.message).toMatch(words)
    expect(['BAD_FILE', 'BAD_ROW']).toContain(error?.code)
    await expect.poll(() => existsSync(out), { timeout: 5000 }).toBe(false)
    expect(existsSync(join(folder, 'evil.txt'))).toBe(false)
  })

  test('that was put together again unchanged is opened: the cases above are refused for what they are', async () => {
    expect(await captionsOf(await open(await written(good)))).toHaveLength(8)
  })

  test('is not read through a folder or a missing path', async () => {
    await expect(client.call('packages.look', { path: folder })).rejects.toMatchObject({ code: 'BAD_FILE' })
    await expect(client.call('packages.look', { path: join(folder, 'absent') })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const link = fresh('.planisphere-work')
    symlinkSync('/dev/zero', link)
    await expect(client.call('packages.look', { path: link })).rejects.toMatchObject({ code: 'BAD_FILE' })
    rmSync(link)
  })
})
