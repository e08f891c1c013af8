import { describe, expect, test } from 'vitest'
import { drawKey, inShare, mixGold, partOf, uidHash } from '#shared/domain/queue-draw.ts'
import { builtInQueue, builtInQueues, QueueDefinition, queueAsks, queueKey, sameDefinition } from '#shared/domain/queue.ts'
import { parseFilter } from '#shared/domain/filter-language/index.ts'
import { portableQuery } from '#shared/domain/portable-filter.ts'

const uids = Array.from({ length: 6000 }, (_, i) => `p${String(i).padStart(7, '0')}:${(i * 2654435761) >>> 0}`)

describe('shares', () => {
  test.each([2, 3, 7, 16])('%i shares have no caption in common, leave none out, and are about equal', (of) => {
    const sizes = Array.from({ length: of }, (_, i) => uids.filter((uid) => inShare(uidHash(uid), { part: i + 1, of })).length)
    expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(uids.length)
    for (const uid of uids) expect(partOf(uidHash(uid), of)).toBeGreaterThanOrEqual(1)
    // Five standard deviations of a fair draw.
    const even = uids.length / of
    for (const size of sizes) expect(Math.abs(size - even)).toBeLessThan(5 * Math.sqrt(even))
  })

  test('a share is drawn apart from a random order: each share of a sample is about equal', () => {
    const sample = uids.toSorted((a, b) => drawKey(uidHash(a), 5) - drawKey(uidHash(b), 5)).slice(0, 1200)
    const first = sample.filter((uid) => inShare(uidHash(uid), { part: 1, of: 3 })).length
    expect(Math.abs(first - 400)).toBeLessThan(100)
  })

  test('a share beyond the last is refused', () => {
    expect(QueueDefinition.safeParse({ share: { part: 4, of: 3 } }).success).toBe(false)
    expect(QueueDefinition.safeParse({ share: { part: 3, of: 3 } }).success).toBe(true)
  })
})

describe('random order', () => {
  const drawn = (seed: number, of: readonly string[] = uids) => of.toSorted((a, b) => drawKey(uidHash(a), seed) - drawKey(uidHash(b), seed))

  test('hangs on the seed alone, and keeps those that stay in their order when others leave', () => {
    expect(drawn(1)).toEqual(drawn(1))
    expect(drawn(1)).not.toEqual(drawn(2))
    const rest = uids.filter((_, i) => i % 3 !== 0)
    const stay = new Set(rest)
    expect(drawn(1, rest)).toEqual(drawn(1).filter((uid) => stay.has(uid)))
  })

  test('every caption is as likely to be drawn as any other', () => {
    // Ten captions drawn of ten thousand seeds: how often the first of the list is among the first half.
    const first = uidHash(uids[0] ?? '')
    const others = uids.slice(1, 100).map(uidHash)
    let below = 0
    for (let seed = 0; seed < 1000; seed++) below += others.filter((hash) => drawKey(hash, seed) < drawKey(first, seed)).length
    expect(below / (1000 * others.length)).toBeGreaterThan(0.45)
    expect(below / (1000 * others.length)).toBeLessThan(0.55)
  })
})

describe('gold captions', () => {
  const list = Int32Array.from({ length: 1000 }, (_, i) => i + 1)
  const gold = Array.from({ length: 500 }, (_, i) => 5001 + i)

  test('one stands in every block, all others in their order, none twice', () => {
    const mixed = mixGold(list, gold, 10, 3)
    expect(mixed.length).toBe(1100)
    expect([...mixed].filter((id) => id <= 1000)).toEqual([...list])
    expect(new Set(mixed).size).toBe(mixed.length)
    for (let block = 0; block < 100; block++) expect([...mixed.subarray(block * 11, block * 11 + 11)].filter((id) => id > 5000)).toEqual([5001 + block])
  })

  test('their positions are drawn by the seed, over all of the block', () => {
    const positions = (seed: number) => [...mixGold(list, gold, 10, seed)].flatMap((id, at) => (id > 5000 ? [at % 11] : []))
    expect(positions(1)).toEqual(positions(1))
    expect(positions(1)).not.toEqual(positions(2))
    expect(new Set(positions(1)).size).toBeGreaterThan(8)
  })

  test('those that the list holds anyway stand once', () => {
    const own = [...list].filter((id) => id % 2 === 0)
    const mixed = mixGold(list, own, 10, 3)
    expect([...mixed].sort((a, b) => a - b)).toEqual([...list])
    // 1000 = n gold + at least 10 n others
    expect([...mixed].filter((id, at) => id % 2 === 0 && (mixed[at - 1] ?? 0) + 1 !== id).length).toBeGreaterThan(70)
  })

  test('too few captions for a block, or no gold: the list as it is', () => {
    expect(mixGold(list.subarray(0, 9), gold, 10, 1)).toEqual(list.slice(0, 9))
    expect(mixGold(list, [], 10, 1)).toEqual(list)
  })
})

describe('definitions', () => {
  test('every built-in queue has a filter that can be read', () => {
    for (const queue of builtInQueues) {
      const definition = builtInQueue(queue, { region: 'São Paulo "old"', encoder: 'clip', otherEncoder: 'long-clip' })
      expect(QueueDefinition.parse(definition)).toEqual(definition)
      expect(parseFilter(definition?.filter.query ?? '').errors, queue).toBeUndefined()
      if (queueAsks[queue].length > 0) expect(builtInQueue(queue)).toBeNull()
    }
  })

  test('two definitions are the same whatever the order of their fields; the seed counts where something is drawn', () => {
    const a = QueueDefinition.parse({ filter: { text: 'roof', query: 'is:gold' }, seed: 1 })
    const b = QueueDefinition.parse({ seed: 2, filter: { query: 'is:gold', me: 'Ana', text: 'roof' }, share: { part: 1, of: 1 } })
    expect(sameDefinition(a, b)).toBe(true)
    expect(sameDefinition({ ...a, order: 'random' }, { ...b, order: 'random' })).toBe(false)
    expect(queueKey(a)).not.toBe(queueKey({ ...a, share: { part: 1, of: 2 } }))
  })

  test('a filter of fields becomes one of words', () => {
    expect(portableQuery({ statuses: ['unreviewed', 'flagged'], regions: [4], splits: ['none'] }, ['Old Oslo'])).toBe('status:unreviewed,flagged region:"Old Oslo" split:none')
    expect(portableQuery({ located: false, query: 'rank(x)>3 or is:gold' }, [])).toBe('-has:coordinates (rank(x)>3 or is:gold)')
    expect(portableQuery({ text: 'red "old roof" ne' }, [])).toBe('text:"red" text:"old roof" text:"ne"*')
    expect(portableQuery({ places: [1] }, [])).toBeNull()
    for (const query of [portableQuery({ text: 'red "old roof" ne', box: [1, 2, 3, 4], kinds: ['street'] }, []), portableQuery({ regions: [] }, [])]) expect(parseFilter(query ?? '').errors).toBeUndefined()
  })
})
