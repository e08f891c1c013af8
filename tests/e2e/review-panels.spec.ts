import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { planisphere } from '../support/command-line.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const text = (page: Page) => page.getByTestId('caption-text').first()
const free = (page: Page) => page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())

test('an edit’s rank is shown beside it, on demand and while typing', async ({ launch }) => {
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-rank-')), 'sample.planisphere')
  expect((await planisphere(['sample', project, '--places', '60', '--seed', '4', '--json'])).code).toBe(0)
  const { page } = await launch({ project, screen: 'review', size: { width: 1400, height: 900 } })
  await expect(text(page)).toBeVisible()
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))
  await page.keyboard.press('h')
  const panel = page.getByTestId('edit-rank')
  await expect(panel.getByTestId('rank-after')).toHaveText(/^\d+$/)
  await expect(panel).toContainText('of 60 tiles')
  const before = await panel.getByTestId('rank-after').textContent()

  await panel.getByRole('switch').click()
  await free(page)
  await page.keyboard.press('e')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('A lake with boats.')
  await expect(panel.getByTestId('rank-change')).toBeVisible()
  await expect(panel.locator('.figures .before')).toHaveText(before ?? '')
  // What outranks it opens in Browse.
  await panel.getByTestId('outranks-1').click()
  await expect(page.locator('main.screen')).toHaveAttribute('data-screen', 'browse')
})

test('comments, tags and restored texts are written from the panels, and undone like verdicts', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(3), screen: 'review', size: { width: 1400, height: 900 } })
  await expect(text(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))
  await page.keyboard.press('c')
  await page.keyboard.type('Is the roof red?')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('comments')).toContainText('Is the roof red?')
  await page.getByTestId('tags').getByRole('combobox').click()
  await page.keyboard.type('check again')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('tags').getByRole('button', { name: 'Remove the tag check again' })).toBeVisible()
  await free(page)

  await page.keyboard.press('e')
  await page.keyboard.type('A pond. ')
  await page.keyboard.press('Control+Enter')
  await expect(text(page)).toHaveText(captionOf(2))
  await page.keyboard.press('k')
  await expect(text(page)).toContainText('A pond.')
  await page.getByRole('tab', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Restore' }).first().click()
  await expect(text(page)).toHaveText(captionOf(1))
  await free(page)
  await page.keyboard.press('z')
  await expect(text(page)).toContainText('A pond.')
  await expect(page.getByTestId('history-undone')).toContainText('Accepted')
  await expect(page.getByTestId('history-undone')).toContainText('undone')
})
