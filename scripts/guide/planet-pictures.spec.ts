import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StudioPage } from '../../tests/e2e/pages/studio-page.ts'
import { expect, test } from '../../tests/e2e/support/launch.ts'
import { planisphere } from '../../tests/support/command-line.ts'
import { picture } from './picture.ts'

/**
 * A sample project with everything that PLANET makes, which takes most of an hour; PLANISPHERE_GUIDE_PROJECT names one
 * that was made before.
 */
async function planetProject(): Promise<string> {
  const given = process.env['PLANISPHERE_GUIDE_PROJECT']
  if (given) return given
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-guide-')), 'sample.planisphere')
  for (const words of [['sample', project], ['planet', 'mine', project], ['planet', 'score', project], ['planet', 'train', project, '--name', 'planet'], ['planet', 'ablate', project]]) {
    expect((await planisphere([...words, '--json'])).code, words.join(' ')).toBe(0)
  }
  return project
}

test('the pictures of PLANET in the user guide', async ({ launch }) => {
  test.setTimeout(7_200_000)
  const studio = await launch({ project: await planetProject(), screen: 'planet', size: { width: 1440, height: 900 } })
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
