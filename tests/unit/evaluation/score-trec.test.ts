import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { scoreTrecFiles, type TrecDocument } from '#engine/evaluation/score-trec.ts'
import { referenceScores } from '../../support/reference-scorer.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()

async function scored(run: string | Uint8Array, qrels: string | Uint8Array): Promise<TrecDocument> {
  const files = { run: join(folder, 'run.trec'), qrels: join(folder, 'qrels.trec') }
  writeFileSync(files.run, run)
  writeFileSync(files.qrels, qrels)
  return scoreTrecFiles(files)
}

const runOf = (documents: Record<string, number>): string => Object.entries(documents).map(([doc, score]) => `q Q0 ${doc} 1 ${score} t\n`).join('')
const qrelsOf = (...documents: string[]): string => documents.map((doc) => `q 0 ${doc} 1\n`).join('')

describe('trec_eval’s conventions', () => {
  test.each([
    [{ d1: 1, d2: 0, d3: 1.5 }, ['d2'], 0.5],
    [{ d1: 1.5, d2: 0.2, d3: 0.5 }, ['d2', 'd3'], 0.6934],
    [{ d1: 1, d2: 1, d3: 1 }, ['d3'], 1],
    [{ b: 1, a: 1 }, ['b'], 1],
    [{ b: 1, c: 1 }, ['b'], 0.6309]
  ])('%j with %j relevant has nDCG %d', async (documents, relevant, expected) => {
    expect((await scored(runOf(documents), qrelsOf(...relevant))).overall['nDCG']).toBeCloseTo(expected, 4)
  })

  test('ties by bytes, not by number or by UTF-16', async () => {
    const ranks = async (...documents: string[]): Promise<(number | null | undefined)[]> => {
      const out: (number | null | undefined)[] = []
      for (const one of documents) out.push((await scored(runOf(Object.fromEntries(documents.map((doc) => [`x${doc}`, 1]))), qrelsOf(`x${one}`))).queries['q']?.['rank'])
      return out
    }
    expect(await ranks('9', '100', '10')).toEqual([1, 2, 3])
    expect(await ranks('\u{1F30D}', '\u{FFFD}')).toEqual([1, 2])
  })

  test('the rank column is ignored, comments and blank lines are allowed, columns may be apart by tabs', async () => {
    const document = await scored('# a run\n\nq Q0 a 1 0.1 t\r\nq\tQ0\tb\t2\t2e-1\tt', '# judged\nq 0 b 1\nother 0 b 1\n')
    expect(document.overall).toMatchObject({ 'R@1': 1, MRR: 1, queries: 1 })
  })

  test('scores are compared in double precision', async () => {
    const document = await scored('q Q0 a 1 0.30000000000000004 t\nq Q0 b 2 0.3 t\n', 'q 0 a 1\n')
    expect(document.queries['q']?.['rank']).toBe(1)
  })

  test('graded relevance is a linear gain; recall is over all relevant', async () => {
    const document = await scored('q Q0 a 1 3 t\nq Q0 b 2 2 t\n', 'q 0 a 1\nq 0 b 3\nq 0 c 2\n')
    const [dcg, ideal] = [1 + 3 / Math.log2(3), 3 + 2 / Math.log2(3) + 1 / 2]
    expect(document.overall['nDCG@10']).toBeCloseTo(dcg / ideal, 14)
    expect(document.overall['recall@1000']).toBeCloseTo(2 / 3, 14)
  })

  test('equals a slow scorer on 1,000 random runs with heavy ties', async () => {
    let state = 42
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return Math.floor((state / 4294967296) * below)
    }
    // Fifty files of twenty queries.
    for (let file = 0; file < 50; file++) {
      const run: string[] = []
      const qrels: string[] = []
      for (let query = 0; query < 20; query++) {
        const pool = 1 + random(60)
        const levels = 1 + random(5)
        for (let doc = 0; doc < pool; doc++) if (doc === 0 || random(5) > 0) run.push(`q${query} Q0 d${doc} ${random(9)} ${random(levels) / 3} t`)
        const relevant = new Set(Array.from({ length: 1 + random(4) }, () => random(pool)))
        if (random(10) > 0) for (const doc of relevant) qrels.push(`q${query} 0 d${doc} ${1 + random(2)}`)
      }
      if (qrels.length === 0) continue
      const { overall } = await scored(`${run.join('\n')}\n`, `${qrels.join('\n')}\n`)
      const reference = referenceScores(run.join('\n'), qrels.join('\n'))
      expect(overall['queries']).toBe(reference.queries)
      for (const k of [1, 5, 10, 20, 50, 100, 1000]) {
        expect(overall[`R@${k}`]).toBeCloseTo(reference.R(k), 12)
        expect(overall[`recall@${k}`]).toBeCloseTo(reference.recall(k), 12)
        expect(overall[`nDCG@${k}`]).toBeCloseTo(reference.ndcg(k), 12)
      }
      expect(overall['nDCG']).toBeCloseTo(reference.ndcg(Infinity), 12)
      expect(overall['MRR']).toBeCloseTo(reference.mrr, 12)
    }
  })
})

describe('files that are not', () => {
  test.each([
    ['q Q0 a 1 0.5 t\nq Q0 a 2 0.4 t\n', 2, 'second time'],
    ['q Q0 a 1 0.5\n', 1, 'columns'],
    ['q Q0 a 1 nan t\n', 1, 'finite'],
    ['q Q0 b 1 1 t\nq Q0 a 1 inf t\n', 2, 'finite'],
    ['q Q0 a 1 1e999 t\n', 1, 'finite'],
    ['q Q0 a 1 0x10 t\n', 1, 'finite']
  ])('%j', async (run, line, message) => {
    await expect(scored(run, 'q 0 a 1\n')).rejects.toMatchObject({ code: 'BAD_FILE', place: { line }, message: expect.stringContaining(message) as string })
  })

  test('empty, foreign, absent, or judged twice', async () => {
    await expect(scored('', 'q 0 a 1\n')).rejects.toMatchObject({ code: 'BAD_FILE' })
    await expect(scored('q Q0 a 1 1 t\n', '# nothing\n')).rejects.toMatchObject({ code: 'BAD_FILE' })
    await expect(scored('q Q0 a 1 1 t\n', 'r 0 a 1\n')).rejects.toMatchObject({ code: 'BAD_FILE' })
    await expect(scored('q Q0 a 1 1 t\n', 'q 0 a 1\nq 0 a 0\n')).rejects.toMatchObject({ code: 'BAD_FILE', place: { line: 2 } })
    await expect(scored('q Q0 a 1 1 t\n', 'q 0 a high\n')).rejects.toMatchObject({ code: 'BAD_FILE', place: { line: 1 } })
    await expect(scoreTrecFiles({ run: join(folder, 'none'), qrels: join(folder, 'none') })).rejects.toThrow()
    await expect(scored(new Uint8Array(100_000).fill(65), 'q 0 a 1\n')).rejects.toMatchObject({ code: 'BAD_FILE' })
  })

  test('a query named __proto__ is a query', async () => {
    expect(Object.keys((await scored('__proto__ Q0 a 1 1 t\n', '__proto__ 0 a 1\n')).queries)).toEqual(['__proto__'])
  })
})

test('a folder in place of a file is the caller’s mistake, not a defect', async () => {
  const thrown: unknown = await scoreTrecFiles({ run: folder, qrels: folder }).catch((error: unknown) => error)
  expect(toErrorData(thrown)).toMatchObject({ code: 'BAD_FILE' })
})
