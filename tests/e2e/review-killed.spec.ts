import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Page } from '@playwright/test'
import type { Bridge } from '../../src-shared/contracts/bridge.ts'
import { captionsProject, numberedCaption } from './support/captions-project.ts'
import { expect, launchStudio, test } from './support/launch.ts'

declare global {
  interface Window {
    readonly planisphere: Bridge
  }
}

const shown = (page: Page) => page.getByTestId('caption-text').first()

/** Seeded, so that a failure comes again: moments look random and are the same in every run. */
function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

interface LoggedVerdict {
  readonly uuid: string
  readonly caption: string
  readonly verdict: string
}

/** The verdicts in the log, read past the program. */
function log(project: string): LoggedVerdict[] {
  const db = new Database(join(project, 'project.sqlite'), { readonly: true })
  try {
    return db.prepare("SELECT e.uuid, c.text AS caption, e.payload ->> '$.verdict' AS verdict FROM events e JOIN captions c ON c.id = e.caption WHERE e.kind = 'verdict' ORDER BY e.seq").all() as LoggedVerdict[]
  } finally {
    db.close()
  }
}

/** Verdicts that the page keeps because the engine has not acknowledged them. */
const waiting = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith('planisphere.outbox.'))
      .flatMap((key) => (JSON.parse(localStorage.getItem(key) ?? '[]') as { input: { uuid: string } }[]).map(({ input }) => input.uuid))
  )

// After a kill the engine starts again, later each time it dies young: this is about what is kept, not about how fast.
const patience = { timeout: 60_000 }

const keys = ['a', 'f', 's'] as const
const meaning = { a: 'accepted', f: 'flagged', s: 'skipped' } as const

test('300 verdicts with the engine killed at random moments: none is lost, none is doubled', async ({ launch }) => {
  const count = 300
  const next = random(7)
  const project = await captionsProject(count)
  const { page } = await launch({ project, screen: 'review' })
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
  const kills = new Set(Array.from({ length: 5 }, (_, i) => Math.floor((i + 0.2 + 0.6 * next()) * (count / 5))))
  const given: string[] = []
  for (let n = 1; n <= count; n++) {
    await expect(shown(page)).toHaveText(numberedCaption(n), patience)
    if (kills.has(n)) {
      const { pid } = await page.evaluate(() => window.planisphere.engine.status())
      if (pid !== null) process.kill(pid, 'SIGKILL')
    }
    const key = keys[Math.floor(next() * keys.length)] ?? 'a'
    given.push(meaning[key])
    await page.keyboard.press(key)
  }
  await expect(page.getByText('The queue is done')).toBeVisible(patience)
  await expect.poll(() => waiting(page), patience).toEqual([])
  const kept = log(project)
  expect(new Set(kept.map(({ uuid }) => uuid)).size).toBe(kept.length)
  expect(kept.map(({ caption, verdict }) => `${caption} ${verdict}`)).toEqual(given.map((verdict, i) => `${numberedCaption(i + 1)} ${verdict}`))
})

test('250 verdicts with the whole application killed at random moments: what was acknowledged is there once', async () => {
  test.setTimeout(300_000)
  const count = 250
  const next = random(11)
  const project = await captionsProject(count)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  let acknowledged = 0
  for (let life = 0; acknowledged < count && life < 20; life++) {
    const studio = await launchStudio({ project, home, screen: 'review' })
    const { page } = studio
    await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
    await expect(shown(page).or(page.getByText('No caption fits'))).toBeVisible(patience)
    // What the life before could still keep in the page is sent now.
    await expect.poll(() => waiting(page), patience).toEqual([])
    const before = log(project).length
    // Nothing that was acknowledged before the kill is missing after it.
    expect(before).toBeGreaterThanOrEqual(acknowledged)
    acknowledged = before
    if (before === count) {
      await studio.close()
      break
    }
    const until = Math.min(count, before + 30 + Math.floor(next() * 40))
    let given = before
    await expect(shown(page)).toHaveText(numberedCaption(before + 1), patience)
    while (given < until) {
      await page.keyboard.press('a')
      given++
      if (given < count) await expect(shown(page)).toHaveText(numberedCaption(given + 1), patience)
      acknowledged = given - (await waiting(page)).length
    }
    if (next() < 0.5) await page.keyboard.press('a')
    const { pid } = await page.evaluate(() => window.planisphere.engine.status())
    studio.app.process().kill('SIGKILL')
    // The engine ends by itself when its other end is gone; half of the time it is killed as well.
    if (pid !== null && next() < 0.5) process.kill(pid, 'SIGKILL')
    await studio.app.close().catch(() => undefined)
    await expect.poll(() => (pid === null ? false : isAlive(pid)), { timeout: 20_000 }).toBe(false)
  }
  const kept = log(project)
  expect(new Set(kept.map(({ uuid }) => uuid)).size).toBe(kept.length)
  expect(kept.map(({ caption }) => caption)).toEqual(Array.from({ length: count }, (_, i) => numberedCaption(i + 1)))
})

test('typing when the whole application is killed: the draft lacks at most the last second', async () => {
  const project = await captionsProject(3)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const next = random(5)
  for (let round = 0; round < 2; round++) {
    const studio = await launchStudio({ project, home, screen: 'review' })
    const { page } = studio
    await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
    await expect(shown(page)).toBeVisible(patience)
    await page.keyboard.press('e')
    const editor = page.getByTestId('editor')
    await expect(editor).toBeFocused()
    const start = await editor.inputValue()
    const typed: { at: number; text: string }[] = [{ at: Date.now(), text: start }]
    const words = `${2 + Math.floor(next() * 3)} more words in round ${round}, typed one key after the other without a pause`
    const stopAt = 25 + Math.floor(next() * (words.length - 25))
    for (const key of words.slice(0, stopAt)) {
      await page.keyboard.type(key)
      typed.push({ at: Date.now(), text: (typed.at(-1)?.text ?? '') + key })
    }
    const killed = Date.now()
    studio.app.process().kill('SIGKILL')
    await studio.app.close().catch(() => undefined)
    const again = await launchStudio({ project, home, screen: 'review' })
    await expect(shown(again.page)).toBeVisible(patience)
    await again.page.keyboard.press('e')
    const kept = await again.page.getByTestId('editor').inputValue()
    const oldest = typed.findLast(({ at }) => at <= killed - 1000)?.text ?? start
    expect(typed.map(({ text }) => text)).toContain(kept)
    expect(kept.length).toBeGreaterThanOrEqual(oldest.length)
    await again.close()
  }
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
