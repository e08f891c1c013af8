// An annotator's day in the real window: from the key to the next caption and its pictures, verdicts a minute by a robot,
// memory after thousands of verdicts, opening, filters; and the engine's part beside Label Studio's own SQLite schema.
//   npm run -s bench -- review [--rows 1034786] [--verdicts 10000] [--project FOLDER] [--json]
// FOLDER keeps the generated project for the next run; without it the project is removed at the end.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { createEngine } from '#engine/service/create-engine.ts'
import { launchStudio } from '../e2e/support/launch.ts'
import { labelStudioPeer } from './peers/label-studio-sqlite.ts'
import { percentiles, round } from './review/percentiles.ts'
import { captionOf, makeReviewProject } from './review/review-project.ts'
import { memoryOf, reviewByRobot } from './review/robot.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1034786' },
    verdicts: { type: 'string', default: '10000' },
    project: { type: 'string' },
    json: { type: 'boolean', default: false }
  }
})
const rows = whole(values.rows, '--rows')
const verdicts = Math.min(whole(values.verdicts, '--verdicts'), Math.max(1, rows - 200))
/** Verdicts that are waited for with their pictures; the rest as fast as the text comes. */
const withPictures = Math.min(1000, Math.ceil(verdicts / 2))

/** Ten questions that annotators and analysts ask; opened as queues, so that nothing kept answers for them. */
const filters = [
  'status:unreviewed',
  'status:accepted',
  'region:"City 17"',
  'status:unreviewed region:"City 17","City 18"',
  'continent:Africa split:test',
  '"red roofs" bridge',
  'road',
  'near:6.5,3.4,200km',
  'length>300 lvlm:lvlm-1',
  '(status:accepted or status:flagged) -by:Bea'
] as const

const folder = values.project ?? mkdtempSync(join(tmpdir(), 'planisphere-bench-review-'))
const project = join(folder, `run-${process.pid}.planisphere`)
try {
  const kept = join(folder, 'review.planisphere')
  const making = performance.now()
  if (!existsSync(kept)) await makeReviewProject(folder, rows, verdicts + 300)
  const secondsToMake = round((performance.now() - making) / 1000)
  // What is kept stays without verdicts.
  cpSync(kept, project, { recursive: true })
  const engine = await engineTimes(project)
  const window = await windowTimes(project)
  const peer = labelStudioPeer(join(folder, `peer-${process.pid}.sqlite`), rows, 1000, captionOf)
  const result = {
    rows,
    secondsToMake,
    ...window,
    filters: engine.filters,
    engine: { verdictAndNext: engine.verdictAndNext, progress: engine.progress },
    peer,
    // Theirs to ours at the median: above 1 is faster here.
    ratio: { verdictAndNext: round(peer.verdictAndNext.p50 / engine.verdictAndNext.p50), progress: round(peer.progress.p50 / engine.progress.p50) },
    memoryGrowthPercent: {
      rendererHeap: growth(window.memory.early.rendererHeap, window.memory.late.rendererHeap),
      renderer: growth(window.memory.early.renderer, window.memory.late.renderer),
      engine: growth(window.memory.early.engine, window.memory.late.engine)
    }
  }
  if (values.json) console.log(JSON.stringify(result))
  else console.log(JSON.stringify(result, null, 2))
} finally {
  rmSync(join(folder, `peer-${process.pid}.sqlite`), { force: true })
  rmSync(project, { recursive: true, force: true })
  if (values.project === undefined) rmSync(folder, { recursive: true, force: true })
}

/** The engine's part, over the same client that the window uses, in process: a verdict and the next caption; filters. */
async function engineTimes(project: string) {
  const engine = createEngine({ resources: join(import.meta.dirname, '../../resources') })
  const client = engine.client()
  try {
    const { project: handle } = await client.call('projects.open', { path: project })
    const queue = { project: handle, filter: { query: 'status:unreviewed' }, opened: Date.now() }
    const { captions } = await client.call('review.queue', { ...queue, start: rows - 250, count: 200 })
    const times: number[] = []
    const counts: number[] = []
    for (const [i, caption] of captions.entries()) {
      const next = captions[i + 1]
      if (next === undefined) break
      const at = performance.now()
      await client.call('review.submit', { project: handle, uuid: crypto.randomUUID(), annotator: 'Bench', at: Date.now(), caption, verdict: 'accepted' })
      await client.call('review.items', { project: handle, captions: [next], annotator: 'Bench' })
      times.push(performance.now() - at)
      const counting = performance.now()
      await client.call('review.progress', { project: handle, annotator: 'Bench', filter: {} })
      counts.push(performance.now() - counting)
    }
    const asked: { query: string; captions: number; milliseconds: number; again: number }[] = []
    for (const query of filters) {
      const open = async (): Promise<{ total: number; ms: number }> => {
        const at = performance.now()
        const { total } = await client.call('review.queue', { project: handle, filter: { query, me: 'Bench' }, opened: Date.now() + asked.length + Math.random(), start: 0, count: 20 })
        return { total, ms: performance.now() - at }
      }
      const first = await open()
      const second = await open()
      asked.push({ query, captions: first.total, milliseconds: round(first.ms), again: round(second.ms) })
    }
    for (let i = 0; i < captions.length - 1; i++) await client.call('review.undo', { project: handle, uuid: crypto.randomUUID(), annotator: 'Bench', at: Date.now() })
    return { verdictAndNext: percentiles(times), progress: percentiles(counts), filters: asked }
  } finally {
    await engine.close()
  }
}

async function windowTimes(project: string) {
  const starting = performance.now()
  const studio = await launchStudio({ project, screen: 'review', size: { width: 1440, height: 900 } })
  try {
    const { page, app } = studio
    await page.evaluate(() => (window as unknown as { planisphere: { settings: { set(values: object): Promise<unknown> } } }).planisphere.settings.set({ annotator: 'Ana' }))
    await page.getByTestId('caption-text').first().waitFor({ timeout: 120_000 })
    const secondsToStart = round((performance.now() - starting) / 1000)
    await page.getByRole('navigation').getByRole('button', { name: 'Overview' }).click()
    await page.getByTestId('caption-text').first().waitFor({ state: 'detached' })
    const opening = performance.now()
    await page.getByRole('navigation').getByRole('button', { name: 'Review' }).click()
    await page.getByTestId('caption-text').first().waitFor()
    const openReviewMs = round(performance.now() - opening)
    const input = await page.context().newCDPSession(page)
    await input.send('Performance.enable')
    const rendererPid = await app.evaluate(({ webContents }) => webContents.getAllWebContents()[0]?.getOSProcessId() ?? 0)
    const pictured = await reviewByRobot(page, input, withPictures, true)
    const early = await memoryOf(page, input, rendererPid)
    const fast = verdicts > withPictures ? await reviewByRobot(page, input, verdicts - withPictures, false) : null
    const late = await memoryOf(page, input, rendererPid)
    return {
      secondsToStart,
      openReviewMs,
      keyToText: pictured.keyToText,
      keyToPictures: pictured.keyToPictures,
      withoutPictures: pictured.withoutPictures,
      robot: { verdicts: fast?.verdicts ?? pictured.verdicts, perMinute: fast?.perMinute ?? pictured.perMinute, keyToText: fast?.keyToText ?? pictured.keyToText },
      memory: { afterVerdicts: withPictures, early, late, megabytes: true }
    }
  } finally {
    await studio.close()
  }
}

function growth(before: number, after: number): number {
  return round(((after - before) / before) * 100)
}

function whole(value: string, option: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${option} wants a number above 0`)
  return number
}
