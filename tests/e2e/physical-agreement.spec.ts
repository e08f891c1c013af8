import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { planisphere } from '../support/command-line.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const text = (page: Page) => page.getByTestId('caption-text').first()
const agreement = (page: Page, kind: 'colour' | 'structure' | 'texture') => page.getByTestId(`agreement-${kind}`)
const settle = (page: Page) => page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))

/** The sample with 60 places; scored with so little training that it takes two seconds: what is shown is real, though not good. */
async function sample(scored: boolean): Promise<string> {
  const project = join(mkdtempSync(join(tmpdir(), 'planisphere-agreement-')), 'sample.planisphere')
  expect((await planisphere(['sample', project, '--places', '60', '--seed', '4', '--json'])).code).toBe(0)
  if (scored) expect((await planisphere(['planet', 'score', project, '--folds', '2', '--steps', '30', '--comparisons', '40', '--json'])).code).toBe(0)
  return project
}

async function serious(page: Page): Promise<string[]> {
  await page.waitForTimeout(250)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze()
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').flatMap(({ id, nodes }) => nodes.map((node) => `${id}  ${node.target.join(' ')}  ${node.html.slice(0, 160)}`))
}

test('Review shows how a text agrees with its tile, live while it is edited, with what it was before', async ({ launch }) => {
  const studio = await launch({ project: await sample(true), screen: 'review', size: { width: 1280, height: 800 } })
  const { page } = studio
  await expect(text(page)).toBeVisible()
  await settle(page)
  const figure = agreement(page, 'colour').locator('strong')
  await expect(figure).toHaveText(/^\d+$/)
  await expect(agreement(page, 'colour')).toHaveAttribute('aria-label', /^Colour: \d+ of 100, (doubtful|weak|agrees)$/)

  // Opened by its key: the spread of the other tiles, and the own tile's signatures; it stays open on the next caption.
  await page.keyboard.press('y')
  const panel = page.getByTestId('agreement')
  await expect(panel.getByRole('img', { name: /Texture: \d+ % of \d+ other tiles/ })).toBeVisible()
  await expect(panel.getByTestId('signature-structure')).toContainText(/Edges|No edges/)
  expect(await serious(page)).toEqual([])
  await studio.screenshot('review-agreement-dark')
  await page.keyboard.press('j')
  await expect(panel.getByTestId('signature-colour')).toContainText(/mean R \d+/)
  await expect(figure).toHaveText(/^\d+$/)

  const before = await figure.textContent()
  await page.keyboard.press('e')
  await page.keyboard.press('Control+a')
  await page.keyboard.type('Blue water fills the picture; white boats lie in a harbour.')
  const changed = page.getByTestId('agreement').locator('.was')
  await expect(changed.first()).toBeVisible()
  await expect(page.getByTestId('agreement').getByRole('status').last()).toHaveText(/before, \d+ now of 100/)
  expect(before).toMatch(/^\d+$/)

  // Not while typing: the figures stay and say that they are of another text.
  await page.getByTestId('agreement').getByRole('switch').click()
  await page.getByTestId('editor').click()
  await page.keyboard.type(' A bridge.')
  await expect(page.getByTestId('agreement')).toContainText('The text has changed since.')
  await page.getByTestId('agreement').getByRole('button', { name: 'Score this text' }).click()
  await expect(page.getByTestId('agreement')).not.toContainText('The text has changed since.')
})

test('whoever walks on waits for no agreement: only where she rests it is asked for', async ({ launch }) => {
  const { page } = await launch({ project: await sample(true), screen: 'review', size: { width: 1280, height: 800 } })
  await expect(text(page)).toBeVisible()
  await settle(page)
  await expect(agreement(page, 'texture').locator('strong')).toHaveText(/^\d+$/)
  await page.waitForTimeout(500)
  const waiting = await page.evaluate(async () => {
    const shown = () => document.querySelector('[data-testid="caption-text"]')?.textContent
    for (let i = 0; i < 15; i++) {
      const former = shown()
      const start = performance.now()
      window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', code: 'KeyJ', bubbles: true }))
      while (shown() === former && performance.now() - start < 2000) await new Promise(requestAnimationFrame)
      await new Promise((resolve) => setTimeout(resolve, 120))
    }
    // On the way nothing was asked for: the figures are not there yet.
    return document.querySelector('[data-testid="agreement-colour"] strong')?.textContent
  })
  expect(waiting).toBe('–')
  await expect(agreement(page, 'colour').locator('strong')).toHaveText(/^\d+$/)
})

test('captions that are not scored say so, and one button scores them; the doubtful ones are a queue and a filter', async ({ launch }) => {
  const studio = await launch({ project: await sample(false), screen: 'review', size: { width: 1400, height: 900 } })
  const { page } = studio
  await expect(text(page)).toBeVisible()
  await settle(page)
  await page.keyboard.press('q')
  await page.getByRole('option', { name: /Doubtful by the tile/ }).click()
  await expect(page.getByTestId('agreement-note')).toContainText('No caption is scored')
  await expect(page.getByTestId('agreement')).toContainText('No caption is scored against its tile yet.')
  await page.getByTestId('score-captions').click()
  await expect(agreement(page, 'colour').locator('strong')).toHaveText(/^\d+$/, { timeout: 240_000 })
  await expect(page.getByTestId('agreement-note')).toHaveCount(0)
  // The first of the queue is the most doubtful of all.
  const least = async (): Promise<number> => {
    const all: number[] = []
    for (const kind of ['colour', 'structure', 'texture'] as const) {
      await expect(agreement(page, kind).locator('strong')).toHaveText(/^\d+$/)
      all.push(Number(await agreement(page, kind).locator('strong').textContent()))
    }
    return Math.min(...all)
  }
  await page.keyboard.press('Home')
  const first = await least()
  expect(first).toBeLessThan(15)
  await page.keyboard.press('End')
  await expect(agreement(page, 'colour').locator('strong')).toHaveText('–')
  expect(await least()).toBeGreaterThan(first)
})

test('Browse sorts by agreement, filters by it, and draws the signatures', async ({ launch }) => {
  const studio = await launch({ project: await sample(true), screen: 'browse', theme: 'light', size: { width: 1920, height: 1080 } })
  const { page } = studio
  await expect(page.getByTestId('browse-count')).toHaveText('60 places')
  await settle(page)
  await page.keyboard.press('v')
  await page.getByRole('columnheader', { name: 'Agreement' }).getByRole('button').click()
  await expect(page.getByRole('columnheader', { name: 'Agreement' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(page.getByTestId('agreement-cell').first()).toHaveAttribute('aria-label', /^Colour: \d+ of 100.*Structure: .*Texture: /)
  await page.locator('[role="row"][data-index="0"]').click()
  const detail = page.getByTestId('place-detail')
  await expect(detail.getByTestId('agreement-cell').first()).toBeVisible()
  await expect(detail.getByTestId('signature-colour')).toContainText(/mean R \d+, G \d+, B \d+/)

  // Values are read by keys.
  const rose = detail.getByRole('slider', { name: /Structure/ })
  await rose.focus()
  await page.keyboard.press('Home')
  await expect(rose).toHaveAttribute('aria-valuetext', /^90° \(E\S*W\): [\d.]+ %$/)
  await page.keyboard.press('End')
  await expect(rose).toHaveAttribute('aria-valuenow', '35')
  expect(await serious(page)).toEqual([])
  await studio.screenshot('browse-agreement-light')

  await page.keyboard.press('/')
  await page.keyboard.type('agreement<30')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('browse-count')).not.toHaveText('60 places')
  await expect(page.getByTestId('browse-count')).toHaveText(/^\d+ places?$/)
})

test('a tile whose picture cannot be read has a message in place of its signatures', async ({ launch }) => {
  const project = await smallProject(3)
  writeFileSync(join(dirname(project), 'pictures', 'tile-1.png'), 'not a picture')
  const { page } = await launch({ project, screen: 'review', size: { width: 1280, height: 800 } })
  await expect(text(page)).toHaveText(captionOf(1))
  await settle(page)
  await page.keyboard.press('y')
  await expect(page.getByTestId('agreement').getByRole('alert')).toContainText(/tile-1\.png/)
  await page.keyboard.press('j')
  await expect(text(page)).toHaveText(captionOf(2))
  await expect(page.getByTestId('agreement').getByTestId('signature-texture')).toContainText('exponent')
  await expect(page.getByTestId('agreement').getByRole('alert')).toHaveCount(0)
})

test('Retrieve draws a result’s signatures over those of the query’s own tile', async ({ launch }) => {
  const studio = await launch({ project: await sample(false), screen: 'browse', theme: 'light', size: { width: 1280, height: 800 } })
  const { page } = studio
  await settle(page)
  await page.locator('article.tile').first().click()
  await page.getByTestId('place-detail').getByRole('button', { name: 'Search with this caption' }).first().click()
  await new StudioPage(studio).shows('retrieve')
  await expect(page.getByTestId('result-1')).toBeVisible()
  const wrong = page.locator('.card:not(.truth)').first()
  await wrong.click()
  await page.getByTestId('show-signatures').click()
  const drawn = page.getByTestId('selected').getByTestId('signature')
  await expect(drawn).toContainText('truth')
  await expect(drawn.locator('.second')).toHaveCount(5)
  expect(await serious(page)).toEqual([])
  await studio.screenshot('retrieve-signatures-light')
})

test('answers are re-ranked by a switch, only with an encoder that PLANET trained, and say where they stood; a run says it too', async ({ launch }) => {
  const project = await sample(false)
  for (const words of [['planet', 'train', project, '--name', 'plain', '--lambda', '0', '--steps', '4', '--batch', '32'], ['embed', project, '--encoder', 'plain']]) {
    const { code, stdout, stderr } = await planisphere([...words, '--json'])
    expect(code, `${stdout}\n${stderr}`).toBe(0)
  }
  const studio = await launch({ project, screen: 'retrieve', size: { width: 1280, height: 800 } })
  const { page } = studio
  const pages = new StudioPage(studio)
  await settle(page)
  const choose = async (field: string, option: string): Promise<void> => {
    await page.getByRole('combobox', { name: field }).first().click()
    await page.getByRole('option', { name: option }).first().click()
  }
  const rerank = page.getByTestId('rerank').getByRole('switch')
  await choose('Encoder', 'plain')
  await expect(rerank).toBeDisabled()
  await expect(page.getByText('Only with an encoder that PLANET trained.')).toBeVisible()
  await choose('Encoder', 'demo')
  await expect(rerank).toBeEnabled()
  await page.getByTestId('query-text').fill('A wide green river crosses brown roofs; the streets run north-south.')
  await page.getByTestId('search').click()
  await expect(page.getByTestId('result-1')).toBeVisible()
  const order = () => page.locator('[data-testid^="result-"]').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-view')).join())
  const plain = await order()
  await expect(page.getByTestId('moved')).toHaveCount(0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('y')
  await expect(page.getByTestId('grid-answer')).toContainText('re-ranked')
  await expect(page.getByTestId('moved').first()).toHaveText(/was \d+/)
  expect(await order()).not.toBe(plain)
  await page.getByTestId('result-1').click()
  await expect(page.getByTestId('moved-facts')).toHaveText(/By cosine: rank \d+, -?0\.\d+\. Mean agreement of colour, structure and texture: -?[01]\.\d+/)
  expect(await serious(page)).toEqual([])
  await studio.screenshot('retrieve-reranked')

  await pages.go('compare')
  await page.getByRole('button', { name: /Evaluate/ }).first().click()
  const form = page.getByTestId('evaluate')
  await form.getByRole('combobox', { name: 'Encoder' }).click()
  await page.getByRole('option', { name: 'demo' }).first().click()
  await form.getByTestId('evaluate-rerank').getByRole('switch').click()
  await form.getByRole('button', { name: 'Evaluate', exact: true }).click()
  await expect(page.locator('.protocol')).toContainText('weight 1, first 100', { timeout: 60_000 })
  await studio.screenshot('compare-reranked')
})
