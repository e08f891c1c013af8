import { StudioPage } from '../../tests/e2e/pages/studio-page.ts'
import { expect, test } from '../../tests/e2e/support/launch.ts'
import { picture } from './picture.ts'
import { sampleWithPlanet } from './sample-with-planet.ts'

test('the pictures of PLANET in the user guide', async ({ launch }) => {
  test.setTimeout(7_200_000)
  const studio = await launch({ project: await sampleWithPlanet(), screen: 'planet', size: { width: 1440, height: 900 } })
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  const tab = async (name: string): Promise<void> => page.getByRole('tab', { name }).click()

  await tab('Signatures')
  await expect(page.getByTestId('signature')).toBeVisible()
  await picture(studio, 'planet-signatures')
  await tab('Train')
  await expect(page.getByTestId('curves').locator('svg path').first()).toBeAttached()
  await picture(studio, 'planet-train')
  await tab('Models')
  await page.getByTestId('models').getByRole('row').nth(1).click()
  await expect(page.getByTestId('model-card')).toBeVisible()
  await picture(studio, 'planet-model')
  await tab('Ablation')
  await expect(page.getByTestId('ablation-table')).toBeVisible()
  // Of several, the one of all variants.
  const which = page.getByRole('combobox', { name: 'Ablation to show' })
  if (await which.isVisible()) {
    await which.click()
    await page.getByRole('option', { name: /5 variants/ }).first().click()
  }
  await picture(studio, 'planet-ablation')
  await tab('Consistency')
  await expect(page.getByTestId('consistency')).toBeVisible()
  await expect(page.getByTestId('agreement-report')).toBeVisible()
  await page.waitForTimeout(15_000)
  await picture(studio, 'planet-consistency')
})
