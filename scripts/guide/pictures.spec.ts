import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProjectsPage } from '../../tests/e2e/pages/projects-page.ts'
import { expect, test } from '../../tests/e2e/support/launch.ts'
import { planisphere } from '../../tests/support/command-line.ts'
import { picture } from './picture.ts'
import { addTeamOfThree } from './team-of-three.ts'

test('the pictures of the user guide, all of the sample project', async ({ launch }) => {
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-guide-'))
  const project = join(folder, 'sample.planisphere')
  for (const words of [
    ['sample', project],
    ['evaluate', project, '--encoder', 'demo', '--split', 'test', '--name', 'demo, test regions'],
    ['evaluate', project, '--encoder', 'demo', '--split', 'val', '--name', 'demo, validation regions'],
    ['evaluate', project, '--encoder', 'demo', '--split', 'test', '--gallery', 'nearest:100', '--name', 'demo, 100 nearest'],
    ['export', project, '--format', 'csv', '--out', join(folder, 'captions.csv')]
  ]) {
    expect((await planisphere([...words, '--json'])).code, words.join(' ')).toBe(0)
  }
  await addTeamOfThree(project)
  const studio = await launch({ project, size: { width: 1440, height: 900 } })
  const { page } = studio
  const frame = new ProjectsPage(studio)
  await frame.ready()

  await frame.go('review')
  await page.keyboard.press('a')
  await page.keyboard.type('Ana')
  await page.keyboard.press('Enter')
  for (const key of ['a', 'f', 'a', 's', 'a', 'a']) await page.keyboard.press(key)
  await page.keyboard.press('e')
  await page.keyboard.press('Control+Home')
  await page.keyboard.type('Seen from the pavement: ')
  await picture(studio, 'review')
  await page.keyboard.press('Control+Enter')

  await page.getByTestId('queue-filter').click()
  await page.getByRole('combobox', { name: 'Filter of the queue' }).fill('is:conflict')
  await page.keyboard.press('Enter')
  await page.getByTestId('adjudication').waitFor()
  await picture(studio, 'disagreement')
  await frame.go('history')
  await picture(studio, 'history')
  await frame.go('team')
  await page.getByRole('tab', { name: 'Agreement' }).click()
  await picture(studio, 'agreement')

  await frame.go('browse')
  await picture(studio, 'browse')
  await frame.go('overview')
  await picture(studio, 'overview')
  await frame.go('encoders')
  await picture(studio, 'encoders')

  await frame.go('retrieve')
  await page.getByRole('textbox', { name: 'Query text' }).fill('A wide river with a bridge beside a park, terraced houses with red roofs')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByTestId('grid-answer').getByTestId('result-1')).toBeVisible()
  await picture(studio, 'retrieve')

  await frame.go('projects')
  await frame.create(join(folder, 'mine.planisphere'))
  await frame.chooseSource(join(folder, 'captions.csv'))
  await picture(studio, 'import')
})
