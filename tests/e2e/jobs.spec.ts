import { rmSync } from 'node:fs'
import { ProjectsPage } from './pages/projects-page.ts'
import { expect, test } from './support/launch.ts'
import { makeSmallDataset, type SmallDataset } from './support/small-dataset.ts'

let data: SmallDataset
test.beforeEach(async () => {
  data = await makeSmallDataset()
})
test.afterEach(() => rmSync(data.folder, { recursive: true, force: true }))

test('a job tells its result and every problem by file and line, and its import can be undone', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const { page, app } = studio
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.go('jobs')
  await expect(page.getByText('No project open').last()).toBeVisible()
  await projects.go('projects')
  await projects.importAll(data)
  await projects.go('jobs')
  const detail = page.getByTestId('job-detail')
  await expect(detail).toContainText('Done')
  await expect(detail.getByRole('grid', { name: 'Problems' }).getByRole('row').nth(1)).toContainText('captions.jsonl:49')
  await studio.screenshot('jobs')
  await detail.getByRole('button', { name: 'Copy as text' }).click()
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toContain('captions.jsonl:49')

  await detail.getByRole('tab', { name: 'Summary' }).click()
  await detail.getByRole('button', { name: 'Undo import' }).click()
  await expect(detail).toContainText('Removed 48 places, 48 views and 48 captions.')
  await detail.getByRole('button', { name: 'Remove from list' }).click()
  await expect(page.getByText('No jobs yet')).toBeVisible()
})

test('the engine is killed: the window says so, opens the project again and goes on', async ({ launch }) => {
  const studio = await launch()
  const { page } = studio
  const projects = new ProjectsPage(studio)
  await projects.ready()
  await projects.importAll(data)
  await projects.go('browse')
  await expect(page.getByTestId('browse-count')).toHaveText('48 places')
  const pid = await page.evaluate(async () => (await window.planisphere.engine.status()).pid)
  expect(pid).not.toBeNull()
  process.kill(pid ?? 0, 'SIGKILL')
  await expect(page.getByTestId('engine-banner')).toContainText('restarted')
  await expect(projects.engineStatus).toHaveText('Engine ready')
  await page.keyboard.press('/')
  await page.keyboard.type('lighthouse')
  await expect(page.getByTestId('browse-count')).toHaveText('1 place')
})
