import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { QuerySelection } from '#shared/domain/query-selection.ts'
import { queries, type ListOrder } from '#engine/evaluation/analysis/questions/query-list.ts'
import { rankEdges, scatter } from '#engine/evaluation/analysis/questions/scatter.ts'
import { selectRows } from '#engine/evaluation/analysis/select-queries.ts'
import { stableOrder } from '#engine/evaluation/analysis/stable-order.ts'
import { askedRun, madeAttributes, madeColumns, type MadeQuery } from '../../../support/made-columns.ts'

const rank = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3_000_000 }))
const error = fc.option(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2e7, noNaN: true })))
const made = fc.uniqueArray(fc.record({ query: fc.integer({ min: 1, max: 400 }), rank, errorM: error }), { selector: ({ query }) => query, maxLength: 120 }).map((all) => [...all].sort((x, y) => x.query - y.query))
const part = fc.record({ run: fc.constantFrom('a', 'b'), from: rank, to: fc.option(rank) })
const selection: fc.Arbitrary<QuerySelection> = fc.record(
  { ranks: fc.array(part, { maxLength: 2 }), errors: fc.array(fc.record({ run: fc.constantFrom('a', 'b'), from: fc.double({ min: 0, max: 1e5, noNaN: true }), to: fc.option(fc.double({ min: 0, max: 2e7, noNaN: true })) }), { maxLength: 1 }), outcome: fc.record({ a: fc.constant('a'), b: fc.constant('b'), is: fc.constantFrom('won', 'lost', 'tied') }) },
  { requiredKeys: [] }
)

/** What a selection leaves of run a, from its words alone. */
function fits(query: MadeQuery, of: Record<'a' | 'b', readonly MadeQuery[]>, chosen: QuerySelection): boolean {
  const under = (run: string): MadeQuery | undefined => of[run as 'a' | 'b'].find((other) => other.query === query.query)
  const [a, b] = [under('a'), under('b')]
  return (
    (chosen.ranks ?? []).every(({ run, from, to }) => {
      const found = under(run)
      return found !== undefined && found.rank >= from && (to === null || found.rank <= to)
    }) &&
    (chosen.errors ?? []).every(({ run, from, to }) => {
      const metres = under(run)?.errorM ?? null
      return metres !== null && metres >= from && (to === null || metres <= to)
    }) &&
    (chosen.outcome === undefined || (a !== undefined && b !== undefined && (chosen.outcome.is === 'won' ? a.rank < b.rank : chosen.outcome.is === 'lost' ? a.rank > b.rank : a.rank === b.rank)))
  )
}

function asked(a: readonly MadeQuery[], b: readonly MadeQuery[], chosen: QuerySelection = {}, gone: (query: number) => boolean = () => false) {
  const attributes = madeAttributes([...new Set([...a, ...b].map(({ query }) => query))].filter((query) => !gone(query)).sort((x, y) => x - y))
  const runs = [madeColumns('a', a), madeColumns('b', b)].map((run) => askedRun(run, attributes))
  const others = new Map(runs.map(({ run }) => [run.run, run]))
  const selected = runs.map((run) => selectRows(run, { selection: chosen, fitting: null, projected: null }, others))
  return { runs, selected, stopped: () => false }
}

describe('the scatter of two runs', () => {
  test('counts, points, wins and losses are those of a count by hand, whatever is selected', () => {
    fc.assert(
      fc.property(made, made, selection, fc.option(fc.tuple(rank, rank, rank, rank)), fc.integer({ min: 8, max: 200 }), fc.integer({ min: 0, max: 60 }), (a, b, chosen, corners, bins, points) => {
        const window = corners === null ? null : ([Math.min(corners[0], corners[1]), Math.max(corners[0], corners[1]), Math.min(corners[2], corners[3]), Math.max(corners[2], corners[3])] as const)
        const answer = scatter({ ...asked(a, b, chosen), args: { window, bins, points } })
        const left = a.filter((query) => fits(query, { a, b }, chosen))
        const pairs = left.flatMap((one) => b.filter(({ query }) => query === one.query).map((two) => ({ query: one.query, a: one.rank, b: two.rank })))
        expect({ wins: answer.wins, losses: answer.losses, ties: answer.ties, unpaired: answer.unpaired }).toEqual({
          wins: pairs.filter((pair) => pair.a < pair.b).length,
          losses: pairs.filter((pair) => pair.a > pair.b).length,
          ties: pairs.filter((pair) => pair.a === pair.b).length,
          unpaired: left.length - pairs.length
        })
        const [fromA, toA, fromB, toB] = answer.window
        const inside = pairs.filter((pair) => pair.a >= fromA && pair.a <= toA && pair.b >= fromB && pair.b <= toB)
        expect(answer.inWindow).toBe(inside.length)
        if (window === null) expect(inside).toEqual(pairs)
        expect(answer.points).toEqual(inside.length <= points ? inside : null)
        expect(answer.cells.reduce((sum, [, , count]) => sum + count, 0)).toBe(inside.length)
        for (const [column, line, count] of answer.cells) {
          const [left, right, low, high] = [answer.edges.a[column] as number, answer.edges.a[column + 1] as number, answer.edges.b[line] as number, answer.edges.b[line + 1] as number]
          expect(inside.filter((pair) => pair.a >= left && pair.a < right && pair.b >= low && pair.b < high)).toHaveLength(count)
        }
      }),
      { numRuns: 300 }
    )
  })

  test('edges cover the ranks without a gap, each cell holds whole ranks, and large ones grow evenly', () => {
    fc.assert(
      fc.property(rank, rank, fc.integer({ min: 8, max: 200 }), (one, two, bins) => {
        const [from, to] = [Math.min(one, two), Math.max(one, two)]
        const edges = rankEdges(from, to, bins)
        expect(edges[0]).toBe(from)
        expect(edges.at(-1)).toBe(to + 1)
        expect(edges.length - 1).toBeLessThanOrEqual(bins)
        for (let i = 1; i < edges.length; i++) expect(edges[i] as number).toBeGreaterThan(edges[i - 1] as number)
      })
    )
    const edges = rankEdges(1, 1_000_000, 64)
    expect(edges.slice(0, 6)).toEqual([1, 2, 3, 4, 5, 6])
    const ratios = edges.slice(41).map((edge, i) => edge / (edges[40 + i] as number))
    expect(Math.max(...ratios) / Math.min(...ratios)).toBeLessThan(1.01)
  })
})

describe('the list of queries', () => {
  /** Every order by comparing, as the contract says it. */
  function byHand(a: readonly MadeQuery[], b: readonly MadeQuery[], order: ListOrder): number[] {
    const ratio = (one: MadeQuery): number => {
      const two = b.find(({ query }) => query === one.query)
      return two === undefined ? Infinity : order === 'won' ? one.rank / two.rank : two.rank / one.rank
    }
    const key = (one: MadeQuery): number =>
      order === 'query' ? 0 : order === 'best' ? one.rank : order === 'worst' ? -one.rank : order === 'error' ? (one.errorM === null || one.errorM === undefined ? 1 : -one.errorM) : ratio(one)
    return [...a].sort((x, y) => (key(x) === key(y) ? x.query - y.query : key(x) < key(y) ? -1 : 1)).map(({ query }) => query)
  }

  test.each(['query', 'best', 'worst', 'error', 'won', 'lost'] as const)('is ordered as it says: %s; pages join, and a query is found', (order) => {
    fc.assert(
      fc.property(made, made, selection, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 7 }), (a, b, chosen, page, gone) => {
        const removed = (query: number): boolean => query % 8 === gone
        const of = asked(a, b, chosen, removed)
        const wanted = byHand(a.filter((query) => fits(query, { a, b }, chosen) && !removed(query.query)), b, order)
        const seen: number[] = []
        for (let start = 0; start === 0 || start < wanted.length; start += page) {
          const answer = queries({ ...of, args: { order, start, count: page, find: wanted.at(-1) ?? null } })
          expect(answer.total).toBe(wanted.length)
          expect(answer.at).toBe(wanted.length === 0 ? null : wanted.length - 1)
          for (const row of answer.rows) {
            const [one, two] = [a, b].map((run) => run.find(({ query }) => query === row.query))
            expect(row).toMatchObject({ rank: one?.rank, errorM: one?.errorM ?? null, otherRank: two?.rank ?? null, otherErrorM: two?.errorM ?? null })
            seen.push(row.query)
          }
        }
        expect(seen).toEqual(wanted)
      })
    )
  })

  test('an order is by bits what it is by comparing: signs, zeros, infinities, NaN last, equal keys in their places', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, -NaN, 1, -1, Infinity, -Infinity), fc.integer({ min: -3, max: 3 }))), (keys) => {
        const wanted = keys
          .map((key, i) => ({ key, i }))
          .sort((x, y) => (Number.isNaN(x.key) || Number.isNaN(y.key) ? Number(Number.isNaN(x.key)) - Number(Number.isNaN(y.key)) || x.i - y.i : x.key === y.key ? x.i - y.i : x.key - y.key || (x.key < y.key ? -1 : 1)))
          .map(({ i }) => i)
        expect([...stableOrder(Float64Array.from(keys))]).toEqual(wanted)
      }),
      { numRuns: 500 }
    )
  })
})
