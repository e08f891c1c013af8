import { rmSync } from 'node:fs'
import { ProjectsPage } from './pages/projects-page.ts'
import { expect, test } from './support/launch.ts'
import { makeSmallDataset, type SmallDataset } from './support/small-dataset.ts'

let data: SmallDataset
test.beforeEach(async () => {
  data = await makeSmallDataset()
})
test.afterEach(() => rmSync(data.folder, { recursive: true, force: true }))

test('a query is written with completion by keyboard alone, and what is wrong is underlined and said', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const { page } = studio
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.importAll(data)
  await page.keyboard.press('Control+3')
  await projects.shows('browse')
  const count = page.getByTestId('browse-count')
  const field = page.getByRole('combobox', { name: 'Search and filter' })
  const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option')
  await expect(count).toHaveText('48 places')

  // A field by its first letters, then its values, then one of them.
  await page.keyboard.press('/')
  await page.keyboard.type('reg')
  await expect(options.first()).toContainText('region')
  await page.keyboard.press('ArrowDown')
  await expect(field).toHaveAttribute('aria-activedescendant', await options.first().getAttribute('id') ?? '')
  await studio.screenshot('filter-completion')
  await page.keyboard.press('Enter')
  await expect(field).toHaveValue('region:')
  await expect(options).toHaveText([/Lagos\s*Nigeria/, /Lima\s*Peru/, /Vienna\s*Austria/])
  await page.keyboard.type('li')
  await expect(options).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(field).toHaveValue('region:Lima ')
  await expect(count).toHaveText('16 places')

  // Joined with more.
  await page.keyboard.type('(stadium or lighthouse) -split:train length>20')
  await expect(count).toHaveText('8 places')
  await studio.screenshot('filter-query')

  // A mistake: underlined, said with what was meant, and the list stays.
  await field.fill('region:Limma')
  const problem = page.getByText('The project has no region “Limma”. Did you mean Lima?')
  await expect(problem).toBeVisible()
  await expect(field).toHaveAttribute('aria-invalid', 'true')
  await expect(page.locator('.layer .error')).toHaveText('Limma')
  await expect(field).toHaveAttribute('aria-describedby', await problem.getAttribute('id') ?? '')
  await expect(count).toHaveText('8 places')
  await studio.screenshot('filter-error')
  await field.fill('length>long')
  await field.press('Enter')
  await expect(page.getByText(/“long” is not a number/)).toBeVisible()

  // Escape clears; the help puts an example in.
  await field.press('Escape')
  await expect(field).toHaveValue('')
  await expect(count).toHaveText('48 places')
  await page.getByRole('button', { name: 'What can be asked' }).click()
  await studio.screenshot('filter-help')
  await page.getByRole('button', { name: 'status:rejected,flagged' }).click()
  await expect(field).toHaveValue('status:rejected,flagged')
  await expect(page.getByText('No place fits')).toBeVisible()
})
