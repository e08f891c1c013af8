import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const shows = (page: Page, n: number) => expect(page.getByTestId('caption-text').first()).toHaveText(captionOf(n))
const position = (page: Page) => page.getByTestId('position')
const picker = (page: Page) => page.getByTestId('queue-picker')
const saved = (page: Page) => expect(page.getByTestId('waiting')).toHaveCount(0)

async function choose(page: Page, typed: string, more: string[] = []): Promise<void> {
  await picker(page).click()
  for (const words of [typed, ...more]) {
    await page.getByRole('combobox', { name: /queue|region|encoder/i }).last().fill(words)
    await page.keyboard.press('Enter')
  }
}

async function menu(page: Page, entry: RegExp): Promise<void> {
  await page.getByTestId('queue-menu').click()
  await page.getByRole('menuitem', { name: entry }).click()
}

async function nameIt(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Name of the queue' }).fill(name)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name of the queue' })).toHaveCount(0)
}

test('queues are chosen, saved, changed and left, and each is taken up where it was, after a restart as well', async ({ launch }) => {
  const project = await smallProject(24)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const first = await launch({ project, home, screen: 'review', size: { width: 1280, height: 800 } })
  let { page } = first
  await shows(page, 1)
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
  await expect(picker(page)).toHaveText('Unreviewed')

  // A queue that asks for a region: the even captions are in Lagos.
  await choose(page, 'in a region', ['Lag'])
  await shows(page, 2)
  await expect(position(page)).toHaveText('1 of 12')
  await expect(picker(page)).toHaveText('Unreviewed in Lagos')
  for (const n of [4, 6, 8]) {
    await page.keyboard.press('j')
    await shows(page, n)
  }

  // Saved under a name, with another order.
  await page.getByRole('combobox', { name: 'Order of the queue' }).click()
  await page.getByRole('option', { name: 'Longest first' }).click()
  await expect(picker(page)).toHaveText('Own choice')
  await menu(page, /Save as/)
  await nameIt(page, 'Lagos, long ones')
  await expect(picker(page)).toHaveText('Lagos, long ones')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(position(page)).toHaveText('3 of 12')
  const longCaption = await page.getByTestId('caption-text').first().textContent()

  // Every queue keeps its own place.
  await choose(page, 'in a region', ['Lagos'])
  await shows(page, 8)
  await expect(position(page)).toHaveText('4 of 12')
  await choose(page, 'long ones')
  await expect(position(page)).toHaveText('3 of 12')
  await expect(page.getByTestId('caption-text').first()).toHaveText(longCaption ?? '')

  // A name is taken once; a share is half of it, and counts as a change until it is kept.
  await menu(page, /Save as/)
  await page.getByRole('textbox', { name: 'Name of the queue' }).fill('Lagos, long ones')
  await page.keyboard.press('Enter')
  await expect(page.getByText('There is a queue named')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByTestId('queue-options').click()
  await page.getByRole('spinbutton', { name: 'Only the first' }).fill('7')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(picker(page)).toHaveText(/Lagos, long ones.*changed/)
  await expect(position(page)).toHaveText(/ of 7$/)
  await menu(page, /Update/)
  await expect(picker(page)).toHaveText('Lagos, long ones')
  await page.keyboard.press('End')
  await expect(position(page)).toHaveText('7 of 7')
  const lastCaption = await page.getByTestId('caption-text').first().textContent()
  await first.screenshot('queue-bar')
  await first.close()

  const second = await launch({ project, home, screen: 'review', size: { width: 1280, height: 800 } })
  page = second.page
  await expect(picker(page)).toHaveText('Lagos, long ones')
  await expect(position(page)).toHaveText('7 of 7')
  await expect(page.getByTestId('caption-text').first()).toHaveText(lastCaption ?? '')

  // Removed, and put back.
  await menu(page, /^Remove/)
  await expect(picker(page)).toHaveText('Own choice')
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(picker(page)).toHaveText('Lagos, long ones')
})

test('captions that leave the queue do not lose the place; progress counts what one decided', async ({ launch }) => {
  const project = await smallProject(16)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const first = await launch({ project, home, screen: 'review' })
  let { page } = first
  await shows(page, 1)
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  for (const n of [4, 5, 6]) {
    await page.keyboard.press('a')
    await shows(page, n)
  }
  await saved(page)
  await expect(page.getByTestId('left')).toHaveText('13 left')
  await page.getByTestId('queue-progress').click()
  await expect(page.getByText('Your verdicts today')).toBeVisible()
  await page.keyboard.press('Escape')
  await first.close()

  // 3, 4 and 5 have left: 6 is the fourth of those that remain.
  const second = await launch({ project, home, screen: 'review' })
  page = second.page
  await shows(page, 6)
  await expect(position(page)).toHaveText('3 of 13')
  // Any position, by its number.
  await position(page).click()
  await page.keyboard.type('10')
  await page.keyboard.press('Enter')
  await shows(page, 13)
})

test('a filter is typed, and the queue goes to a file', async ({ launch }) => {
  const { page, app, screenshot } = await launch({ project: await smallProject(12), screen: 'review' })
  await shows(page, 1)
  await page.getByTestId('queue-filter').click()
  const filter = page.getByRole('combobox', { name: 'Filter of the queue' })
  await expect(filter).toBeFocused()
  await expect(filter).toHaveValue('status:unreviewed')
  await filter.fill('region:Oslo "red roof"')
  await page.keyboard.press('Enter')
  // Odd captions are in Oslo, every fourth has a red roof: none.
  await expect(page.getByText('No caption fits')).toBeVisible()
  await filter.fill('region:Oslo "green roof"')
  await page.keyboard.press('Enter')
  await shows(page, 3)
  await expect(position(page)).toHaveText('1 of 3')
  await screenshot('queue-filter')
  const file = join(mkdtempSync(join(tmpdir(), 'planisphere-queue-')), 'green.planisphere-queue.json')
  await app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path })
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] })
  }, file)
  await menu(page, /Export/)
  await expect.poll(() => JSON.parse(readFileSync(file, 'utf8')) as unknown).toMatchObject({ format: 'planisphere-queue', version: 1, definition: { filter: { query: 'region:Oslo "green roof"' } } })
  await choose(page, 'flagged')
  await expect(page.getByText('No caption fits')).toBeVisible()
  await menu(page, /Import/)
  await shows(page, 3)
})

test('near-duplicates are looked for from the queue', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(8), screen: 'review' })
  await shows(page, 1)
  await choose(page, 'near-dup')
  await expect(page.getByTestId('duplicates')).toContainText('Nobody has looked')
  await page.getByRole('button', { name: 'Look for them' }).click()
  await expect(page.getByTestId('duplicates')).toContainText('Looked for')
})

test('axe-core finds nothing serious in the bar and what it opens', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(4), screen: 'review' })
  await shows(page, 1)
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))
  const found: string[] = []
  const look = async (): Promise<void> => {
    await page.waitForTimeout(250)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
    for (const { id, impact, nodes } of violations) if (impact === 'serious' || impact === 'critical') found.push(...nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
  }
  for (const opens of ['queue-picker', 'queue-options', 'queue-progress', 'queue-menu']) {
    await page.getByTestId(opens).click()
    await look()
    await page.keyboard.press('Escape')
  }
  await page.getByTestId('position').click()
  await look()
  expect(found).toEqual([])
})
