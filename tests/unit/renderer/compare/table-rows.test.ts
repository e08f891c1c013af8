import { describe, expect, it } from 'vitest'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { computedRuns, mostComputed, sortRows, tableGroups } from '#renderer/features/compare/runs/table-rows.ts'
import { runsAsLatex, runsAsTable } from '#renderer/features/compare/runs/table-text.ts'

const run = (id: string, createdAt = 0, protocol: Partial<RunSummary['protocol']> = {}, metrics: Record<string, number | null> = {}): RunSummary =>
  ({
    run: id, name: `run ${id}`, createdAt, origin: 'evaluated', queries: 10, gallery: 20, locatedQueries: 9, metrics,
    protocol: { queries: 'captions', galleryKind: 'satellite', gallery: 'all', split: null, where: null, centered: false, rerank: null, positives: 'own-place', ties: 'trec', datasetHash: 'd', encoder: 'e', ...protocol }
  }) as unknown as RunSummary

const sample = { queries: 8, located: 7, places: 4, regions: 3 }
const answered = (groups: [runs: RunSummary[], warnings: string[]][]): MethodOutput<'analysis.table'> => ({
  metrics: ['R@1'],
  groups: groups.map(([runs, warnings], i) => ({ key: String(i), differs: [], warnings, rows: runs.map((of) => ({ run: of, sample, metrics: { 'R@1': { value: 0.5, low: 0.4, high: 0.6, kind: 'bootstrap' as const } }, best: of.run === 'a' ? ['R@1'] : [] })) }))
})

describe('the table of runs', () => {
  it('shows kept figures without intervals until they are computed', () => {
    const [group] = tableGroups(null, [run('a', 1, {}, { 'R@1': 0.25 })])
    expect(group?.rows[0]).toMatchObject({ sample: null, best: [], figures: { 'R@1': { value: 0.25, low: null, kind: 'none' } } })
  })

  it('says in what a group differs from the first', () => {
    const groups = tableGroups(answered([[[run('a')], ['few-regions']], [[run('b', 0, { gallery: 'region', where: 'length>3' })], []]]), [run('a'), run('b')])
    expect(groups.map(({ differs }) => differs)).toEqual([[], ['gallery', 'where']])
    expect(groups[0]?.warnings).toEqual(['few-regions'])
  })

  it('drops what has been removed meanwhile, and adds what was not computed as a group of its own', () => {
    const groups = tableGroups(answered([[[run('a'), run('gone')], []]]), [run('a'), run('new')])
    expect(groups.map(({ key, rows }) => [key, rows.map((row) => row.run.run)])).toEqual([['0', ['a']], ['others', ['new']]])
    expect(groups[1]).toMatchObject({ protocol: null, differs: [] })
  })

  it('computes the chosen runs and the newest, and asks nothing anew when a computed one is chosen', () => {
    const many = Array.from({ length: mostComputed + 5 }, (_, i) => run(String(i), i))
    const plain = computedRuns(many, [])
    expect(plain).toHaveLength(mostComputed)
    expect(plain).not.toContain('0')
    expect(computedRuns(many, ['30', '20'])).toEqual(plain)
    expect(computedRuns(many, ['0'])).toContain('0')
  })

  it('sorts by a column, with what has no figure last either way', () => {
    const rows = tableGroups(null, [run('a', 1, {}, { MRR: 0.1 }), run('b', 2, {}, { MRR: null }), run('c', 3, {}, { MRR: 0.9 })])[0]?.rows ?? []
    const order = (descending: boolean, key = 'MRR') => sortRows(rows, { key, descending }).map((row) => row.run.run)
    expect([order(true), order(false), order(false, 'name'), sortRows(rows, null).map((row) => row.run.run)]).toEqual([['c', 'a', 'b'], ['a', 'c', 'b'], ['a', 'b', 'c'], ['c', 'b', 'a']])
  })

  it('is copied whole: unrounded as CSV, in bold only what stands as LaTeX', () => {
    const groups = tableGroups(answered([[[run('a'), run('b_2')], []]]), [run('a'), run('b_2')])
    expect(runsAsTable(groups, ['R@1'], () => 'all').rows).toEqual([
      ['all', 'a', 'run a', 'e', 8, 7, 4, 3, 20, 0.5, 0.4, 0.6, 'bootstrap', 'yes'],
      ['all', 'b_2', 'run b_2', 'e', 8, 7, 4, 3, 20, 0.5, 0.4, 0.6, 'bootstrap', 'no']
    ])
    const latex = runsAsLatex(groups, ['R@1', 'MRR'], { caption: 'c', run: 'Run', label: (name) => name, group: () => 'g', figure: (_, value) => (value === null ? '–' : String(value * 100)), range: (_, low, high) => `[${low * 100}, ${high * 100}]` })
    expect(latex).toContain(String.raw`    run a & \textbf{50} {\scriptsize [40, 60]} & – \\`)
    expect(latex).toContain(String.raw`    run b\_2 & 50 {\scriptsize [40, 60]} & – \\`)
  })
})
