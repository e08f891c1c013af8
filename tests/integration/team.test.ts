import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createEngine } from '#engine/service/create-engine.ts'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { GoldAnswer } from '#shared/domain/review-events.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { fillProject } from '../support/captions-fixture.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = temporaryFolder()
const engine = createEngine({ resources: 'resources', checkOutputs: true, log: (line) => process.stderr.write(`${line}\n`) })
const client = engine.client()
afterAll(() => engine.close())

const start = Date.UTC(2026, 4, 4, 9)
let project: string
let clock: number
let made = 0

beforeEach(async () => {
  const path = join(folder, `team-${made++}.planisphere`)
  await client.call('projects.create', { path })
  await client.call('projects.close', { project: (await client.call('projects.open', { path })).project })
  fillProject(path, 20)
  project = (await client.call('projects.open', { path })).project
  clock = start
})

const at = (annotator: string, seconds = 10) => ({ project, uuid: crypto.randomUUID(), annotator, at: (clock += seconds * 1000) })
const submit = (annotator: string, caption: number, verdict: Verdict, more: { text?: string; seconds?: number } = {}) => {
  const { seconds, text } = more
  return client.call('review.submit', { ...at(annotator, seconds), caption, verdict, ...(verdict === 'edited' ? { text: text ?? `Edited ${caption}` } : {}) })
}
const gold = (annotator: string, caption: number, answer: GoldAnswer) => client.call('review.gold', { ...at(annotator), caption, answer })
type Agreement = NonNullable<MethodOutput<'team.agreement'>['result']>
type Figures = NonNullable<MethodOutput<'team.annotators'>['result']>[number]
const agreement = async (more: { apart?: boolean; viewer?: string; filter?: { text?: string; query?: string }; seed?: number } = {}): Promise<Agreement> => {
  const { result } = await client.call('team.agreement', { project, ...more })
  if (result === null) throw new Error('not counted')
  return result
}
const figures = async (annotator: string, more: { viewer?: string; filter?: { query?: string }; timeZone?: string } = {}): Promise<Figures> => {
  const { result } = await client.call('team.annotators', { project, ...more })
  const found = result?.find((row) => row.annotator === annotator)
  if (found === undefined) throw new Error(`${annotator} is not among the annotators`)
  return found
}

describe('agreement on verdicts', () => {
  /** The example of "Krippendorff's alpha", Wikipedia: three coders, fifteen units, four values, missing data. Its nominal alpha is 0.691. */
  const threeCoders: Record<string, (number | null)[]> = {
    A: [null, null, null, null, null, 3, 4, 1, 2, 1, 1, 3, 3, null, 3],
    B: [1, null, 2, 1, 3, 3, 4, 3, null, null, null, null, null, null, null],
    C: [null, null, 2, 1, 3, 4, 4, null, 2, 1, 1, 3, 3, null, 4]
  }
  const values: Verdict[] = ['accepted', 'edited', 'rejected', 'flagged']

  test('a published example, entered as verdicts, comes out: alpha 0.691 over 12 units and 26 values', async () => {
    for (const [annotator, row] of Object.entries(threeCoders)) {
      for (const [unit, value] of row.entries()) if (value !== null) await submit(annotator, unit + 1, values[value - 1] ?? 'skipped')
    }
    const { verdicts, passFail, pairs, captions, hidden } = await agreement()
    expect(verdicts.alpha).toBeCloseTo(0.691, 3)
    expect(verdicts).toMatchObject({ units: 12, values: 26, reason: null })
    expect([captions, hidden]).toEqual([12, 0])
    // 3 and 4 are both fail, 1 and 2 both pass: only A and B differ, on the eighth unit.
    // D_o = 2/26; 11 pass and 15 fail among the 26: D_e = 2 · 11 · 15 / (26 · 25).
    expect(passFail.alpha).toBeCloseTo(1 - 2 / 26 / ((2 * 11 * 15) / (26 * 25)), 12)
    expect(verdicts.low).toBeLessThan(verdicts.alpha ?? 0)
    expect(verdicts.high).toBeGreaterThan(verdicts.alpha ?? 0)
    expect(pairs.map(({ a, b, verdicts: { units } }) => [a, b, units])).toEqual([['A', 'B', 3], ['A', 'C', 8], ['B', 'C', 5]])
    expect(pairs[0]?.sameVerdict).toBeCloseTo(2 / 3, 12)
    expect((await agreement({ seed: 2 })).verdicts.alpha).toBe(verdicts.alpha)
  })

  test('without two verdicts on a caption, or without variation, there is no alpha, and it says why', async () => {
    await submit('Ana', 1, 'accepted')
    expect((await agreement()).verdicts).toMatchObject({ alpha: null, reason: 'no-pairable-unit', low: null, units: 0 })
    await submit('Ben', 1, 'accepted')
    expect((await agreement()).verdicts).toMatchObject({ alpha: null, reason: 'no-variation', units: 1 })
  })

  test('a skip gives no opinion, an undone verdict none, a newer one replaces the older', async () => {
    await submit('Ana', 1, 'accepted')
    await submit('Ben', 1, 'skipped')
    await submit('Ana', 2, 'accepted')
    await submit('Ben', 2, 'rejected')
    await submit('Ana', 3, 'flagged')
    await submit('Ben', 3, 'flagged')
    await submit('Ben', 2, 'accepted')
    expect((await agreement()).pairs).toMatchObject([{ a: 'Ana', b: 'Ben', sameVerdict: 1, verdicts: { alpha: 1, units: 2 } }])
    await client.call('review.undo', at('Ben'))
    expect((await agreement()).pairs).toMatchObject([{ sameVerdict: 0.5 }])
  })

  test('verdicts given apart are those that knew of nobody else’s; an adjudication is none', async () => {
    await gold('Lea', 1, { verdict: 'rejected' })
    // Gold hides what others said: these three are apart.
    await submit('Ana', 1, 'accepted')
    await submit('Ben', 1, 'rejected')
    // Lea set it: she sees both and settles it.
    await submit('Lea', 1, 'rejected')
    await submit('Ana', 2, 'accepted')
    await submit('Ben', 2, 'accepted')
    const apart = await agreement({ apart: true })
    expect(apart.pairs.map(({ a, b }) => `${a} ${b}`)).toEqual(['Ana Ben'])
    expect(apart.verdicts).toMatchObject({ units: 1, values: 2 })
    expect((await agreement()).verdicts).toMatchObject({ units: 2, values: 5 })
  })

  test('captions that are hidden from the viewer are left out and counted', async () => {
    await gold('Lea', 1, { verdict: 'rejected' })
    await submit('Ana', 1, 'accepted')
    await submit('Ben', 1, 'rejected')
    expect(await agreement({ viewer: 'Ana' })).toMatchObject({ captions: 1, hidden: 1, pairs: [], verdicts: { units: 0 } })
    expect(await agreement({ viewer: 'Lea' })).toMatchObject({ captions: 1, hidden: 0, verdicts: { units: 1 } })
  })

  test('speaks of the captions of a filter', async () => {
    for (const caption of [1, 3]) await submit('Ana', caption, 'accepted')
    for (const caption of [1, 3]) await submit('Ben', caption, caption === 1 ? 'rejected' : 'accepted')
    expect((await agreement()).pairs[0]?.sameVerdict).toBe(0.5)
    expect((await agreement({ filter: { text: '"number 2 beside"' } })).pairs[0]).toMatchObject({ sameVerdict: 1, verdicts: { units: 1 } })
  })
})

describe('agreement on texts and cues', () => {
  test('texts that passed are compared; by hand: token F1 6/7, edit similarity 1 − 7/17', async () => {
    await submit('Ana', 1, 'edited', { text: 'a red roof' })
    await submit('Ben', 1, 'edited', { text: 'a red, tiled roof' })
    const { texts, pairs } = await agreement()
    expect(texts.tokenF1).toBeCloseTo((2 * 3) / 7, 12)
    // Seven characters of seventeen are put in: ", tiled".
    expect(texts.editSimilarity).toBeCloseTo(1 - 7 / 17, 12)
    expect(pairs).toMatchObject([{ a: 'Ana', b: 'Ben', texts: 1 }])
    await submit('Ana', 3, 'accepted')
    await submit('Ben', 3, 'accepted')
    await submit('Ana', 5, 'accepted')
    await submit('Ben', 5, 'rejected')
    const more = await agreement()
    expect(more.texts).toMatchObject({ texts: 2, tokenF1: (6 / 7 + 1) / 2 })
    expect(more.annotators.map(({ annotator, texts: n }) => [annotator, n])).toEqual([['Ana', 2], ['Ben', 2]])
  })

  test('cues of the same revision: uα by hand', async () => {
    // The text has 35 characters. Ana marks [2, 5), Ben [2, 6): three agree as marked, one disagrees, the rest are gaps.
    const mark = (annotator: string, end: number) => client.call('review.cues', { ...at(annotator), caption: 1, revision: 1, cues: [{ kind: 'colour', start: 2, end }] })
    await mark('Ana', 5)
    expect((await agreement()).cues).toMatchObject({ texts: 0, unitizing: { alpha: null } })
    await mark('Ben', 6)
    const { cues } = await agreement()
    const length = 'A red roof number 1 beside a river'.length
    // ℓ.. = 2L; ℓ_marked. = 7, ℓ_gap. = 2L − 7; K_marked = 9 + 16, K_gap = 2L − 7; D_o = 2 / 2L.
    const total = 2 * length
    const pairable = total - (25 + total - 7) / total
    const expected = (2 * 7 * (total - 7)) / pairable / total
    expect(cues.texts).toBe(1)
    expect(cues.length).toBe(length)
    expect(cues.unitizing.alpha).toBeCloseTo(1 - 2 / total / expected, 12)
    expect(cues.perKind.find(({ kind }) => kind === 'colour')?.alpha).toBeCloseTo(cues.unitizing.alpha ?? 0, 12)
    expect(cues.perKind.find(({ kind }) => kind === 'sign')?.alpha).toBeNull()
  })
})

describe('an annotator’s figures', () => {
  test('verdicts by the newest of each caption, edit rate, words changed', async () => {
    await submit('Ana', 1, 'accepted')
    await submit('Ana', 1, 'edited', { text: 'A blue roof number 1 beside a river' })
    await submit('Ana', 3, 'edited', { text: 'A red roof number 2 beside a wide river' })
    await submit('Ana', 5, 'accepted')
    await submit('Ana', 7, 'rejected')
    await submit('Ana', 9, 'skipped')
    await submit('Ana', 11, 'flagged')
    // Ana's edit is the caption's text no longer.
    await submit('Ben', 3, 'edited', { text: 'Nothing is left of it' })
    expect(await figures('Ana')).toMatchObject({
      verdicts: { accepted: 1, edited: 2, rejected: 1, skipped: 1, flagged: 1 },
      captions: 6,
      given: 7,
      editRate: 0.5,
      wordsChanged: { mean: 1, edits: 2 }
    })
  })

  test('pace: the median gap and verdicts a minute leave breaks out, as the queue’s does', async () => {
    await submit('Ana', 1, 'accepted')
    for (const [caption, seconds] of [[2, 10], [3, 20], [4, 60], [5, 181], [6, 30]] as const) await submit('Ana', caption, 'accepted', { seconds })
    const { secondsPerVerdict, perMinute, activeHours, lastSeen, days } = await figures('Ana')
    // Gaps: 10, 20, 60, a break, 30 seconds.
    expect(secondsPerVerdict).toBe(25)
    expect(perMinute).toBeCloseTo(4 / 2, 12)
    expect(activeHours).toBeCloseTo(120 / 3600, 12)
    expect(lastSeen).toBe(clock)
    expect(days).toEqual([{ day: '2026-05-04', verdicts: 6, minutes: 2 }])
    expect((await client.call('review.progress', { project, annotator: 'Ana', filter: {} })).perMinute).toBeCloseTo(perMinute ?? 0, 12)
  })

  test('days are those of the time zone', async () => {
    clock = Date.UTC(2026, 4, 4, 22, 30)
    await submit('Ana', 1, 'accepted')
    expect((await figures('Ana', { timeZone: 'Asia/Shanghai' })).days.map(({ day }) => day)).toEqual(['2026-05-05'])
    expect((await figures('Ana', { timeZone: 'America/Lima' })).days.map(({ day }) => day)).toEqual(['2026-05-04'])
  })

  test('gold: right is the same class, and for a text that it is the right one', async () => {
    const text = 'A red roof number 1 beside a river'
    await gold('Lea', 1, { verdict: 'edited', text: 'A blue roof number 1 beside a river' })
    await gold('Lea', 3, { verdict: 'accepted' })
    await gold('Lea', 5, { verdict: 'rejected' })
    await gold('Lea', 7, { verdict: 'rejected' })
    await gold('Lea', 9, { verdict: 'accepted' })
    // Wrong: the text was to be corrected, though its token F1 with the right one is 0.875.
    await submit('Ana', 1, 'accepted')
    await submit('Ben', 1, 'edited', { text: 'A blue roof number 1 beside a river.' })
    await submit('Cleo', 1, 'edited', { text: text.replace('river', 'lake') })
    await submit('Ana', 3, 'accepted')
    await submit('Ana', 5, 'flagged')
    await submit('Ana', 7, 'accepted')
    await submit('Ana', 9, 'skipped')
    // Lea knows the answers.
    await submit('Lea', 3, 'accepted')
    expect((await figures('Ana', { viewer: 'Lea' })).gold).toEqual({ answered: 4, right: 2, share: 0.5, withheld: false })
    expect((await figures('Ben', { viewer: 'Lea' })).gold).toMatchObject({ answered: 1, right: 1 })
    expect((await figures('Cleo', { viewer: 'Lea' })).gold).toMatchObject({ answered: 1, right: 0 })
    expect((await figures('Lea', { viewer: 'Lea' })).gold).toMatchObject({ answered: 0 })
    // Fewer than five answers would tell Ana which were right.
    expect((await figures('Ana', { viewer: 'Ana' })).gold).toEqual({ answered: 4, right: null, share: null, withheld: true })
    const list = await client.call('team.gold', { project, viewer: 'Lea' })
    expect([list.total, list.ofOthers]).toEqual([5, 0])
    const first = list.captions.find(({ caption }) => caption === 1)
    expect(first).toMatchObject({ text, answer: { verdict: 'edited' } })
    expect(first?.answers.map(({ annotator, right }) => [annotator, right])).toEqual([['Ana', false], ['Ben', true], ['Cleo', false]])
    expect(await client.call('team.gold', { project, viewer: 'Ana' })).toEqual({ total: 0, ofOthers: 5, captions: [] })
  })

  test('with a filter, what others said of hidden captions does not count; one’s own does', async () => {
    await gold('Lea', 1, { verdict: 'rejected' })
    await submit('Ana', 1, 'accepted')
    await submit('Ben', 1, 'rejected')
    const { result: one } = await client.call('team.annotators', { project, viewer: 'Ana', filter: { query: 'roof' } })
    expect(one?.map(({ annotator, captions }) => [annotator, captions])).toEqual([['Ana', 1], ['Ben', 0], ['Lea', 0]])
    expect((await figures('Ben', { viewer: 'Ana' })).captions).toBe(1)
  })
})

describe('random gold', () => {
  test('is drawn by the seed from accepted captions, once a uuid, and does not measure whose verdict it repeats', async () => {
    for (let caption = 1; caption <= 8; caption++) await submit('Ana', caption, caption === 8 ? 'rejected' : 'accepted')
    await submit('Ana', 2, 'edited', { text: 'Poplars along road 1' })
    const ask = { project, uuid: crypto.randomUUID(), annotator: 'Lea', at: clock, count: 7, seed: 5 }
    expect(await client.call('team.makeGold', ask)).toEqual({ made: 7, candidates: 7 })
    expect(await client.call('team.makeGold', ask)).toMatchObject({ made: 7 })
    const { captions, total } = await client.call('team.gold', { project, viewer: 'Lea' })
    expect(total).toBe(7)
    expect(captions.map(({ caption }) => caption).sort()).toEqual([1, 2, 3, 4, 5, 6, 7])
    expect(captions.find(({ caption }) => caption === 2)?.answer).toEqual({ verdict: 'edited', text: 'Poplars along road 1', from: 'Ana' })
    expect((await figures('Ana', { viewer: 'Lea' })).gold.answered).toBe(0)
    await submit('Ben', 2, 'accepted')
    expect((await figures('Ben', { viewer: 'Lea' })).gold).toMatchObject({ answered: 1, right: 0 })
  })

  test('the same seed draws the same captions, another seed others', async () => {
    for (let caption = 1; caption <= 12; caption++) await submit('Ana', caption, 'accepted')
    const draw = async (seed: number): Promise<number[]> => {
      await client.call('team.makeGold', { project, uuid: crypto.randomUUID(), annotator: 'Lea', at: clock, count: 4, seed })
      const { captions } = await client.call('team.gold', { project, viewer: 'Lea' })
      for (const { caption } of captions) await client.call('review.gold', { ...at('Lea'), caption, answer: null })
      return captions.map(({ caption }) => caption).sort((a, b) => a - b)
    }
    const first = await draw(3)
    expect(first).toHaveLength(4)
    expect(await draw(3)).toEqual(first)
    expect(await draw(4)).not.toEqual(first)
  })
})

test('a counting that is asked with little patience tells how far it is, and is there when it is asked again', async () => {
  await submit('Ana', 1, 'accepted')
  await submit('Ben', 1, 'rejected')
  let answer = await client.call('team.agreement', { project, patience: 0 })
  expect(answer.result === null || answer.progress === null).toBe(true)
  for (let i = 0; i < 100 && answer.result === null; i++) answer = await client.call('team.agreement', { project, patience: 100 })
  expect(answer).toMatchObject({ progress: null, result: { verdicts: { units: 1 } } })
})
