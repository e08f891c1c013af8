import type { BrowseOrder } from '#shared/domain/filter.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { statement } from '../statement.ts'
import { captionsByAgreement } from './filter-agreement.ts'
import { captionColumns, presentColumn } from './filter-columns.ts'
import { missingRun, rankingRun } from './filter-names.ts'
import { IdSet } from './filter-set.ts'
import type { FilterSpace } from './filter-space.ts'

type Numbers = ArrayLike<number>

/** The captions of a set in an order; within equals by id. */
export function orderCaptions(space: FilterSpace, set: IdSet, order: BrowseOrder): Int32Array {
  if (order === 'id' || order === 'random') return set.toArray()
  if (order === 'region') {
    const { place } = captionColumns(space.db)
    const ranks = regionRanks(space)
    return byRank(set, (id) => ranks[place[id] ?? 0] ?? 0, false)
  }
  if (order === 'shortest' || order === 'longest') {
    const length = presentColumn(space.db, 'length')
    return byRank(set, (id) => length[id] ?? 0, order === 'longest')
  }
  return leading(set, leadingCaptions(space, order))
}

/**
 * The places of a set in an order. By length: that of a place's first caption; places without captions last. The orders
 * that only captions have (by review, edits, duplicates, agreement, rank) take each place at its first caption in that order.
 */
export function orderPlaces(space: FilterSpace, set: IdSet, order: BrowseOrder): Int32Array {
  if (order === 'id' || order === 'random') return set.toArray()
  if (order === 'region') {
    const ranks = regionRanks(space)
    return byRank(set, (id) => ranks[id] ?? 0, false)
  }
  const { roots, place } = captionColumns(space.db)
  if (order === 'shortest' || order === 'longest') {
    const length = presentColumn(space.db, 'length')
    const first = new Int32Array(set.size).fill(-1)
    roots.forEach((id) => {
      const at = place[id] ?? 0
      if (first[at] === -1) first[at] = length[id] ?? 0
    })
    const bare = new IdSet(set.size)
    set.forEach((id) => first[id] === -1 && bare.add(id))
    return concat(byRank(set.copy().subtract(bare), (id) => first[id] ?? 0, order === 'longest'), bare.toArray())
  }
  return leading(set, Int32Array.from(leadingCaptions(space, order), (id) => place[id] ?? 0))
}

function concat(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** Captions that an order puts first; all others follow by id. */
function leadingCaptions(space: FilterSpace, order: BrowseOrder): Numbers {
  const read = (sql: string, ...values: number[]): number[] => statement<unknown[], number>(space.db, sql).pluck().all(...values) as number[]
  if (order === 'newest-review') return read('SELECT caption FROM caption_state WHERE reviewed_at IS NOT NULL ORDER BY reviewed_at DESC, caption')
  if (order === 'most-edited') return read('SELECT caption FROM caption_state WHERE edits > 0 ORDER BY edits DESC, caption')
  if (order === 'near-duplicates') return read('SELECT caption FROM near_duplicates ORDER BY grp, caption')
  if (order === 'agreement') return captionsByAgreement(space)
  if (order.startsWith('rank:')) return read('SELECT query FROM run_queries WHERE run = ? ORDER BY best_rank DESC, query', runOf(space, order.slice('rank:'.length)))
  const [first = '', second = ''] = order.slice('disagreement:'.length).split(',').map((name) => name.trim())
  return byDisagreement(space, runOf(space, first), runOf(space, second))
}

function runOf(space: FilterSpace, name: string): number {
  const run = rankingRun(space.db, name)
  if (run) return run.id
  const { message, hint } = missingRun(space.db, name)
  throw new PlanisphereError('INVALID_INPUT', `The list cannot be put in this order. ${message}`, { hint })
}

/** Captions that both runs rank, by |ln(rank in one) - ln(rank in the other)|, the greatest first. */
function byDisagreement(space: FilterSpace, first: number, second: number): Numbers {
  const size = space.captions.roots.size
  const ranks = (run: number): Float64Array => {
    const column = new Float64Array(size)
    const packed = statement<[number], number>(space.db, 'SELECT best_rank * 4194304 * 64 + query FROM run_queries WHERE run = ?').pluck().all(run) as number[]
    for (const row of packed) {
      const rank = Math.floor(row / (4_194_304 * 64))
      const query = row - rank * 4_194_304 * 64
      if (query < size) column[query] = rank
    }
    return column
  }
  const [a, b] = [ranks(first), ranks(second)]
  const both = new IdSet(size)
  for (let id = 1; id < size; id++) if (a[id] && b[id]) both.add(id)
  const gap = (id: number): number => Math.abs(Math.log(a[id] ?? 1) - Math.log(b[id] ?? 1))
  return both.toArray().sort((x, y) => gap(y) - gap(x) || x - y)
}

/** Rank of each place's region by continent, country and name; 0 for none, which stands first. */
function regionRanks(space: FilterSpace): Int32Array {
  const regions = statement<[], { id: number; rank: number }>(space.db, 'SELECT id, dense_rank() OVER (ORDER BY continent, country, name) AS rank FROM regions').all()
  const ranks = new Int32Array(space.places.size)
  const read = statement<[number], number>(space.db, 'SELECT id FROM places WHERE region = ?').pluck()
  for (const { id, rank } of regions) for (const place of read.all(id) as number[]) if (place < ranks.length) ranks[place] = rank
  return ranks
}

/** By a whole number (never negative), smaller or greater first, then by id: a counting sort over two halves of 16 bits. */
function byRank(set: IdSet, rankOf: (id: number) => number, greaterFirst: boolean): Int32Array {
  const ids = set.toArray()
  const keys = Uint32Array.from(ids, (id) => (greaterFirst ? 0xffffffff - rankOf(id) : rankOf(id)))
  return radixPass(radixPass({ ids, keys }, 0), 16).ids
}

function radixPass({ ids, keys }: { ids: Int32Array; keys: Uint32Array }, shift: 0 | 16): { ids: Int32Array; keys: Uint32Array } {
  const starts = new Uint32Array(65_537)
  for (const key of keys) starts[((key >>> shift) & 0xffff) + 1] = (starts[((key >>> shift) & 0xffff) + 1] ?? 0) + 1
  for (let i = 1; i < starts.length; i++) starts[i] = (starts[i] ?? 0) + (starts[i - 1] ?? 0)
  const out = { ids: new Int32Array(ids.length), keys: new Uint32Array(ids.length) }
  for (let i = 0; i < ids.length; i++) {
    const bucket = ((keys[i] ?? 0) >>> shift) & 0xffff
    const at = starts[bucket] ?? 0
    starts[bucket] = at + 1
    out.ids[at] = ids[i] ?? 0
    out.keys[at] = keys[i] ?? 0
  }
  return out
}

/** Those of the set that are listed, as listed and each once, then the others by id. */
function leading(set: IdSet, listed: Numbers): Int32Array {
  const rest = set.copy()
  const ids = new Int32Array(set.count)
  let n = 0
  const seen = new IdSet(set.size)
  for (let i = 0; i < listed.length; i++) {
    const id = listed[i] ?? 0
    if (!set.has(id) || seen.has(id)) continue
    seen.add(id)
    ids[n++] = id
  }
  rest.subtract(seen).forEach((id) => (ids[n++] = id))
  return ids
}
