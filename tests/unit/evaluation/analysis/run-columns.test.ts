import { afterAll, beforeAll, expect, test } from 'vitest'
import { runColumnsRepository } from '#engine/store/repositories/run-columns.ts'
import { RunColumnsBuilder } from '#engine/evaluation/analysis/run-columns.ts'
import { ndcgAt, reciprocalRank } from '#engine/evaluation/metrics.ts'
import { emptyDatabase } from '../../../support/captions-fixture.ts'

let db: ReturnType<typeof emptyDatabase>
const bytes = (...values: number[]): Buffer => Buffer.from(Int32Array.from(values).buffer)

beforeAll(() => {
  db = emptyDatabase()
  db.exec("INSERT INTO roots VALUES (1, '/x'); INSERT INTO run_drafts (id) VALUES (1)")
  for (let i = 1; i <= 5; i++) {
    db.prepare('INSERT INTO places (uid, lat, lon) VALUES (?, ?, ?)').run(`p${i}`, i === 5 ? null : 10 * i, i === 5 ? null : -i)
    db.prepare("INSERT INTO views (uid, place, kind, root, path) VALUES (?, ?, 'satellite', 1, ?)").run(`v${i}`, i, `${i}.png`)
  }
  const insert = db.prepare('INSERT INTO run_queries VALUES (1, ?, ?, 5, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
  // query, place, best, optimistic, pessimistic, error, positives' views and ranks, the kept answers.
  const rows: [number, number, number, number, number, number | null, number[], number[], number[]][] = [
    [11, 1, 2, 2, 3, 100, [1], [2], [3, 1]],
    [12, 2, 6, 6, 6, null, [2], [0], [5, 4]],
    [13, 3, 1, 1, 1, 0, [3, 4], [1, 4], [3, 2]],
    [14, 4, 3, 3, 3, null, [4, 1], [3, 0], [0, 2]]
  ]
  for (const [query, place, best, optimistic, pessimistic, error, views, ranks, top] of rows) {
    insert.run(query, place, best, optimistic, pessimistic, error, bytes(...views), bytes(...ranks), Buffer.alloc(4 * views.length), bytes(...top), Buffer.alloc(4 * top.length))
  }
  db.prepare("INSERT INTO runs VALUES (1, 'run', 'r', 'evaluated', 0, '{}', 4, 5, 2, '{}')").run()
})
afterAll(() => db.close())

test('the columns of a run are the same read in one page or in many, with places looked up or read at once', () => {
  const read = (limit: number, coordinates: boolean) => {
    const builder = new RunColumnsBuilder()
    for (let after = 0; ; ) {
      const page = runColumnsRepository.facts(db, { run: 'run', after, limit, captions: false, coordinates })
      const last = page.query.at(-1)
      if (last === undefined) break
      after = last
      builder.add(page)
    }
    const documents = [0, 3].map((after) => runColumnsRepository.documents(db, { of: 'views', after, limit: 3 }))
    return builder.build('run', coordinates ? [] : documents)
  }
  const columns = read(100, true)
  expect(columns).toEqual({
    run: 'run',
    count: 4,
    query: Int32Array.of(11, 12, 13, 14),
    place: Int32Array.of(1, 2, 3, 4),
    gallery: Int32Array.of(5, 5, 5, 5),
    bestRank: Int32Array.of(2, 6, 1, 3),
    optimisticRank: Int32Array.of(2, 6, 1, 3),
    pessimisticRank: Int32Array.of(3, 6, 1, 3),
    errorM: Float64Array.of(100, NaN, 0, NaN),
    reciprocalRank: Float64Array.from([[2], [0], [1, 4], [3, 0]], (ranks) => reciprocalRank(ranks)),
    ndcg10: Float64Array.from([[2], [0], [1, 4], [3, 0]], (ranks) => ndcgAt(10, ranks)),
    positiveStarts: Int32Array.of(0, 1, 2, 4, 6),
    positiveRanks: Int32Array.of(2, 0, 1, 4, 3, 0),
    severalPositives: true,
    // The first answer of 12 has no coordinates, that of 14 is no document of the project.
    answer: Int32Array.of(3, 5, 3, 0),
    answerLat: Float64Array.of(30, NaN, 30, NaN),
    answerLon: Float64Array.of(-3, NaN, -3, NaN)
  })
  expect(read(1, true)).toEqual(columns)
  expect(read(3, false)).toEqual(columns)
})

test('the columns are read from the covering index alone', () => {
  const plan = db.prepare("EXPLAIN QUERY PLAN SELECT query, CASE WHEN length(positive_ranks) <> 4 THEN positive_ranks END, substr(top_views, 1, 4) FROM run_queries INDEXED BY run_queries_facts WHERE run = 1 AND query > 0 ORDER BY query LIMIT 5").all() as { detail: string }[]
  expect(plan.map(({ detail }) => detail)).toEqual(['SEARCH run_queries USING COVERING INDEX run_queries_facts (run=? AND query>?)'])
})
