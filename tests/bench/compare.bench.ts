// Every view of Compare in the real window over runs of a million queries: how long each takes from the click to its
// figures, whether the window stays responsive meanwhile, and a picture of each under artifacts/bench.
//   npm run -s bench -- compare [--queries 1034786] [--project FOLDER] [--json]
// FOLDER: a project to copy the runs into (it gets two runs, and keeps them); without it one of that many rows is made
// and removed at the end.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import type { Page } from '@playwright/test'
import { createEngine } from '#engine/service/create-engine.ts'
import { launchStudio } from '../e2e/support/launch.ts'
import { publishLargeRun } from '../support/large-run.ts'
import { round } from './review/percentiles.ts'
import { makeReviewProject } from './review/review-project.ts'

const { values } = parseArgs({ options: { queries: { type: 'string', default: '1034786' }, project: { type: 'string' }, json: { type: 'boolean', default: false } } })
const queries = Number(values.queries)
if (!Number.isInteger(queries) || queries < 1) throw new Error(`--queries ${values.queries} is not a whole number`)
const runNames = ['large A', 'large B']
const pictures = join('artifacts', 'bench')
const patience = { timeout: 120_000 }

/** A view, what to do there, and what is on the screen when it is done. */
const views: readonly { name: string; tab: string; act?: (page: Page) => Promise<void>; done: (page: Page) => Promise<unknown> }[] = [
  { name: 'differences', tab: 'Differences', done: (page) => page.getByTestId('pairs').waitFor(patience) },
  { name: 'slices', tab: 'Slices', done: (page) => page.getByTestId('slices').getByRole('row').nth(2).waitFor(patience) },
  { name: 'wins', tab: 'Wins and losses', done: (page) => page.waitForFunction(() => /\d/.test(document.querySelector('[data-testid=wins-summary]')?.textContent ?? '') && /\d/.test(document.querySelector('[data-testid=wins-total]')?.textContent ?? ''), undefined, patience) },
  { name: 'map', tab: 'Map', done: (page) => page.waitForFunction(() => /\d/.test(document.querySelector('[data-testid=distribution]')?.textContent ?? ''), undefined, patience) }
]

mkdirSync(pictures, { recursive: true })
const folder = values.project === undefined ? mkdtempSync(join(tmpdir(), 'planisphere-bench-compare-')) : null
try {
  const project = values.project ?? (await makeReviewProject(folder as string, queries, 0))
  const secondsToPublish = await publishRuns(project)
  const result = { queries, secondsToPublish, ...(await inTheWindow(project)) }
  console.log(values.json ? JSON.stringify(result) : JSON.stringify(result, null, 2))
} finally {
  if (folder !== null) rmSync(folder, { recursive: true, force: true })
}

async function publishRuns(path: string): Promise<number> {
  const engine = createEngine({ resources: join(import.meta.dirname, '../../resources') })
  try {
    const client = engine.client()
    const { project } = await client.call('projects.open', { path })
    const there = new Set((await client.call('runs.list', { project })).map(({ name }) => name))
    const started = performance.now()
    for (const [i, name] of runNames.entries()) {
      if (!there.has(name)) await publishLargeRun(engine.context.project(project), { name, queries, skill: 0.75 - 0.05 * i, seed: name })
    }
    return round((performance.now() - started) / 1000)
  } finally {
    await engine.close()
  }
}

async function inTheWindow(project: string): Promise<object> {
  const studio = await launchStudio({ project, screen: 'compare', size: { width: 1600, height: 1000 } })
  const { page } = studio
  try {
    const rows = page.locator('tr[data-run]')
    await rows.first().waitFor(patience)
    await page.evaluate(watchFrames)
    const out: Record<string, { seconds: number; longestFrameMs: number }> = {}
    const measure = async (name: string, act: () => Promise<void>, done: () => Promise<unknown>): Promise<void> => {
      await page.evaluate(() => (window.longestFrame = 0))
      const started = performance.now()
      await act()
      await done()
      out[name] = { seconds: round((performance.now() - started) / 1000), longestFrameMs: Math.round(await page.evaluate(() => window.longestFrame ?? 0)) }
      await page.waitForTimeout(500)
      await page.screenshot({ path: join(pictures, `compare-${name}.png`) })
    }
    await measure('runs', async () => {
      for (const name of runNames) await rows.filter({ hasText: name }).getByRole('checkbox').click()
    }, () => page.waitForFunction(() => document.querySelectorAll('tr[data-run] svg.interval').length >= 4, undefined, patience))
    for (const { name, tab, act, done } of views) {
      await measure(name, async () => {
        await page.getByRole('tab', { name: tab, exact: true }).click()
        await act?.(page)
      }, () => done(page))
    }
    // Again: what was read and counted stays.
    for (const { name, tab, done } of views) await measure(`${name}Again`, () => page.getByRole('tab', { name: tab, exact: true }).click(), () => done(page))
    return { views: out }
  } finally {
    await studio.close()
  }
}

declare global {
  interface Window {
    longestFrame?: number
  }
}

/** Runs in the page: keeps the longest time between two frames. */
function watchFrames(): void {
  let last = performance.now()
  const frame = (): void => {
    const now = performance.now()
    window.longestFrame = Math.max(window.longestFrame ?? 0, now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}
