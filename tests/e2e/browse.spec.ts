import { rmSync } from 'node:fs'
import { ProjectsPage } from './pages/projects-page.ts'
import { expect, test } from './support/launch.ts'
import { makeSmallDataset, type SmallDataset } from './support/small-dataset.ts'

let data: SmallDataset
test.beforeEach(async () => {
  data = await makeSmallDataset()
})
test.afterEach(() => rmSync(data.folder, { recursive: true, force: true }))

test('places are found by words, filters, keys and the map, and handed to Review', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const { page } = studio
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.importAll(data)
  await page.keyboard.press('Control+3')
  await projects.shows('browse')
  const count = page.getByTestId('browse-count')
  const grid = page.getByRole('listbox', { name: 'Places' })
  await expect(count).toHaveText('48 places')

  // Keys: the first place, the next, the last.
  await page.keyboard.press('Home')
  await expect(grid.getByRole('option', { selected: true })).toHaveAttribute('aria-posinset', '1')
  await grid.press('ArrowRight')
  await expect(grid.getByRole('option', { selected: true })).toHaveAttribute('aria-posinset', '2')
  await expect(page.getByTestId('place-detail')).toContainText('Lagos')
  await grid.press('End')
  await expect(grid.getByRole('option', { selected: true })).toHaveAttribute('aria-posinset', '48')
  await expect(page.getByTestId('place-detail')).toContainText('Lima')
  await studio.screenshot('browse-grid')

  // Words.
  await page.keyboard.press('/')
  await page.keyboard.type('lighthouse')
  await expect(count).toHaveText('1 place')
  await grid.getByRole('option').first().click()
  await expect(page.getByTestId('place-detail')).toContainText('A single lighthouse stands on the pier.')
  await page.getByRole('button', { name: 'Reset', exact: true }).click()
  await expect(count).toHaveText('48 places')

  // A filter with search in it.
  await page.getByRole('button', { name: 'Region', exact: true }).click()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(count).toHaveText('16 places')
  await page.keyboard.press('Escape')

  // The table shows the same places.
  await page.getByRole('radio', { name: 'Table' }).or(page.getByRole('button', { name: 'Table', exact: true })).first().click()
  await expect(page.getByRole('grid', { name: 'Places' })).toHaveAttribute('aria-rowcount', '17')
  await studio.screenshot('browse-table')
  await page.getByRole('button', { name: 'Clear Region' }).click()
  await expect(count).toHaveText('48 places')

  // Position 20 of the list, at once.
  await page.keyboard.press('Control+g')
  await page.getByRole('textbox', { name: 'Go to position' }).or(page.getByRole('spinbutton', { name: 'Go to position' })).first().fill('20')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^20 \/ 48/ })).toBeVisible()

  await page.getByRole('button', { name: /Open these in Review/ }).click()
  await projects.shows('review')
})

test('the palette jumps to a region, and an empty answer offers the way back', async ({ launch }) => {
  const studio = await launch()
  const { page } = studio
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.importAll(data)
  await (await projects.palette('lago')).first().click()
  await projects.shows('browse')
  await expect(page.getByTestId('browse-count')).toHaveText('16 places')
  await page.keyboard.press('/')
  await page.keyboard.type('zeppelin')
  await expect(page.getByText('No place fits')).toBeVisible()
  await page.getByRole('button', { name: 'Reset filters' }).click()
  await expect(page.getByTestId('browse-count')).toHaveText('48 places')
})

test('pictures of places come through the engine', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.importAll(data)
  await projects.go('browse')
  const grid = studio.page.getByRole('listbox', { name: 'Places' })
  await expect.poll(() => grid.locator('img').first().evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth > 0)).toBe(true)
  await studio.screenshot('browse-pictures')
})
