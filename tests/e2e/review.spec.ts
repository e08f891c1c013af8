import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Answer, Bridge } from '../../src-shared/contracts/bridge.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

declare global {
  interface Window {
    readonly planisphere: Bridge
  }
}

const text = (page: Page) => page.getByTestId('caption-text').first()
const shows = (page: Page, n: number) => expect(text(page)).toHaveText(captionOf(n))
const saved = (page: Page) => expect(page.getByTestId('waiting')).toHaveCount(0)

/** What the project itself says, asked past the screen. */
async function statuses(page: Page, annotator: string): Promise<Record<string, number>> {
  const answer = await page.evaluate(async (name): Promise<Answer> => {
    const [recent] = await window.planisphere.projects.recent()
    const opened = await window.planisphere.engine.call(900_001, 'projects.open', { path: recent?.path })
    const { project } = (opened as { result: { project: string } }).result
    return await window.planisphere.engine.call(900_002, 'review.progress', { project, annotator: name, filter: {} })
  }, annotator)
  if (!('result' in answer)) throw new Error(JSON.stringify(answer))
  return (answer.result as { byStatus: Record<string, number> }).byStatus
}

test('ten captions by keyboard, with an edit, a draft and undo across a restart', async ({ launch }) => {
  const project = await smallProject(14)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const first = await launch({ project, home, screen: 'review' })
  let { page } = first

  await shows(page, 1)
  await page.keyboard.press('a')
  // Asked once, in place of the verdicts; the verdict that was meant is then given.
  await page.keyboard.type('Ana')
  await page.keyboard.press('Enter')
  await shows(page, 2)
  await page.keyboard.press('a')
  await page.keyboard.press('a')
  await shows(page, 4)
  await page.keyboard.press('r')
  await expect(page.getByText('Why is it rejected?')).toBeVisible()
  await page.keyboard.press('3')
  await shows(page, 5)
  await page.keyboard.press('f')
  await page.keyboard.press('s')
  await shows(page, 7)
  await page.keyboard.press('e')
  await expect(page.getByTestId('editor')).toBeFocused()
  await page.keyboard.type(' A pond lies behind it.')
  await expect(page.locator('ins').first()).toHaveText(/A pond lies behind it\./)
  await page.keyboard.press('Control+Enter')
  await shows(page, 8)
  await page.keyboard.press('a')
  await page.keyboard.press('a')
  await shows(page, 10)
  // Left unfinished: typed, and the editor closed.
  await page.keyboard.press('e')
  await page.keyboard.type(' Unfinished')
  await page.keyboard.press('Escape')
  await expect(page.getByText('You have an unfinished edit')).toBeVisible()
  await saved(page)
  await first.screenshot('review')
  expect(await statuses(page, 'Ana')).toMatchObject({ accepted: 5, rejected: 1, flagged: 1, skipped: 1, edited: 1, unreviewed: 5 })
  await first.close()

  const second = await launch({ project, home, screen: 'review' })
  page = second.page
  await shows(page, 10)
  await expect(page.getByTestId('position')).toHaveText('1 of 5')
  await expect(page.getByText('You have an unfinished edit')).toBeVisible()
  await page.keyboard.press('e')
  await expect(page.getByTestId('editor')).toHaveValue(`${captionOf(10)} Unfinished`)
  await page.keyboard.press('Control+Enter')
  await shows(page, 11)
  // The newest verdict is of this session, the one before of the last.
  await page.keyboard.press('z')
  await shows(page, 10)
  await page.keyboard.press('z')
  await shows(page, 9)
  await expect(page.getByTestId('status')).toContainText('Unreviewed')
  await saved(page)
  expect(await statuses(page, 'Ana')).toMatchObject({ accepted: 4, edited: 1, unreviewed: 6 })
  await page.keyboard.press('Shift+Z')
  await expect(page.getByTestId('status')).toContainText('Accepted')
})

test('verdicts given while the engine is dead are kept and arrive', async ({ launch }) => {
  const project = await smallProject(8)
  const { page } = await launch({ project, screen: 'review' })
  await shows(page, 1)
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
  await page.keyboard.press('a')
  await shows(page, 2)
  await saved(page)
  const pid = await page.evaluate(async () => (await window.planisphere.engine.status()).pid)
  if (pid === null) throw new Error('no engine')
  process.kill(pid, 'SIGKILL')
  await page.keyboard.press('a')
  await page.keyboard.press('f')
  await page.keyboard.press('a')
  await shows(page, 5)
  await saved(page)
  await expect.poll(() => statuses(page, 'Ana')).toMatchObject({ accepted: 3, flagged: 1, unreviewed: 4 })
})

test('the next caption is on the screen two frames after the key', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(14), screen: 'review' })
  await shows(page, 1)
  await page.keyboard.press('j')
  await shows(page, 2)
  for (let n = 3; n <= 6; n++) {
    const seen = await page.evaluate(async () => {
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      return document.querySelector('[data-testid=caption-text]')?.textContent
    })
    expect(seen).toBe(captionOf(n))
  }
})

test('a queue by region and status, and what it says when it is done', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(6), screen: 'review' })
  await shows(page, 1)
  await page.getByTestId('queue-picker').click()
  await page.getByText('Unreviewed in a region').click()
  await page.getByRole('option', { name: 'Lagos' }).click()
  await expect(page.getByTestId('position')).toHaveText('1 of 3')
  await shows(page, 2)
  await page.keyboard.press('End')
  await shows(page, 6)
  await page.keyboard.press('j')
  await expect(page.getByText('The queue is done')).toBeVisible()
  await page.keyboard.press('k')
  await shows(page, 6)
})
