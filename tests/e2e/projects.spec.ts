import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ProjectsPage } from './pages/projects-page.ts'
import { expect, test } from './support/launch.ts'
import { makeSmallDataset, type SmallDataset } from './support/small-dataset.ts'

let data: SmallDataset
test.beforeEach(async () => {
  data = await makeSmallDataset()
})
test.afterEach(() => rmSync(data.folder, { recursive: true, force: true }))

test('a person makes a project, looks at a source, changes its mapping, imports it and takes it back', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const projects = new ProjectsPage(studio)
  const { page } = studio
  await projects.ready()
  await expect(page.getByText('No projects yet')).toBeVisible()
  await studio.screenshot('projects-empty')

  await projects.create(data.project)
  await projects.chooseSource(data.source)
  await expect(projects.wizard.getByRole('gridcell', { name: /lighthouse/ })).toBeVisible()
  await studio.screenshot('projects-import-preview')

  // Another column for a field: the preview is read again with it, and the column that had it is free.
  const cells = (text: string) => projects.wizard.getByRole('grid', { name: 'As it is read' }).getByRole('gridcell', { name: text, exact: true })
  await expect(cells('Vienna').first()).toBeVisible()
  const countryField = projects.wizard.getByRole('combobox', { name: 'Field of the column country' })
  await countryField.click()
  await page.getByRole('option', { name: 'Region', exact: true }).click()
  await expect(cells('Austria').first()).toBeVisible()
  await expect(projects.wizard.getByRole('combobox', { name: 'Field of the column region' })).toHaveText('–')
  await projects.wizard.getByRole('combobox', { name: 'Field of the column region' }).click()
  await page.getByRole('option', { name: 'Region', exact: true }).click()
  await expect(cells('Vienna').first()).toBeVisible()

  await projects.wizard.getByRole('button', { name: 'Count first' }).click()
  await expect(projects.report).toContainText('Would add')
  await expect(projects.report.locator('dd').first()).toHaveText('48')

  await projects.wizard.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(projects.report).toContainText('Imported')
  await expect(projects.report.locator('dd')).toHaveText(['48', '48', '48'])
  await expect(projects.report).toContainText('1 record could not be used.')
  await studio.screenshot('projects-imported')

  await projects.wizard.getByRole('button', { name: 'Undo this import' }).click()
  await expect(projects.report).toContainText('Removed again')
  await projects.go('overview')
  await expect(page.getByText('Nothing in this project yet')).toBeVisible()
})

test('an export holds every caption, and the project is opened again from the recent list', async ({ launch }) => {
  const studio = await launch()
  const projects = new ProjectsPage(studio)
  const { page } = studio
  await projects.ready()
  await projects.importAll(data)
  await page.keyboard.press('Escape')

  const out = join(data.folder, 'export.csv')
  await projects.answerSaveDialog(out)
  await page.keyboard.press('Control+e')
  await page.getByRole('radio', { name: /^CSV/ }).click()
  await page.getByRole('button', { name: 'Choose where and export' }).click()
  await expect(page.getByTestId('export-result')).toContainText('48 places and 48 captions')
  expect(existsSync(out)).toBe(true)
  expect(readFileSync(out, 'utf8')).toContain('A single lighthouse stands on the pier.')
  await page.keyboard.press('Escape')

  await (await projects.palette('close project')).first().click()
  await projects.shows('projects')
  await expect(projects.switcher).toHaveText('No project open')
  await page.getByRole('listitem').getByRole('button', { name: /small/ }).first().click()
  await projects.shows('overview')
  await expect(projects.switcher).toHaveText('small')
})

test('a source that is not one says what is wrong and changes nothing', async ({ launch }) => {
  const studio = await launch()
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.create(data.project)
  await projects.answerOpenDialog(join(data.folder, 'images', 'tile_000.png'))
  await projects.wizard.getByRole('button', { name: 'Choose file…' }).click()
  await expect(projects.wizard.getByRole('tab', { name: /Problems/ })).toHaveAttribute('aria-selected', 'true')
  await expect(projects.wizard.getByRole('grid', { name: 'Problems' }).getByRole('row').nth(1)).toContainText('tile_000.png')
  await studio.screenshot('projects-bad-source')
  await expect(projects.wizard.getByRole('button', { name: 'Import', exact: true })).toBeDisabled()
})
