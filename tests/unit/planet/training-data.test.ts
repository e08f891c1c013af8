import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkDisjoint, checkTrainingData, dataHash, readTrainingData, regionNames, type DataChoice, type TrainingData } from '#engine/planet/data/training-data.ts'
import { reviewRepository } from '#engine/store/repositories/review.ts'
import { appendCaptions, appendEvent, deriveSome } from '#engine/store/review-log.ts'
import { annotatorId } from '#engine/store/review-state.ts'
import { plainProject, type PlainProject } from '../../support/plain-project.ts'

let plain: PlainProject
beforeEach(() => {
  plain = plainProject()
  plain.db.exec(`INSERT INTO regions VALUES (1, 'lagos', 'Lagos', 'Nigeria', 'Africa'), (2, 'oslo', 'Oslo', 'Norway', 'Europe'), (3, 'suva', 'Suva', 'Fiji', 'Oceania');
    INSERT INTO roots VALUES (1, '/nowhere'); INSERT INTO authors VALUES (1, 'lvlm', 'model-a', '');`)
  // Three places a region; captions of place p are 10 p and 10 p + 1.
  ;[1, 2, 3].forEach((region) => [0, 1, 2].forEach((n) => place(10 * region + n, region, (['train', 'val', 'test'] as const)[region - 1] ?? null)))
})
afterEach(() => plain.db.close())

function place(id: number, region: number | null, split: string | null, texts: readonly string[] = [`a red roof ${id}`, `a road ${id}`], tile = true): void {
  plain.db.prepare('INSERT INTO places (id, uid, region, split) VALUES (?, ?, ?, ?)').run(id, `p${id}`, region, split)
  if (tile) plain.db.prepare("INSERT INTO views (id, uid, place, kind, root, path) VALUES (?, ?, ?, 'satellite', 1, ?)").run(id, `v${id}`, id, `${id}.png`)
  texts.forEach((text, n) => plain.db.prepare('INSERT INTO captions (id, uid, place, author, text) VALUES (?, ?, ?, 1, ?)').run(10 * id + n, `c${10 * id + n}`, id, text))
}
const read = (choice: Partial<DataChoice> = {}): Promise<TrainingData> => readTrainingData(plain.project, { texts: 'current', ...choice })
let clock = 1
const stamp = (annotator: string, caption: number) => ({ uuid: crypto.randomUUID(), annotator, at: clock++, caption })
const submit = (annotator: string, caption: number, verdict: 'accepted' | 'edited' | 'rejected', text?: string): void =>
  void reviewRepository.submit(plain.db, { ...stamp(annotator, caption), verdict, ...(text === undefined ? {} : { text }) })
const assignBlind = (annotators: string[], caption: number): void => {
  const event = appendEvent(plain.db, { uuid: crypto.randomUUID(), at: clock++, annotator: annotatorId(plain.db, 'Lea'), kind: 'bulk', caption: null, target: null, payload: { action: 'assign', annotators, blind: true } })
  appendCaptions(plain.db, event.seq, [{ caption, value: 2 ** annotators.length - 1 }])
  while (deriveSome(plain.db) > 0);
}
const textsOf = (data: TrainingData, id: number): string[] =>
  [...data.splits.train, ...data.splits.val, ...data.splits.test].find(({ place: found }) => found === id)?.captions.map(({ text }) => text) ?? []

describe('what is trained on', () => {
  test('places of each split with their satellite view, their region and all their captions', async () => {
    place(40, 1, null)
    place(41, 1, 'train', ['no tile'], false)
    place(42, 1, 'train', [])
    const data = await read()
    expect(data.splits.train.map(({ place: id }) => id)).toEqual([10, 11, 12])
    expect(data.splits.test[0]).toEqual({ place: 30, region: 3, view: 30, viewUid: 'v30', file: '/nowhere/30.png', captions: [{ id: 300, uid: 'c300', text: 'a red roof 30' }, { id: 301, uid: 'c301', text: 'a road 30' }] })
    expect(data.leftOut).toEqual({ rejected: 0, empty: 0, unmatched: 0, withoutView: 1, withoutCaption: 1 })
    expect(regionNames(data, data.splits.val)).toEqual(['Oslo'])
    expect(() => checkTrainingData(data, { batch: 3 })).not.toThrow()
  })

  test('a tile with a known problem gives way to another of its place', async () => {
    plain.db.exec("INSERT INTO views (id, uid, place, kind, root, path) VALUES (100, 'v100', 10, 'satellite', 1, 'other.png'); UPDATE views SET problem = 'truncated' WHERE id = 10")
    expect((await read()).splits.train[0]).toMatchObject({ place: 10, view: 100 })
  })

  test('corrections are used, unless the first texts are asked for; rejected and empty captions never are', async () => {
    submit('Ana', 100, 'edited', 'a blue roof')
    submit('Ana', 101, 'rejected')
    plain.db.prepare("INSERT INTO captions (id, uid, place, author, text) VALUES (999, 'c999', 10, 1, '   ')").run()
    const now = await read()
    expect(textsOf(now, 10)).toEqual(['a blue roof'])
    expect(now.leftOut).toMatchObject({ rejected: 1, empty: 1 })
    expect(textsOf(await read({ texts: 'first' }), 10)).toEqual(['a red roof 10'])
  })

  test('an edit that is hidden from an annotator stays out of the model: the first text is used until all have answered', async () => {
    assignBlind(['Ana', 'Ben'], 100)
    submit('Ana', 100, 'edited', 'Ana’s answer')
    expect(textsOf(await read(), 10)[0]).toBe('a red roof 10')
    submit('Ben', 100, 'accepted')
    const now = plain.db.prepare('SELECT t.text FROM caption_state s JOIN captions t ON t.id = s.head WHERE s.caption = 100').pluck().get()
    expect(textsOf(await read(), 10)[0]).toBe(now)
  })

  test('a filter chooses what is trained on, and leaves validation and test whole', async () => {
    submit('Ana', 100, 'accepted')
    submit('Ana', 111, 'edited', 'a wider road')
    const data = await read({ where: 'status:accepted,edited' })
    expect(data.splits.train.map(({ place: id, captions }) => [id, captions.map(({ text }) => text)])).toEqual([[10, ['a red roof 10']], [11, ['a wider road']]])
    expect(data.leftOut.unmatched).toBe(4)
    expect([data.splits.val.length, data.splits.test.length]).toEqual([3, 3])
    const none = await read({ where: 'status:flagged' })
    expect(() => checkTrainingData(none, { batch: 2, where: 'status:flagged' })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining('status:flagged') }))
  })
})

describe('what cannot be trained on says so', () => {
  test('a region in two splits, by name', async () => {
    place(50, 1, 'test')
    const data = await read()
    expect(() => checkTrainingData(data, { batch: 2 })).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringMatching(/Lagos.*3 in train and 1 in test/), place: { item: 'Lagos' } }))
  })

  test('no splits, no validation, a batch of one, a batch that is too large', async () => {
    const data = await read()
    const rejects = (of: TrainingData, batch: number, said: RegExp): void => expect(() => checkTrainingData(of, { batch })).toThrow(expect.objectContaining({ message: expect.stringMatching(said), hint: expect.any(String) }))
    rejects(data, 1, /batch of one/)
    rejects(data, 4, /batch of 4.*only 3/)
    rejects({ ...data, splits: { ...data.splits, val: [] } }, 2, /split val/)
    plain.db.exec('UPDATE places SET split = NULL')
    rejects(await read(), 2, /split train/)
  })

  test('a region with one place is fine', async () => {
    plain.db.exec("INSERT INTO regions VALUES (4, 'pole', 'Pole', NULL, NULL)")
    place(60, 4, 'train')
    const data = await read()
    expect(data.splits.train).toHaveLength(4)
    expect(() => checkTrainingData(data, { batch: 4 })).not.toThrow()
  })
})

test('the hash follows texts, tiles, splits, regions and the spec, and nothing else', async () => {
  const before = await dataHash(await read(), 'spec')
  expect(before).toMatch(/^[0-9a-f]{64}$/)
  expect(await dataHash(await read(), 'spec')).toBe(before)
  expect(await dataHash(await read(), 'another')).not.toBe(before)
  plain.db.exec("UPDATE regions SET name = 'Lagos City' WHERE id = 1")
  expect(await dataHash(await read(), 'spec')).toBe(before)
  submit('Ana', 100, 'accepted')
  expect(await dataHash(await read(), 'spec')).toBe(before)
  submit('Ana', 101, 'edited', 'another road')
  const edited = await dataHash(await read(), 'spec')
  expect(edited).not.toBe(before)
  expect(await dataHash(await read({ texts: 'first' }), 'spec')).toBe(before)
  plain.db.exec("UPDATE places SET split = 'val' WHERE id = 12")
  expect(await dataHash(await read(), 'spec')).not.toBe(edited)
})

test('regions are checked in a project that has more than a call takes arguments', () => {
  const regions = new Map(Array.from({ length: 500_000 }, (_, i) => [i + 1, { id: i + 1, uid: `r-${i}`, name: `Region ${i + 1}`, country: null, continent: null }]))
  const place = (region: number) => ({ place: region, region, view: region, viewUid: '', file: '', captions: [] })
  expect(() => checkDisjoint({ splits: { train: [place(1)], val: [place(2)], test: [place(500_000)] }, regions })).not.toThrow()
  expect(() => checkDisjoint({ splits: { train: [place(1)], val: [place(2)], test: [place(1)] }, regions })).toThrow(/Region 1/)
})
