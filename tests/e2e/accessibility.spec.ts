import type { Page } from '@playwright/test'
import { StudioPage, type ScreenName } from './pages/studio-page.ts'
import { look, type Found } from './support/axe.ts'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'

const caption = (page: Page) => page.getByTestId('caption-text').first()

for (const theme of ['dark', 'light'] as const) {
  test(`axe-core finds nothing serious on any screen, ${theme}`, async ({ launch }) => {
    const studio = await launch({ project: await smallProject(8), theme, size: { width: 1280, height: 800 } })
    const { page } = studio
    const pages = new StudioPage(studio)
    await pages.ready()
    await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))
    const found: Found[] = []
    const show = async (screen: ScreenName, ready: string | RegExp): Promise<void> => {
      await pages.go(screen)
      await expect(page.locator('main.screen').getByText(ready).first()).toBeVisible()
      found.push(...(await look(page, screen)))
    }
    await show('projects', /small/)
    await show('overview', /Oslo/)
    await show('browse', /place-1|Oslo/)
    await page.keyboard.press('v')
    found.push(...(await look(page, 'browse, table')))

    await show('review', captionOf(1))
    await page.keyboard.press('m')
    found.push(...(await look(page, 'review, map')))
    await page.keyboard.press('r')
    await expect(page.getByText('Why is it rejected?')).toBeVisible()
    found.push(...(await look(page, 'review, reasons')))
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await expect(page.getByTestId('editor')).toBeFocused()
    await page.keyboard.type(' A pond lies behind it.')
    found.push(...(await look(page, 'review, editing')))
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('k')
    await expect(page.getByTestId('status')).toContainText('Edited')
    found.push(...(await look(page, 'review, edited')))
    await page.keyboard.press('?')
    await expect(page.getByTestId('key-sheet')).toBeVisible()
    found.push(...(await look(page, 'key sheet')))
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('combobox', { name: /command, project or region/ })).toBeFocused()
    found.push(...(await look(page, 'palette')))
    await page.keyboard.press('Escape')

    await show('retrieve', /encoder/i)
    await show('compare', /./)
    await page.keyboard.press('e')
    found.push(...(await look(page, 'compare, evaluate')))
    await show('encoders', /encoder/i)
    await show('planet', /satellite views measured/)
    await expect(page.getByTestId('signature')).toBeVisible()
    for (const tab of ['Train', 'Models', 'Ablation', 'Consistency']) {
      await page.getByRole('tab', { name: tab }).click()
      for (const summary of await page.locator('main.screen details:not([open]) summary').all()) await summary.click()
      found.push(...(await look(page, `planet, ${tab}`)))
    }
    await show('jobs', /./)
    await show('settings', /Theme/)
    for (const section of ['Engine', 'Maps', 'Keys', 'About']) {
      await page.getByRole('tab', { name: section }).click()
      found.push(...(await look(page, `settings, ${section}`)))
    }
    expect(found).toEqual([])
  })
}

/** What has the focus: its role or tag, and its name. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement
    if (element === null || element === document.body) return 'nothing'
    return `${element.getAttribute('role') ?? element.tagName.toLowerCase()} ${element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 30) ?? ''}`
  })
}

test('Review is walked through by Tab in the order it is read, and every stop is seen', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(4), screen: 'review', size: { width: 1280, height: 800 } })
  await expect(caption(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana', reducedMotion: true }))
  const stops: { name: string; x: number; y: number; seen: boolean }[] = []
  for (let i = 0; i < 80; i++) {
    await page.keyboard.press('Tab')
    const name = await focused(page)
    if (name === 'nothing') break
    const { x, y, seen } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement
      const box = element.getBoundingClientRect()
      const style = getComputedStyle(element)
      const after = getComputedStyle(element, '::after')
      // A ring, or (the handles between panes) a line that lights up.
      return { x: box.x, y: box.y, seen: box.width > 0 && ((style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2) || (element.getAttribute('role') === 'separator' && after.opacity === '1')) }
    })
    if (stops.some((stop) => stop.name === name && Math.abs(stop.x - x) < 1 && Math.abs(stop.y - y) < 1)) break
    stops.push({ name, x, y, seen })
  }
  expect(stops.filter(({ seen }) => !seen)).toEqual([])
  // The last of a name: the rail has a History as well.
  const index = (part: string) => stops.findLastIndex(({ name }) => name.includes(part))
  for (const [first, second] of [['Street view', 'Satellite view'], ['Satellite view', 'History'], ['History', 'Accept'], ['Accept', 'Flag']] as const) {
    expect(index(first), `${first} is a stop: ${stops.map(({ name }) => name).join(', ')}`).toBeGreaterThanOrEqual(0)
    expect(index(second), `${second} comes after ${first}`).toBeGreaterThan(index(first))
  }
})

test('after a verdict the next caption and its status are announced once, politely', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(6), screen: 'review' })
  await expect(caption(page)).toHaveText(captionOf(1))
  await page.evaluate(() => window.planisphere.settings.set({ annotator: 'Ana' }))
  await page.waitForTimeout(300)
  const polite = page.getByTestId('announcer')
  await expect(polite).toHaveAttribute('aria-live', 'polite')
  // Everything that any live region says from here on.
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const live = '[aria-live]:not([aria-live=off]), [role=status], [role=alert], [role=log]'
    new MutationObserver((changes) => {
      for (const change of changes) {
        const element = (change.target instanceof Element ? change.target : change.target.parentElement)?.closest(live)
        const text = element?.textContent?.trim() ?? ''
        if (text !== '' && said.at(-1) !== text) said.push(text)
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  })
  await page.keyboard.press('a')
  await expect(polite).toContainText(captionOf(2))
  await expect(polite).toContainText('Accepted')
  await page.keyboard.press('f')
  await expect(polite).toContainText(captionOf(3))
  await expect(polite).toContainText('Flagged')
  await page.waitForTimeout(800)
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said)
  expect(said.filter((text) => text.includes(captionOf(2)))).toHaveLength(1)
  expect(said.filter((text) => text.includes(captionOf(3)))).toHaveLength(1)
  // No noise beside them: that a verdict is on its way is no news.
  expect(said.filter((text) => !text.includes('Number '))).toEqual([])
})
