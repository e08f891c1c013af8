import type { Estimate, RunPair, Sample, SliceBy } from '#shared/domain/analysis.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { ReportOptions } from '#shared/contracts/report.ts'
import type { ExampleRow, GroupFacts, ReportFacts, SliceRow, TableRow } from '#engine/reporting/report-facts.ts'

/** Facts of a report as the engine would answer them, with figures that are easy to find again. */

export const sample: Sample = { queries: 1200, located: 1100, places: 600, regions: 24 }

export function estimate(value: number | null, half = 0.02): Estimate {
  return value === null ? { value, low: null, high: null, kind: 'none' } : { value, low: value - half, high: value + half, kind: 'bootstrap' }
}

export function runSummary(run: string, name: string, more: Partial<RunSummary['protocol']> = {}): RunSummary {
  return {
    run,
    name,
    createdAt: Date.UTC(2026, 10, 1, 9, 30),
    origin: 'evaluated',
    queries: 1200,
    gallery: 4800,
    locatedQueries: 1100,
    metrics: { 'R@1': 0.5 },
    protocol: {
      queries: 'captions', galleryKind: 'satellite', gallery: 'all', split: 'test', where: null, centered: false, rerank: null, positives: 'own-place', preset: null,
      ties: 'trec: score descending, then document id descending', galleryMissing: 3, queriesMissing: 0, queriesWithoutTruth: 0, datasetHash: 'd4ta5e7', encoder: name, encoderHash: `hash-of-${run}`, provider: 'cpu', version: '0.1.0',
      ...more
    }
  }
}

export const metrics = ['R@1', 'R@10', 'MRR', 'medianRank', 'L@50', 'medianErrorM'] as const

export function tableRow(run: RunSummary, at: number, best: readonly string[] = []): TableRow {
  return { run, sample, metrics: { 'R@1': estimate(at), 'R@10': estimate(Math.min(0.97, at + 0.3)), MRR: estimate(at + 0.1), medianRank: estimate(3.5, 1), 'L@50': estimate(at), medianErrorM: estimate(1234, 200) }, best: [...best] }
}

export function pair(a: string, b: string, value: number): RunPair {
  return {
    a,
    b,
    difference: estimate(value, 0.015),
    test: { signFlip: 0.0004, signFlipExact: false, t: { t: 4.2, df: 23, p: 0.0003 }, mcnemar: null, why: null },
    holm: 0.0004,
    stands: true,
    effect: { dz: 0.86, wins: 300, losses: 120, ties: 780, dominance: 0.15 },
    sample,
    unpaired: 0
  }
}

export function sliceRow(label: string, values: readonly (number | null)[], at: { lat: number; lon: number } | null = null): SliceRow {
  const [a, b] = values
  return { key: label, label, where: `region:"${label}"`, at, sample: { ...sample, queries: 100, regions: 1 }, values: values.map((value) => estimate(value, 0.05)), difference: typeof a === 'number' && typeof b === 'number' ? estimate(a - b, 0.04) : null, p: 0.02, holm: 0.04 }
}

export function example(query: number, label: string, rank: number, otherRank: number | null): ExampleRow {
  return { query, queryUid: `c${query}`, label, view: null, place: query, placeUid: `p${query}`, region: 'Lagos', lat: 6.5, lon: 3.4, rank, answerView: 9, answerLat: 6.6, answerLon: 3.5, errorM: 15_600, otherRank, otherErrorM: otherRank === null ? null : 12 }
}

const cities: readonly (readonly [string, number, number])[] = [['Lagos', 6.5, 3.4], ['Vienna', 48.2, 16.4], ['Osaka', 34.7, 135.5], ['Lima', -12, -77], ['Perth', -31.9, 115.9], ['Chicago', 41.9, -87.6], ['Cairo', 30, 31.2], ['Delhi', 28.6, 77.2]]

export function groupFacts(runs: readonly RunSummary[], more: Partial<GroupFacts> = {}): GroupFacts {
  const values = (base: number): number[] => runs.map((_, i) => Math.max(0, base - i * 0.07))
  const slice = (by: SliceBy, rows: readonly SliceRow[]) => ({ by, rows, overlapping: false })
  return {
    rows: runs.map((run, i) => tableRow(run, 0.62 - i * 0.07, i === 0 && runs.length > 1 ? ['R@1', 'MRR'] : [])),
    metrics,
    differs: [],
    warnings: [],
    pairs: runs.length < 2 ? null : runs.flatMap((a, i) => runs.slice(i + 1).map((b, j) => pair(a.run, b.run, 0.07 * (j + 1)))),
    slices: [
      slice('continent', ['Africa', 'Asia', 'Europe'].map((name, i) => sliceRow(name, values(0.4 + i / 10)))),
      slice('region', cities.map(([name, lat, lon], i) => sliceRow(name, values(0.3 + i / 20), { lat, lon }))),
      slice('lvlm', ['llava-1.6', 'qwen-vl'].map((name, i) => sliceRow(name, values(0.5 + i / 10)))),
      slice('length', ['1–20', '21–40', '41–60'].map((name, i) => sliceRow(name, values(0.5 + i / 20)))),
      slice('verdict', ['unreviewed', 'accepted'].map((name, i) => sliceRow(name, values(0.5 + i / 20))))
    ],
    errors: runs.map(({ run }, i) => ({ run, counted: 1100, all: 1200, steps: Array.from({ length: 40 }, (_, at): [number, number] => [10 ** (at / 6), Math.min(1, ((at + 1) / 40) ** (1 + i / 4))]), marks: [50, 100, 150].map((at, m) => ({ at, share: 0.4 + m / 10 - i / 20 })), median: 180 })),
    ranks: runs.map(({ run }, i) => ({ run, counted: 1200, all: 1200, steps: Array.from({ length: 30 }, (_, at): [number, number] => [Math.ceil(1.3 ** at), Math.min(1, 0.5 - i / 20 + at / 58)]), marks: [1, 5, 10].map((at, m) => ({ at, share: 0.5 + m / 10 })), median: 2 })),
    examples: runs.length < 2 ? null : { wins: 300, losses: 120, ties: 780, unpaired: 0, won: [example(1, 'A red roof stands beside the canal; the road bends south-east past a row of poplars.', 1, 420)], lost: [example(2, 'A car park.', 900, 2)] },
    worst: runs.length < 2 ? [example(3, 'A street with trees.', 4800, null)] : [],
    ...more
  }
}

export function reportFacts(more: Partial<ReportFacts> & { groups?: readonly GroupFacts[]; runs?: readonly RunSummary[] } = {}): ReportFacts {
  const runs = more.runs ?? [runSummary('r1', 'planet base'), runSummary('r2', 'clip-b32')]
  return {
    options: ReportOptions.parse({ runs: runs.map(({ run }) => run) }),
    project: { name: 'CORE sample', places: 2000, views: 4000, captions: 6000 },
    madeAt: Date.UTC(2026, 10, 22, 12, 0),
    runs,
    groups: more.groups ?? [groupFacts(runs)],
    versions: { planisphere: '0.1.0', node: '24.21.0', onnxruntime: '1.30.0' },
    ...more
  }
}
