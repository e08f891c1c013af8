import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/launch.ts'

test('theme, language and annotator change at once and are kept', async ({ launch }) => {
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const first = await launch({ home, size: { width: 1280, height: 800 } })
  const studio = new StudioPage(first)
  await studio.ready()
  await studio.go('settings')
  const { page } = first
  await page.getByRole('radio', { name: 'Light' }).or(page.getByRole('button', { name: 'Light', exact: true })).first().click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light')
  await first.screenshot('settings-light')
  await page.getByTestId('annotator').click()
  await page.getByRole('textbox', { name: 'Annotator' }).last().fill('Ana')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('annotator')).toContainText('Ana')
  await page.getByRole('radio', { name: '中文' }).or(page.getByRole('button', { name: '中文' })).first().click()
  await expect(page.getByRole('heading', { name: '通用' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
  await first.screenshot('settings-chinese')
  await first.page.waitForTimeout(300)
  await first.close()

  const second = await launch({ home })
  await expect(second.page.getByTestId('status-engine')).toHaveText('引擎就绪')
  await expect(second.page.locator('html')).toHaveAttribute('data-theme', 'light')
  await expect(second.page.getByTestId('annotator')).toContainText('Ana')
  rmSync(home, { recursive: true, force: true })
})

test('the engine page tells which Node and which Electron run, and restarts the engine', async ({ launch }) => {
  const studio = await launch({ size: { width: 1280, height: 800 } })
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await pages.engineStatus.click()
  await expect(page.getByRole('heading', { name: 'Engine', exact: true })).toBeVisible()
  await expect(page.locator('.facts')).toContainText(/24\.\d+\.\d+/)
  await studio.screenshot('settings-engine')
  await page.getByRole('button', { name: 'Restart engine' }).click()
  await expect(page.getByTestId('engine-banner')).toContainText('restarted')
  await expect(page.locator('.facts')).toContainText('restarted 1 times')
})

test('a tile server needs an https address with its three placeholders', async ({ launch }) => {
  const studio = await launch()
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await pages.go('settings')
  await page.getByRole('tab', { name: 'Maps' }).click()
  await page.getByRole('button', { name: 'Add server' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Lab')
  const address = page.getByRole('textbox', { name: /Address/ })
  await address.fill('http://tiles.example.org/{z}/{x}/{y}.png')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('https')
  await address.fill('https://tiles.example.org/{z}/{x}/{y}.png')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Lab' })).toContainText('tiles.example.org')
  await page.getByRole('button', { name: 'Remove Lab' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: 'Lab' })).toHaveCount(0)
})

test('the key sheet and the chords lead everywhere', async ({ launch }) => {
  const studio = await launch()
  const { page } = studio
  const pages = new StudioPage(studio)
  await pages.ready()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText('Go to Browse')
  await page.keyboard.press('Escape')
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await pages.shows('settings')
  await page.keyboard.press('Control+1')
  await pages.shows('projects')
  await (await pages.palette('settings')).first().click()
  await pages.shows('settings')
})
