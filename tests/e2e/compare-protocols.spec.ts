import { join } from 'node:path'
import { planisphere } from '../support/command-line.ts'
import { root } from './support/electron-runtime.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

test('a published protocol fills the form, changes are said, and a run is repeated', async ({ launch }) => {
  const project = await smallProject(8)
  for (const words of [['encoders', 'add', project, join(root, 'resources', 'demo-encoder'), '--name', 'demo'], ['embed', project, '--encoder', 'demo']]) expect((await planisphere([...words, '--json'])).code).toBe(0)
  const studio = await launch({ project, screen: 'compare', size: { width: 1280, height: 800 } })
  const { page } = studio
  await page.getByTestId('open-evaluate').click()
  const form = page.getByTestId('evaluate')
  const measured = form.getByTestId('measured')
  await expect(measured).toHaveText('For each of the captions, all satellite views are ranked. Right are those of its own place.')
  await form.getByRole('combobox', { name: 'Protocol' }).click()
  await page.getByRole('option', { name: 'CVG-Text' }).click()
  await expect(measured).toContainText('the 100 satellite views nearest to its place are ranked')
  await form.getByText('What it does not repeat').click()
  await expect(form.getByTestId('preset')).toContainText('arXiv 2412.17007')
  await studio.screenshot('protocols-preset')

  // Text to text, by radius: no longer what the authors do.
  await form.getByRole('combobox', { name: 'What is ranked' }).click()
  await page.getByRole('option', { name: 'Captions' }).click()
  await form.getByText('Radius', { exact: true }).click()
  await expect(form.getByTestId('preset')).toContainText(/Changed from CVG-Text: .*what is ranked.*what is right/)
  await expect(measured).toContainText('the 100 captions nearest to its place are ranked, but the query itself. Right are those at most 50 m away.')
  await form.getByText('All', { exact: true }).click()
  await form.getByRole('combobox', { name: 'Queries' }).click()
  await page.getByRole('option', { name: 'Satellite' }).click()
  await measured.scrollIntoViewIfNeeded()
  await studio.screenshot('protocols-changed')
  await form.getByRole('button', { name: 'Evaluate', exact: true }).click()
  await expect(page.locator('.protocol')).toContainText('CVG-Text, changed', { timeout: 60_000 })
  await expect(page.locator('.protocol')).toContainText('views at most 50 m away')

  const repeat = page.getByTestId('repeat-run')
  await repeat.getByRole('button', { name: 'Repeat and compare' }).click()
  await expect(repeat).toContainText('The same: every rank and every figure of 2 queries.', { timeout: 60_000 })
  await repeat.scrollIntoViewIfNeeded()
  await studio.screenshot('protocols-repeated')
})
