import type { TrainingPoint } from '#shared/domain/planet.ts'
import type { LineSeries } from '../../../charts/index.ts'

type Names = Readonly<Record<'loss' | 'contrastive' | 'colour' | 'structure' | 'texture', string>>

/** Every lambda that has points, in the order in which they were trained. */
export function lambdasOf(points: readonly TrainingPoint[]): number[] {
  return [...new Set(points.map(({ lambda }) => lambda))]
}

/** The loss and its terms over the steps of one lambda; a term whose weight is 0 has no line. */
export function lossSeries(points: readonly TrainingPoint[], names: Names): LineSeries[] {
  const line = (name: string, of: (point: TrainingPoint) => number | null, look: Pick<LineSeries, 'colour' | 'dashed'>): LineSeries => ({ name, points: points.flatMap((point) => (of(point) === null ? [] : [[point.step, of(point) as number] as const])), ...look })
  const terms = [
    line(names.contrastive, (point) => point.contrastive, { colour: 'second' }),
    line(names.colour, (point) => point.colour, { colour: 1 }),
    line(names.structure, (point) => point.structure, { colour: 0 }),
    line(names.texture, (point) => point.texture, { colour: 4 })
  ].filter((series) => series.points.length > 0)
  const total = line(names.loss, (point) => point.loss, { colour: 'accent' })
  // With L_itc alone the loss is that term.
  return terms.length === 1 ? [total] : [total, ...terms]
}

/** R@1, R@5 and R@10 of validation over the steps of one lambda. */
export function validationSeries(points: readonly TrainingPoint[]): LineSeries[] {
  const seen = points.filter(({ validation }) => validation !== null)
  const line = (name: string, key: 'r1' | 'r5' | 'r10', colour: LineSeries['colour']): LineSeries => ({ name, colour, points: seen.map((point) => [point.step, point.validation?.[key] ?? 0] as const) })
  return seen.length === 0 ? [] : [line('R@1', 'r1', 'accent'), line('R@5', 'r5', 0), line('R@10', 'r10', 1)]
}

/** R@1 of validation for each lambda beside the others. */
export function lambdaSeries(points: readonly TrainingPoint[]): LineSeries[] {
  return lambdasOf(points)
    .map((lambda, index): LineSeries => ({ name: `λ ${lambda}`, colour: index, points: points.flatMap((point) => (point.lambda === lambda && point.validation !== null ? [[point.step, point.validation.r1] as const] : [])) }))
    .filter((series) => series.points.length > 0)
}

/** The look at validation with the greatest MRR, by which training keeps weights (the first of equals); null before the first. */
export function bestPoint(points: readonly TrainingPoint[]): TrainingPoint | null {
  let best: TrainingPoint | null = null
  let most = -Infinity
  for (const point of points) {
    if (point.validation === null || point.validation.mrr <= most) continue
    best = point
    most = point.validation.mrr
  }
  return best
}
