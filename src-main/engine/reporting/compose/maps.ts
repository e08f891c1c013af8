import { metricLook } from '#shared/domain/metric.ts'
import { diverging, viridis } from '../colour-scale.ts'
import { axisOver } from '../figures/axis.ts'
import { regionMapFigure, type RegionDot } from '../figures/region-map-figure.ts'
import type { Block } from '../report-document.ts'
import { letterOf } from '../report-facts.ts'
import { metricName } from '../words/words.ts'
import type { GroupComposer, Section } from './section.ts'

const steps = Array.from({ length: 48 }, (_, i) => i / 47)

/** Regions on the map, coloured by the metric of the first run, and by the difference of the first two. The data is that of the slices by region. */
export function maps({ facts, words, text, group, suffix, land }: GroupComposer): Section {
  const said = words.map
  const metric = facts.options.metric
  const rows = (group.slices.find(({ by }) => by === 'region')?.rows ?? []).flatMap((row) => (row.at === null ? [] : [{ row, at: row.at }]))
  if (rows.length === 0) return { blocks: [{ kind: 'paragraph', text: said.none, tone: 'quiet' }], data: [] }
  const [a, b] = group.rows.map(({ run }) => letterOf(facts, run.run))
  const blocks: Block[] = []
  const valued = rows.flatMap(({ row, at }) => {
    const value = row.values[0]?.value
    return typeof value === 'number' ? [{ row, at, value }] : []
  })
  if (valued.length > 0) {
    const { higher } = metricLook(metric)
    const axis = axisOver(valued.map(({ value }) => value))
    const dots = valued.map(({ row, at, value }): RegionDot => {
      const share = (value - axis.from) / (axis.to - axis.from)
      return { ...at, queries: row.sample.queries, colour: viridis(higher ? share : 1 - share), tip: `${row.label}: ${text.figure(metric, value)}, ${said.queries(text.number(row.sample.queries))}` }
    })
    const title = said.value(metricName(metric, words), a ?? '')
    const scale = { colours: steps.map((step) => viridis(higher ? step : 1 - step)), low: text.figure(metric, axis.from), high: text.figure(metric, axis.to) }
    blocks.push({ kind: 'figure', title, drawing: regionMapFigure(dots, land, { alt: title, scale }), note: said.note, data: `by-region${suffix}` })
  }
  const compared = rows.flatMap(({ row, at }) => {
    const value = row.difference?.value
    return typeof value === 'number' ? [{ row, at, value }] : []
  })
  if (compared.length > 0) {
    const most = Math.max(...compared.map(({ value }) => Math.abs(value))) || 1
    // Orange is where the first is better, whichever way the metric is read.
    const sign = metricLook(metric).higher ? 1 : -1
    const dots = compared.map(({ row, at, value }): RegionDot => ({ ...at, queries: row.sample.queries, colour: diverging((sign * value) / most), tip: `${row.label}: ${text.difference(metric, value)}, ${said.queries(text.number(row.sample.queries))}` }))
    const title = said.difference(metricName(metric, words), a ?? '', b ?? '')
    const scale = { colours: steps.map((step) => diverging(2 * step - 1)), low: `${said.better(b ?? '')}, ${text.difference(metric, -sign * most)}`, high: `${said.better(a ?? '')}, ${text.difference(metric, sign * most)}`, middle: '0' }
    blocks.push({ kind: 'figure', title, drawing: regionMapFigure(dots, land, { alt: title, scale }), note: said.note, data: `by-region${suffix}` })
  }
  return { blocks, data: [] }
}
