import type { Diagnosis, Hubness } from '#shared/contracts/diagnosis.ts'
import type { DiagnosisPage } from '../../store/repositories/run-scores.ts'
import { confidenceArea, fitTemperature, margin, reliability, riskCoverage, softmaxConfidence, type TopScores } from './calibration.ts'
import { hubness, skewness } from './hubness.ts'
import { areaUnderCurve, finite, pairedBins } from './separation.ts'

/** Answers of the softmax, and of every query that are read. */
export const answerDepth = 20
const hubs = 12
/** Most bins of the scores; fewer queries have fewer, about their square root. */
const scoreBins = 60
const coverages = Array.from({ length: 20 }, (_, i) => (i + 1) / 20)

export interface AnswerFacts {
  readonly queries: number
  /** Documents of the gallery; at least those that were seen. */
  readonly documents: number
  /** Whether every query is ranked against the whole gallery. */
  readonly wholeGallery: boolean
}

/** Gathers what a diagnosis needs of every query's first answers, page by page, and counts it. */
export class AnswerColumns {
  readonly #first = new Map<number, number>()
  readonly #ten = new Map<number, number>()
  readonly #firstRight = new Map<number, number>()
  readonly #tenRight = new Map<number, number>()
  readonly #truths = new Map<number, number>()
  readonly #pages: DiagnosisPage[] = []

  add(page: DiagnosisPage): void {
    this.#pages.push({ ...page, topViews: new Int32Array() })
    page.query.forEach((_, i) => {
      const truth = page.truth[i] as number
      if (truth !== 0) count(this.#truths, truth)
      for (let rank = 0; rank < 10; rank++) {
        const document = page.topViews[i * answerDepth + rank] as number
        if (document === 0) break
        const isTruth = ((page.positives[i] as number) & (1 << rank)) !== 0
        count(this.#ten, document)
        if (isTruth) count(this.#tenRight, document)
        if (rank > 0) continue
        count(this.#first, document)
        if (isTruth) count(this.#firstRight, document)
      }
    })
  }

  /** Everything but the embeddings. `stopped` is asked between the parts. */
  figures(facts: AnswerFacts, stopped: () => boolean): Pick<Diagnosis, 'queries' | 'right' | 'hubness' | 'rightSkewness' | 'scores' | 'confidence'> | null {
    const n = this.#pages.reduce((sum, page) => sum + page.query.length, 0)
    const right = Uint8Array.from(this.#pages.flatMap((page) => Array.from(page.positives, (bits) => bits & 1)))
    const documents = Math.max(facts.documents, this.#ten.size)
    const of = (k: number, occurrences: Map<number, number>, rightOf: Map<number, number>): Hubness => hubness(occurrences, { k, documents, queries: n, wholeGallery: facts.wholeGallery, right: rightOf, hubs })
    const found = [of(1, this.#first, this.#firstRight), of(10, this.#ten, this.#tenRight)]
    if (stopped()) return null
    const truth = Float64Array.from(this.#pages.flatMap((page) => [...page.truthScore]))
    const impostor = Float64Array.from(this.#pages.flatMap((page) => [...page.impostorScore]))
    const both = truth.map((score, i) => (Number.isNaN(impostor[i] as number) ? NaN : score))
    const hardest = impostor.map((score, i) => (Number.isNaN(truth[i] as number) ? NaN : score))
    const bins = pairedBins(both, hardest, Math.min(scoreBins, Math.max(8, Math.ceil(Math.sqrt(n)))))
    const confidence = this.#confidence(n, right, stopped)
    if (confidence === null) return null
    return {
      queries: n,
      right: right.reduce((sum, one) => sum + one, 0) / Math.max(1, n),
      hubness: found,
      rightSkewness: skewness(this.#truths, documents),
      scores: { counted: finite(both).length, bins: bins.bins, area: areaUnderCurve(both, hardest), overlap: bins.overlap, truthMean: mean(finite(both)), impostorMean: mean(finite(hardest)) },
      confidence
    }
  }

  /** Each half of the places uses the temperature that was fitted on the other, so that no query judges itself. */
  #confidence(n: number, right: Uint8Array, stopped: () => boolean): Diagnosis['confidence'] | null {
    const top: TopScores = { depth: answerDepth, scores: new Float32Array(n * answerDepth) }
    const place = new Int32Array(n)
    let at = 0
    for (const page of this.#pages) {
      top.scores.set(page.topScores, at * answerDepth)
      place.set(page.place, at)
      at += page.query.length
    }
    const rows = Int32Array.from({ length: n }, (_, i) => i)
    const halves = [0, 1].map((half) => rows.filter((row) => half === ((place[row] as number) & 1)))
    const softmax = new Float64Array(n).fill(NaN)
    const temperatures: number[] = []
    for (const [half, own] of halves.entries()) {
      const other = halves[1 - half] as Int32Array
      // All places on one side: there is nothing to fit on but themselves.
      const temperature = fitTemperature(top, right, other.length > 0 ? other : own)
      if (stopped()) return null
      temperatures.push(temperature)
      const confidence = softmaxConfidence(top, temperature)
      for (const row of own) softmax[row] = confidence[row] as number
    }
    const margins = margin(top)
    const { bins, error } = reliability(softmax, right)
    return {
      answers: answerDepth,
      temperatures,
      error,
      bins,
      softmax: { area: confidenceArea(softmax, right), curve: riskCoverage(softmax, right, coverages) },
      margin: { area: confidenceArea(margins, right), curve: riskCoverage(margins, right, coverages) }
    }
  }
}

function count(map: Map<number, number>, key: number): void {
  map.set(key, (map.get(key) ?? 0) + 1)
}

function mean(values: Float64Array): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length
}
