import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './support/launch.ts'
import { captionOf, smallProject } from './support/small-project.ts'
import { tileCaption, tilesProject } from './support/tiles-project.ts'

const caption = (page: Page) => page.getByTestId('caption-text').first()
const tileMap = (page: Page) => page.getByRole('region', { name: 'The satellite tile on the map' })
const own = (page: Page) => page.locator('.map-picture[data-painted]')

/** Middle of an element on the screen. */
async function middle(element: Locator): Promise<{ x: number; y: number }> {
  const box = await element.boundingBox()
  if (box === null) throw new Error('not on the screen')
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** Where on the screen the tile's own top left corner lies, from its middle. */
function topLeft(page: Page): Promise<{ x: number; y: number }> {
  return own(page).evaluate((element) => {
    const mark = document.createElement('i')
    element.append(mark)
    Object.assign(mark.style, { position: 'absolute', inset: 'auto', left: '0', top: '0', width: '0', height: '0' })
    mark.style.setProperty('width', '0', 'important')
    mark.style.setProperty('height', '0', 'important')
    const [at, box] = [mark.getBoundingClientRect(), element.getBoundingClientRect()]
    mark.remove()
    return { x: at.x - (box.x + box.width / 2), y: at.y - (box.y + box.height / 2) }
  })
}

test('the tile lies on its footprint among its neighbours; the map turns, pans and finds north again', async ({ launch }) => {
  const studio = await launch({ project: await tilesProject(5), screen: 'review', theme: 'dark', size: { width: 1440, height: 900 } })
  const { page } = studio
  await expect(caption(page)).toHaveText(tileCaption(1))
  for (let n = 2; n <= 13; n++) await page.keyboard.press('j')
  await expect(caption(page)).toHaveText(tileCaption(13))
  await expect(own(page)).toHaveCount(1)
  // The tile in the middle has all 24 others around it, each as wide as it.
  await expect(page.locator('.map-picture:not([data-painted])')).toHaveCount(24)
  const size = await own(page).boundingBox()
  const others = await page.locator('.map-picture:not([data-painted])').evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect()).map(({ x, width }) => ({ x, width })))
  for (const other of others) expect(Math.abs(other.width - (size?.width ?? 0))).toBeLessThan(1.5)
  // Edge to edge: the columns left and right of it begin one width away.
  const columns = new Set(others.map(({ x }) => Math.round((x - (size?.x ?? 0)) / (size?.width ?? 1))))
  expect([...columns].sort((a, b) => a - b)).toEqual([-2, -1, 0, 1, 2])
  const pane = await page.locator('.map-view').boundingBox()
  expect(size?.width ?? 0).toBeGreaterThan(0.75 * Math.min(pane?.width ?? 0, pane?.height ?? 0) - 56)
  expect((await topLeft(page)).x).toBeCloseTo(-(size?.width ?? 0) / 2, -1)
  await studio.screenshot('triptych-map')

  const frame = await middle(page.locator('.map-view'))
  const near = (at: { x: number; y: number }, wanted: { x: number; y: number }, by: number) => expect(Math.hypot(at.x - wanted.x, at.y - wanted.y)).toBeLessThan(by)
  for (let i = 0; i < 6; i++) await page.getByRole('button', { name: 'Turn right' }).click()
  const arrow = page.getByTestId('north')
  await expect(arrow).toHaveAttribute('aria-label', /turned by 90°/)
  await expect(arrow.locator('svg')).toHaveCSS('rotate', '90deg')
  // A quarter turn clockwise: the top left corner is at the top right now, and the tile still in the middle.
  const corner = await topLeft(page)
  expect(corner.x).toBeGreaterThan(50)
  expect(corner.y).toBeLessThan(-50)
  near(await middle(own(page)), frame, 3)
  await studio.screenshot('triptych-turned')

  // Dragging goes where the pointer goes, whichever way up the map is; arrow keys go where they point.
  await page.mouse.move(frame.x, frame.y)
  await page.mouse.down()
  await page.mouse.move(frame.x + 40, frame.y + 10, { steps: 4 })
  await page.mouse.move(frame.x + 80, frame.y + 30, { steps: 4 })
  await page.mouse.up()
  near(await middle(own(page)), { x: frame.x + 80, y: frame.y + 30 }, 8)
  await tileMap(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => Math.round((await middle(own(page))).x)).toBeLessThan(frame.x - 10)
  // The wheel keeps what is under the pointer.
  await page.waitForTimeout(400)
  const at = await middle(own(page))
  await page.mouse.move(at.x, at.y)
  const wide = (await own(page).boundingBox())?.width ?? 0
  await page.mouse.wheel(0, 240)
  await expect.poll(async () => (await own(page).boundingBox())?.width ?? wide).toBeLessThan(wide * 0.9)
  await page.waitForTimeout(500)
  near(await middle(own(page)), at, 6)

  // Alt and drag turns it; a click on the arrow ends all turning.
  await page.keyboard.down('Alt')
  await page.mouse.move(frame.x + 100, frame.y)
  await page.mouse.down()
  await page.mouse.move(frame.x + 70, frame.y + 70, { steps: 6 })
  await page.mouse.up()
  await page.keyboard.up('Alt')
  await expect(arrow).toHaveAttribute('aria-label', /turned by 13[4-6]°/)
  await arrow.click()
  await expect(arrow).toHaveAttribute('aria-label', 'North is up')
  expect((await topLeft(page)).x).toBeLessThan(0)

  // The next place starts with north up, with its own neighbours.
  await page.getByRole('button', { name: 'Turn right' }).click()
  await page.getByTestId('skip').focus()
  await page.keyboard.press('j')
  await expect(arrow).toHaveAttribute('aria-label', 'North is up')

  // As a picture it has north and scale too.
  await page.keyboard.press('m')
  await expect(page.getByRole('img', { name: /Satellite view of/ })).toBeVisible()
  // A tile at zoom 18 in Vienna is 101.9 m wide.
  await expect(page.locator('.scale-line')).toHaveText('10 m')
  const [bar, wholeTile] = [await page.locator('.scale-line').boundingBox(), await page.getByRole('img', { name: /Satellite view of/ }).boundingBox()]
  expect(((bar?.width ?? 0) / (wholeTile?.width ?? 1)) * 101.9).toBeCloseTo(10, 0)
  await page.getByRole('button', { name: 'Rotate', exact: true }).last().click()
  await expect(arrow).toHaveAttribute('aria-label', /turned by 90°/)
  await arrow.click()
  await expect(arrow).toHaveAttribute('aria-label', 'North is up')
})

test('a picture is painted with its text, and the last one never stays beside the next text', async ({ launch }) => {
  const { page } = await launch({ project: await smallProject(14), screen: 'review' })
  await expect(caption(page)).toHaveText(captionOf(1))
  const photo = page.getByRole('img', { name: /Street view of/ })
  await expect(photo).toHaveAttribute('data-painted', /\d+/)
  // The five after this one are read and decoded while one looks.
  await page.waitForTimeout(1500)
  const seen: { text: string | null | undefined; label: string | null | undefined; painted: string | null | undefined }[] = []
  for (let n = 2; n <= 5; n++) {
    seen.push(
      await page.evaluate(async () => {
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'j' }))
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
        const canvas = document.querySelector('canvas.picture[aria-label^="Street"]')
        return { text: document.querySelector('[data-testid=caption-text]')?.textContent, label: canvas?.getAttribute('aria-label'), painted: canvas?.getAttribute('data-painted') }
      })
    )
  }
  expect(seen.map(({ text }) => text)).toEqual([2, 3, 4, 5].map(captionOf))
  expect(seen.map(({ label }) => label)).toEqual([2, 3, 4, 5].map((n) => `Street view of place-${n}`))
  // Each has its own picture on the canvas already.
  expect(new Set(seen.map(({ painted }) => painted)).size).toBe(4)
  expect(seen.every(({ painted }) => painted !== null)).toBe(true)

  // Far ahead, where nothing was decoded: the text is there, and the canvas is empty until its own picture comes.
  const far = await page.evaluate(async () => {
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }))
    const canvas = () => document.querySelector<HTMLCanvasElement>('canvas.picture[aria-label="Street view of place-14"]')
    for (let i = 0; i < 600; i++) {
      await new Promise(requestAnimationFrame)
      const now = canvas()
      if (now === null) continue
      const painted = now.getAttribute('data-painted')
      const alpha = now.getContext('2d')?.getImageData(Math.floor(now.width / 2), Math.floor(now.height / 2), 1, 1).data[3]
      return { text: document.querySelector('[data-testid=caption-text]')?.textContent, honest: (painted === null) === (alpha === 0) }
    }
    return null
  })
  expect(far).toEqual({ text: captionOf(14), honest: true })
  await expect(page.getByRole('img', { name: 'Street view of place-14' })).toHaveAttribute('data-painted', /\d+/)
})

test('the layout is as it was left: sizes, collapsed panes, swapped, the tile’s mode', async ({ launch }) => {
  const project = await smallProject(4)
  const home = mkdtempSync(join(tmpdir(), 'planisphere-home-'))
  const size = { width: 1440, height: 900 }
  const first = await launch({ project, home, screen: 'review', size })
  let { page } = first
  await expect(caption(page)).toHaveText(captionOf(1))
  const wide = async (name: string) => Math.round((await page.getByRole('region', { name, exact: true }).boundingBox())?.width ?? 0)
  const before = await wide('Caption')
  await page.getByRole('separator', { name: /Caption/ }).focus()
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => wide('Caption')).toBe(before + 32)
  await page.keyboard.press('x')
  await expect.poll(async () => ((await page.getByRole('region', { name: 'Satellite', exact: true }).boundingBox())?.x ?? 0) < ((await page.getByRole('region', { name: 'Ground photo' }).boundingBox())?.x ?? 0)).toBe(true)
  await page.keyboard.press('x')
  await page.getByRole('separator', { name: /Ground photo/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Ground photo' })).toBeHidden()
  // At once: what was not written yet is written before the window goes.
  await first.close()

  const second = await launch({ project, home, screen: 'review', size })
  page = second.page
  await expect(caption(page)).toHaveText(captionOf(1))
  expect(await wide('Caption')).toBe(before + 32)
  await expect(page.getByRole('region', { name: 'Ground photo' })).toBeHidden()
  await page.getByRole('separator', { name: /Ground photo/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Ground photo' })).toBeVisible()
})
