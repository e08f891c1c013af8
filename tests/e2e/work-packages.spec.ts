import { dirname, join } from 'node:path'
import type { Page } from '@playwright/test'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const shows = (page: Page, n: number) => expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(n))
const saved = (page: Page) => expect(page.getByTestId('waiting')).toHaveCount(0)
const be = (page: Page, annotator: string) => page.evaluate((name) => window.planisphere.settings.set({ annotator: name }), annotator)

test('a work package is made, opened, reviewed and answered; the answers come home and a disagreement is taken up from the inbox', async ({ launch }) => {
  test.setTimeout(180_000)
  const project = await smallProject(6)
  const [work, away, back] = ['for-ben.planisphere-work', 'away.planisphere', 'from-ben.planisphere-answers'].map((name) => join(dirname(project), name)) as [string, string, string]
  const studio = await launch({ project, screen: 'team', size: { width: 1280, height: 800 } })
  const { page } = studio
  const frame = new StudioPage(studio)
  await frame.ready()
  await be(page, 'Lea')

  // Made for Ben.
  await page.getByRole('tab', { name: 'Packages' }).click()
  const form = page.getByTestId('package-form')
  await expect(page.getByText('No answers yet')).toBeVisible()
  await expect(form.getByTestId('package-count')).toHaveText('6 captions')
  await form.getByRole('textbox', { name: 'For' }).fill('Ben')
  await frame.answerSaveDialog(work)
  await form.getByRole('button', { name: 'Make the package…' }).click()
  await expect(page.getByTestId('package-made')).toContainText('for-ben.planisphere-work holds 6 captions of 6 places with 12 pictures.')
  await studio.screenshot('packages-made')

  // Opened elsewhere, as a project of its own.
  await frame.go('projects')
  await frame.answerOpenDialog(work)
  await page.getByRole('button', { name: 'Open a work package…' }).click()
  const opening = page.getByTestId('open-package')
  await expect(opening).toContainText('Made by Lea in small for Ben')
  await frame.answerSaveDialog(away)
  await opening.getByRole('button', { name: 'Choose…' }).click()
  await studio.screenshot('packages-open')
  await opening.getByRole('button', { name: 'Open it' }).click()
  await frame.shows('review')
  await expect(frame.switcher).toContainText('away')
  await be(page, 'Ben')
  await shows(page, 1)
  await expect(page.getByRole('img').first()).toBeVisible()
  await page.keyboard.press('a')
  await shows(page, 2)
  await page.keyboard.press('f')
  await shows(page, 3)
  await saved(page)

  // The answers.
  await frame.go('team')
  await page.getByRole('tab', { name: 'Packages' }).click()
  const opened = page.getByTestId('opened-package')
  await expect(opened).toContainText('2 events on 2 captions since.')
  await frame.answerSaveDialog(back)
  await opened.getByRole('button', { name: 'Export answers…' }).click()
  await expect(opened).toContainText('from-ben.planisphere-answers holds 2 events on 2 captions.')
  await studio.screenshot('packages-answered')

  // At home Ana decided otherwise of the second caption meanwhile.
  await frame.go('projects')
  await page.getByRole('button', { name: /^small/ }).first().click()
  await expect(frame.switcher).toContainText('small')
  await be(page, 'Ana')
  await frame.go('review')
  await shows(page, 1)
  await page.keyboard.press('s')
  await shows(page, 2)
  await page.keyboard.press('a')
  await shows(page, 3)
  await saved(page)
  await frame.go('team')
  await page.getByRole('tab', { name: 'Packages' }).click()
  await expect(page.getByTestId('opened-package')).toHaveCount(0)
  await frame.answerOpenDialog(back)
  await page.getByRole('button', { name: 'Import answers…' }).click()
  const report = page.getByTestId('merge-report')
  await expect(report).toContainText('2 of 2 events are new, on 2 captions.')
  await expect(report).toContainText('1 caption is in conflict now.')
  await expect(page.getByTestId('merges').getByRole('row').nth(1)).toContainText('Ben')
  await studio.screenshot('packages-merged')

  // Again: nothing.
  await page.getByRole('button', { name: 'Import answers…' }).click()
  await expect(report).toContainText('nothing in it is new')
  await expect(page.getByTestId('merges').getByRole('row')).toHaveCount(3)

  // The inbox, by keyboard.
  await page.getByRole('tab', { name: 'Inbox' }).click()
  const inbox = page.getByTestId('inbox')
  await expect(inbox.getByRole('row').nth(1)).toContainText('Ana: Accepted')
  await expect(page.getByTestId('inbox-detail')).toContainText(captionOf(2))
  await studio.screenshot('inbox')
  await page.getByRole('grid', { name: 'Decided apart, and differently' }).focus()
  await page.keyboard.press('Enter')
  await frame.shows('review')
  const review = page.locator('main.screen')
  await expect(review).toContainText('They disagree')
  await expect(review).toContainText(captionOf(2))
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await saved(page)
  await frame.go('team')
  await expect(page.getByText('No disagreements')).toBeVisible()
})

test('a file that is no work package is refused in words, and nothing is made', async ({ launch }) => {
  const project = await smallProject(2)
  const studio = await launch({ project, screen: 'projects' })
  const { page } = studio
  const frame = new StudioPage(studio)
  await frame.ready()
  await frame.answerOpenDialog(join(dirname(project), 'places.csv'))
  await page.getByRole('button', { name: 'Open a work package…' }).click()
  const opening = page.getByTestId('open-package')
  await expect(opening).toContainText('places.csv is not a package.')
  await expect(opening.getByRole('button', { name: 'Open it' })).toHaveCount(0)
  await opening.getByRole('button', { name: 'Close' }).click()
  await expect(opening).toHaveCount(0)
})
