// The map of Compare at scale: how long the cluster index takes to build, what a window of the map costs the engine, and how
// smoothly the real window pans and zooms with each layer on.
//   npm run -s bench -- map [--points 1034786] [--queries 500000] [--project PROJECT.planisphere] [--json]
// PROJECT gets two made-up runs if it has none, and keeps them; without it a project of that many places is made and removed
// at the end. Frames are drawn in software, whatever the machine has.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Locator, Page } from '@playwright/test'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { Random } from '#engine/sample/random.ts'
import { launchStudio } from '../e2e/support/launch.ts'
import { publishLargeRun } from '../support/large-run.ts'
import { frameFigures, framesWhile } from './map/frames.ts'
import { makeReviewProject } from './review/review-project.ts'

const { values } = parseArgs({ options: { points: { type: 'string', default: '1034786' }, queries: { type: 'string', default: '500000' }, project: { type: 'string' }, json: { type: 'boolean', default: false } } })
const [points, queries] = [Number(values.points), Number(values.queries)]
if (![points, queries].every((n) => Number.isInteger(n) && n >= 1000)) {
  console.error('--points and --queries want whole numbers from 1,000 on.')
  process.exit(2)
}
const resources = join(import.meta.dirname, '../../resources')
const runNames = ['map A', 'map B']
const pictures = join('artifacts', 'bench')
mkdirSync(pictures, { recursive: true })
const folder = values.project === undefined ? mkdtempSync(join(tmpdir(), 'planisphere-bench-map-')) : null
try {
  const project = values.project ?? (await makeReviewProject(folder as string, points, 0))
  const { city, ...engine } = await engineTimes(project)
  const result = { bench: 'map', engine, window: await windowTimes(project, city) }
  console.log(JSON.stringify(result, null, values.json ? 0 : 2))
} finally {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
}

type Box = [number, number, number, number]
interface LatLon {
  readonly lat: number
  readonly lon: number
}

/** The window of a map of 1600 x 900 pixels at a zoom. */
function boxAround(lon: number, lat: number, zoom: number): Box {
  const [width, height] = [(1600 * 360) / (256 * 2 ** zoom), (900 * 170) / (256 * 2 ** zoom)]
  if (width >= 360) return [-180, -85, 180, 85]
  const wrapped = (value: number): number => ((((value + 180) % 360) + 360) % 360) - 180
  return [wrapped(lon - width / 2), Math.max(-85, lat - height / 2), wrapped(lon + width / 2), Math.min(85, lat + height / 2)]
}

async function engineTimes(path: string) {
  const engine = createEngine({ resources })
  try {
    const client = engine.client()
    const { project } = await client.call('projects.open', { path })
    const known = (await client.call('runs.list', { project })).map(({ name }) => name)
    for (const [i, name] of runNames.entries()) if (!known.includes(name)) await publishLargeRun(engine.context.project(project), { name, queries, skill: i === 0 ? 0.8 : 0.7, seed: name })
    const runs = await client.call('runs.list', { project })
    const run = runs.find(({ name }) => name === runNames[0])?.run ?? ''
    const world: Box = [-180, -85, 180, 85]
    const building = performance.now()
    const first = await client.call('browse.clusters', { project, filter: {}, box: world, zoom: 1 })
    const indexBuildMs = Math.round(performance.now() - building)
    const regions = await client.call('projects.regions', { project })
    const random = new Random('windows')
    const somewhere = (): [number, number] => {
      const region = regions[random.below(Math.max(1, regions.length))]
      return region !== undefined && region.lat !== null && region.lon !== null ? [region.lon + random.unit() * 0.2 - 0.1, region.lat + random.unit() * 0.2 - 0.1] : [random.unit() * 360 - 180, random.unit() * 140 - 70]
    }
    const windows = Array.from({ length: 300 }, (_, i) => {
      const zoom = 1 + (i % 16)
      return { zoom, box: boxAround(...somewhere(), zoom) }
    })
    // The largest region in the middle of the map: the window goes there.
    const largest = [...regions].filter((one) => one.lat !== null && one.lon !== null && Math.abs(one.lat) < 50 && Math.abs(one.lon) < 100).sort((p, q) => q.places - p.places)[0]
    return {
      city: { lat: largest?.lat ?? 0, lon: largest?.lon ?? 0 },
      points: first.total,
      indexBuildMs,
      clusters: await times(windows, (window) => client.call('browse.clusters', { project, filter: {}, ...window })),
      firstQuestionMs: await took(() => client.call('analysis.density', { project, run, box: world, zoom: 1 })),
      density: await times(windows.slice(0, 100), (window) => client.call('analysis.density', { project, run, ...window })),
      outlinesMs: await took(() => client.call('analysis.outlines', { project, run })),
      arcsMs: await took(() => client.call('analysis.arcs', { project, run, limit: 1000 })),
      distributionMs: await took(() => client.call('analysis.distribution', { project, runs: [run], of: 'error' })),
      lassoMs: await took(() => client.call('analysis.count', { project, run, selection: { within: Array.from({ length: 200 }, (_, i): [number, number] => [10 + 25 * Math.cos((i * Math.PI) / 100), 45 + 20 * Math.sin((i * Math.PI) / 100)]) } })),
      engineBusyMs: await longestPause(client, () => client.call('analysis.distribution', { project, runs: runs.map((one) => one.run), of: 'rank' }))
    }
  } finally {
    await engine.close()
  }
}

async function took(act: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await act()
  return Math.round(10 * (performance.now() - from)) / 10
}

async function times<W>(windows: readonly W[], ask: (window: W) => Promise<unknown>) {
  const all: number[] = []
  for (const window of windows) all.push(await took(() => ask(window)))
  return frameFigures(all)
}

/** How long the engine's loop keeps a small question waiting while a large one is answered. */
async function longestPause(client: EngineClient, act: () => Promise<unknown>): Promise<number> {
  let [running, longest] = [true, 0]
  const asking = (async () => {
    while (running) longest = Math.max(longest, await took(() => client.call('engine.info', {})))
  })()
  await act()
  running = false
  await asking
  return longest
}

async function windowTimes(path: string, city: LatLon) {
  const studio = await launchStudio({ project: path, screen: 'compare', size: { width: 1600, height: 1000 } })
  const { page } = studio
  try {
    for (const name of runNames) await page.locator('tr[data-run]', { hasText: name }).first().getByRole('checkbox').click({ timeout: 120_000 })
    const opening = performance.now()
    await page.getByRole('tab', { name: 'Map' }).click()
    await page.getByTestId('arc-count').filter({ hasText: /\d/ }).waitFor({ timeout: 300_000 })
    const openMs = Math.round(performance.now() - opening)
    const map = page.locator('.map-tab .leaflet-container')
    const out: Record<string, unknown> = {}
    // Regions and errors are on at first.
    const layers = { regions: '1', failures: '2', errors: '3', places: '4' } as const
    const shown = new Set<keyof typeof layers>(['regions', 'errors'])
    for (const wanted of [['places'], ['failures'], ['errors'], ['regions'], ['regions', 'failures', 'errors', 'places']] as (keyof typeof layers)[][]) {
      for (const layer of Object.keys(layers) as (keyof typeof layers)[]) {
        if (shown.has(layer) === wanted.includes(layer)) continue
        await page.keyboard.press(layers[layer])
        if (shown.has(layer)) shown.delete(layer)
        else shown.add(layer)
      }
      await page.waitForTimeout(3000)
      out[wanted.join('+')] = await panAndZoom(page, map, city, wanted.join('-'))
    }
    return { openMs, ...out }
  } finally {
    await studio.close()
  }
}

/** Frames while the map of the world, of a country and of a city is dragged about, answers drawn in between, and while it zooms to them. */
async function panAndZoom(page: Page, map: Locator, city: LatLon, name: string) {
  await page.keyboard.press('0')
  await page.waitForTimeout(800)
  const box = await map.boundingBox()
  if (box === null) throw new Error('the map is not in sight')
  const dragging: number[] = []
  const zooming: number[] = []
  for (const notches of [0, 4, 4]) {
    // The place under the pointer stays there while the wheel turns.
    let [x, y] = await pointerTo(page, box, city)
    zooming.push(...(await framesWhile(page, async () => {
      for (let i = 0; i < notches; i++) {
        await page.mouse.wheel(0, -120)
        await page.waitForTimeout(400)
      }
    })))
    await page.waitForTimeout(800)
    ;[x, y] = await pointerTo(page, box, city)
    // There and back, so that the city is under the pointer again.
    for (const [dx, dy] of [[-150, 60], [150, -60], [140, 80], [-140, -80]] as const) {
      dragging.push(...(await framesWhile(page, async () => {
        await page.mouse.move(x, y)
        await page.mouse.down()
        await page.mouse.move(x + dx, y + dy, { steps: 40 })
        await page.mouse.up()
        // The new window's answers are drawn in this time.
        await page.waitForTimeout(500)
      })))
    }
  }
  await page.screenshot({ path: join(pictures, `map-${name}.png`) })
  return { panning: frameFigures(dragging), zooming: frameFigures(zooming) }
}

/** Moves the pointer to a place, by the coordinates that the map shows of it. */
async function pointerTo(page: Page, box: { x: number; y: number; width: number; height: number }, { lat, lon }: LatLon): Promise<[number, number]> {
  const read = async (x: number, y: number): Promise<LatLon> => {
    await page.mouse.move(x, y)
    await page.waitForTimeout(250)
    const [, north, side, east, half] = /([\d.]+)° ([NS]), ([\d.]+)° ([EW])/.exec((await page.locator('.map-tab .coordinates').textContent()) ?? '') ?? []
    return { lat: Number(north) * (side === 'S' ? -1 : 1), lon: Number(east) * (half === 'W' ? -1 : 1) }
  }
  const middle = [box.x + box.width / 2, box.y + box.height / 2] as const
  const [here, beside] = [await read(middle[0], middle[1]), await read(middle[0] + 100, middle[1])]
  const x = Math.max(box.x + 60, Math.min(box.x + box.width - 60, middle[0] + ((lon - here.lon) * 100) / (beside.lon - here.lon)))
  let [above, below] = [box.y + 2, box.y + box.height - 2]
  for (let i = 0; i < 10; i++) {
    const y = (above + below) / 2
    if ((await read(x, y)).lat > lat) above = y
    else below = y
  }
  return [Math.round(x), Math.round(above)]
}
