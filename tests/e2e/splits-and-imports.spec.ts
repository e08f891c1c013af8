import { dirname, join } from 'node:path'
import type { ElectronApplication } from '@playwright/test'
import { planisphere } from '../support/command-line.ts'
import { writeNpy } from '../support/number-files.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

/** Answers the next native dialogs with a path, as a person would choose it. */
async function willChoose(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)
}

test('similarities and vectors of another system come in by the pane, and a bad file says what is wrong', async ({ launch }) => {
  const project = await smallProject(12)
  const folder = dirname(project)
  const { gallery, queries } = (await planisphere(['runs', 'template', project, '--out', join(folder, 'order'), '--json'])).json<{ gallery: number; queries: number }>()
  expect([queries, gallery]).toEqual([12, 12])
  const scores = Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (__, k) => Math.sin(i * 12 + k)))
  const studio = await launch({ project, screen: 'compare', size: { width: 1280, height: 800 } })
  const { app, page } = studio
  await page.getByRole('button', { name: 'Import run' }).click()
  const pane = page.getByTestId('import-run')
  await pane.getByText('Similarities', { exact: true }).click()
  await willChoose(app, writeNpy(join(folder, 'scores.npy'), scores, { fortran: true }))
  await pane.getByRole('button', { name: 'Matrix…' }).click()
  await pane.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(pane.getByRole('alert')).toContainText('Fortran order')
  await studio.screenshot('import-matrix-bad')
  writeNpy(join(folder, 'scores.npy'), scores)
  await pane.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'scores' })).toBeVisible({ timeout: 30_000 })
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Import run' }).click()
  await pane.getByText('Embeddings', { exact: true }).click()
  for (const [button, file] of [['Caption vectors…', 'text.npy'], ['Image vectors…', 'image.npy']] as const) {
    await willChoose(app, writeNpy(join(folder, file), scores.map((row) => row.slice(0, 4))))
    await pane.getByRole('button', { name: button }).click()
  }
  await pane.getByLabel('Name of the encoder').fill('from-torch')
  await studio.screenshot('import-vectors')
  await pane.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(pane).toContainText('from-torch is here, as vectors only', { timeout: 30_000 })
  await pane.getByRole('button', { name: 'Show the encoder' }).click()
  const card = page.getByTestId('encoder-from-torch')
  await expect(card).toContainText('There is no model here')
  await expect(card.getByRole('button', { name: 'Embed what is missing' })).toHaveCount(0)
  await studio.screenshot('encoder-vectors-only')
})

test('places are divided after a preview, leaks are found and solved, and the splits are had back', async ({ launch }) => {
  const project = await smallProject(24)
  expect((await planisphere(['runs', 'template', project, '--out', join(dirname(project), 'order'), '--json'])).code).toBe(0)
  const studio = await launch({ project, screen: 'compare', size: { width: 1280, height: 800 } })
  const { page } = studio
  await page.getByTestId('open-splits').click()
  const pane = page.getByTestId('splits')
  await expect(pane.getByRole('region', { name: 'As it is' })).toContainText('16')
  await pane.getByText('At random', { exact: true }).click()
  const buffer = pane.getByLabel('Buffer', { exact: true })
  await buffer.fill('100')
  await buffer.press('Enter')
  await expect(pane.getByTestId('splits-preview')).toContainText('places change their split')
  await studio.screenshot('splits-preview')
  await pane.getByRole('button', { name: 'Divide', exact: true }).last().click()
  await expect(pane.getByTestId('undo-splits')).toContainText('Take back: divide at random', { timeout: 30_000 })
  await pane.getByTestId('undo-splits').click()
  await expect(pane).toContainText('have their former split again')

  await pane.getByText('Leaks', { exact: true }).click()
  await pane.getByRole('button', { name: 'Check for leaks' }).click()
  const found = pane.getByTestId('leaks-found')
  await expect(found.locator('li').first()).toBeVisible({ timeout: 60_000 })
  await studio.screenshot('leaks')
  const first = found.locator('li').first()
  await first.getByRole('button', { name: /^Move .* to / }).first().click()
  await expect(first).toContainText('solved', { timeout: 30_000 })
})
