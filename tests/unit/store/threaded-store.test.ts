import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDatabaseFile } from '#engine/store/database-file.ts'
import { DatabaseThread } from '#engine/store/database-thread.ts'
import type { ProjectStore } from '#engine/store/project-store.ts'
import { storeErrorData } from '#engine/store/sqlite-errors.ts'
import { openStore } from '#engine/store/threaded-store.ts'
import { WriteQueue } from '#engine/store/write-queue.ts'
import { addCaptions } from '../../support/captions-fixture.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
let file: string
let count = 0
beforeEach(() => {
  file = join(folder, `${++count}.sqlite`)
  createDatabaseFile(file, 1)
  const db = new Database(file)
  addCaptions(db, 100)
  db.close()
})

describe('the write queue', () => {
  test('lets a person’s write go before every waiting batch of a job, and nothing overtake its own kind', async () => {
    const queue = new WriteQueue()
    const order: string[] = []
    const write = (priority: 'person' | 'job', name: string) =>
      queue.add(priority, async () => {
        await new Promise((resolve) => setImmediate(resolve))
        order.push(name)
      })
    const all = [write('job', 'j1'), write('job', 'j2'), write('job', 'j3'), write('person', 'p1'), write('person', 'p2')]
    await Promise.all(all)
    expect(order).toEqual(['j1', 'p1', 'p2', 'j2', 'j3'])
    await queue.drained()
  })

  test('goes on after a write that fails', async () => {
    const queue = new WriteQueue()
    const failing = queue.add('job', () => Promise.reject(new Error('no')))
    const next = queue.add('job', () => Promise.resolve(5))
    await expect(failing).rejects.toThrow('no')
    await expect(next).resolves.toBe(5)
  })
})

describe('the store', () => {
  let store: ProjectStore
  beforeEach(async () => {
    store = (await openStore({ file, backups: folder, access: 'write', create: null })).store
  })
  afterEach(() => store.close())

  test('a read after an acknowledged write sees it, on every reader', async () => {
    for (let i = 0; i < 20; i++) {
      await store.write('meta.set', { key: 'n', value: String(i) })
      const seen = await Promise.all(Array.from({ length: 6 }, () => store.read('meta.get', { key: 'n' })))
      expect(new Set(seen)).toEqual(new Set([String(i)]))
    }
  })

  test('a write that fails leaves nothing of itself', async () => {
    const args = { uuid: crypto.randomUUID(), annotator: 'Ana', at: 1, caption: 1, verdict: 'edited' as const, text: 'x'.repeat(10), expectedHead: 77 }
    await expect(store.write('review.submit', args)).rejects.toMatchObject({ code: 'CONFLICT' })
    expect(await store.read('review.log', { before: null, count: 10 })).toEqual([])
    expect((await store.read('meta.counts', {})).captions).toBe(200)
  })

  test('a reader cannot write', async () => {
    await expect(store.read('meta.set', { key: 'n', value: '1' })).rejects.toMatchObject({ code: 'READ_ONLY' })
  })

  test('closing waits for what was asked for', async () => {
    const writes = Array.from({ length: 50 }, (_, i) => store.write('meta.set', { key: `k${i}`, value: 'v' }))
    await store.close()
    await Promise.all(writes)
    const db = new Database(file, { readonly: true })
    expect(db.prepare("SELECT count(*) FROM meta WHERE key LIKE 'k%'").pluck().get()).toBe(50)
    db.close()
    await expect(store.read('meta.counts', {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('ids of a list come as one array of integers', async () => {
    const ids = await store.read('browse.ids', { level: 'captions', filter: {}, order: 'id' })
    expect(ids).toBeInstanceOf(Int32Array)
    expect(ids).toHaveLength(200)
  })
})

test('a thread that dies fails what was pending, and the next call starts it again', async () => {
  const thread = new DatabaseThread({ file, backups: folder, access: 'read', create: null })
  await thread.start()
  const pending = thread.call('no.such', {})
  await expect(pending).rejects.toMatchObject({ code: 'INTERNAL', message: 'the store has no query no.such' })
  const lost = thread.call('meta.counts', {})
  thread.terminateForTest()
  await expect(lost).rejects.toMatchObject({ code: 'INTERNAL', hint: expect.stringContaining('Nothing that was acknowledged is lost') as string })
  expect(await thread.call('meta.counts', {})).toMatchObject({ captions: 200 })
  await thread.close()
})

test.each([
  ['SQLITE_FULL', 'DISK_FULL'],
  ['SQLITE_READONLY_DBMOVED', 'READ_ONLY'],
  ['SQLITE_CORRUPT_VTAB', 'PROJECT_DAMAGED'],
  ['SQLITE_NOTADB', 'PROJECT_DAMAGED'],
  ['SQLITE_BUSY_SNAPSHOT', 'PROJECT_LOCKED'],
  ['SQLITE_IOERR_WRITE', 'DISK_FULL'],
  ['SQLITE_IOERR_READ', 'PROJECT_DAMAGED'],
  ['SQLITE_CONSTRAINT_UNIQUE', 'INTERNAL']
])('%s means %s', (sqlite, code) => {
  const data = storeErrorData(new Database.SqliteError('words of SQLite', sqlite))
  expect(data.code).toBe(code)
  expect(data.hint).toBeTruthy()
})
