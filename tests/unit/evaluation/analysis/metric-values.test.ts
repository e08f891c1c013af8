import { expect, test } from 'vitest'
import { metricLook } from '#shared/domain/metric.ts'
import { metricValues } from '#engine/evaluation/analysis/metric-values.ts'
import { RunColumnsBuilder, type RunColumns } from '#engine/evaluation/analysis/run-columns.ts'
import { median, MetricsSum, type RankedQuery } from '#engine/evaluation/metrics.ts'
import { Random } from '#engine/sample/random.ts'

/** A query with some positives of which some were not retrieved, in a gallery that may be smaller than the cut-offs. */
function drawn(random: Random): RankedQuery {
  const gallery = random.chance(0.3) ? 1 + random.below(8) : 1 + random.below(400)
  const positives = 1 + random.below(Math.min(3, gallery))
  const ranks = new Set<number>()
  while (ranks.size < positives) ranks.add(1 + random.below(gallery))
  const positiveRanks = [...ranks].map((rank) => (random.chance(0.25) ? 0 : rank)).sort((a, b) => (a || Infinity) - (b || Infinity))
  const bestRank = positiveRanks[0] === 0 ? gallery + 1 : (positiveRanks[0] as number)
  return {
    gallery,
    positiveRanks,
    bestRank,
    optimisticRank: bestRank > gallery ? bestRank : 1 + random.below(bestRank),
    pessimisticRank: bestRank + random.below(3),
    errorM: random.chance(0.2) ? null : random.chance(0.1) ? 0 : random.unit() * 400
  }
}

function columnsOf(queries: readonly RankedQuery[]): RunColumns {
  const builder = new RunColumnsBuilder()
  const starts = new Int32Array(queries.length + 1)
  queries.forEach(({ positiveRanks }, i) => (starts[i + 1] = (starts[i] as number) + positiveRanks.length))
  const integers = (of: (query: RankedQuery) => number): Int32Array => Int32Array.from(queries, of)
  builder.add({
    query: integers((_) => 0).map((_, i) => i + 1),
    place: integers((_) => 1),
    gallery: integers(({ gallery }) => gallery),
    bestRank: integers(({ bestRank }) => bestRank),
    optimisticRank: integers(({ optimisticRank }) => optimisticRank),
    pessimisticRank: integers(({ pessimisticRank }) => pessimisticRank),
    errorM: Float64Array.from(queries, ({ errorM }) => errorM ?? NaN),
    positiveStarts: starts,
    positiveRanks: Int32Array.from(queries.flatMap(({ positiveRanks }) => Array.from(positiveRanks))),
    answer: integers(() => 1),
    answerLat: new Float64Array(queries.length),
    answerLon: new Float64Array(queries.length)
  })
  return builder.build('run')
}

test('every metric of an analysis is that of the run, to 1e-12, on 200 random runs', () => {
  const random = new Random('metric values')
  for (let turn = 0; turn < 200; turn++) {
    const queries = Array.from({ length: 1 + random.below(60) }, () => drawn(random))
    const sum = new MetricsSum()
    for (const query of queries) sum.add(query)
    const run = columnsOf(queries)
    for (const [metric, expected] of Object.entries(sum.metrics())) {
      const values = Float64Array.from(metricValues(run, metric)).filter((value) => !Number.isNaN(value))
      const value = values.length === 0 ? null : metricLook(metric).mean ? values.reduce((all, one) => all + one, 0) / values.length : median(values)
      if (expected === null) expect(value, metric).toBeNull()
      else expect(Math.abs((value as number) - expected), `${metric} of run ${turn}`).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)))
    }
  }
})

test('a truth that was not retrieved is no hit, however small the gallery is', () => {
  const lost: RankedQuery = { gallery: 3, positiveRanks: [0], bestRank: 4, optimisticRank: 4, pessimisticRank: 4, errorM: null }
  const sum = new MetricsSum()
  sum.add(lost)
  const metrics = sum.metrics()
  for (const metric of ['R@1', 'R@5', 'R@10', 'R@50', 'R@100', 'R@1%', 'R@1 optimistic', 'R@1 pessimistic', 'MRR', 'nDCG@10']) {
    expect(metrics[metric], metric).toBe(0)
    expect([...metricValues(columnsOf([lost]), metric)], metric).toEqual([0])
  }
  // Found last in the same gallery, it is a hit.
  expect([...metricValues(columnsOf([{ ...lost, positiveRanks: [3], bestRank: 3 }]), 'R@5')]).toEqual([1])
})
