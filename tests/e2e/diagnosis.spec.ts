import { join } from 'node:path'
import type { RunSummary } from '#shared/domain/run.ts'
import { planisphere } from '../support/command-line.ts'
import { root } from './support/electron-runtime.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

/** A small project that was embedded and ranked by the demo encoder. */
async function rankedProject(places: number): Promise<{ project: string; run: string }> {
  const project = await smallProject(places)
  const must = async (...words: string[]) => {
    const result = await planisphere([...words, '--json'])
    expect(result.code, result.stderr).toBe(0)
    return result
  }
  await must('encoders', 'add', project, join(root, 'resources', 'demo-encoder'), '--name', 'demo')
  await must('embed', project, '--encoder', 'demo')
  const { run } = (await must('evaluate', project, '--encoder', 'demo')).json<RunSummary>()
  return { project, run }
}

test('a run is diagnosed, and its captions are drawn in a plane and selected there', async ({ launch }) => {
  const { project, run } = await rankedProject(12)
  const studio = await launch({ project, screen: 'compare' })
  const { page } = studio
  await page.locator(`tr[data-run="${run}"]`).getByRole('checkbox').click()

  await page.getByRole('tab', { name: 'Diagnosis' }).click()
  await page.getByTestId('diagnose').click()
  await expect(page.getByTestId('hubs')).toContainText('skewness')
  await expect(page.getByTestId('hubs').locator('ol li')).not.toHaveCount(0)
  await expect(page.getByTestId('confidence')).toContainText('surest 50 %')
  await expect(page.getByTestId('embeddings')).toContainText('12 × ')
  await studio.screenshot('compare-diagnosis')
  // Kept: it is there at once when the view is opened again.
  await page.getByRole('tab', { name: 'Runs' }).click()
  await page.getByRole('tab', { name: 'Diagnosis' }).click()
  await expect(page.getByTestId('scores')).toContainText('%')

  await page.getByRole('tab', { name: 'Embeddings' }).click()
  await page.getByTestId('make-projection').click()
  await expect(page.getByTestId('projection-facts')).toContainText('says little')
  await expect(page.getByTestId('legend')).toContainText('Oslo')
  const scatter = page.getByTestId('scatter')
  await scatter.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('point')).toContainText('stands beside a road')
  await page.getByTestId('select-in-view').click()
  await expect(page.getByTestId('selection')).toContainText('12 of 12')
  // Drawn around the left half.
  await page.keyboard.press('l')
  const box = (await scatter.boundingBox())!
  await page.mouse.move(box.x + 4, box.y + 4)
  await page.mouse.down()
  for (const [x, y] of [[0.5, 0.01], [0.5, 0.99], [0.01, 0.99]] as const) await page.mouse.move(box.x + x * box.width, box.y + y * box.height, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByTestId('selection')).not.toContainText('12 of 12')
  await expect(page.getByTestId('selection')).toContainText('of 12')
  await studio.screenshot('compare-embedding')
})
