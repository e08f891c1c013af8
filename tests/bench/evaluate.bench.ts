/**
 * `npm run -s bench -- evaluate [--queries 100000] [--gallery 1034786] [--dim 512] [--measured 2048] [--json]`
 *
 * An evaluation by phase: reading the gallery, ranking it exactly for every query, writing the rankings (1,000 answers of
 * each, as a run keeps them), computing the metrics. Reading is measured whole. Of ranking and writing `--measured`
 * queries are measured, in the blocks of 512 that all are ranked in, and the rest is projected in proportion: every block
 * does the same work. `--measured` equal to `--queries` measures all. The parts that were measured stand beside what was
 * projected from them. `projectedSecondsAlone`: from the processors' time, if no other program wanted them and all were
 * busy all the time; no run is faster. Vectors are seeded, on disk as embedding leaves them.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sumMetrics } from '#engine/evaluation/evaluate-job.ts'
import { ExactRanker, maxQueries, type RankedBlock } from '#engine/retrieval/exact-ranker.ts'
import { loadGallery, loadUnitRows } from '#engine/retrieval/load-vectors.ts'
import { OnnxScoreKernel, type GalleryMatrix } from '#engine/retrieval/score-kernel.ts'
import type { OpenProject } from '#engine/store/open-project.ts'
import { OpenProjects } from '#engine/store/open-projects.ts'
import type { StoredRanking } from '#engine/store/repositories/runs.ts'
import { VectorFile } from '#engine/store/vector-file.ts'
import { writeGallery, writeQueries } from './evaluate/made-vectors.ts'
import { measureMetrics } from './evaluate/metrics-phase.ts'

const { values } = parseArgs({
  options: { queries: { type: 'string', default: '100000' }, gallery: { type: 'string', default: '1034786' }, dim: { type: 'string', default: '512' }, measured: { type: 'string', default: '2048' }, json: { type: 'boolean', default: false } }
})
const [queries, gallery, dimensions, wished] = [values.queries, values.gallery, values.dim, values.measured].map((text) => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) {
    console.error(`${text} is not a whole number above zero.`)
    process.exit(2)
  }
  return number
}) as [number, number, number, number]
const measured = Math.min(queries, wished)
const kept = 1000
const writeBatch = 64
const memoryLimit = 6e9

const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-evaluate-'))
const note = (text: string): void => void process.stderr.write(`${text}\n`)
try {
  const load = loadavg()[0] ?? 0
  // First: a child's peak of memory begins with what its parent had when it was started.
  note('metrics of 100,000 x 100 rankings …')
  const metricsPhase = measureMetrics()
  note(`making ${gallery} x ${dimensions} vectors …`)
  const [galleryFile, queryFile] = [join(folder, 'gallery.f32'), join(folder, 'queries.f32')]
  await writeGallery(galleryFile, gallery, dimensions)
  const truths = await writeQueries(queryFile, measured, dimensions, gallery, queries)

  note('reading …')
  const [matrix, reading] = await timed(() => {
    const file = VectorFile.open(galleryFile)
    const loaded = loadGallery(file, Int32Array.from({ length: gallery }, (_, i) => i + 1), false)
    file.close()
    return loaded.matrix
  })

  note(`ranking ${measured} queries …`)
  const ranker = new ExactRanker(new OnnxScoreKernel())
  const vectors = VectorFile.open(queryFile)
  // Once, so that sessions are made and pages are touched.
  await rankBlock(ranker, matrix, vectors, truths, 0, Math.min(16, measured), true)
  const blocks: { from: number; ranked: RankedBlock }[] = []
  const [, ranking, rankingProcessor] = await timed(async () => {
    for (let from = 0; from < measured; from += maxQueries) blocks.push({ from, ranked: await rankBlock(ranker, matrix, vectors, truths, from, Math.min(maxQueries, measured - from), true) })
  })
  // The same without truths: what their exact ranks cost beyond a search, in the processors' time.
  const part = Math.min(maxQueries, measured)
  const paired = await timed(() => rankBlock(ranker, matrix, vectors, truths, 0, part, true))
  const bare = await timed(() => rankBlock(ranker, matrix, vectors, truths, 0, part, false))
  vectors.close()

  note('writing …')
  const written = await writeRun(blocks, truths)
  const factor = queries / measured
  const flops = 2 * gallery * dimensions * measured
  const peak = process.resourceUsage().maxRSS * 1024
  const ranks = blocks.flatMap(({ ranked }) => [...ranked.positiveRanks]).sort((a, b) => a - b)
  const report = {
    bench: 'evaluate',
    metricsPhase: { ...metricsPhase, limits: { seconds: 2, megabytes: 300 } },
    queries,
    gallery,
    dimensions,
    kept,
    threads: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    /** Runnable processes at the start: above 0.5 others were using this machine. */
    loadAtStart: round(load),
    medianRank: ranks[ranks.length >> 1] ?? null,
    phases: {
      reading: { seconds: round(reading), gigabytes: round((gallery * dimensions * 4) / 1e9), measured: 'whole' },
      ranking: { measuredQueries: measured, measuredSeconds: round(ranking), gflops: round(flops / ranking / 1e9), projectedSeconds: round(ranking * factor), processorSeconds: round(rankingProcessor), projectedSecondsAlone: round((rankingProcessor * factor) / availableParallelism()), exactRanksOverSearch: round(paired[2] / bare[2]) },
      writing: { measuredQueries: measured, measuredSeconds: round(written.writing), bytesPerQuery: Math.round(written.bytes / measured), projectedSeconds: round(written.writing * factor), projectedGigabytes: round((written.bytes * factor) / 1e9) },
      metrics: { measuredQueries: measured, measuredSeconds: round(written.metrics), projectedSeconds: round(written.metrics * factor) }
    },
    basis: measured === queries ? 'all queries were measured' : `${measured} of ${queries} queries were ranked and written; the rest is projected in proportion, since every block of ${maxQueries} does the same work`,
    /** One phase after the other; the job itself writes while it ranks. */
    totalSeconds: round(reading + (ranking + written.writing + written.metrics) * factor),
    peakMemoryGigabytes: round(peak / 1e9),
    peakMemoryWithinLimit: peak < memoryLimit,
    gpu: null,
    gpuReason: 'ranking runs on the processor; there was no GPU to measure on, and none is projected from a data sheet'
  }
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(22)} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
  if (peak >= memoryLimit) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function rankBlock(ranker: ExactRanker, matrix: GalleryMatrix, vectors: VectorFile, truths: Int32Array, from: number, count: number, withTruths: boolean): Promise<RankedBlock> {
  const loaded = loadUnitRows(vectors, Int32Array.from({ length: count }, (_, i) => from + i + 1), null, 'caption')
  return ranker.rank(matrix, {
    queries: loaded.rows,
    count,
    positiveStarts: Int32Array.from({ length: count + 1 }, (_, i) => (withTruths ? i : 0)),
    positiveRows: withTruths ? truths.slice(from, from + count) : new Int32Array(),
    k: kept
  })
}

/** Writes the rankings as an evaluation does, in a project of its own, and adds their metrics up. */
async function writeRun(blocks: readonly { from: number; ranked: RankedBlock }[], truths: Int32Array): Promise<{ writing: number; metrics: number; bytes: number }> {
  const projects = new OpenProjects({ opened: async () => {}, closing: async () => {}, notice: () => {} })
  const path = join(folder, 'bench.planisphere')
  const project: OpenProject = await projects.open(path, { readOnly: false, create: true })
  const size = (): number => statSync(join(path, 'project.sqlite')).size
  const before = size()
  const draft = await project.store.write('runs.draft', { job: null })
  const [, writing] = await timed(async () => {
    for (const { from, ranked } of blocks) {
      const rankings = ranked.top.map(({ rows, scores }, i): StoredRanking => {
        const rank = ranked.positiveRanks[i] as number
        return {
          query: from + i + 1, place: (truths[from + i] as number) + 1, gallery, bestRank: rank, optimisticRank: (ranked.above[i] as number) + 1, pessimisticRank: (ranked.above[i] as number) + (ranked.tied[i] as number) + 1, errorM: rank === 1 ? 0 : 1000,
          positiveViews: Int32Array.of((truths[from + i] as number) + 1), positiveRanks: Int32Array.of(rank), positiveScores: Float32Array.of(ranked.positiveScores[i] as number), topViews: rows.map((row) => row + 1), topScores: scores
        }
      })
      for (let at = 0; at < rankings.length; at += writeBatch) await project.store.write('runs.append', { draft, rankings: rankings.slice(at, at + writeBatch) })
    }
  })
  const [, metrics] = await timed(() => sumMetrics(project, draft))
  // Closing moves what the log still holds into the database.
  await projects.closeAll()
  return { writing, metrics, bytes: size() - before }
}

/** The result, seconds by the clock, and seconds of all processors together. */
async function timed<T>(run: () => T | Promise<T>): Promise<[T, number, number]> {
  const started = performance.now()
  const before = process.cpuUsage()
  const result = await run()
  const { user, system } = process.cpuUsage(before)
  return [result, (performance.now() - started) / 1000, (user + system) / 1e6]
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
