import type { AskedRun, Question } from '../question.ts'

export interface SampleSize {
  readonly queries: number
  readonly located: number
  readonly places: number
  readonly regions: number
}

/** Queries, those with an error distance, places and regions among some rows of a run. */
export function sampleSize({ run, attributes, attributeOf }: AskedRun, rows: Int32Array): SampleSize {
  const places = new Set<number>()
  const regions = new Set<number>()
  let located = 0
  for (const row of rows) {
    if (!Number.isNaN(run.errorM[row] as number)) located++
    places.add(run.place[row] as number)
    const at = attributeOf[row] as number
    const region = at < 0 ? 0 : (attributes.region[at] as number)
    if (region > 0) regions.add(region)
  }
  return { queries: rows.length, located, places: places.size, regions: regions.size }
}

export const count: Question<Record<never, never>, { sample: SampleSize; all: number }> = ({ runs, selected }) => {
  const [asked] = runs
  if (!asked) return { sample: { queries: 0, located: 0, places: 0, regions: 0 }, all: 0 }
  return { sample: sampleSize(asked, selected[0] ?? new Int32Array()), all: asked.run.count }
}
