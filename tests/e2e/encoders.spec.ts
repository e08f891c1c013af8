import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { planisphere, realData, realDataAbsent } from '../support/command-line.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

/** Answers the next native dialogs with a path, as a person would choose it. */
async function choosing(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

test('a file that is no encoder is refused with its reason, and nothing is added', async ({ launch }) => {
  const { app, page } = await launch({ project: await smallProject(2), screen: 'encoders' })
  await expect(page.getByText('No encoder yet')).toBeVisible()
  const file = join(mkdtempSync(join(tmpdir(), 'planisphere-encoder-')), 'not-an-encoder.onnx')
  writeFileSync(file, 'this is text')
  await choosing(app, file)
  await page.getByRole('button', { name: 'ONNX file…' }).click()
  await expect(page.getByLabel('Name')).toHaveValue('not-an-encoder')
  await page.getByTestId('add-encoder').getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByTestId('add-encoder').getByRole('alert')).toContainText('not-an-encoder.onnx')
  await expect(page.getByText('No encoder yet')).toBeVisible()
})

test('add, check, embed, evaluate and search with a real image encoder', async ({ launch }) => {
  const [manifest, model] = [realData('crossview/university1652/manifest.csv'), realData('encoders/mobilenet_v1_1.0_224_embed.onnx')]
  test.skip(manifest === null || model === null, realDataAbsent)
  if (manifest === null || model === null) return
  test.setTimeout(240_000)
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-crossview-')), 'crossview.planisphere')
  for (const words of [['create', project], ['import', project, manifest]]) expect((await planisphere([...words, '--json'])).code).toBe(0)

  const studio = await launch({ project, screen: 'encoders' })
  const { app, page } = studio
  await choosing(app, model)
  await page.getByRole('button', { name: 'ONNX file…' }).click()
  await page.getByLabel('Name').fill('mobilenet')
  await page.getByTestId('add-encoder').getByRole('button', { name: 'Add', exact: true }).click()
  const card = page.getByTestId('encoder-mobilenet')
  await expect(card).toContainText('1,024 dimensions')
  await expect(card.getByText('Everything is in order')).toBeVisible()
  await card.getByRole('button', { name: 'Embed what is missing' }).click()
  await expect(card).toContainText('500 of 500 embedded', { timeout: 120_000 })
  await studio.screenshot('encoders')

  // Drone view to satellite tile, mean-centred: the reference finds 19.2 % at rank 1, within 2 points.
  await card.getByRole('button', { name: 'Evaluate' }).click()
  const form = page.getByTestId('evaluate')
  await expect(form).toContainText('Drone')
  await form.getByText('Centred embeddings').click()
  await form.getByRole('button', { name: 'Evaluate' }).click()
  const metric = page.getByTestId('metrics').locator('[data-metric="R@1"]')
  await expect(metric).toBeVisible({ timeout: 60_000 })
  const share = Number.parseFloat((await metric.textContent()) ?? '')
  expect(share).toBeGreaterThanOrEqual(17.2)
  expect(share).toBeLessThanOrEqual(21.2)
  await studio.screenshot('evaluated')

  // The same by hand: a place's drone view ranks the tiles, and its own tile is marked as the truth.
  await page.keyboard.press('Control+5')
  await page.getByText('From project').click()
  await page.getByTestId('places').getByRole('button').first().click()
  const grid = page.getByTestId('grid-answer')
  await expect(grid.getByTestId('result-1')).toBeVisible()
  await expect(grid).toContainText('of 250')
  await expect(grid.getByTestId('result-1').locator('img')).toHaveJSProperty('complete', true)
  await studio.screenshot('retrieve-by-view')
})
