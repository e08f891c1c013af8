import AxeBuilder from '@axe-core/playwright'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Answer, Bridge } from '../../src-shared/contracts/bridge.ts'
import type { MethodName } from '../../src-shared/contracts/index.ts'
import type { Verdict } from '../../src-shared/domain/vocabulary.ts'
import { expect, test, type RunningStudio } from './support/launch.ts'
import { captionsProject } from './support/captions-project.ts'
import { StudioPage } from './pages/studio-page.ts'

declare global {
  interface Window {
    readonly planisphere: Bridge
  }
}

let nextCall = 800_000

/** Asks the engine past the screen. */
async function ask<R>(page: Page, method: MethodName, input: Record<string, unknown>): Promise<R> {
  const answer = await page.evaluate(
    async ({ id, name, args }): Promise<Answer> => {
      const [recent] = await window.planisphere.projects.recent()
      const opened = (await window.planisphere.engine.call(id, 'projects.open', { path: recent?.path })) as { result: { project: string } }
      return window.planisphere.engine.call(id + 1, name, { project: opened.result.project, ...args })
    },
    { id: (nextCall += 2), name: method, args: input }
  )
  if (!('result' in answer)) throw new Error(JSON.stringify(answer))
  return answer.result as R
}

async function submit(page: Page, annotator: string, rows: readonly (readonly [caption: number, verdict: Verdict])[]): Promise<void> {
  for (const [caption, verdict] of rows) await ask(page, 'review.submit', { uuid: crypto.randomUUID(), annotator, at: Date.now(), caption, verdict })
}

const annotator = (page: Page, name: string) => page.evaluate((value) => window.planisphere.settings.set({ annotator: value, reducedMotion: true }), name)

/** Krippendorff 2011, example A, as verdicts: ten captions, two annotators, alpha 0.095. */
const meg = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
const owen = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
const rows = (values: readonly number[]) => values.map((value, i) => [i + 1, value === 1 ? 'rejected' : 'accepted'] as const)

async function started(launch: (options: { project: string; screen: string; theme?: 'dark' | 'light'; size?: { width: number; height: number } }) => Promise<RunningStudio>, more: { theme?: 'dark' | 'light'; size?: { width: number; height: number } } = {}) {
  const studio = await launch({ project: await captionsProject(24), screen: 'team', ...more })
  const pages = new StudioPage(studio)
  await pages.ready()
  await pages.go('team')
  return { studio, pages, page: studio.page }
}

test('what a published example says comes out on the screen, and is saved as it stands', async ({ launch }) => {
  const { studio, pages, page } = await started(launch)
  await expect(page.getByText('Nobody has reviewed yet')).toBeVisible()
  await submit(page, 'Meg', rows(meg))
  await submit(page, 'Owen', rows(owen))
  const table = page.getByTestId('annotators')
  await expect(table.getByRole('row')).toHaveCount(3)
  await expect(table.getByRole('row').filter({ hasText: 'Meg' })).toContainText('10')

  await page.keyboard.press(']')
  await expect(page.getByTestId('measures').locator('[data-measure=verdicts]')).toHaveText('0.095')
  await expect(page.getByTestId('agreement-basis')).toContainText('on 10 captions')
  await expect(page.getByTestId('pairs')).toContainText('Meg – Owen')
  await expect(page.getByTestId('pairs')).toContainText('60.0 %')
  await studio.screenshot('team-agreement')
  // The matrix by arrow keys: from a corner of the diagonal to the pair.
  const matrix = page.getByTestId('matrix')
  await matrix.locator('td[tabindex="0"]').focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.locator(':focus')).toHaveAttribute('aria-label', /^Meg – Owen: 0\.095, 10 captions$/)

  const file = join(mkdtempSync(join(tmpdir(), 'planisphere-team-')), 'agreement.csv')
  await pages.answerSaveDialog(file)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('menuitem', { name: 'As a table (CSV)' }).click()
  await expect.poll(() => readFileSync(file, 'utf8'), { timeout: 10_000 }).toMatch(/^pair,Meg,Owen,all,0\.095238/m)

  // They saw each other's verdicts: none were given apart.
  await page.getByRole('radio', { name: 'Given apart' }).or(page.getByRole('button', { name: 'Given apart' })).first().click()
  await expect(page.getByText('No verdicts were given apart')).toBeVisible()
})

test('captions are assigned with overlap, blind, seen with progress, and taken back', async ({ launch }) => {
  const { studio, page } = await started(launch)
  await annotator(page, 'Lea')
  await page.keyboard.press(']')
  await page.keyboard.press(']')
  await expect(page.getByText('Nothing is assigned')).toBeVisible()
  await expect(page.getByTestId('assign-count')).toHaveText('24 captions')
  for (const name of ['Ana', 'Ben', 'Cleo']) {
    await page.getByRole('textbox', { name: 'A new name' }).fill(name)
    await page.keyboard.press('Enter')
  }
  await page.getByRole('textbox', { name: 'A new name' }).fill('ana')
  await expect(page.getByText('Nearly the same as Ana.')).toBeVisible()
  await page.getByRole('textbox', { name: 'A new name' }).fill('')
  await page.getByRole('spinbutton', { name: 'Annotators per caption' }).fill('2')
  await page.keyboard.press('Tab')
  await expect(page.getByTestId('loads')).toContainText('+16')
  await page.getByRole('button', { name: 'Assign', exact: true }).click()
  const loads = page.getByTestId('present-loads')
  await expect(loads.getByRole('row').filter({ hasText: 'Ana' })).toContainText('16 of 16 left', { timeout: 20_000 })
  await expect(page.getByTestId('assignments')).toContainText('blind')

  // Blind: what Ben says stays hidden from Ana until both have answered.
  const filter = { query: 'assigned:Ana assigned:Ben' }
  const { captions } = await ask<{ captions: number[] }>(page, 'review.queue', { filter, opened: Date.now(), start: 0, count: 2 })
  await submit(page, 'Ben', [[captions[0] ?? 0, 'rejected']])
  await submit(page, 'Ana', [[captions[1] ?? 0, 'accepted']])
  await expect(loads.getByRole('row').filter({ hasText: 'Ben' })).toContainText('15 of 16 left', { timeout: 20_000 })
  await studio.screenshot('team-assign')

  await loads.getByRole('row').filter({ hasText: 'Cleo' }).getByRole('button', { name: 'Unassign' }).click()
  await expect(loads.getByRole('row').filter({ hasText: 'Cleo' })).toHaveCount(0, { timeout: 20_000 })
  await expect(loads.getByRole('row').filter({ hasText: 'Ana' })).toContainText('15 of 16 left')
  // One event: one undo gives Cleo hers back.
  await ask(page, 'review.undo', { uuid: crypto.randomUUID(), annotator: 'Lea', at: Date.now() })
  await expect(loads.getByRole('row').filter({ hasText: 'Cleo' })).toContainText('16 of 16 left', { timeout: 20_000 })
  await page.getByTestId('assignments').getByRole('button', { name: 'Take back' }).click()
  await expect(page.getByText('Nothing is assigned')).toBeVisible({ timeout: 20_000 })
})

test('random gold is made, answered and scored; whoever is measured does not see it', async ({ launch }) => {
  const { studio, page } = await started(launch)
  await submit(page, 'Lea', Array.from({ length: 8 }, (_, i) => [i + 1, 'accepted'] as const))
  await annotator(page, 'Lea')
  for (let i = 0; i < 3; i++) await page.keyboard.press(']')
  await expect(page.getByText('You set no gold captions')).toBeVisible()
  await page.getByRole('spinbutton', { name: 'How many' }).fill('6')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Make 6 gold' }).click()
  await expect(page.getByTestId('gold').getByRole('row')).toHaveCount(7)
  const { captions } = await ask<{ captions: { caption: number }[] }>(page, 'team.gold', { viewer: 'Lea' })
  await submit(page, 'Ana', captions.map(({ caption }, i) => [caption, i === 0 ? 'rejected' : 'accepted'] as const))
  await expect(page.getByTestId('gold')).toContainText('0 of 1 right', { timeout: 20_000 })
  await expect(page.getByTestId('gold').getByText('1 of 1 right')).toHaveCount(5)
  await studio.screenshot('team-gold')
  await page.getByRole('tab', { name: 'Annotators' }).click()
  await expect(page.getByTestId('annotators').getByRole('row').filter({ hasText: 'Ana' })).toContainText('83 %', { timeout: 20_000 })
  await annotator(page, 'Ana')
  await page.getByRole('tab', { name: 'Gold' }).click()
  await expect(page.getByText('Others set 6 gold captions. They stay hidden from you')).toBeVisible()
})

test('the annotator is changed by key, from those known here; a near name is asked about', async ({ launch }) => {
  const { page } = await started(launch)
  await submit(page, 'Ana', [[1, 'accepted']])
  await submit(page, 'Ben', [[2, 'accepted']])
  await expect(page.getByTestId('annotators')).toContainText('Ben')
  await page.keyboard.press('Control+Shift+A')
  await expect(page.getByRole('textbox', { name: 'Annotator' })).toBeFocused()
  await page.keyboard.type('ana')
  await expect(page.getByTestId('near-name')).toContainText('Nearly the same as Ana')
  await page.getByRole('button', { name: 'I am Ana' }).click()
  await expect(page.getByTestId('annotator')).toHaveText('Ana')
  await page.keyboard.press('Control+Shift+A')
  await page.keyboard.press('Alt+2')
  await expect(page.getByTestId('annotator')).toHaveText('Ben')
  await page.keyboard.press('Control+Shift+A')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('annotator')).toHaveText('Ana')
})

for (const theme of ['dark', 'light'] as const) {
  test(`axe-core finds nothing serious on Team, ${theme}`, async ({ launch }) => {
    const { page } = await started(launch, { theme, size: { width: 1280, height: 800 } })
    await submit(page, 'Meg', rows(meg))
    await submit(page, 'Owen', rows(owen))
    await annotator(page, 'Lea')
    await ask(page, 'review.gold', { uuid: crypto.randomUUID(), annotator: 'Lea', at: Date.now(), caption: 1, answer: { verdict: 'accepted' } })
    const found: { tab: string; id: string; targets: unknown[] }[] = []
    for (const [tab, ready] of [['Annotators', 'Meg'], ['Agreement', 'Meg – Owen'], ['Assign', 'New assignment'], ['Gold', 'Random gold']] as const) {
      await page.getByRole('tab', { name: tab }).click()
      await expect(page.locator('main.screen').getByText(ready).first()).toBeVisible()
      await page.waitForTimeout(400)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
      found.push(...violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => ({ tab, id, targets: nodes.map(({ target, failureSummary }) => [target, failureSummary]) })))
    }
    expect(found).toEqual([])
  })
}
