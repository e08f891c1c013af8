import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const caption = (page: Page) => page.getByTestId('caption-text').first()
const row = (page: Page, binding: string) => page.locator(`[data-binding="${binding}"]`)

/** Opens Settings > Keys by keyboard. */
async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('Control+,')
  await page.getByRole('tab', { name: 'Keys' }).click()
  await expect(row(page, 'review.accept')).toBeVisible()
}

/** Gives an action a key, by keyboard alone. */
async function addKey(page: Page, binding: string, key: string): Promise<void> {
  await row(page, binding).getByRole('button', { name: /Add a key/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('recorder')).toBeFocused()
  await page.keyboard.press(key)
  await expect(page.getByTestId('recorder')).toHaveCount(0)
}

test('keys are changed, conflict with what they say, work at once and after a restart', async ({ launch }) => {
  const project = await smallProject(6)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const first = await launch({ project, home, screen: 'review', size: { width: 1280, height: 800 } })
  let { page } = first
  await expect(caption(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))

  await openKeys(page)
  await addKey(page, 'review.accept', '7')
  await addKey(page, 'review.accept', 'Control+Shift+Y')
  await addKey(page, 'review.skip', 'Alt+9')
  await expect(row(page, 'review.accept')).toContainText('7')
  // The same key for two actions of one screen: both say so, and it can be taken from the other.
  await addKey(page, 'review.flag', 'r')
  await expect(row(page, 'review.flag')).toContainText('r also does: Reject the caption (Review)')
  await expect(row(page, 'review.reject')).toContainText('r also does: Flag the caption (Review)')
  await first.screenshot('keys-settings')
  await row(page, 'review.flag').getByRole('button', { name: 'Take it away there' }).click()
  await expect(page.getByText('also does')).toHaveCount(0)
  await expect(row(page, 'review.reject')).toContainText('no key')
  // A key that begins sequences hides them.
  await addKey(page, 'review.swap', 'g')
  await expect(row(page, 'review.swap')).toContainText('g alone hides the sequences of: Go to')
  await row(page, 'review.swap').getByRole('button', { name: /Back to its own keys/ }).click()
  // Escape leaves without a change, and gives the focus back.
  await row(page, 'review.edit').getByRole('button', { name: /Add a key/ }).press('Enter')
  await page.keyboard.press('Escape')
  await expect(row(page, 'review.edit').getByRole('button', { name: /Add a key/ })).toBeFocused()

  await page.keyboard.press('g')
  await page.keyboard.press('r')
  await expect(caption(page)).toHaveText(captionOf(1))
  await page.keyboard.press('7')
  await expect(caption(page)).toHaveText(captionOf(2))
  await page.keyboard.press('Control+Shift+Y')
  await expect(caption(page)).toHaveText(captionOf(3))
  await page.keyboard.press('Alt+9')
  await expect(caption(page)).toHaveText(captionOf(4))
  await expect(page.getByTestId('accept')).toHaveAttribute('aria-keyshortcuts', 'a')
  await page.keyboard.press('r')
  await expect(caption(page)).toHaveText(captionOf(5))
  await expect(page.getByText('Why is it rejected?')).toHaveCount(0)
  await expect(page.getByTestId('waiting')).toHaveCount(0)
  await first.close()

  const second = await launch({ project, home, screen: 'review', size: { width: 1280, height: 800 } })
  page = second.page
  await expect(caption(page)).toHaveText(captionOf(5))
  await page.keyboard.press('7')
  await expect(caption(page)).toHaveText(captionOf(6))
  await openKeys(page)
  await page.getByRole('button', { name: 'Reset all keys' }).click()
  await expect(row(page, 'review.reject')).toContainText('R')
  await expect(row(page, 'review.accept')).not.toContainText('7')
})

test('the key settings list the actions of every screen, whether it was shown or not', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(2), size: { width: 1280, height: 800 } })
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await openKeys(page)
  const listed = async () => (await page.locator('[data-binding]').evaluateAll((rows) => rows.map((element) => element.getAttribute('data-binding')))).sort()
  const before = await listed()
  for (const screen of ['projects', 'overview', 'browse', 'review', 'retrieve', 'compare', 'encoders', 'jobs'] as const) await pages.go(screen)
  await pages.go('settings')
  expect(await listed()).toEqual(before)
})

test('the sheet shows every key of the screen on one page, and gives the focus back', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(3), screen: 'review', size: { width: 1280, height: 800 }, theme: 'light' })
  const { page } = studio
  await expect(caption(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ keys: { 'review.accept': ['q'] } }))
  await page.getByTestId('flag').focus()
  await page.keyboard.press('?')
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(sheet).toBeVisible()
  const line = (name: string) => sheet.locator('.line').filter({ hasText: name })
  await expect(line('Accept the caption')).toContainText('Q')
  await expect(line('Reject the caption')).toContainText('R')
  await expect(line('Command palette')).toHaveCount(1)
  const overflow = await page.getByTestId('key-sheet').evaluate((element) => {
    const body = element.parentElement as HTMLElement
    return { down: body.scrollHeight - body.clientHeight, across: body.scrollWidth - body.clientWidth, below: (document.querySelector('.ui-dialog')?.getBoundingClientRect().bottom ?? 0) - window.innerHeight }
  })
  expect(overflow.down).toBeLessThanOrEqual(0)
  expect(overflow.across).toBeLessThanOrEqual(0)
  expect(overflow.below).toBeLessThan(0)
  await studio.screenshot('key-sheet')
  // What is under the sheet does not hear the keys.
  await page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(page.getByTestId('flag')).toBeFocused()
  await expect(page.getByTestId('accept')).toContainText('Q')
})
