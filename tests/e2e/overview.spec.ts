import { rmSync } from 'node:fs'
import { ProjectsPage } from './pages/projects-page.ts'
import { expect, test } from './support/launch.ts'
import { makeSmallDataset, type SmallDataset } from './support/small-dataset.ts'

let data: SmallDataset
test.beforeEach(async () => {
  data = await makeSmallDataset()
})
test.afterEach(() => rmSync(data.folder, { recursive: true, force: true }))

test('totals, regions and distributions are those of the project, and lead on', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const { page } = studio
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.importAll(data)
  await projects.go('overview')
  await expect(page.locator('.card').filter({ hasText: 'Places' })).toContainText('48')
  await expect(page.locator('.card').filter({ hasText: 'With coordinates' })).toContainText('100.0 %')
  const table = page.getByRole('grid', { name: 'Regions' })
  await expect(table).toHaveAttribute('aria-rowcount', '4')

  await table.getByRole('button', { name: /^Region/ }).click()
  await expect(table.getByRole('row').nth(1)).toContainText('Lagos')
  await table.getByRole('button', { name: /^Region/ }).click()
  await expect(table.getByRole('row').nth(1)).toContainText('Vienna')
  await page.getByRole('searchbox', { name: 'Find a region' }).fill('per')
  await expect(table).toHaveAttribute('aria-rowcount', '2')
  await studio.screenshot('overview')
  await table.getByRole('button', { name: 'Lima' }).click()
  await projects.shows('browse')
  await expect(page.getByTestId('browse-count')).toHaveText('16 places')
})

test('the side pane is made wider by keys and stays so after a restart', async ({ launch }) => {
  const first = await launch({ home: data.folder })
  const projects = new ProjectsPage(first)
  await projects.ready()
  await projects.importAll(data)
  await projects.go('overview')
  const handle = first.page.getByRole('separator', { name: 'Resize Distributions' })
  const before = Number(await handle.getAttribute('aria-valuenow'))
  await handle.focus()
  await first.page.keyboard.press('Shift+ArrowLeft')
  await expect(handle).toHaveAttribute('aria-valuenow', String(before + 64))
  await first.page.waitForTimeout(600)
  await first.close()
  const second = await launch({ home: data.folder })
  const again = new ProjectsPage(second)
  await again.ready()
  await again.go('overview')
  await expect(second.page.getByRole('separator', { name: 'Resize Distributions' })).toHaveAttribute('aria-valuenow', String(before + 64))
})
