import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const rows = (page: Page) => page.getByRole('option')

test('the log shows what was done, newest first; a text is restored from it, and its caption opened', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(6), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))
  await expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(1))
  await page.keyboard.press('e')
  await page.keyboard.type('A pond. ')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(2))
  await page.keyboard.press('a')
  await expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(3))
  await page.keyboard.press('s')
  await page.keyboard.press('z')
  await expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(3))

  await pages.go('history')
  await expect(rows(page)).toHaveCount(4)
  await expect(rows(page).nth(0)).toContainText('took back: Skipped')
  await expect(rows(page).nth(1)).toContainText('undone')
  await expect(rows(page).nth(2)).toContainText(captionOf(2))
  await expect(rows(page).nth(3)).toContainText('Edited')
  await expect(rows(page).nth(3)).toContainText('A pond.')

  // By keyboard: to the acceptance of the second caption, which opens in Review.
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByTestId('chosen-event')).toContainText(captionOf(2))
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(2))
  await pages.go('history')

  await page.getByRole('listbox').focus()
  await page.keyboard.press('End')
  await expect(page.getByTestId('chosen-event')).toContainText('A pond.')
  await page.keyboard.press('u')
  await expect(rows(page)).toHaveCount(5)
  await expect(rows(page).nth(0)).toContainText('Accepted')
  await expect(rows(page).nth(0)).toContainText('A pond.')
  // What came in on top did not change what is chosen.
  await expect(rows(page).nth(4)).toHaveAttribute('aria-selected', 'true')

  // Filters: what was undone only, then nothing that fits, then all again.
  await page.getByRole('combobox', { name: 'What happened' }).click()
  await page.getByRole('option', { name: 'Undone' }).click()
  await expect(rows(page)).toHaveCount(1)
  await page.keyboard.press('Control+f')
  await page.keyboard.type('elephant')
  await expect(page.getByText('No event fits the filters above.')).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filters' }).first().click()
  await expect(rows(page)).toHaveCount(5)
})
