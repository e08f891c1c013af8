import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Filter } from '#shared/domain/filter.ts'
import { migrations } from '#engine/store/migrations/index.ts'
import { browseRepository } from '#engine/store/repositories/browse.ts'
import { ftsQuery } from '#engine/store/repositories/filter-text.ts'
import { overviewRepository } from '#engine/store/repositories/overview.ts'
import { shuffle } from '#engine/store/ordered-ids.ts'
import { boxesAround } from '#engine/geo/circle-boxes.ts'
import { haversine } from '#engine/geo/distance.ts'

let db: Database.Database

beforeEach(() => {
  db = new Database(':memory:')
  for (const migration of migrations) migration.up(db)
  db.exec(`
    INSERT INTO regions VALUES (1, 'lagos', 'Lagos', 'Nigeria', 'Africa'), (2, 'oslo', 'Oslo', 'Norway', 'Europe'), (3, 'suva', 'Suva', 'Fiji', 'Oceania');
    INSERT INTO roots VALUES (1, '/data');
    INSERT INTO authors VALUES (1, 'lvlm', 'model-a', ''), (2, 'person', 'Ana', '');
    INSERT INTO annotators VALUES (1, 'Ana'), (2, 'Ben');
    INSERT INTO places (id, uid, region, lat, lon, split) VALUES
      (1, 'a', 1, 6.5, 3.4, 'train'), (2, 'b', 1, 6.6, 3.5, 'test'), (3, 'c', 2, 59.9, 10.7, 'test'), (4, 'd', 3, -18.1, 178.4, NULL), (5, 'e', 3, -18.2, -179.9, NULL), (6, 'f', NULL, NULL, NULL, NULL);
    INSERT INTO views (id, uid, place, kind, root, path) VALUES (1, 'v1', 1, 'street', 1, '1.jpg'), (2, 'v2', 1, 'satellite', 1, '2.jpg'), (3, 'v3', 3, 'satellite', 1, '3.jpg');
    INSERT INTO captions (id, uid, place, root, revises, author, text) VALUES
      (1, 'c1', 1, NULL, NULL, 1, 'A red roof by the river'), (2, 'c2', 1, NULL, NULL, 1, 'Short'), (3, 'c3', 2, NULL, NULL, 1, 'Blue roofs around a long bending road with trees'),
      (4, 'c4', 3, NULL, NULL, 1, 'A fjord'), (5, 'c1r', 1, 1, 1, 2, 'A green roof by the river');
    INSERT INTO events (seq, uuid, clock, at, annotator, kind, caption, payload) VALUES (1, 'u1', 10, 10, 1, 'verdict', 1, '{}'), (2, 'u2', 20, 20, 2, 'verdict', 4, '{}');
    INSERT INTO caption_state VALUES (1, 'edited', 5, 1, 10, 1, 1, 0, 1), (4, 'rejected', 4, 2, 20, 2, 1, 0, 0);
    INSERT INTO captions_fts (rowid, text) SELECT id, text FROM captions;
    INSERT INTO places_rtree SELECT id, lon, lon, lat, lat FROM places WHERE lat IS NOT NULL;
  `)
})
afterEach(() => db.close())

const places = (filter: Filter, order: 'id' | 'region' | 'newest-review' | 'shortest' | 'longest' = 'id'): number[] => [...browseRepository.ids(db, { level: 'places', filter, order })]
const captions = (filter: Filter, order: 'id' | 'region' | 'newest-review' | 'shortest' | 'longest' = 'id'): number[] => [...browseRepository.ids(db, { level: 'captions', filter, order })]

describe('filters', () => {
  test.each<[string, Filter, number[], number[]]>([
    ['nothing restricts', {}, [1, 2, 3, 4, 5, 6], [1, 2, 3, 4]],
    ['region', { regions: [1] }, [1, 2], [1, 2, 3]],
    ['country and continent', { countries: ['Norway'], continents: ['Europe', 'Africa'] }, [3], [4]],
    ['status of any caption of the place', { statuses: ['unreviewed'] }, [1, 2], [2, 3]],
    ['several statuses', { statuses: ['edited', 'rejected'] }, [1, 3], [1, 4]],
    ['split', { splits: ['test'] }, [2, 3], [3, 4]],
    ['no split', { splits: ['none'] }, [4, 5, 6], []],
    ['kind of view', { kinds: ['street'] }, [1], [1, 2]],
    ['annotator', { annotators: ['Ben'] }, [3], [4]],
    ['box', { box: [3, 6, 4, 7] }, [1, 2], [1, 2, 3]],
    ['box across the antimeridian', { box: [178, -19, -179, -17] }, [4, 5], []],
    ['located', { located: false }, [6], []],
    ['places', { places: [2, 6] }, [2, 6], [3]],
    ['words, all of them, the last one unfinished', { text: 'river roo' }, [1], [1]],
    ['a word that a revision took out', { text: 'red' }, [], []],
    ['a word that a revision brought', { text: 'green' }, [1], [1]],
    ['a phrase', { text: '"bending road"' }, [2], [3]],
    ['quotes and operators are text', { text: 'roof" OR NEAR(' }, [], []],
    ['only signs find nothing', { text: '***' }, [], []],
    ['an empty list fits nothing', { regions: [] }, [], []]
  ])('%s', (_name, filter, expectedPlaces, expectedCaptions) => {
    expect(places(filter)).toEqual(expectedPlaces)
    expect(captions(filter)).toEqual(expectedCaptions)
  })
})

test('orders', () => {
  expect(captions({}, 'shortest')).toEqual([2, 4, 1, 3])
  expect(captions({}, 'longest')).toEqual([3, 1, 4, 2])
  expect(captions({}, 'newest-review')).toEqual([4, 1, 2, 3])
  expect(captions({ statuses: ['edited'] }, 'region')).toEqual([1])
  expect(places({}, 'region')).toEqual([6, 1, 2, 3, 4, 5])
  expect(places({}, 'newest-review')).toEqual([3, 1, 2, 4, 5, 6])
  expect(places({}, 'longest')).toEqual([2, 1, 3, 4, 5, 6])
})

test('rows show the head text, the satellite view and every kind', () => {
  expect(browseRepository.placeRows(db, { ids: [1, 99] })).toEqual([
    { place: 1, placeUid: 'a', region: 'Lagos', country: 'Nigeria', lat: 6.5, lon: 3.4, split: 'train', view: 2, kinds: ['street', 'satellite'], captions: 2, text: 'A green roof by the river', status: 'edited', agreement: null }
  ])
  expect(browseRepository.captionRows(db, { ids: [1] })).toEqual([
    { id: 1, head: 5, uid: 'c1', place: 1, text: 'A green roof by the river', author: 'Ana', authorKind: 'person', status: 'edited', revisions: 2, annotator: 'Ana', reviewedAt: 10, agreement: null }
  ])
  expect(browseRepository.placeDetail(db, { place: 3 })).toMatchObject({ place: { uid: 'c', region: { name: 'Oslo' } }, views: [{ path: '/data/3.jpg' }], captions: [{ id: 4, status: 'rejected' }] })
})

test('statistics counted in two steps equal those counted in one', () => {
  const whole = overviewRepository.captionStatistics(db, { from: null, chunk: 100 })
  expect(whole).toEqual({ done: true, upTo: 5, count: 4, words: { 0: 2, 5: 2 }, authors: { 'model-a': 4 } })
  const half = overviewRepository.captionStatistics(db, { from: null, chunk: 2 })
  expect(half).toMatchObject({ upTo: 2, count: 2, done: false })
  expect(overviewRepository.captionStatistics(db, { from: half, chunk: 3 })).toEqual(whole)
  const before = whole
  db.exec("INSERT INTO captions (id, uid, place, author, text) VALUES (6, 'c6', 2, 2, 'one two three four five')")
  expect(overviewRepository.captionStatistics(db, { from: before, chunk: 100 })).toEqual(overviewRepository.captionStatistics(db, { from: null, chunk: 100 }))
})

test('region progress counts every caption once', () => {
  const regions = overviewRepository.regions(db, {})
  expect(regions.map((region) => [region.region?.name ?? null, region.places, region.captions])).toEqual([[null, 1, 0], ['Lagos', 2, 3], ['Oslo', 1, 1], ['Suva', 2, 0]])
})

test('a full-text query quotes everything', () => {
  expect(ftsQuery('red "flat roof" riv')).toBe('"red" "flat roof" "riv"*')
  expect(ftsQuery('done ')).toBe('"done"')
  expect(ftsQuery(' - ')).toBeNull()
})

test('the same seed shuffles alike, another differently, and nothing is lost', () => {
  const of = (seed: number): number[] => {
    const ids = Int32Array.from({ length: 500 }, (_, i) => i)
    shuffle(ids, seed)
    return [...ids]
  }
  expect(of(7)).toEqual(of(7))
  expect(of(7)).not.toEqual(of(8))
  expect(of(7).sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i))
})

test.each([[0, 0, 1000], [60, 179.99, 5000], [-45, -179.999, 900], [89.9, 10, 50_000], [52.5, 13.4, 100_000]])('boxes around %d, %d hold the circle of %d m', (lat, lon, radius) => {
  const boxes = boxesAround(lat, lon, radius)
  for (let step = 0; step < 360; step++) {
    // Points on the circle by the direct formula on the sphere.
    const [bearing, d, phi] = [(step * Math.PI) / 180, (radius * 0.999) / 6_371_000, (lat * Math.PI) / 180]
    const phi2 = Math.asin(Math.sin(phi) * Math.cos(d) + Math.cos(phi) * Math.sin(d) * Math.cos(bearing))
    const dLon = Math.atan2(Math.sin(bearing) * Math.sin(d) * Math.cos(phi), Math.cos(d) - Math.sin(phi) * Math.sin(phi2))
    const [lat2, lon2] = [(phi2 * 180) / Math.PI, ((lon + (dLon * 180) / Math.PI + 540) % 360) - 180]
    expect(haversine(lat, lon, lat2, lon2)).toBeCloseTo(radius * 0.999, 3)
    expect(boxes.some(([west, south, east, north]) => lon2 >= west && lon2 <= east && lat2 >= south && lat2 <= north)).toBe(true)
  }
})
