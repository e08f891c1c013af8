import { describe, expect, it } from 'vitest'
import type { RunSummary } from '#shared/domain/run.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { groupRuns } from '#renderer/features/compare/group-runs.ts'

const run = (name: string, metrics: Record<string, number | null>, protocol: Partial<RunSummary['protocol']> = {}, createdAt = 0) =>
  ({
    run: name, name, createdAt, origin: 'evaluated', queries: 10, gallery: 10, locatedQueries: 10, metrics,
    protocol: { queries: 'captions', galleryKind: 'satellite', gallery: 'all', split: null, centered: false, positives: 'own-place', ties: 'trec', datasetHash: 'a', encoder: name, encoderHash: name, provider: 'cpu', ...protocol }
  }) as unknown as RunSummary

describe('metrics in Compare', () => {
  it('knows which way is better and what a figure is', () => {
    expect(metricLook('R@1')).toEqual({ kind: 'fraction', higher: true, located: false, mean: true })
    expect(metricLook('L@50')).toMatchObject({ kind: 'fraction', located: true })
    expect(metricLook('medianErrorM')).toEqual({ kind: 'metres', higher: false, located: true, mean: false })
    expect(metricLook('medianRank')).toMatchObject({ kind: 'rank', higher: false })
    expect(metricLook('nDCG@10').kind).toBe('index')
  })

  it('keeps runs of different protocols apart, whatever their encoder', () => {
    const groups = groupRuns([run('a', {}, {}, 1), run('b', {}, { gallery: 'nearest:100' }, 3), run('c', {}, { encoder: 'other', provider: 'webgpu' }, 2), run('d', {}, { centered: true }, 0)])
    expect(groups.map(({ runs }) => runs.map((member) => member.run))).toEqual([['b'], ['c', 'a'], ['d']])
  })

  it('keeps runs over filtered queries apart: other queries are another task', () => {
    expect(groupRuns([run('a', {}, { where: null }, 1), run('b', {}, { where: 'length>300' }, 2)])).toHaveLength(2)
  })

  it('keeps re-ranked runs apart from others, and those of another weight', () => {
    const rerank = { weight: 1, depth: 100, signaturesMissing: 0 }
    const groups = groupRuns([run('a', {}, { rerank: null }, 1), run('b', {}, { rerank }, 5), run('c', {}, { rerank: { ...rerank, weight: 0.3 } }, 3), run('d', {}, { rerank }, 4), run('e', {}, { rerank: null }, 0)])
    expect(groups.map(({ runs }) => runs.map((member) => member.run))).toEqual([['b', 'd'], ['c'], ['a', 'e']])
  })
})
