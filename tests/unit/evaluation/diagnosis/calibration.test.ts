import { describe, expect, it } from 'vitest'
import { confidenceArea, fitTemperature, margin, reliability, riskCoverage, softmaxConfidence, type TopScores } from '#engine/evaluation/diagnosis/calibration.ts'
import { areaUnderCurve, pairedBins } from '#engine/evaluation/diagnosis/separation.ts'
import { Random } from '#engine/sample/random.ts'

describe('areaUnderCurve', () => {
  it('is the share of pairs in order, ties half, as brute force counts it', () => {
    expect(areaUnderCurve(Float64Array.of(3, 2), Float64Array.of(1, 2))).toBe(3.5 / 4)
    const random = new Random('auc')
    const a = Float64Array.from({ length: 200 }, () => random.below(30) / 10)
    const b = Float64Array.from({ length: 150 }, () => random.below(25) / 10)
    let sum = 0
    for (const x of a) for (const y of b) sum += x > y ? 1 : x === y ? 0.5 : 0
    expect(areaUnderCurve(a, b)).toBeCloseTo(sum / (200 * 150), 12)
  })

  it('leaves NaN out and is null without values', () => {
    expect(areaUnderCurve(Float64Array.of(NaN, 2), Float64Array.of(1, NaN))).toBe(1)
    expect(areaUnderCurve(Float64Array.of(NaN), Float64Array.of(1))).toBeNull()
  })
})

describe('pairedBins', () => {
  it('counts both over one range, and the share that they have in common', () => {
    const { bins, overlap } = pairedBins(Float64Array.of(0, 2, 4, 4), Float64Array.of(0, 0, NaN), 4)
    expect(bins.map(({ truth, impostor }) => [truth, impostor])).toEqual([[1, 2], [0, 0], [1, 0], [2, 0]])
    expect(overlap).toBe(0.25)
    expect(pairedBins(Float64Array.of(), Float64Array.of(), 4)).toEqual({ bins: [], overlap: null })
    expect(pairedBins(Float64Array.of(1), Float64Array.of(1), 4).overlap).toBe(1)
  })
})

describe('reliability', () => {
  it('is worked out by hand: two bins, off by 0.2 and 0.05', () => {
    // Three at 0.8, all right: off by 0.2; one at 0.05, wrong: off by 0.05.
    const { bins, error } = reliability(Float64Array.of(0.8, 0.8, 0.8, 0.05, NaN), Uint8Array.of(1, 1, 1, 0, 1))
    expect(error).toBeCloseTo((3 * 0.2 + 0.05) / 4, 12)
    expect(bins).toHaveLength(15)
    expect(bins[11]).toMatchObject({ queries: 3, right: 1 })
    expect(bins[0]).toMatchObject({ queries: 1, right: 0 })
    expect(bins[5]).toMatchObject({ queries: 0, confidence: null, right: null })
  })

  it('puts ends where they belong', () => {
    const { bins } = reliability(Float64Array.of(0, 1, 1 / 15), Uint8Array.of(0, 1, 0))
    expect([bins[0]!.queries, bins[14]!.queries]).toEqual([2, 1])
    expect(reliability(Float64Array.of(NaN), Uint8Array.of(1)).error).toBeNull()
  })
})

describe('riskCoverage', () => {
  it('takes the surest first, and equals together', () => {
    const curve = riskCoverage(Float64Array.of(0.9, 0.5, 0.5, 0.1), Uint8Array.of(1, 1, 0, 0), [0.25, 0.5, 0.75, 1])
    expect(curve.map(({ right }) => right)).toEqual([1, 0.75, 2 / 3, 0.5])
    expect(riskCoverage(Float64Array.of(NaN, 0.2), Uint8Array.of(1, 0), [0.5])).toEqual([{ coverage: 0.5, right: 0 }])
  })
})

describe('softmaxConfidence', () => {
  it('is the first answer’s share, and margins are differences', () => {
    const top: TopScores = { depth: 3, scores: Float32Array.of(2, 1, 1, 5, NaN, NaN) }
    const [first, alone] = softmaxConfidence(top, 0.5)
    expect(first).toBeCloseTo(1 / (1 + 2 * Math.exp(-2)), 6)
    expect(alone).toBeNaN()
    expect([...margin(top)]).toEqual([1, NaN])
  })

  it('finds the temperature by which scores were made', () => {
    const random = new Random('temperature')
    const [n, depth, temperature] = [20_000, 8, 0.07]
    const scores = new Float32Array(n * depth)
    const right = new Uint8Array(n)
    for (let query = 0; query < n; query++) {
      const own = Array.from({ length: depth }, () => random.between(0, 0.5)).sort((a, b) => b - a)
      scores.set(own, query * depth)
      const weights = own.map((score) => Math.exp(score / temperature))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      right[query] = random.unit() < weights[0]! / sum ? 1 : 0
    }
    const top = { scores, depth }
    const queries = Int32Array.from({ length: n }, (_, i) => i)
    const found = fitTemperature(top, right, queries)
    expect(found).toBeGreaterThan(0.065)
    expect(found).toBeLessThan(0.075)
    const confidence = softmaxConfidence(top, found)
    expect(reliability(confidence, right).error).toBeLessThan(0.02)
    expect(reliability(softmaxConfidence(top, found / 10), right).error).toBeGreaterThan(0.3)
    expect(confidenceArea(confidence, right)).toBeGreaterThan(0.6)
  })
})
