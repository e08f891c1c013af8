import { planisphere, realData, realDataAbsent } from '../support/command-line.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

test('without an encoder the screen says what to do', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(2), screen: 'retrieve' })
  await expect(page.getByText('No encoder yet')).toBeVisible()
  await page.getByRole('button', { name: 'Add an encoder' }).click()
  await expect(page.getByTestId('add-encoder')).toBeVisible()
})

test('what is not embedded is embedded from here; grid and map light each other', async ({ launch }) => {
  const model = realData('encoders/mobilenet_v1_1.0_224_embed.onnx')
  test.skip(model === null, realDataAbsent)
  if (model === null) return
  const project = await smallProject(12)
  expect((await planisphere(['encoders', 'add', project, model, '--name', 'mobilenet', '--json'])).code).toBe(0)
  const studio = await launch({ project, screen: 'retrieve' })
  const { page } = studio
  await page.getByText('From project').click()
  await page.getByText('Places', { exact: true }).click()
  await page.getByTestId('places').getByRole('button').nth(2).click()
  await page.getByTestId('embed-now').click()
  const grid = page.getByTestId('grid-answer')
  await expect(grid.getByTestId('result-1')).toBeVisible({ timeout: 60_000 })
  await expect(grid).toContainText('of 12')
  await expect(grid.locator('.truth').first()).toContainText('truth')

  // Hovering an answer lights it on the map, and the other way round.
  const second = grid.getByTestId('result-2')
  const view = await second.getAttribute('data-view')
  await second.hover()
  const lit = page.locator('.map-point.lit')
  await expect(lit).toHaveCount(1)
  await page.mouse.move(5, 5)
  await expect(lit).toHaveCount(0)
  expect(view).not.toBeNull()

  // Arrow keys walk the ranking; the chosen tile stands below the map with its distance.
  await grid.getByTestId('result-1').click()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByTestId('selected')).toContainText('Rank 2')
  await studio.screenshot('retrieve')
  await page.getByTestId('selected').getByRole('button', { name: 'Search with it' }).click()
  await expect(grid.getByTestId('result-1')).toHaveAttribute('data-view', view ?? '')
})
