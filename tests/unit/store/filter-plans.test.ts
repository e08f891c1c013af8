import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fieldNames, filterFields } from '#shared/domain/filter-language/index.ts'
import { migrations } from '#engine/store/migrations/index.ts'
import { filteredIds } from '#engine/store/repositories/filter-ids.ts'
import { addCaptions, emptyDatabase } from '../../support/captions-fixture.ts'

let db: Database.Database
let prepared: Set<string>

beforeEach(() => {
  db = emptyDatabase()
  addCaptions(db, 60)
  db.exec(`INSERT INTO captions_fts (rowid, text) SELECT id, text FROM captions;
    INSERT INTO encoders (id, name, path, hash, layout, dimensions, spec, added_at) VALUES (1, 'demo', '', '', '', 1, '', 0); INSERT INTO run_drafts (id) VALUES (1);
    INSERT INTO runs (id, uid, name, origin, created_at, protocol, queries, gallery, located, metrics) VALUES (1, 'run-1', 'r', 'evaluated', 1, '{"encoder":"demo","queries":"captions","gallery":"all"}', 0, 0, 0, '{}')`)
  prepared = new Set()
  const prepare = db.prepare.bind(db)
  vi.spyOn(db, 'prepare').mockImplementation(((sql: string) => {
    prepared.add(sql)
    return prepare(sql)
  }) as typeof db.prepare)
})
afterEach(() => {
  vi.restoreAllMocks()
  db.close()
})

const orders = ['id', 'region', 'newest-review', 'shortest', 'longest', 'most-edited', 'near-duplicates', 'agreement', 'random', 'rank:demo', 'disagreement:demo,r'] as const

/** Asks everything the language can ask, with these values. */
function askAll(replace: (query: string) => string): void {
  const examples = fieldNames.map((field) => filterFields[field].example).filter((example) => !/country:|continent:|lvlm:|author:|prompt:|region:/.test(example))
  const queries = [...examples, ...examples.map((example) => `-(${example})`), 'region:Lagos', 'country:Norway', 'continent:Africa', 'lvlm:model*', 'author:model-a', 'id:p1', 'has:coordinates,street,region,split,comment,cue,tag,draft,reason', 'is:reviewed,gold,assigned,duplicate,conflict', 'split:none,test', 'edits:0', 'verdict(Ana):unreviewed', 'rank(demo)', 'agreement<10', 'agreement>10', 'agreement(texture)']
  for (const query of queries) for (const level of ['captions', 'places'] as const) filteredIds(db, level, { query: replace(query), me: 'Ana' }, 'id')
  for (const order of orders) for (const level of ['captions', 'places'] as const) filteredIds(db, level, {}, order)
}

test('no question reads the captions themselves from end to end: their texts are most of a project', () => {
  askAll((query) => query)
  expect(prepared.size).toBeGreaterThan(30)
  const plans = [...prepared].flatMap((sql) => {
    const values = Array.from(sql.matchAll(/\?/g), () => '[1]')
    const named = sql.includes('@west') ? [{ west: 1, south: 1, east: 1, north: 1 }] : sql.includes('@annotators') ? [{ annotators: '[1]' }] : values
    return (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...named) as { detail: string }[]).map(({ detail }) => `${detail}   <- ${sql}`)
  })
  expect(plans.some((plan) => plan.includes('captions_columns'))).toBe(true)
  expect(plans.filter((plan) => /\bSCAN (captions|c|t|h)\b(?! USING (COVERING )?INDEX| VIRTUAL TABLE)/.test(plan))).toEqual([])
})

test('values never become part of a statement: other values prepare nothing new', () => {
  askAll((query) => query)
  const before = prepared.size
  askAll((query) => query.replaceAll(/\d+/g, '7').replace('7.7,7.7,7km', '7,7,7km').replace('7-7-7', '2026').replace('box:7.7,7.7,7.7,7.7', 'box:1,2,3,4').replaceAll('red roof', "x' OR '1").replace('Lagos', 'Oslo').replace('Ana', "A';--"))
  expect([...prepared].slice(before)).toEqual([])
})

test('a project of the schema before is given the index that filters read', () => {
  vi.restoreAllMocks()
  const old = new Database(':memory:')
  for (const migration of migrations.filter(({ id }) => id < 3)) migration.up(old)
  addCaptions(old, 20)
  for (const migration of migrations.filter(({ id }) => id >= 3)) migration.up(old)
  const expected = old.prepare('SELECT id FROM captions ORDER BY length(text) DESC, id').pluck().all()
  expect([...filteredIds(old, 'captions', {}, 'longest')]).toEqual(expected)
  expect([...filteredIds(old, 'captions', { query: 'words>=4 length<25' }, 'id')]).toEqual(old.prepare("SELECT id FROM captions WHERE length(text) < 25 AND length(text) - length(replace(text, ' ', '')) >= 3 ORDER BY id").pluck().all())
  old.close()
})
