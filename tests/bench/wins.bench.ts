// Wins and losses at scale: what the engine answers, and what the real window draws while one brushes.
//   npm run -s bench -- wins [--queries 500000] [--project FOLDER] [--json]
// FOLDER keeps the generated project for the next run; without it the project is removed at the end.
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import type { MethodInput } from '#shared/contracts/index.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngine } from '#engine/service/create-engine.ts'
import { launchStudio } from '../e2e/support/launch.ts'
import { publishLargeRun } from '../support/large-run.ts'
import { percentiles, round } from './review/percentiles.ts'
import { makeReviewProject } from './review/review-project.ts'

const { values } = parseArgs({ options: { queries: { type: 'string', default: '500000' }, project: { type: 'string' }, json: { type: 'boolean', default: false } } })
const queries = Number(values.queries)
if (!Number.isInteger(queries) || queries < 1000) {
  console.error(`--queries ${values.queries} is not a whole number from 1,000 on.`)
  process.exit(2)
}
const resources = join(import.meta.dirname, '../../resources')
const folder = values.project ?? mkdtempSync(join(tmpdir(), 'planisphere-bench-wins-'))
try {
  const project = join(folder, 'review.planisphere')
  if (!existsSync(project)) await makeReviewProject(folder, queries, 0)
  await withTwoRuns(project)
  const result = { bench: 'wins', queries, engine: await engineTimes(project), window: await windowTimes(project) }
  console.log(JSON.stringify(result, null, values.json ? 0 : 2))
} finally {
  if (values.project === undefined) rmSync(folder, { recursive: true, force: true })
}

async function withTwoRuns(path: string): Promise<void> {
  const engine = createEngine({ resources })
  try {
    const client = engine.client()
    const { project } = await client.call('projects.open', { path })
    if ((await client.call('runs.list', { project })).length >= 2) return
    for (const [name, skill] of [['strong', 0.8], ['weak', 0.65]] as const) await publishLargeRun(engine.context.project(project), { name, queries, skill, seed: name })
  } finally {
    await engine.close()
  }
}

/** Milliseconds of each question, over the same client that the window uses, in process. */
async function engineTimes(path: string) {
  const engine = createEngine({ resources })
  try {
    const client = engine.client()
    const { project } = await client.call('projects.open', { path })
    const runs = await client.call('runs.list', { project })
    const [a, b] = [runs.find(({ name }) => name === 'strong')?.run ?? '', runs.find(({ name }) => name === 'weak')?.run ?? '']
    const pair = { project, a, b }
    const list = (more: Partial<MethodInput<'analysis.queries'>>): MethodInput<'analysis.queries'> => ({ project, run: a, other: b, order: 'won', start: 0, count: 100, ...more })
    const brushed = (to: number): MethodInput<'analysis.queries'>['selection'] => ({ ranks: [{ run: a, from: 1, to }, { run: b, from: 50, to: 5000 }] })
    const first = await took(client, 'analysis.scatter', pair)
    const scatter = []
    for (let i = 0; i < 20; i++) scatter.push(await took(client, 'analysis.scatter', { ...pair, window: [1, 1000 + i, 1, 200_000] }))
    const brushToList = []
    for (let i = 0; i < 20; i++) brushToList.push(await took(client, 'analysis.queries', list({ selection: brushed(100 + i) })))
    const pages = []
    for (let i = 0; i < 40; i++) pages.push(await took(client, 'analysis.queries', list({ start: i * 997, selection: {} })))
    const orders: Record<string, number> = {}
    for (const order of ['lost', 'worst', 'best', 'error'] as const) orders[order] = round(await took(client, 'analysis.queries', list({ order, selection: {} })))
    return { firstScatterWithLoading: round(first), scatter: percentiles(scatter), brushToList: percentiles(brushToList), page: percentiles(pages.slice(1)), newOrder: { won: round(pages[0] ?? 0), ...orders } }
  } finally {
    await engine.close()
  }
}

async function took<M extends 'analysis.scatter' | 'analysis.queries'>(client: EngineClient, method: M, input: MethodInput<M>): Promise<number> {
  const at = performance.now()
  await client.call(method, input)
  return performance.now() - at
}

/** In the real window: until the scatter stands, frames while one brushes and zooms, from the brush to the list, and a page. */
async function windowTimes(path: string) {
  const studio = await launchStudio({ project: path, screen: 'compare', size: { width: 1440, height: 900 } })
  try {
    const { page } = studio
    const boxes = page.locator('[data-run]').getByRole('checkbox')
    await boxes.first().waitFor({ timeout: 120_000 })
    await page.locator('[data-run]', { hasText: 'strong' }).getByRole('checkbox').click()
    await page.locator('[data-run]', { hasText: 'weak' }).getByRole('checkbox').click()
    const opening = performance.now()
    await page.getByRole('tab', { name: 'Wins and losses' }).click()
    const canvas = page.getByTestId('scatter')
    await page.waitForFunction(() => Number(document.querySelector<HTMLElement>('[data-testid=scatter]')?.dataset['cells'] ?? 0) > 0, undefined, { timeout: 120_000 })
    const opened = round(performance.now() - opening)
    const total = page.getByTestId('wins-total')
    await total.waitFor()
    const box = await canvas.boundingBox()
    if (box === null) throw new Error('the scatter is not in sight')
    const at = (x: number, y: number): [number, number] => [box.x + 60 + x * (box.width - 72), box.y + 12 + (1 - y) * (box.height - 58)]
    const frames: number[] = []
    const brushToList: number[] = []
    for (let round = 0; round < 8; round++) {
      const before = await total.textContent()
      await page.mouse.move(...at(0.05, 0.95))
      await page.mouse.down()
      await recordFrames(page)
      await page.mouse.move(...at(0.4 + round * 0.05, 0.5 - round * 0.04), { steps: 60 })
      frames.push(...(await recordedFrames(page)))
      const up = performance.now()
      await page.mouse.up()
      await page.waitForFunction((was) => document.querySelector('[data-testid=wins-total]')?.textContent !== was, before, { polling: 'raf' })
      brushToList.push(performance.now() - up)
    }
    await canvas.press('Escape')
    await page.mouse.move(...at(0.2, 0.2))
    await recordFrames(page)
    for (let i = 0; i < 40; i++) await page.mouse.wheel(0, i < 20 ? -60 : 60)
    await page.waitForTimeout(300)
    const zoomFrames = await recordedFrames(page)
    const grid = page.getByRole('grid')
    const pages: number[] = []
    for (let i = 1; i <= 10; i++) {
      const moved = performance.now()
      await grid.evaluate((element, share) => (element.scrollTop = element.scrollHeight * share), i / 12)
      await page.waitForFunction(() => document.querySelectorAll('[role=grid] .row').length > 5 && document.querySelector('[role=grid] .bone') === null, undefined, { polling: 'raf' })
      pages.push(performance.now() - moved)
    }
    return { untilTheScatterStands: opened, frameWhileBrushing: percentiles(frames), frameWhileZooming: percentiles(zoomFrames), brushToList: percentiles(brushToList), jumpInTheList: percentiles(pages) }
  } finally {
    await studio.close()
  }
}

declare global {
  interface Window {
    frameTimes?: number[]
    stopFrames?: () => void
  }
}

async function recordFrames(page: Page): Promise<void> {
  await page.evaluate(() => {
    let [last, running] = [performance.now(), true]
    const times: number[] = (window.frameTimes = [])
    const next = (): void => {
      const now = performance.now()
      times.push(now - last)
      last = now
      if (running) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
    window.stopFrames = () => (running = false)
  })
}

/** Milliseconds between one frame and the next. */
async function recordedFrames(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    window.stopFrames?.()
    return window.frameTimes?.slice(1) ?? []
  })
}
