import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { planisphere } from '../support/command-line.ts'
import { root } from './support/electron-runtime.ts'
import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

test('a report of the chosen runs by its key, into a folder of the person; the one that is there goes only when asked', async ({ launch }) => {
  const path = await smallProject(12)
  const steps = [
    ['encoders', 'add', path, join(root, 'resources', 'demo-encoder'), '--name', 'demo'],
    ['embed', path, '--encoder', 'demo'],
    ['evaluate', path, '--encoder', 'demo', '--name', 'strong'],
    ['evaluate', path, '--encoder', 'demo', '--name', 'weak', '--where', 'region:Oslo']
  ]
  for (const words of steps) {
    const result = await planisphere([...words, '--json'])
    expect(result.code, `${words.join(' ')}\n${result.stderr}`).toBe(0)
  }
  // A folder with other things in it: the report gets one of its own inside.
  const folder = join(dirname(path), 'papers')
  mkdirSync(folder)
  writeFileSync(join(folder, 'notes.txt'), 'mine')

  const studio = await launch({ project: path, screen: 'compare' })
  const { app, page } = studio
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, folder)
  for (const name of ['strong', 'weak']) await page.locator('tr[data-run]', { hasText: name }).getByRole('checkbox').click()
  await page.keyboard.press('r')
  const pane = page.getByTestId('report')
  await expect(pane.getByRole('list', { name: 'Runs of the report' }).getByRole('listitem')).toHaveText(['A strong', 'B weak'])
  await pane.getByLabel('Title').fill('Strong & weak')
  await pane.getByTestId('make-report').click()
  await expect(pane.getByTestId('report-made')).toContainText('The report is made', { timeout: 60_000 })
  await studio.screenshot('compare-report')
  const html = join(folder, 'report', 'report.html')
  expect(readFileSync(html, 'utf8')).toContain('<h1>Strong &amp; weak</h1>')
  expect(existsSync(join(folder, 'report', 'report.pdf'))).toBe(true)

  await pane.getByLabel('Title').fill('Once more')
  await pane.getByTestId('make-report').click()
  await expect(pane.getByRole('alert')).toContainText('holds a report already')
  expect(readFileSync(html, 'utf8')).toContain('Strong &amp; weak')
  await pane.getByTestId('replace-report').click()
  await expect.poll(() => readFileSync(html, 'utf8').includes('Once more'), { timeout: 60_000 }).toBe(true)
  expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
})
