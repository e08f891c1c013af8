import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planisphere } from '../support/command-line.ts'
import { StudioPage } from './pages/studio-page.ts'
import { look } from './support/axe.ts'
import { expect, test } from './support/launch.ts'

async function smallSample(places: number): Promise<string> {
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-planet-')), 'small.planisphere')
  const made = await planisphere(['sample', project, '--places', String(places), '--json'])
  expect(made.code, made.stderr).toBe(0)
  return project
}

test('PLANET measures signatures, trains an encoder whose curve is seen while it runs, and keeps its card', async ({ launch }) => {
  test.setTimeout(420_000)
  const studio = await launch({ project: await smallSample(60), screen: 'planet', size: { width: 1280, height: 800 } })
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await pages.shows('planet')
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))

  // Signatures: an example is drawn before anything is mined; the key measures them all.
  await expect(page.getByTestId('signature')).toBeVisible()
  await expect(page.getByTestId('mining')).toContainText('0 of 60 satellite views measured')
  await page.keyboard.press('m')
  await expect(page.getByTestId('mining')).toContainText('60 of 60 satellite views measured', { timeout: 60_000 })
  await expect(page.getByTestId('mining')).toContainText('All that can be measured is measured')
  await expect(page.getByRole('button', { name: 'Measure signatures' })).toBeDisabled()

  // The form: what is wrong is said and stops it; then a tiny training.
  await page.keyboard.press(']')
  const form = page.getByTestId('train-form')
  await expect(page.getByTestId('training-data')).toContainText('Train')
  const lambda = form.getByRole('textbox', { name: /weight of L_phy/ })
  await lambda.fill('a lot')
  await expect(form).toContainText('One to eight numbers from 0 to 100.')
  await expect(form.getByRole('button', { name: 'Train', exact: true })).toBeDisabled()
  await lambda.fill('0.1')
  await form.getByText('Details').click()
  for (const [name, value] of [['Steps', '40'], ['Batch', '12']] as const) {
    const field = form.getByRole('spinbutton', { name })
    await field.fill(value)
    await field.press('Tab')
  }
  await form.getByRole('button', { name: 'Train', exact: true }).click()

  // Live: the curve grows; paused it waits, and goes on.
  const run = page.getByTestId('training-run')
  await expect(run.getByTestId('curve-now')).toContainText(/Step \d+ of 40/, { timeout: 120_000 })
  await expect(run.getByTestId('curves').locator('svg path').first()).toBeAttached()
  await run.getByRole('button', { name: 'Pause' }).click()
  await expect(run).toContainText('Paused: it goes on where it stopped.', { timeout: 60_000 })
  expect(await look(page, 'planet, a training')).toEqual([])
  await run.getByRole('button', { name: 'Resume' }).click()
  await expect(run.getByTestId('training-outcome')).toContainText(/captions of regions it never saw/, { timeout: 180_000 })
  await expect(run.getByTestId('curve-now')).toContainText(/best in validation at step \d+: R@1/)

  // The card, and the encoder like any other.
  await run.getByRole('button', { name: 'Open its card' }).click()
  const card = page.getByTestId('model-card')
  await expect(card).toContainText('R@10')
  await expect(card).toContainText('12 places, peak rate')
  await expect(card.getByTestId('curves').locator('svg path').first()).toBeAttached()
  await expect(page.getByTestId('models').getByRole('row')).toHaveCount(2)
  expect(await look(page, 'planet, a card')).toEqual([])
  await page.getByRole('button', { name: 'Open in Encoders' }).click()
  await pages.shows('encoders')
  await expect(page.getByTestId('encoder-planet')).toBeVisible()
})

test('every tab of PLANET is reached by keys and from the palette, and an empty project says what is missing', async ({ launch }) => {
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-planet-')), 'empty.planisphere')
  expect((await planisphere(['create', project, '--json'])).code).toBe(0)
  const studio = await launch({ project })
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await pages.shows('planet')
  await expect(page.getByTestId('mining')).toContainText('There is no satellite view in this project.')
  for (const [tab, words] of [['Train', 'No place is in the training split'], ['Models', 'No encoder was trained here yet'], ['Ablation', 'No ablation yet'], ['Consistency', 'There is no satellite view in this project.']] as const) {
    await page.keyboard.press(']')
    await expect(page.getByRole('tab', { name: tab })).toHaveAttribute('aria-selected', 'true')
    await expect(page.locator('main.screen')).toContainText(words)
  }
  await (await pages.palette('train an encoder')).first().click()
  await expect(page.getByRole('textbox', { name: 'Name of the new encoder' })).toBeFocused()
  await expect(page.getByTestId('train-form').getByRole('button', { name: 'Train', exact: true })).toBeDisabled()
})
