import { signatureKinds, type AgreementReport, type SignatureKind } from '#shared/domain/planet.ts'
import { drawKey, uidHash } from '#shared/domain/queue-draw.ts'
import { leastRegions } from '../../evaluation/statistics/two-level-bootstrap.ts'
import { percentileInterval, regionResamples } from './region-bootstrap.ts'
import { aucOf, risingOrder, wrongInFirstTenth } from './roc.ts'

/** A scored caption whose truth is known. */
export interface JudgedCaption {
  readonly uid: string
  /** 0: none; all captions without one count as one region. */
  readonly region: number
  readonly colour: number
  readonly structure: number
  readonly texture: number
  /** Rank of the own tile under the encoder; null where it was not asked for. */
  readonly rank: number | null
  /** Kinds of the claims that are wrong. */
  readonly wrong: readonly SignatureKind[]
}

export interface ReportOptions {
  readonly encoder: string | null
  readonly confidence: number
  readonly seed: number
}

type Row = AgreementReport['rows'][number]

/** Steps of the bootstrap over all captions; with more of them there are fewer resamples, but never under 100. */
const bootstrapSteps = 1e7
const mostResamples = 1000

/**
 * How well an order of the captions puts those with a wrong claim first: by their agreement, by the rank of their own
 * tile (the worst first), and at random. Each kind of claim is judged by the agreement of that kind, and any of them by
 * the least of the three; a caption whose claim of another kind is wrong is right as far as this kind goes.
 */
export function agreementReport(captions: readonly JudgedCaption[], { encoder, confidence, seed }: ReportOptions): AgreementReport {
  // By uid, so that ties fall alike in every project that has the captions.
  const cases = captions.toSorted((a, b) => (a.uid < b.uid ? -1 : 1))
  const regions = new Map<number, number>()
  const region = Int32Array.from(cases, (one) => regions.get(one.region) ?? (regions.set(one.region, regions.size), regions.size - 1))
  const random = Float64Array.from(cases, ({ uid }) => drawKey(uidHash(uid), seed))
  const ranks = encoder === null ? null : Float64Array.from(cases, ({ rank }) => -(rank ?? 0))
  const resamples = Math.max(100, Math.min(mostResamples, Math.floor(bootstrapSteps / Math.max(1, cases.length))))

  const rows = ([...signatureKinds, 'any'] as const).map((claim): Row => {
    const wrong = Uint8Array.from(cases, (one) => ((claim === 'any' ? one.wrong.length > 0 : one.wrong.includes(claim)) ? 1 : 0))
    const agreement = Float64Array.from(cases, (one) => (claim === 'any' ? Math.min(one.colour, one.structure, one.texture) : one[claim]))
    const count = wrong.reduce((sum, one) => sum + one, 0)
    const judge = (order: Row['orders'][number]['order'], scores: Float64Array): Row['orders'] => {
      const sorted = risingOrder(scores)
      const auc = aucOf({ scores, wrong }, sorted)
      if (auc === null) return []
      const outcomes: number[] = []
      if (regions.size >= leastRegions) {
        const weights = new Float64Array(cases.length)
        for (const drawn of regionResamples(regions.size, resamples, `agreement-report/${seed}`)) {
          for (let i = 0; i < weights.length; i++) weights[i] = drawn[region[i] as number] as number
          const outcome = aucOf({ scores, wrong }, sorted, weights)
          if (outcome !== null) outcomes.push(outcome)
        }
      }
      const interval = percentileInterval(outcomes, confidence)
      const firstTenth = wrongInFirstTenth(wrong, sorted)
      return [{ order, auc: { value: auc, low: interval?.low ?? null, high: interval?.high ?? null }, firstTenth, firstTenthShare: firstTenth / count }]
    }
    return { claim, wrong: count, orders: [...judge('agreement', agreement), ...(ranks ? judge('rank', ranks) : []), ...judge('random', random)] }
  })
  return { captions: cases.length, wrong: rows.at(-1)?.wrong ?? 0, rows, encoder }
}
