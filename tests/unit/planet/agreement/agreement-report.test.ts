import { describe, expect, test } from 'vitest'
import { agreementReport, type JudgedCaption } from '#engine/planet/agreement/agreement-report.ts'
import { Random } from '#engine/sample/random.ts'

/** Twenty regions of twenty captions: each fifth has a wrong colour, which agreement shows and the rank does not. */
function someCaptions(): JudgedCaption[] {
  const random = new Random('report')
  return Array.from({ length: 400 }, (_, i) => {
    const wrong = i % 5 === 0
    return { uid: `c-${String(i).padStart(3, '0')}`, region: 1 + (i % 20), colour: wrong ? random.between(0, 60) : random.between(0, 100), structure: random.between(0, 100), texture: random.between(0, 100), rank: 1 + random.below(100), wrong: wrong ? ['colour'] : [] }
  })
}
const options = { encoder: 'demo', confidence: 0.95, seed: 1 }

describe('the report', () => {
  test('tells which order finds wrong claims, with intervals over regions', () => {
    const report = agreementReport(someCaptions(), options)
    expect(report).toMatchObject({ captions: 400, wrong: 80, encoder: 'demo' })
    const colour = report.rows.find(({ claim }) => claim === 'colour')
    expect(colour?.wrong).toBe(80)
    const auc = Object.fromEntries((colour?.orders ?? []).map(({ order, auc: area }) => [order, area]))
    // Uniform over [0, 60] against uniform over [0, 100]: 0.6 x 0.5 + 0.4.
    expect(auc['agreement']?.value).toBeGreaterThan(0.63)
    expect(auc['agreement']?.value).toBeLessThan(0.77)
    expect(auc['agreement']?.low).toBeGreaterThan(0.55)
    expect(auc['agreement']?.low).toBeLessThan(auc['agreement']?.value ?? 0)
    for (const order of ['rank', 'random'] as const) expect(Math.abs((auc[order]?.value ?? 0) - 0.5)).toBeLessThan(0.12)
    // No structure claim is wrong: there is nothing to find.
    expect(report.rows.find(({ claim }) => claim === 'structure')).toEqual({ claim: 'structure', wrong: 0, orders: [] })
    expect(report.rows.at(-1)).toMatchObject({ claim: 'any', wrong: 80 })
  })

  test('is the same for the same captions in any order, and counts the first tenth of the queue', () => {
    const captions = someCaptions()
    const report = agreementReport(captions, options)
    expect(agreementReport(captions.toReversed(), options)).toEqual(report)
    const lowest = captions.toSorted((a, b) => a.colour - b.colour).slice(0, 40).filter(({ wrong }) => wrong.length > 0).length
    expect(report.rows[0]?.orders[0]).toMatchObject({ order: 'agreement', firstTenth: lowest, firstTenthShare: lowest / 80 })
  })

  test('any wrong claim is judged by the least of the three', () => {
    const of = (uid: string, scores: [number, number, number], wrong: JudgedCaption['wrong']): JudgedCaption => ({ uid, region: 1, colour: scores[0], structure: scores[1], texture: scores[2], rank: null, wrong })
    const report = agreementReport([of('a', [90, 2, 90], ['structure']), of('b', [50, 50, 50], []), of('c', [90, 90, 1], ['texture']), of('d', [5, 90, 90], [])], { ...options, encoder: null })
    expect(report.rows.at(-1)?.orders.map(({ order, auc }) => [order, auc.value])[0]).toEqual(['agreement', 1])
    expect(report.rows.at(-1)?.orders.map(({ order }) => order)).toEqual(['agreement', 'random'])
    // One region has no interval.
    expect(report.rows.at(-1)?.orders[0]?.auc).toEqual({ value: 1, low: null, high: null })
  })

  test('without captions there is nothing to tell', () => {
    expect(agreementReport([], options)).toMatchObject({ captions: 0, wrong: 0, rows: [{ orders: [] }, { orders: [] }, { orders: [] }, { orders: [] }] })
  })
})
