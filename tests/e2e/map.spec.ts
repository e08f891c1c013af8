import { expect, test } from './support/launch.ts'
import { smallProject } from './support/small-project.ts'

test('the map works offline, by keyboard, in both themes', async ({ launch }) => {
  const studio = await launch({ project: await smallProject(6), screen: 'review', theme: 'dark' })
  const { page } = studio
  // These tiles have no footprint: the picture comes first, the map at a key.
  await expect(page.getByRole('img', { name: /Satellite view of/ })).toBeVisible()
  await page.keyboard.press('m')
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  const map = page.getByRole('region', { name: 'The satellite tile on the map' })
  await expect(map.locator('canvas').first()).toBeVisible()
  await expect(map.getByText('Natural Earth')).toBeVisible()

  const scale = map.locator('.leaflet-control-scale-line')
  const before = await scale.textContent()
  await map.focus()
  for (let i = 0; i < 3; i++) await page.keyboard.press('-')
  await expect(scale).not.toHaveText(before ?? '')

  const pane = map.locator('.leaflet-map-pane')
  const place = await pane.evaluate((element) => (element as HTMLElement).style.transform)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => pane.evaluate((element) => (element as HTMLElement).style.transform)).not.toBe(place)

  const colour = () => map.locator('canvas').first().evaluate((canvas) => [...((canvas as HTMLCanvasElement).getContext('2d')?.getImageData(5, 5, 1, 1).data ?? [])].slice(0, 3).reduce((sum, part) => sum + part, 0))
  await expect.poll(colour).toBeLessThan(300)
  await page.evaluate(() => window.planisphere.settings.set({ theme: 'light' }))
  await expect.poll(colour).toBeGreaterThan(550)
  await studio.screenshot('map-light')
  expect(asked.filter((url) => /^https?:/.test(url))).toEqual([])
})
