/**
 * `npm run -s bench -- search --gallery 200000 --dim 512 [--queries 1000] [--k 100] [--rounds 3] [--json]`
 *
 * Exact top-k of seeded random unit vectors through the product's own ranker, beside the machine's limit (peers/peak.c)
 * and FAISS IndexFlatIP (Debian's python3-faiss) on the same vectors. Best of the rounds, all sides.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { ExactRanker, maxQueries } from '#engine/retrieval/exact-ranker.ts'
import { emptyGallery, OnnxScoreKernel, type GalleryMatrix } from '#engine/retrieval/score-kernel.ts'
import { toUnit } from '#engine/retrieval/unit-rows.ts'

const { values } = parseArgs({
  options: { gallery: { type: 'string', default: '200000' }, dim: { type: 'string', default: '512' }, queries: { type: 'string', default: '1000' }, k: { type: 'string', default: '100' }, rounds: { type: 'string', default: '3' }, json: { type: 'boolean', default: false } }
})
const [count, dimensions, queryCount, k, rounds] = [values.gallery, values.dim, values.queries, values.k, values.rounds].map((text) => {
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) {
    console.error(`${text} is not a whole number above zero.`)
    process.exit(2)
  }
  return number
}) as [number, number, number, number, number]
const peers = fileURLToPath(new URL('./peers/', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'planisphere-bench-'))

try {
  const gallery = emptyGallery(count, dimensions)
  randomUnits(gallery.rows, count, dimensions, 1)
  const queries = new Float32Array(queryCount * dimensions)
  randomUnits(queries, queryCount, dimensions, 2)
  const ranker = new ExactRanker(new OnnxScoreKernel())
  const none = Array.from({ length: queryCount }, () => -1)
  const truths = Array.from({ length: queryCount }, (_, i) => Math.floor((i * count) / queryCount))

  const search = await timed(() => rankAll(ranker, gallery, queries, none, k))
  const evaluate = await timed(() => rankAll(ranker, gallery, queries, truths, 1000))
  const single = await oneQuery(ranker, gallery, queries)
  const flops = 2 * count * dimensions * queryCount
  const peak = machinePeak()
  const faiss = runFaiss(gallery, queries, search.result)
  const report = {
    bench: 'search',
    gallery: count,
    dimensions,
    queries: queryCount,
    k,
    threads: availableParallelism(),
    cpu: cpus()[0]?.model ?? 'unknown',
    seconds: round(search.seconds),
    queriesPerSecond: round(queryCount / search.seconds),
    gflops: round(flops / search.seconds / 1e9),
    peakGflops: peak.gflops,
    peakReason: peak.reason,
    shareOfPeak: peak.gflops === null ? null : round(flops / search.seconds / 1e9 / peak.gflops),
    oneQueryMs: round(single),
    /** The same with the exact rank of one positive a query and the top 1,000, as an evaluation wants it. */
    evaluation: { seconds: round(evaluate.seconds), queriesPerSecond: round(queryCount / evaluate.seconds), gflops: round(flops / evaluate.seconds / 1e9) },
    faiss: faiss.result,
    faissReason: faiss.reason,
    /** How many times as fast as the faster of FAISS's two settings. */
    ratioToFaiss: faiss.result === null ? null : round(Math.min(faiss.result.seconds, faiss.result.tunedSeconds) / search.seconds)
  }
  if (values.json) console.log(JSON.stringify(report, null, 2))
  else for (const [name, value] of Object.entries(report)) console.log(`${name.padEnd(18)} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function rankAll(ranker: ExactRanker, gallery: GalleryMatrix, queries: Float32Array, positives: readonly number[], depth: number): Promise<Int32Array> {
  const out = new Int32Array(positives.length * Math.min(depth, gallery.count))
  let at = 0
  for (let start = 0; start < positives.length; start += maxQueries) {
    const own = positives.slice(start, start + maxQueries)
    const positiveStarts = new Int32Array(own.length + 1)
    own.forEach((row, i) => (positiveStarts[i + 1] = (positiveStarts[i] as number) + (row < 0 ? 0 : 1)))
    const ranked = await ranker.rank(gallery, {
      queries: queries.subarray(start * dimensions, (start + own.length) * dimensions),
      count: own.length,
      positiveStarts,
      positiveRows: Int32Array.from(own.filter((row) => row >= 0)),
      k: depth
    })
    for (const { rows } of ranked.top) {
      out.set(rows, at)
      at += rows.length
    }
  }
  return out
}

async function oneQuery(ranker: ExactRanker, gallery: GalleryMatrix, queries: Float32Array): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 20; i++) {
    const from = (i % queryCount) * dimensions
    const started = performance.now()
    await ranker.rank(gallery, { queries: queries.subarray(from, from + dimensions), count: 1, positiveStarts: new Int32Array(2), positiveRows: new Int32Array(), k })
    times.push(performance.now() - started)
  }
  return times.sort((a, b) => a - b)[times.length >> 1] ?? 0
}

async function timed<T>(run: () => Promise<T>): Promise<{ seconds: number; result: T }> {
  let best = Infinity
  let result = await run() // warm: sessions, pages
  for (let i = 0; i < rounds; i++) {
    const started = performance.now()
    result = await run()
    best = Math.min(best, (performance.now() - started) / 1000)
  }
  return { seconds: best, result }
}

function machinePeak(): { gflops: number | null; reason: string | null } {
  const program = join(folder, 'peak')
  const compiled = spawnSync('cc', ['-O3', '-march=native', '-ffp-contract=fast', '-pthread', join(peers, 'peak.c'), '-o', program], { encoding: 'utf8' })
  if (compiled.error || compiled.status !== 0) return { gflops: null, reason: compiled.error ? 'there is no C compiler (cc)' : `cc failed: ${compiled.stderr.split('\n')[0] ?? ''}` }
  const ran = spawnSync(program, [String(availableParallelism())], { encoding: 'utf8' })
  const gflops = Number(ran.stdout)
  return ran.status === 0 && gflops > 0 ? { gflops, reason: null } : { gflops: null, reason: 'the peak program failed' }
}

interface FaissResult {
  readonly version: string
  readonly threads: number
  readonly seconds: number
  readonly oneQueryMs: number
}

function runFaiss(gallery: GalleryMatrix, queries: Float32Array, ours: Int32Array): { result: (FaissResult & { tunedSeconds: number; sameAnswers: number }) | null; reason: string | null } {
  const python = '/usr/bin/python3'
  if (!existsSync(python) || spawnSync(python, ['-c', 'import faiss']).status !== 0) return { result: null, reason: 'python3-faiss is not installed' }
  // On the reference BLAS FAISS is some thirty times slower than on the one that it is meant to run with: no peer.
  if (!spawnSync('ldconfig', ['-p'], { encoding: 'utf8' }).stdout.includes('libopenblas')) return { result: null, reason: 'python3-faiss has only the reference BLAS here; install libopenblas0-pthread' }
  writeFileSync(join(folder, 'gallery.f32'), new Uint8Array(gallery.rows.buffer, 0, count * dimensions * 4))
  writeFileSync(join(folder, 'queries.f32'), new Uint8Array(queries.buffer))
  const run = (more: Record<string, string>): FaissResult | string => {
    const ran = spawnSync(python, [join(peers, 'faiss_flat.py'), folder, ...[count, queryCount, dimensions, k, rounds].map(String)], { encoding: 'utf8', env: { ...process.env, ...more } })
    return ran.status === 0 ? (JSON.parse(ran.stdout) as FaissResult) : `faiss_flat.py failed: ${ran.stderr.trim().split('\n').at(-1) ?? ''}`
  }
  const plain = run({})
  // Debian's OpenBLAS does not know newer processors by itself; told what they can do, it is up to twice as fast.
  const tuned = run({ OPENBLAS_CORETYPE: /avx512f/.test(cpuFlags()) ? 'SKYLAKEX' : 'HASWELL' })
  if (typeof plain === 'string') return { result: null, reason: plain }
  const theirs = new Int32Array(Uint8Array.from(readFileSync(join(folder, 'faiss.i32'))).buffer)
  return { result: { ...plain, tunedSeconds: typeof tuned === 'string' ? plain.seconds : tuned.seconds, sameAnswers: overlap(ours, theirs) }, reason: null }
}

/** Share of the answers that both have: below 1 only where float32 sums in another order swap near-equals. */
function overlap(ours: Int32Array, theirs: Int32Array): number {
  const depth = Math.min(k, count)
  let same = 0
  for (let query = 0; query < queryCount; query++) {
    const set = new Set(theirs.subarray(query * depth, (query + 1) * depth))
    for (const row of ours.subarray(query * depth, (query + 1) * depth)) if (set.has(row)) same++
  }
  return same / (queryCount * depth)
}

function cpuFlags(): string {
  return existsSync('/proc/cpuinfo') ? readFileSync('/proc/cpuinfo', 'utf8').slice(0, 8192) : ''
}

function randomUnits(into: Float32Array, rows: number, width: number, seed: number): void {
  let state = seed * 2654435761
  for (let i = 0; i < rows * width; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    into[i] = state / 4294967296 - 0.5
  }
  for (let row = 0; row < rows; row++) toUnit(into.subarray(row * width, (row + 1) * width), null)
}

function round(value: number): number {
  return Number(value.toPrecision(4))
}
