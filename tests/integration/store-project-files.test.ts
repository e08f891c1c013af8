import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine, type Engine } from '#engine/service/create-engine.ts'
import { openDatabaseFile } from '#engine/store/database-file.ts'
import { migrations } from '#engine/store/migrations/index.ts'
import { databaseName } from '#engine/store/open-projects.ts'
import { VectorFile, vectorPath } from '#engine/store/vector-file.ts'
import { fillProject } from '../support/captions-fixture.ts'
import { startEngineProcess } from '../support/engine-child.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
let engine: Engine
let client: EngineClient
let path: string
let database: string
let count = 0
const cleanUp: (() => void)[] = []

beforeEach(async () => {
  engine = createEngine({ resources: 'resources', checkOutputs: true, log: () => undefined })
  client = engine.client()
  path = join(folder, `${++count}.planisphere`)
  database = join(path, databaseName)
  const { project } = await client.call('projects.create', { path })
  await client.call('projects.close', { project })
})
afterEach(() => engine.close())
afterAll(() => cleanUp.forEach((undo) => undo()))

test.runIf(existsSync('/proc/self'))('a place where no folder can be made is refused, and does not hang', async () => {
  await expect(client.call('projects.create', { path: '/proc/planisphere/new' })).rejects.toEqual(refused('READ_ONLY'))
  await expect(client.call('projects.create', { path: join(folder, 'made', 'level', 'by-level') })).resolves.toMatchObject({ places: 0 })
})

const open = (more: { readOnly?: boolean } = {}) => client.call('projects.open', { path, ...more })
const refused = (code: string) => expect.objectContaining({ code, hint: expect.any(String) as string })

function change(sql: string, unsafe = false): void {
  const db = new Database(database)
  db.unsafeMode(unsafe)
  db.exec(sql)
  db.close()
}

describe('creating', () => {
  test('makes the whole folder, or nothing', async () => {
    expect(readdirSync(path).sort()).toEqual(['backups', 'encoders', 'images', 'planet', databaseName, 'thumbnails', 'vectors'].sort())
    await expect(client.call('projects.create', { path })).rejects.toEqual(refused('ALREADY_EXISTS'))
    const full = join(folder, `full-${count}`)
    mkdirSync(full)
    writeFileSync(join(full, 'thesis.tex'), 'do not touch')
    await expect(client.call('projects.create', { path: full })).rejects.toEqual(refused('ALREADY_EXISTS'))
    expect(readdirSync(full)).toEqual(['thesis.tex'])
  })

  test('in a folder that does not exist is made with its parents; the name comes from the folder', async () => {
    const deep = join(folder, 'a', 'b', 'Cities.planisphere')
    const info = await client.call('projects.create', { path: deep })
    expect(info).toMatchObject({ name: 'Cities', path: deep, places: 0, readOnly: false })
    expect(info.project).toMatch(/^[0-9a-f]{16}$/)
  })
})

describe('opening', () => {
  test('by the folder or its database gives the same project, once', async () => {
    const one = await open()
    expect((await client.call('projects.open', { path: database })).project).toBe(one.project)
    expect(one.createdAt).toBeGreaterThan(1.7e12)
  })

  test('what is not there, or is not a project', async () => {
    await expect(client.call('projects.open', { path: join(folder, 'nowhere') })).rejects.toEqual(refused('NOT_FOUND'))
    await expect(client.call('projects.open', { path: folder })).rejects.toEqual(refused('NOT_FOUND'))
  })

  test.each<[string, (file: string) => void]>([
    ['an empty file', (file) => writeFileSync(file, '')],
    ['a text', (file) => writeFileSync(file, 'not a database at all\n'.repeat(500))],
    ['random bytes', (file) => writeFileSync(file, Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 251)))],
    ['a header and nothing else', (file) => truncateSync(file, 100)],
    ['a file that is cut in the middle', (file) => truncateSync(file, 8192)],
    ['an SQLite file of another program', (file) => {
      rmSync(file)
      const db = new Database(file)
      db.exec('CREATE TABLE bookmarks (url TEXT)')
      db.close()
    }],
    ['a file whose schema page is overwritten', (file) => {
      const bytes = readFileSync(file)
      bytes.fill(0xff, 200, 4096)
      writeFileSync(file, bytes)
    }]
  ])('%s is PROJECT_DAMAGED, and the file stays as it was', async (_what, damage) => {
    damage(database)
    const before = readFileSync(database)
    await expect(open()).rejects.toEqual(refused('PROJECT_DAMAGED'))
    expect(readFileSync(database).equals(before)).toBe(true)
    const doctor = await client.call('projects.doctor', { path })
    expect(doctor.ok).toBe(false)
  })

  test('a project of a newer version is refused and not touched', async () => {
    change(`PRAGMA user_version = ${migrations.length + 1}`)
    const before = readFileSync(database)
    await expect(open()).rejects.toEqual(refused('PROJECT_TOO_NEW'))
    expect(readFileSync(database).equals(before)).toBe(true)
  })

  test.each([
    ['a trigger', 'CREATE TRIGGER evil AFTER INSERT ON annotators BEGIN DELETE FROM captions; END'],
    ['a view', 'CREATE VIEW evil AS SELECT 1'],
    ['a table', 'CREATE TABLE evil (x)'],
    ['a changed trigger', 'DROP TRIGGER events_no_delete; CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT 1; END'],
    ['a missing trigger', 'DROP TRIGGER events_no_update']
  ])('a stranger’s schema with %s is refused', async (_what, sql) => {
    change(sql)
    await expect(open()).rejects.toEqual(refused('PROJECT_DAMAGED'))
    await expect(open({ readOnly: true })).rejects.toEqual(refused('PROJECT_DAMAGED'))
  })

  test('a read-only opening refuses writes and takes no lock', async () => {
    const { project, readOnly } = await open({ readOnly: true })
    expect(readOnly).toBe(true)
    expect(existsSync(join(path, 'project.lock'))).toBe(false)
    await expect(client.call('review.draft', { project, annotator: 'Ana', caption: 1, text: 'x' })).rejects.toEqual(refused('READ_ONLY'))
    expect((await open()).readOnly).toBe(false)
  })
})

test('the doctor finds a damaged row of vectors', async () => {
  const file = vectorPath(join(path, 'vectors'), 'demo', 'image')
  const vectors = VectorFile.openForWriting(file, { dimensions: 4, encoderHash: 'h' })
  vectors.writeRows(Int32Array.of(1, 2), Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8))
  await vectors.flush()
  vectors.close()
  expect((await client.call('projects.doctor', { path })).ok).toBe(true)
  const bytes = readFileSync(file)
  const at = bytes.indexOf(Buffer.from(Float32Array.of(7).buffer))
  bytes.writeFloatLE(9, at)
  writeFileSync(file, bytes)
  const { ok, items } = await client.call('projects.doctor', { path })
  expect([ok, items.filter((item) => !item.ok)]).toEqual([false, [{ what: 'Vectors', ok: false, detail: 'demo.image.vec: 1 of 2 rows are damaged. Embed again.' }]])
})

describe('migrations', () => {
  const next = { id: migrations.length + 1, name: 'colour', up: (db: Database.Database) => void db.exec('ALTER TABLE places ADD COLUMN colour TEXT') }

  test('keep a copy of what was there before, and move on to the new schema', () => {
    fillProject(path, 3)
    const backups = join(path, 'backups')
    const { db, backup } = openDatabaseFile(database, 'write', { backups, steps: [...migrations, next] })
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length + 1)
    expect(db.prepare('SELECT count(*) FROM places WHERE colour IS NULL').pluck().get()).toBe(3)
    db.close()
    if (backup === null) throw new Error('no backup')
    expect(readdirSync(backups)).toEqual([backup.slice(backups.length + 1)])
    // The copy is a whole project of the old version.
    copyFileSync(backup, database)
    const old = openDatabaseFile(database, 'write', { backups })
    expect(old.backup).toBeNull()
    expect(old.db.prepare('SELECT count(*) FROM captions').pluck().get()).toBe(6)
    old.db.close()
  })

  test('that fail leave the project as it was', () => {
    fillProject(path, 3)
    const fails = { ...next, up: (db: Database.Database) => void db.exec('ALTER TABLE places ADD COLUMN colour TEXT; INSERT INTO nowhere VALUES (1)') }
    expect(() => openDatabaseFile(database, 'write', { backups: join(path, 'backups'), steps: [...migrations, fails] })).toThrow('nowhere')
    const { db } = openDatabaseFile(database, 'write', { backups: join(path, 'backups') })
    expect(db.prepare('SELECT count(*) FROM places').pluck().get()).toBe(3)
    db.close()
  })

  test('are refused where the project is only read', () => {
    expect(() => openDatabaseFile(database, 'read', { backups: join(path, 'backups'), steps: [...migrations, next] })).toThrow(refused('READ_ONLY'))
  })
})

describe('the lock', () => {
  test('names who has the project; reading is still allowed; closing unlocks', async () => {
    const { project } = await open()
    const other = startEngineProcess()
    const error: unknown = await other.client.call('projects.open', { path }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'PROJECT_LOCKED' })
    expect((error as Error).message).toContain(`process ${process.pid}`)
    expect((error as Error).message).toContain(hostname())
    await expect(other.client.call('projects.open', { path, readOnly: true })).resolves.toMatchObject({ readOnly: true })
    await client.call('projects.close', { project })
    await expect(other.client.call('projects.open', { path })).resolves.toMatchObject({ readOnly: false })
    await other.stop()
  })

  const write = (lock: Record<string, unknown>): void => writeFileSync(join(path, 'project.lock'), JSON.stringify({ token: 't', user: 'eve', host: hostname(), pid: process.pid, at: 1, born: null, ...lock }))

  test.each<[string, () => void]>([
    ['of a process that is gone', () => write({ pid: 4_194_304 })],
    ['of an earlier process with the same id', () => write({ born: '1' })],
    ['that was cut off', () => writeFileSync(join(path, 'project.lock'), '{"pid": 12')],
    ['with nonsense in it', () => writeFileSync(join(path, 'project.lock'), '{"pid": -1, "host": {}}')]
  ])('%s is taken over', async (_what, leave) => {
    leave()
    expect((await open()).readOnly).toBe(false)
    expect(JSON.parse(readFileSync(join(path, 'project.lock'), 'utf8'))).toMatchObject({ pid: process.pid })
  })

  test('of another computer holds while it is fresh', async () => {
    write({ host: 'elsewhere', pid: 1 })
    await expect(open()).rejects.toThrow('eve on elsewhere')
  })
})

describe('a disk or folder that does not take writes', () => {
  test('a full disk is DISK_FULL; what was acknowledged stays, and work goes on when there is room', async (context) => {
    const mount = join(folder, 'tiny')
    mkdirSync(mount)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', mount]).status !== 0) return context.skip('mounting a small tmpfs needs root')
    cleanUp.push(() => spawnSync('umount', ['-l', mount]))
    const onTiny = join(mount, 'p.planisphere')
    const { project } = await client.call('projects.create', { path: onTiny })
    await client.call('projects.close', { project })
    fillProject(onTiny, 20)
    await client.call('projects.open', { path: onTiny })
    const submit = (i: number) => client.call('review.submit', { project, uuid: crypto.randomUUID(), annotator: 'Ana', at: i, caption: 1 + (i % 40), verdict: 'edited', text: `${i} `.repeat(3000) })
    let acknowledged = 0
    let full: unknown = null
    for (let i = 0; i < 2000 && full === null; i++) await submit(i).then(() => acknowledged++, (error: unknown) => (full = error))
    expect(full).toMatchObject({ code: 'DISK_FULL', hint: expect.stringContaining('space') as string })
    expect(acknowledged).toBeGreaterThan(3)
    const progress = () => client.call('review.progress', { project, annotator: 'Ana' })
    expect((await progress()).mine).toBe(acknowledged)
    spawnSync('mount', ['-o', 'remount,size=16m', mount])
    await submit(1)
    expect((await progress()).mine).toBe(acknowledged + 1)
    await client.call('projects.close', { project })
    expect((await client.call('projects.doctor', { path: onTiny })).items.filter((item) => !item.ok).map((item) => item.what)).toEqual(['Images'])
  })

  test('creating on a full disk leaves nothing behind', async (context) => {
    const mount = join(folder, 'tinier')
    mkdirSync(mount)
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', mount]).status !== 0) return context.skip('mounting a small tmpfs needs root')
    cleanUp.push(() => spawnSync('umount', ['-l', mount]))
    await expect(client.call('projects.create', { path: join(mount, 'p.planisphere') })).rejects.toEqual(refused('DISK_FULL'))
    expect(readdirSync(mount)).toEqual([])
  })

  test('a read-only folder: creating is READ_ONLY, opening gives the project read-only with a notice', async (context) => {
    fillProject(path, 3)
    const locked = makeReadOnly(folder, path)
    if (locked === null) return context.skip('this user can write everywhere and may not mount')
    const notices: EngineEvent[] = []
    client.onEvent((event) => notices.push(event))
    try {
      await expect(client.call('projects.create', { path: join(locked, 'inside') })).rejects.toEqual(refused('READ_ONLY'))
      const { project, readOnly, captions } = await client.call('projects.open', { path: locked })
      expect([readOnly, captions]).toEqual([true, 6])
      expect(await client.call('review.queue', { project, opened: 1, start: 0, count: 2 })).toEqual({ total: 6, captions: [1, 2] })
      await expect.poll(() => notices.filter((event) => event.type === 'notice')).toHaveLength(1)
      const copies = readdirSync(tmpdir()).filter((name) => name.startsWith('planisphere-read-only-'))
      await client.call('projects.close', { project })
      // The copy that SQLite read from is gone.
      expect(copies.filter((name) => existsSync(join(tmpdir(), name))).length).toBeLessThan(copies.length)
    } finally {
      cleanUp.pop()?.()
    }
  })
})

/** A path under which the project cannot be written: a read-only bind mount for root, permissions for others. */
function makeReadOnly(parent: string, project: string): string | null {
  if (process.getuid?.() !== 0) {
    chmodSync(project, 0o555)
    cleanUp.push(() => chmodSync(project, 0o755))
    return project
  }
  const mount = join(parent, 'read-only.planisphere')
  mkdirSync(mount)
  if (spawnSync('mount', ['--bind', project, mount]).status !== 0) return null
  cleanUp.push(() => spawnSync('umount', ['-l', mount]))
  return spawnSync('mount', ['-o', 'remount,ro,bind', mount]).status === 0 ? mount : null
}
