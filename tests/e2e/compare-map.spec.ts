import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { planisphere } from '../support/command-line.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const places = 6

/** Places with odd numbers are in Oslo, even ones in Lagos. One run has Lagos right and Oslo wrong, the other nothing right. */
async function projectWithRuns(): Promise<string> {
  const project = await smallProject(places)
  const folder = dirname(project)
  const uids = await planisphere(['export', project, '--format', 'jsonl', '--out', join(folder, 'all.jsonl'), '--json'])
  expect(uids.code, uids.stderr).toBe(0)
  const captions = captionUids(join(folder, 'all.jsonl'))
  for (const [name, rankOf] of [['half right', (n: number) => (n % 2 === 0 ? 1 : 4)], ['always second', () => 2]] as const) {
    const lines = captions.flatMap((query, i) => {
      const others = Array.from({ length: places }, (_, k) => k + 1).filter((k) => k !== i + 1)
      const ranked = [...others.slice(0, rankOf(i + 1) - 1), i + 1, ...others.slice(rankOf(i + 1) - 1)]
      return ranked.map((tile, at) => `${query} Q0 pictures/tile-${tile}.png ${at + 1} ${(1 - at / 10).toFixed(2)} made`)
    })
    writeFileSync(join(folder, 'run.trec'), `${lines.join('\n')}\n`)
    const result = await planisphere(['runs', 'import', project, '--run', join(folder, 'run.trec'), '--name', name, '--json'])
    expect(result.code, result.stderr).toBe(0)
  }
  return project
}

test('the map: errors, failures and a drawn area by pointer and by keys, all offline', async ({ launch }) => {
  const studio = await launch({ project: await projectWithRuns(), screen: 'compare' })
  const { page } = studio
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.getByRole('tab', { name: 'Map' }).click()
  await expect(page.getByText('Choose a run', { exact: true })).toBeVisible()
  await page.getByRole('tab', { name: 'Runs' }).click()
  for (const name of ['half right', 'always second']) await page.locator('[data-run]', { hasText: name }).getByRole('checkbox').click()
  await page.getByRole('tab', { name: 'Map' }).click()

  // Three captions of Oslo have their first answer elsewhere; those of Lagos have it right.
  await expect(page.getByTestId('arc-count')).toHaveText('all 3')
  const distribution = page.getByTestId('distribution')
  await expect(distribution.locator('tr[data-run]').first().locator('[data-mark="50"]')).toHaveText('50.0 %')
  await distribution.getByText('Ranks').click()
  await expect(distribution.locator('tr[data-run]').nth(1).locator('[data-mark="5"]')).toHaveText('100.0 %')
  const map = page.getByRole('region', { name: 'Where the runs are right and wrong' })
  const painted = () => map.locator('.map-drawings canvas').first().evaluate((element) => {
    const canvas = element as HTMLCanvasElement
    return canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data.some((part) => part > 0) === true
  })
  await expect.poll(painted).toBe(true)
  await page.keyboard.press('2')
  await expect(page.getByTestId('map-scales')).toContainText('Share of failures: rank over 1')

  // A lasso around the north, which is Oslo.
  const box = await map.boundingBox()
  if (box === null) throw new Error('the map is not in sight')
  const at = (x: number, y: number): [number, number] => [box.x + x * box.width, box.y + y * box.height]
  await page.keyboard.press('l')
  await page.mouse.move(...at(0.2, 0.02))
  await page.mouse.down()
  for (const [x, y] of [[0.8, 0.02], [0.85, 0.5], [0.2, 0.5]] as const) await page.mouse.move(...at(x, y), { steps: 6 })
  await page.mouse.up()
  const count = page.getByTestId('selection-count')
  await expect(count).toHaveText('3 of 6 queries')
  await expect(page.getByTestId('arc-count')).toHaveText('all 3')
  await studio.screenshot('compare-map')

  // The same in the south, by keys: nothing there is wrong.
  await page.keyboard.press('Shift+X')
  await expect(count).toHaveCount(0)
  await page.keyboard.press('b')
  const press = async (key: string, times: number): Promise<void> => {
    for (let i = 0; i < times; i++) await page.keyboard.press(key)
  }
  await press('Shift+ArrowLeft', 4)
  await page.keyboard.press('Enter')
  await press('Shift+ArrowRight', 8)
  await press('Shift+ArrowDown', 12)
  await page.keyboard.press('Enter')
  await expect(count).toHaveText('3 of 6 queries')
  await expect(page.getByTestId('arc-count')).toHaveText('no wrong answer')
  await page.keyboard.press('Shift+X')

  // From the list of errors to one query.
  await page.getByRole('tab', { name: 'Worst errors' }).click()
  const worst = page.getByTestId('worst-errors')
  await worst.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('tab', { name: 'Query', exact: true })).toHaveAttribute('aria-selected', 'true')
  expect(asked.filter((url) => /^https?:/.test(url))).toEqual([])
})

/** Uids of the captions, in the order of their places. */
function captionUids(file: string): string[] {
  const records = readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>)
  return Array.from({ length: places }, (_, i) => {
    const uid = records.find((record) => record['text'] === captionOf(i + 1))?.['uid']
    if (typeof uid !== 'string') throw new Error(`no caption ${i + 1} in ${file}`)
    return uid
  })
}
