import { computed, type ShallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { useFormat } from '../../../i18n/index.ts'
import { ArcDrawing, AreaDrawing, CellDrawing, RingDrawing, type Drawing, type MapScale } from '../../../map/index.ts'
import { useFigureText } from '../figures/use-figure-text.ts'
import { useComparison } from '../use-comparison.ts'
import { fullCell } from './full-cell.ts'
import { useMapSettings } from './map-settings.ts'
import { regionDifference } from './region-difference.ts'
import { blend, differenceColours, shareScale, valueScale } from './region-scale.ts'
import type { MapData } from './use-map-data.ts'
import type { MapLook } from './use-map-look.ts'
import { useMapWords } from './use-map-words.ts'

/** The drawings of the map and the scales that explain their colours. */
export function useMapFigures(data: MapData, look: ShallowRef<MapLook | null>) {
  const { t } = useI18n()
  const { number, percent } = useFormat()
  const { end, difference } = useFigureText()
  const { metric, selection, letterOf } = useComparison()
  const words = useMapWords()
  const settings = useMapSettings()

  const isDifference = computed(() => data.regions.value?.rows.some(({ values }) => values.length === 2) === true)

  /** Regions that have both an outline and a row, with the figure that colours them. */
  const regions = computed(() => {
    const rows = new Map(data.regions.value?.rows.map((row) => [row.key, row]))
    return (data.outlines.value?.regions ?? []).flatMap((outline) => {
      const row = rows.get(outline.region)
      if (row === undefined) return []
      return [{ outline, row, value: isDifference.value ? regionDifference(row) : (row.values[0]?.value ?? null) }]
    })
  })
  const regionScale = computed(() => {
    const values = regions.value.flatMap(({ value }) => value ?? [])
    if (values.length === 0 || look.value === null) return null
    return isDifference.value ? differenceColours(metric.value, values, look.value.ground) : valueScale(metric.value, values)
  })

  const areas = computed(() => {
    const [scale, style] = [regionScale.value, look.value]
    if (!settings.layers.regions || style === null) return null
    return new AreaDrawing(
      regions.value.map(({ outline, row, value }) => ({
        key: `region:${outline.region}`,
        lat: outline.lat,
        lon: outline.lon,
        ring: outline.ring,
        colour: value === null || scale === null ? null : scale.colour(value),
        strong: row.holm !== null && row.holm < 0.05,
        tip: words.region(row, outline.name, data.shownRuns.value)
      })),
      { border: style.text, lit: style.accent }
    )
  })

  const full = computed(() => fullCell((data.density.value?.cells ?? []).map(({ queries }) => queries)))
  const cells = computed(() => {
    const [density, style] = [data.density.value, look.value]
    if (density === null || style === null || !settings.layers.failures) return null
    const scale = shareScale()
    return new CellDrawing(
      density.cells.map((cell) => ({
        key: `cell:${cell.lat.toFixed(6)},${cell.lon.toFixed(6)}`,
        lat: cell.lat,
        lon: cell.lon,
        fullness: cell.queries / full.value,
        // A few dozen colours are as many as one sees, and each is one stroke of the pen.
        colour: scale.colour(Math.round((40 * cell.failures) / cell.queries) / 40),
        tip: words.cell(cell)
      })),
      { pixels: density.cell, zoom: density.zoom },
      { border: style.text, lit: style.accent }
    )
  })

  const arcs = computed(() => {
    const [answer, style] = [data.arcs.value, look.value]
    if (answer === null || style === null || !settings.layers.errors) return null
    return new ArcDrawing(answer.arcs.map((arc) => ({ key: `query:${arc.query}`, from: arc.from, to: arc.to, tip: words.arc(arc) })), { truth: style.truth, answer: style.answer, halo: style.surface, lit: style.accent })
  })

  const ring = computed(() => {
    const [within, style] = [selection.value.within, look.value]
    return within === undefined || style === null ? null : new RingDrawing(within, { line: style.accent, halo: style.surface })
  })

  /** From the bottom up. */
  const drawings = computed<readonly Drawing[]>(() => [areas.value, cells.value, arcs.value, ring.value].filter((drawing): drawing is NonNullable<typeof drawing> => drawing !== null))

  const scales = computed<MapScale[]>(() => {
    const found: MapScale[] = []
    if (settings.layers.regions && regionScale.value !== null) {
      const [a = '', b = ''] = data.shownRuns.value.map(letterOf)
      const write = (value: number) => (isDifference.value ? difference(metric.value, value) : end(metric.value, value))
      found.push({
        title: isDifference.value ? t('compare.map.scaleDifference', { metric: words.metricTitle.value, a, b }) : t('compare.map.scaleRegions', { metric: words.metricTitle.value }),
        colours: regionScale.value.colours,
        ticks: regionScale.value.ticks.map(({ at, value }) => ({ at, label: write(value) })),
        notes: isDifference.value ? [t('compare.map.scaleBetter', { a, b }), ...(regions.value.some(({ row }) => row.holm !== null) ? [t('compare.map.scaleStands')] : [])] : []
      })
    }
    if (settings.layers.failures && data.density.value !== null) {
      const { colours, ticks } = shareScale()
      found.push({ title: t('compare.map.scaleFailures', { failing: words.failing.value }), colours, ticks: ticks.map(({ at, value }) => ({ at, label: percent(value, 0) })), notes: [t('compare.map.scaleFull', { n: number(full.value) })] })
    }
    if (arcs.value !== null && look.value !== null && (data.arcs.value?.arcs.length ?? 0) > 0) {
      found.push({ title: t('compare.map.scaleErrors'), colours: blend(look.value.truth, look.value.answer), ticks: [{ at: 0, label: `● ${t('compare.map.truth')}` }, { at: 1, label: `◆ ${t('compare.map.answer')}` }], notes: [] })
    }
    return found
  })

  return { regions, drawings, scales }
}

export type MapFigures = ReturnType<typeof useMapFigures>
