// All metrics of 100,000 rankings of 100 documents each, in a process of its own, so that its memory is its own.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { MetricsSum } from '#engine/evaluation/metrics.ts'
import { Random } from '#engine/sample/random.ts'

const rankings = 100_000
const depth = 100

export interface MetricsPhase {
  readonly rankings: number
  readonly depth: number
  /** From documents and truths to metrics. Limit: 2 s. */
  readonly seconds: number
  /** What computing took beside the rankings themselves. Limit: 300 MB. */
  readonly peakMegabytes: number
  readonly metrics: Record<string, number | null>
}

export function measureMetrics(): MetricsPhase {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url)], { encoding: 'utf8' })
  if (child.status !== 0) throw new Error(child.stderr)
  return JSON.parse(child.stdout) as MetricsPhase
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const random = new Random('metrics phase')
  const documents = new Int32Array(rankings * depth)
  // Two documents of each query are right; three queries of four have at least one among the first hundred.
  const truths = new Int32Array(rankings * 2)
  for (let query = 0; query < rankings; query++) {
    for (let at = 0; at < depth; at++) documents[query * depth + at] = query * 1000 + at
    truths[2 * query] = query * 1000 + random.below(random.chance(0.75) ? depth : 1000)
    truths[2 * query + 1] = query * 1000 + 500 + random.below(500)
  }
  const before = process.memoryUsage().rss
  const started = performance.now()
  const sum = new MetricsSum()
  for (let query = 0; query < rankings; query++) {
    const ranking = documents.subarray(query * depth, (query + 1) * depth)
    const positiveRanks = [ranking.indexOf(truths[2 * query] as number) + 1, ranking.indexOf(truths[2 * query + 1] as number) + 1].sort((a, b) => (a || Infinity) - (b || Infinity))
    const bestRank = positiveRanks[0] === 0 ? depth + 1 : (positiveRanks[0] as number)
    sum.add({ gallery: depth, positiveRanks, bestRank, optimisticRank: bestRank, pessimisticRank: bestRank, errorM: bestRank === 1 ? 0 : 1000 * bestRank })
  }
  const metrics = sum.metrics()
  const seconds = (performance.now() - started) / 1000
  const peak = process.resourceUsage().maxRSS * 1024 - before
  console.log(JSON.stringify({ rankings, depth, seconds: Math.round(seconds * 1000) / 1000, peakMegabytes: Math.round(Math.max(0, peak) / 1e5) / 10, metrics } satisfies MetricsPhase))
}
