import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planisphere } from '../support/command-line.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const places = 6

/** A TREC run over the small project's captions: the truth of query n stands at `rankOf(n)`. */
function trecRun(captions: readonly string[], rankOf: (n: number) => number): string {
  return captions
    .flatMap((query, i) => {
      const n = i + 1
      const others = Array.from({ length: places }, (_, k) => k + 1).filter((k) => k !== n)
      const ranked = [...others.slice(0, rankOf(n) - 1), n, ...others.slice(rankOf(n) - 1)]
      return ranked.map((tile, at) => `${query} Q0 pictures/tile-${tile}.png ${at + 1} ${(1 - at / 10).toFixed(2)} made`)
    })
    .join('\n')
}

test('two runs beside each other, by slice, and one run down to one query', async ({ launch }) => {
  const project = await smallProject(places)
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-runs-'))
  const captions = await captionUids(project, folder)
  for (const [name, rankOf] of [['always second', () => 2], ['half right', (n: number) => (n % 2 === 0 ? 1 : 4)]] as const) {
    const file = join(folder, `${name.replace(' ', '-')}.trec`)
    writeFileSync(file, `${trecRun(captions, rankOf)}\n`)
    const result = await planisphere(['runs', 'import', project, '--run', file, '--name', name, '--json'])
    expect(result.code, result.stderr).toBe(0)
  }

  const studio = await launch({ project, screen: 'compare' })
  const { page } = studio
  const row = (name: string) => page.locator('tr[data-run]', { hasText: name })
  await expect(row('half right')).toContainText('50.0 %')
  await expect(row('always second')).toContainText('0.0 %')
  // Over two regions even 50 points may be chance: nothing is marked as best.
  await expect(row('half right').locator('svg.interval').first()).toBeVisible()
  await expect(page.getByTestId('runs')).not.toContainText('best')

  await row('half right').getByRole('checkbox').click()
  await row('always second').focus()
  await page.keyboard.press('Space')
  await page.getByRole('tab', { name: 'Differences' }).click()
  const pair = page.getByTestId('pair-detail')
  await expect(pair).toContainText('half right is better by 50.0 pp here, but that may be chance')
  await expect(pair).toContainText('only first 3, only second 0')
  await expect(page.getByTestId('power')).toContainText('queries')
  await studio.screenshot('compare')

  // By region: all of Lagos is right, none of Oslo. Only Lagos is selected, everywhere, and there is a way back.
  await page.getByRole('tab', { name: 'Slices' }).click()
  const slice = (name: string) => page.getByTestId('slices').getByRole('row').filter({ hasText: name })
  await expect(slice('Lagos')).toContainText('100.0 %')
  await expect(slice('Oslo').getByRole('gridcell').nth(2)).toContainText('0.0 %')
  await slice('Lagos').click()
  await studio.screenshot('compare-slices')
  await page.keyboard.press('o')
  await expect(page.getByTestId('selection-count')).toHaveText('3 of 6 queries')
  await page.getByRole('tab', { name: 'Runs' }).click()
  await expect(row('half right').locator('[data-metric="R@1"]')).toContainText('100.0 %')
  await page.keyboard.press('x')
  await expect(row('half right').locator('[data-metric="R@1"]')).toContainText('50.0 %')

  await row('half right').getByText('half right').click()
  await expect(page.getByTestId('metrics').locator('[data-metric="R@1"]')).toHaveText('50.0 %')
  await expect(page.getByTestId('metrics').locator('[data-metric="MRR"]')).toHaveText('0.625')
  // Worst first: the truth of the first query stands at rank 4.
  await expect(page.getByTestId('truth-rank')).toContainText('truth at rank 4 of 6')
  await expect(page.getByTestId('result-4').filter({ hasText: 'truth' })).toBeVisible()
  await page.getByText('Best first').click()
  await expect(page.getByTestId('truth-rank')).toContainText('truth at rank 1 of 6')
  await studio.screenshot('compare-run')

  // The figures of some of its queries, beside those of all.
  const runSlice = page.getByTestId('run-slice')
  const field = runSlice.getByRole('combobox', { name: 'Slice by filter' })
  await field.fill('rank("half right"):1')
  await expect(runSlice).toContainText('3 of 6 queries fit')
  await expect(runSlice.locator('[data-slice="R@1"]')).toHaveText('100.0 %')
  await studio.screenshot('compare-slice')
  await field.fill('rank(half)')
  await field.press('Enter')
  await expect(runSlice).toContainText('Did you mean half right?')
  await field.press('Escape')
  await expect(runSlice.locator('table')).toHaveCount(0)
  await page.getByText('Best first').focus()
  await page.keyboard.press('Escape')
  await expect(row('always second')).toBeVisible()
})

/** Uids of the captions, in the order of their places. */
async function captionUids(project: string, folder: string): Promise<string[]> {
  const out = join(folder, 'project.jsonl')
  const result = await planisphere(['export', project, '--format', 'jsonl', '--out', out, '--json'])
  expect(result.code, result.stderr).toBe(0)
  const records = readFileSync(out, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
  return Array.from({ length: places }, (_, i) => {
    const found = records.find((record) => record['text'] === captionOf(i + 1))
    if (typeof found?.['uid'] !== 'string') throw new Error(`no caption ${i + 1} in ${JSON.stringify(records.slice(0, 8))}`)
    return found['uid']
  })
}
