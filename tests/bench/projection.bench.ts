/**
 * `npm run -s bench -- projection [--points 10000] [--dim 512] [--epochs N] [--frames] [--json]`
 *
 * Seeded clusters through the product's own parts, one after the other: principal plane, exact neighbours (k = 15), UMAP.
 * With --frames, the picture is kept in a project of as many captions, and a window pans it: frames a second.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fuzzyGraph } from '#engine/projection/fuzzy-graph.ts'
import { KeptProjections } from '#engine/projection/kept-projections.ts'
import { keptNeighbours } from '#engine/projection/kept-neighbours.ts'
import { principalPlane } from '#engine/projection/principal-plane.ts'
import { UmapLayout, usualEpochs } from '#engine/projection/umap-layout.ts'
import { ExactRanker, maxQueries } from '#engine/retrieval/exact-ranker.ts'
import { emptyGallery, OnnxScoreKernel } from '#engine/retrieval/score-kernel.ts'
import { ProjectionOptions } from '#shared/contracts/projections.ts'
import { toUnit } from '#engine/retrieval/unit-rows.ts'
import { Random } from '#engine/sample/random.ts'

const { values } = parseArgs({ options: { points: { type: 'string', default: '10000' }, dim: { type: 'string', default: '512' }, epochs: { type: 'string' }, frames: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } })
const [points, dimensions] = [Number(values.points), Number(values.dim)]
if (!Number.isInteger(points) || points < 100 || !Number.isInteger(dimensions) || dimensions < 2) {
  console.error('--points takes a whole number from 100, --dim one from 2.')
  process.exit(2)
}
const k = 15
const gallery = emptyGallery(points, dimensions)
const random = new Random('projection bench')
const centres = Float32Array.from({ length: 50 * dimensions }, () => random.between(-1, 1))
for (let i = 0; i < points; i++) {
  const centre = random.below(50) * dimensions
  const row = gallery.rows.subarray(i * dimensions, (i + 1) * dimensions)
  for (let j = 0; j < dimensions; j++) row[j] = (centres[centre + j] as number) + random.between(-1, 1)
  toUnit(row, null)
}

const seconds: Record<string, number> = {}
async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  seconds[name] = Math.round(performance.now() - start) / 1000
  return result
}

const plane = await timed('plane', () => principalPlane(gallery.rows, points, dimensions))
if (plane === null) throw new Error('stopped')
const neighbours = await timed('neighbours', search)
const graph = await timed('graph', () => fuzzyGraph(neighbours))
const layout = new UmapLayout(graph, plane.points, { seed: 1, epochs: values.epochs === undefined ? usualEpochs(points) : Number(values.epochs) })
await timed('umap', () => layout.run(Infinity))
const kept = { plane: keptNeighbours(neighbours, plane.points, 1), umap: keptNeighbours(neighbours, layout.points(), 1) }
const report = { bench: 'projection', points, dimensions, k, epochs: layout.epochs, cpu: cpus()[0]?.model ?? 'unknown', seconds, keptNeighbours: kept, memoryMb: Math.round(process.memoryUsage().rss / 1e6), frames: values.frames ? await panFrames() : null }
if (values.json) console.log(JSON.stringify(report, null, 2))
else {
  console.log(`${points} points of ${dimensions} dimensions, ${layout.epochs} epochs (${report.cpu})`)
  for (const [name, value] of Object.entries(seconds)) console.log(`  ${name.padEnd(12)}${value.toFixed(2)} s`)
  console.log(`  nearest neighbours kept: ${(kept.plane * 100).toFixed(1)} % in the principal plane, ${(kept.umap * 100).toFixed(1)} % by UMAP; ${report.memoryMb} MB`)
  if (report.frames) console.log(`  panning ${report.frames.points} points: ${report.frames.perSecond} frames a second, the slowest twentieth ${report.frames.slowMs} ms`)
}

async function search(): Promise<{ k: number; others: Int32Array; distances: Float32Array }> {
  const ranker = new ExactRanker(new OnnxScoreKernel())
  const others = new Int32Array(points * k)
  const distances = new Float32Array(points * k)
  for (let from = 0; from < points; from += maxQueries) {
    const count = Math.min(maxQueries, points - from)
    const { top } = await ranker.rank(gallery, { queries: gallery.rows.subarray(from * dimensions, (from + count) * dimensions), count, positiveStarts: new Int32Array(count + 1), positiveRows: new Int32Array(), k: k + 1 })
    top.forEach(({ rows, scores }, i) => {
      let at = (from + i) * k
      rows.forEach((row, rank) => {
        if (row === from + i || at === (from + i + 1) * k) return
        others[at] = row
        distances[at++] = Math.max(0, 1 - (scores[rank] as number))
      })
    })
  }
  return { k, others, distances }
}

/** Keeps the picture in a project of these points as captions, and drags it to and fro in the real window, a move a frame. */
async function panFrames(): Promise<{ points: number; perSecond: number; slowMs: number }> {
  const [{ launchStudio }, { encoderName, retrievalProject }] = await Promise.all([import('../e2e/support/launch.ts'), import('../support/retrieval-project.ts')])
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))
  try {
    const vectorOf = (i: number): number[] => Array.from(gallery.rows.subarray(i * dimensions, (i + 1) * dimensions))
    // A run of a few: Compare shows nothing without one.
    const made = await retrievalProject(folder, 'points', Array.from({ length: points }, (_, i) => ({ region: `region ${i % 40}`, split: i < 50 ? ('test' as const) : null, lat: 0, lon: i / points, tiles: i < 50 ? [vectorOf(i)] : [], captions: [vectorOf(i)] })))
    await made.evaluate({ split: 'test' })
    const project = made.engine.context.project(made.project)
    const { ids } = await project.store.read('gallery.captionQueries', { split: null })
    const draft = await new KeptProjections().make(project, 'p-000000000001')
    await draft.write('ids', ids.slice())
    await draft.write('sides', new Uint8Array(points))
    await draft.write('pca', plane?.points ?? new Float32Array())
    await draft.write('umap', layout.points())
    const options = ProjectionOptions.parse({ encoder: encoderName, limit: points })
    await draft.summarise({ version: 1, projection: draft.id, createdAt: Date.now(), options, encoderHash: '', points, captions: points, missing: 0, leftOut: 0, dimensions, explained: [0, 0], kept: { pca: kept.plane, umap: kept.umap }, milliseconds: { pca: 0, neighbours: 0, umap: 0 } })
    await draft.keep()
    await made.close()
    const studio = await launchStudio({ project: made.path, screen: 'compare', size: { width: 1600, height: 1000 } })
    try {
      const { page } = studio
      await page.locator('tr[data-run]').getByRole('checkbox').first().click()
      await page.getByRole('tab', { name: 'Embeddings' }).click()
      const scatter = page.getByTestId('scatter')
      await scatter.waitFor({ timeout: 60_000 })
      await page.waitForTimeout(1000)
      // Inside the page: what is timed is drawing, not the way there.
      const times = await scatter.evaluate(async (element) => {
        const box = element.getBoundingClientRect()
        const point = (type: string, x: number) => element.dispatchEvent(new PointerEvent(type, { clientX: box.left + box.width / 2 + x, clientY: box.top + box.height / 2, button: 0, pointerId: 1, bubbles: true }))
        element.setPointerCapture = () => undefined
        point('pointerdown', 0)
        const frames: number[] = []
        let before = performance.now()
        for (let i = 1; i <= 120; i++) {
          point('pointermove', 80 * Math.sin(i / 10))
          await new Promise(requestAnimationFrame)
          const now = performance.now()
          frames.push(now - before)
          before = now
        }
        point('pointerup', 0)
        return frames
      })
      const sorted = times.toSorted((x, y) => x - y)
      return { points, perSecond: Math.round((1000 * times.length) / times.reduce((sum, time) => sum + time, 0)), slowMs: Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? 0) }
    } finally {
      await studio.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
