import type { Estimate, Sample, SliceBy } from '#shared/domain/analysis.ts'
import { cueKinds } from '#shared/domain/cues.ts'
import { quoteValue } from '#shared/domain/filter-language/format-filter.ts'
import { captionStatuses, splits } from '#shared/domain/vocabulary.ts'
import { metricLook } from '#shared/domain/metric.ts'
import { meanEstimate, type HowSure } from '../estimate.ts'
import { metricEstimate } from '../metric-estimate.ts'
import { metricRange } from '../metric-values.ts'
import { chanceOf, differencesOf, pairedSelection } from '../pair-figures.ts'
import type { QueryAttributes } from '../query-attributes.ts'
import type { AskedRun, Question } from '../question.ts'
import { unitsOf } from '../units.ts'
import { sampleSize } from './sample-size.ts'

/** Lower ends of slices by length, in characters. */
const lengths = [0, 100, 200, 300, 400, 600, 800, 1_200] as const

interface SliceName {
  readonly key: string
  readonly label: string
  readonly where: string | null
}

export interface SliceFigures extends SliceName {
  readonly at: { readonly lat: number; readonly lon: number } | null
  readonly sample: Sample
  readonly values: Estimate[]
  readonly difference: Estimate | null
  readonly p: number | null
}

type SlicesArgs = HowSure & { readonly metric: string; readonly by: SliceBy | null }

/** The runs' figures by slice (`by` null: one slice of all that is selected); with two runs, the difference of the first two. Most queries first. */
export const slices: Question<SlicesArgs, SliceFigures[]> = ({ runs, selected, args, stopped }) => {
  const { by } = args
  const keyed = runs.map((asked, i) => (by === null ? new Map([['', selected[i] as Int32Array]]) : rowsBySlice(asked, selected[i] as Int32Array, by)))
  const keys = new Set(keyed.flatMap((rows) => [...rows.keys()]))
  const attributes = runs[0]?.attributes
  const differ = differing(runs, selected, args.metric)
  const out: SliceFigures[] = []
  for (const key of keys) {
    if (stopped()) break
    const rows = keyed.map((of) => of.get(key) ?? new Int32Array())
    const base = rows.findIndex((of) => of.length > 0)
    if (base < 0 && by !== null) continue
    const sampled = runs[Math.max(0, base)] as AskedRun
    out.push({
      ...(by === null || attributes === undefined ? { key, label: '', where: null } : sliceName(by, key, attributes)),
      at: middleOf(sampled, rows[Math.max(0, base)] as Int32Array),
      sample: sampleSize(sampled, rows[Math.max(0, base)] as Int32Array),
      values: runs.map((asked, i) => metricEstimate(asked, rows[i] as Int32Array, args.metric, args)),
      ...compared(runs[0], rows[0], differ, args)
    })
  }
  return out.sort((a, b) => b.sample.queries - a.sample.queries || (a.key < b.key ? -1 : 1))
}

/** The first run minus the second by row of the first, of all that is selected; null where there are not two, or the metric is no mean. */
function differing([a, b]: readonly AskedRun[], [rows]: readonly Int32Array[], metric: string): Float64Array | null {
  if (a === undefined || b === undefined || rows === undefined || !metricLook(metric).mean) return null
  const { rows: both, partner } = pairedSelection(a, b, rows)
  return differencesOf(a, b, both, partner, metric)
}

function compared(a: AskedRun | undefined, rows: Int32Array | undefined, differences: Float64Array | null, args: SlicesArgs): { difference: Estimate | null; p: number | null } {
  if (a === undefined || rows === undefined || differences === null) return { difference: null, p: null }
  const units = unitsOf(a, rows, differences)
  const [, most] = metricRange(args.metric)
  return { difference: units.counts.length === 0 ? null : meanEstimate(units, args, [-most, most]), p: chanceOf(units, args)?.p ?? null }
}

/** Rows by key of their slice. A query with cues of several kinds is in the slice of each. */
function rowsBySlice({ attributes, attributeOf }: AskedRun, rows: Int32Array, by: SliceBy): Map<string, Int32Array> {
  const found = new Map<string, number[]>()
  const put = (key: string, row: number): void => {
    const list = found.get(key)
    if (list === undefined) found.set(key, [row])
    else list.push(row)
  }
  const regions = new Map(attributes.names.regions.map((region) => [region.id, region]))
  // One model may stand there several times, with other prompts.
  const authors = new Map(attributes.names.authors.map(({ id, name }) => [id, name]))
  for (const row of rows) {
    const at = attributeOf[row] as number
    if (at < 0) continue
    const region = regions.get(attributes.region[at] as number)
    if (by === 'region') put(region?.uid ?? '', row)
    else if (by === 'country') put(region?.country ?? '', row)
    else if (by === 'continent') put(region?.continent ?? '', row)
    else if (by === 'length') put(String(lengths.findLast((from) => (attributes.length[at] as number) >= from) ?? 0), row)
    else if (by === 'lvlm') put(authors.get(attributes.author[at] as number) ?? '', row)
    else if (by === 'verdict') put(captionStatuses[attributes.status[at] as number] ?? '', row)
    else if (by === 'split') put(splits[attributes.split[at] as number] ?? 'none', row)
    else {
      const marked = cueKinds.filter((_, kind) => (((attributes.cues[at] as number) >> kind) & 1) === 1)
      for (const kind of marked.length === 0 ? ['none'] : marked) put(kind, row)
    }
  }
  return new Map([...found].map(([key, list]) => [key, Int32Array.from(list)]))
}

/** What a slice is called and the filter that finds it. */
function sliceName(by: SliceBy, key: string, { names }: QueryAttributes): SliceName {
  if (by === 'length') {
    const next = lengths[lengths.indexOf(Number(key) as (typeof lengths)[number]) + 1]
    return { key, label: next === undefined ? `${key}+` : `${key}–${next - 1}`, where: next === undefined ? `length>=${key}` : `length:${key}..${next - 1}` }
  }
  if (by === 'cue') return { key, label: key, where: key === 'none' ? 'cues:0' : `cue:${key}` }
  if (by === 'verdict') return { key, label: key, where: key === '' ? null : `status:${key}` }
  if (by === 'split') return { key, label: key, where: `split:${key}` }
  if (by === 'lvlm') return { key, label: key, where: key === '' ? null : `author:${quoteValue(key)}` }
  if (key === '') return { key, label: '', where: by === 'region' ? '-has:region' : null }
  if (by !== 'region') return { key, label: key, where: `${by}:${quoteValue(key)}` }
  const region = names.regions.find(({ uid }) => uid === key)
  const name = region?.name ?? key
  const alike = names.regions.filter((other) => other.name.toLowerCase() === name.toLowerCase()).length > 1
  return { key, label: alike && region?.country ? `${name}, ${region.country}` : name, where: `region:${quoteValue(name)}${alike && region?.country ? ` country:${quoteValue(region.country)}` : ''}` }
}

/** The middle of the queries' places: of their directions from the earth's centre, so that the antimeridian is no edge. Null where none has coordinates. */
function middleOf({ attributes, attributeOf }: AskedRun, rows: Int32Array): { lat: number; lon: number } | null {
  let [x, y, z, count] = [0, 0, 0, 0]
  for (const row of rows) {
    const at = attributeOf[row] as number
    const [lat, lon] = at < 0 ? [NaN, NaN] : [((attributes.lat[at] as number) * Math.PI) / 180, ((attributes.lon[at] as number) * Math.PI) / 180]
    if (Number.isNaN(lat) || Number.isNaN(lon)) continue
    x += Math.cos(lat) * Math.cos(lon)
    y += Math.cos(lat) * Math.sin(lon)
    z += Math.sin(lat)
    count++
  }
  if (count === 0) return null
  return { lat: (Math.atan2(z, Math.hypot(x, y)) * 180) / Math.PI, lon: (Math.atan2(y, x) * 180) / Math.PI }
}
