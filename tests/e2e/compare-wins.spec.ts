import { join } from 'node:path'
import { planisphere } from '../support/command-line.ts'
import { root } from './support/electron-runtime.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

const places = 12

/** A project with two runs of the demo encoder: as it is, and centred. */
async function projectWithRuns(): Promise<string> {
  const project = await smallProject(places)
  const steps = [
    ['encoders', 'add', project, join(root, 'resources', 'demo-encoder'), '--name', 'demo'],
    ['embed', project, '--encoder', 'demo'],
    ['evaluate', project, '--encoder', 'demo', '--name', 'plain'],
    ['evaluate', project, '--encoder', 'demo', '--center', '--name', 'centred']
  ]
  for (const words of steps) {
    const result = await planisphere([...words, '--json'])
    expect(result.code, `${words.join(' ')}\n${result.stderr}`).toBe(0)
  }
  return project
}

test('wins and losses: brushed by mouse and by keys, down to the words of one query', async ({ launch }) => {
  const studio = await launch({ project: await projectWithRuns(), screen: 'compare' })
  const { page } = studio
  await page.getByRole('tab', { name: 'Wins and losses' }).click()
  await expect(page.getByText('No run is chosen')).toBeVisible()
  await page.getByRole('tab', { name: 'Runs' }).click()
  const choose = (name: string) => page.locator('[data-run]', { hasText: name }).getByRole('checkbox').click()

  // One run alone: its ranks and its queries.
  await choose('plain')
  await page.getByRole('tab', { name: 'Wins and losses' }).click()
  await expect(page.getByTestId('wins-total')).toHaveText(String(places))
  await expect(page.getByText('With a second run this shows rank against rank.')).toBeVisible()
  await expect(page.getByTestId('ranking-A').locator('li.truth')).toHaveCount(1)
  await page.getByRole('tab', { name: 'Runs' }).click()
  await choose('centred')
  await page.getByRole('tab', { name: 'Wins and losses' }).click()

  const outcome = (is: string) => page.locator(`[data-outcome="${is}"] .figure`)
  const counts = async (): Promise<number[]> => Promise.all(['won', 'tied', 'lost'].map(async (is) => Number(await outcome(is).textContent())))
  const sum = async (): Promise<number> => (await counts()).reduce((all, n) => all + n, 0)
  await expect.poll(sum).toBe(places)
  const tied = (await counts())[1] ?? 0

  // The whole plot brushed is every query; Escape lets go.
  const canvas = page.getByTestId('scatter')
  const box = await canvas.boundingBox()
  if (box === null) throw new Error('no scatter')
  await page.mouse.move(box.x + 62, box.y + box.height - 50)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width - 16, box.y + 14, { steps: 4 })
  await page.mouse.up()
  await expect(page.getByTestId('selection-count')).toHaveText(`${places} of ${places} queries`)
  await canvas.press('Escape')
  await expect(page.getByTestId('selection')).toHaveCount(0)

  // By keys: the cell of both first ranks, spread by one rank of the second run.
  for (const key of ['ArrowRight', 'Shift+ArrowUp']) await canvas.press(key)
  await expect(page.getByTestId('scatter-status')).toContainText('Rank under A 1, under B 1 to 2')
  const [, inCell = ''] = /: (\d+) queries/.exec((await page.getByTestId('scatter-status').textContent()) ?? '') ?? []
  await canvas.press('Enter')
  await expect(page.getByTestId('wins-total')).toHaveText(inCell)
  await expect(page.getByTestId('selection-count')).toHaveText(`${inCell} of ${places} queries`)
  await page.keyboard.press('x')
  await expect(page.getByTestId('wins-total')).toHaveText(String(places))

  // An outcome selects its queries, and lets go of them again.
  await page.locator('[data-outcome="tied"]').click()
  await expect(page.getByTestId('wins-total')).toHaveText(String(tied))
  await expect(page.locator('[data-outcome="tied"]')).toHaveAttribute('aria-pressed', 'true')
  await page.locator('[data-outcome="tied"]').click()
  await expect(page.getByTestId('wins-total')).toHaveText(String(places))

  // Both rankings side by side, and the words that matter.
  for (const side of ['A', 'B']) await expect(page.getByTestId(`ranking-${side}`).locator('li.truth')).toHaveCount(1)
  await page.getByTestId('which-words').click()
  await expect(page.getByTestId('word-effects')).toContainText('Change of the truth’s score')
  await expect(page.getByTestId('wins-caption').locator('.word').first()).toHaveAttribute('title', /Without it, the truth’s score changes by [+−]0\.\d{4}; its rank goes from \d+ to \d+/)
  await studio.screenshot('compare-wins')
})
