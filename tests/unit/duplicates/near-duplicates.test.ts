import { describe, expect, test } from 'vitest'
import { jaccard, shinglesOf, type ShinglePage } from '#shared/domain/shingles.ts'
import { bandingFor, NearDuplicateSearch } from '#engine/duplicates/near-duplicates.ts'

let state = 1
const random = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const words = Array.from({ length: 900 }, (_, i) => `word${i}`)
const word = (): string => words[Math.floor(random() * words.length)] ?? ''

/** Texts of which a part are copies of earlier ones with a few words changed. */
function texts(count: number): string[] {
  state = 7
  const made: string[] = []
  for (let i = 0; i < count; i++) {
    const copied = i > 20 && random() < 0.5 ? made[Math.floor(random() * made.length)] : undefined
    const parts = copied === undefined ? Array.from({ length: 25 + Math.floor(random() * 40) }, word) : copied.split(' ')
    const changes = copied === undefined ? 0 : Math.floor(random() * 5)
    for (let k = 0; k < changes; k++) parts[Math.floor(random() * parts.length)] = word()
    made.push(parts.join(' '))
  }
  return made
}

function pageOf(sets: readonly Uint32Array[], from = 0): ShinglePage {
  const offsets = Int32Array.from([0, ...sets].keys(), (i) => sets.slice(0, i).reduce((sum, set) => sum + set.length, 0))
  const shingles = new Uint32Array(offsets.at(-1) ?? 0)
  sets.forEach((set, i) => shingles.set(set, offsets[i] as number))
  return { ids: Int32Array.from(sets, (_, i) => from + i + 1), offsets, shingles }
}

function search(sets: readonly Uint32Array[], threshold: number) {
  const join = new NearDuplicateSearch(threshold, sets.length)
  const half = Math.ceil(sets.length / 2)
  join.sign(pageOf(sets.slice(0, half)))
  join.sign(pageOf(sets.slice(half), half))
  const candidates = join.candidates()
  for (const id of candidates) {
    const page = pageOf([sets[id - 1] ?? new Uint32Array()], id - 1)
    join.hold(page)
  }
  return { ...join.finish(), candidates }
}

/** All pairs by brute force, and the connected components. */
function bruteForce(sets: readonly Uint32Array[], threshold: number) {
  const group = sets.map((_, i) => i)
  const nearest = sets.map(() => 0)
  for (let a = 0; a < sets.length; a++) {
    for (let b = a + 1; b < sets.length; b++) {
      const similarity = jaccard(sets[a] as Uint32Array, sets[b] as Uint32Array)
      if (similarity < threshold - 1e-9) continue
      nearest[a] = Math.max(nearest[a] ?? 0, similarity)
      nearest[b] = Math.max(nearest[b] ?? 0, similarity)
      const [low, high] = [Math.min(group[a] ?? 0, group[b] ?? 0), Math.max(group[a] ?? 0, group[b] ?? 0)]
      group.forEach((of, i) => {
        if (of === high) group[i] = low
      })
    }
  }
  const captions = sets.flatMap((_, i) => ((nearest[i] ?? 0) > 0 ? [i + 1] : []))
  return { captions, groups: captions.map((id) => (group[id - 1] ?? 0) + 1), similarities: captions.map((id) => nearest[id - 1] ?? 0) }
}

describe('near-duplicates', () => {
  test.each([0.7, 0.8, 0.9])('at %f: the groups and the nearest similarities are those of brute force', (threshold) => {
    const sets = texts(900).map(shinglesOf)
    const expected = bruteForce(sets, threshold)
    const found = search(sets, threshold)
    expect(expected.captions.length).toBeGreaterThan(100)
    expect([...found.captions]).toEqual(expected.captions)
    expect([...found.groups]).toEqual(expected.groups)
    expected.similarities.forEach((similarity, i) => expect(found.similarities[i]).toBeCloseTo(similarity, 6))
  })

  test('few captions that are near no other are read again', () => {
    const sets = texts(900).map(shinglesOf)
    const { candidates, captions } = search(sets, 0.8)
    expect(candidates.length).toBeLessThan(captions.length * 2)
  })

  test('the same texts in any machine give the same result', () => {
    const sets = texts(300).map(shinglesOf)
    expect(search(sets, 0.8)).toEqual(search(sets, 0.8))
  })

  test('a pile of equal captions is one group, and costs no more than it must', () => {
    const pile = shinglesOf('the road bends to the south east past a red roof and a pond')
    const near = shinglesOf('the road bends to the south east past a red roof and a lake')
    const found = search([...Array.from({ length: 5000 }, () => pile), near, shinglesOf('')], 0.8)
    expect(found.captions.length).toBe(5001)
    expect(new Set(found.groups)).toEqual(new Set([1]))
    expect(found.similarities[0]).toBe(1)
    expect(found.similarities[5000]).toBeCloseTo(jaccard(pile, near), 6)
  })

  test('the banding lets a pair at the threshold through 199 times in 200', () => {
    expect(bandingFor(0.8)).toEqual({ bands: 32, rows: 8 })
    for (const threshold of [0.5, 0.6, 0.7, 0.8, 0.9, 1]) {
      const { bands, rows } = bandingFor(threshold)
      expect(1 - (1 - threshold ** rows) ** bands).toBeGreaterThanOrEqual(0.995)
      expect(bands * rows).toBeLessThanOrEqual(256)
    }
  })
})

describe('shingles', () => {
  test('case, marks and spaces do not count; order does', () => {
    expect(shinglesOf('A red roof, by the river.')).toEqual(shinglesOf('a  RED roof by the river'))
    expect(jaccard(shinglesOf('a red roof by the river'), shinglesOf('the river by a red roof'))).toBeLessThan(0.5)
  })

  test('one changed word changes three shingles', () => {
    const [a, b] = ['one two three four five six seven eight', 'one two three FOUR! five 6 seven eight'].map(shinglesOf) as [Uint32Array, Uint32Array]
    expect([a.length, b.length]).toEqual([6, 6])
    expect(jaccard(a, b)).toBeCloseTo(3 / 9, 9)
  })

  test('short texts, no text, and Chinese', () => {
    expect(shinglesOf('roof').length).toBe(1)
    expect(shinglesOf(' … ').length).toBe(0)
    expect(shinglesOf('红色的屋顶').length).toBe(3)
    expect(jaccard(shinglesOf('红色的屋顶'), shinglesOf('红色 的,屋顶'))).toBe(1)
    expect(shinglesOf('Cafe\u0301 au lait')).toEqual(shinglesOf('café au lait'))
  })
})
