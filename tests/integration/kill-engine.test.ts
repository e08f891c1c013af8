import Database from 'better-sqlite3'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { verdicts } from '#shared/domain/vocabulary.ts'
import { databaseName } from '#engine/store/open-projects.ts'
import { fillProject } from '../support/captions-fixture.ts'
import { startEngineProcess, type EngineProcess } from '../support/engine-child.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const path = join(temporaryFolder(), 'killed.planisphere')
let engine: EngineProcess | null = null
afterAll(() => engine?.kill())

test('SIGKILL right after acknowledged verdicts, thirty times: none is lost, none is doubled, and the lock is taken over', { timeout: 120_000 }, async () => {
  engine = startEngineProcess()
  const { project } = await engine.client.call('projects.create', { path })
  await engine.client.call('projects.close', { project })
  fillProject(path, 30)

  const acknowledged = new Map<string, number>()
  const sent = new Map<string, number>()
  for (let round = 0; round < 30; round++) {
    await engine.client.call('projects.open', { path })
    // What was sent but not acknowledged in the round before is repeated with its uuid, as the window does.
    const again = [...sent].filter(([uuid]) => !acknowledged.has(uuid))
    const fresh = Array.from({ length: 8 }, (_, i): [string, number] => [crypto.randomUUID(), 1 + ((round * 8 + i) % 60)])
    const { client, pid } = engine
    let seen = 0
    const calls = [...again, ...fresh].map(async ([uuid, caption]) => {
      sent.set(uuid, caption)
      const verdict = verdicts[caption % verdicts.length] ?? 'accepted'
      await client.call('review.submit', { project, uuid, annotator: 'Ana', at: 1000 + round, caption, verdict, ...(verdict === 'edited' ? { text: `Edit of ${caption} in round ${round}` } : {}) })
      acknowledged.set(uuid, caption)
      // In the middle of the others: at another one in each round.
      if (++seen === 1 + (round % 8)) process.kill(pid, 'SIGKILL')
    })
    await Promise.allSettled(calls)
    await engine.kill()
    engine = startEngineProcess()
  }
  expect(acknowledged.size).toBeGreaterThan(60)

  await engine.client.call('projects.open', { path })
  const log = new Map<string, number>()
  for (let before: number | null = null; ; ) {
    const page: { uuid: string; seq: number; caption: number | null }[] = await engine.client.call('review.log', { project, before, count: 500 })
    for (const event of page) {
      expect(log.has(event.uuid)).toBe(false)
      log.set(event.uuid, event.caption ?? 0)
    }
    before = page.at(-1)?.seq ?? null
    if (page.length === 0 || before === null) break
  }
  for (const [uuid, caption] of acknowledged) expect(log.get(uuid)).toBe(caption)
  for (const uuid of log.keys()) expect(sent.has(uuid)).toBe(true)
  const doctor = await engine.client.call('projects.doctor', { path })
  expect(doctor.items.filter((item) => !item.ok).map((item) => item.what)).toEqual(['Images'])
  expect(await engine.stop()).toBe(0)

  const db = new Database(join(path, databaseName), { readonly: true })
  // Every edit in the log has its one revision, and no revision is without its event.
  const edits = db.prepare("SELECT count(*) FROM events WHERE payload ->> '$.verdict' = 'edited'").pluck().get()
  expect(db.prepare('SELECT count(*) FROM captions WHERE root IS NOT NULL').pluck().get()).toBe(edits)
  expect(db.prepare("SELECT count(*) FROM events e JOIN captions c ON c.uid = e.payload ->> '$.revision' WHERE e.payload ->> '$.verdict' = 'edited'").pluck().get()).toBe(edits)
  db.close()
})
