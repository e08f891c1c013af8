import { computed, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { BoundingBox } from '#shared/domain/vocabulary.ts'
import type { MapWindow } from '../../../map/index.ts'
import { engine } from '../../../platform/index.ts'
import { useAnswer } from '../use-answer.ts'
import { useComparison } from '../use-comparison.ts'
import { useMapSettings } from './map-settings.ts'

export type RegionRow = MethodOutput<'analysis.slices'>['rows'][number]
export type RegionOutline = MethodOutput<'analysis.outlines'>['regions'][number]
export type Density = MethodOutput<'analysis.density'>
export type Arcs = MethodOutput<'analysis.arcs'>

/** Asked beyond each side of the window, as a share of it, so that dragging shows something at once. */
const beyond = 0.3
/** Pixels a side of a cell. */
const cell = 28
/** A drag asks at most this often. */
const settleMs = 60

/** The answers that the layers of the map show: each is asked only while its layer is on. */
export function useMapData() {
  const { project, a, b, chosenRuns, metric, estimand, confidence, selection } = useComparison()
  const settings = useMapSettings()
  const seen = shallowRef<MapWindow | null>(null)
  const settled = shallowRef<MapWindow | null>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(seen, (now, _before, onCleanup) => {
    timer = setTimeout(() => (settled.value = now), settled.value === null ? 0 : settleMs)
    onCleanup(() => clearTimeout(timer))
  })

  /** The run that is shown. */
  const run = computed(() => chosenRuns.value.find((one) => one.run === settings.run) ?? a.value)
  const canDiffer = computed(() => a.value !== null && b.value !== null)
  const differs = computed(() => settings.difference && canDiffer.value)
  const shownRuns = computed(() => (differs.value && a.value !== null && b.value !== null ? [a.value.run, b.value.run] : run.value === null ? [] : [run.value.run]))
  const failure = computed(() => (settings.failure === 'rank' ? { k: settings.k } : { metres: settings.metres }))

  const outlines = useAnswer(
    () => (settings.layers.regions && run.value !== null ? { project, run: run.value.run } : null),
    (args, signal) => engine.call('analysis.outlines', args, { signal })
  )
  const regions = useAnswer(
    () =>
      settings.layers.regions && shownRuns.value.length > 0
        ? { project, runs: shownRuns.value, metric: metric.value, estimand: estimand.value, confidence: confidence.value, selection: selection.value, by: 'region' as const }
        : null,
    (args, signal) => engine.call('analysis.slices', args, { signal })
  )
  const density = useAnswer(
    () =>
      settings.layers.failures && run.value !== null && settled.value !== null
        ? { project, run: run.value.run, selection: selection.value, box: widened(settled.value.box), zoom: settled.value.zoom, cell, failure: failure.value }
        : null,
    async (args, signal) => ({ ...(await engine.call('analysis.density', args, { signal })), zoom: args.zoom })
  )
  const arcs = useAnswer(
    () =>
      settings.layers.errors && run.value !== null && (!settings.here || settled.value !== null)
        ? { project, run: run.value.run, selection: selection.value, limit: Number(settings.arcs), ...(settings.here && settled.value !== null ? { box: settled.value.box } : {}) }
        : null,
    (args, signal) => engine.call('analysis.arcs', args, { signal })
  )
  const places = useAnswer(
    () => (settings.layers.places && settled.value !== null ? { project, filter: {}, box: widened(settled.value.box), zoom: settled.value.zoom } : null),
    (args, signal) => engine.call('browse.clusters', args, { signal })
  )

  const answers = [outlines, regions, density, arcs, places]
  const failures = computed(() => answers.map(({ failure: wrong }) => wrong.value).filter((wrong) => wrong !== null))
  const slow = computed(() => answers.some((one) => one.slow.value))
  const again = (): void => void Promise.all(answers.filter(({ failure: wrong }) => wrong.value !== null).map((one) => one.again()))
  return { seen, settled, run, canDiffer, differs, shownRuns, outlines: outlines.answer, regions: regions.answer, density: density.answer, arcs: arcs.answer, places: places.answer, failures, slow, again }
}

export type MapData = ReturnType<typeof useMapData>

/** A box with some more on each side; the whole turn where that closes around the world. */
function widened([west, south, east, north]: BoundingBox): BoundingBox {
  const width = west <= east ? east - west : east - west + 360
  const [dLon, dLat] = [width * beyond, (north - south) * beyond]
  const lats: [number, number] = [Math.max(-90, south - dLat), Math.min(90, north + dLat)]
  if (width + 2 * dLon >= 360) return [-180, lats[0], 180, lats[1]]
  const wrapped = (lon: number) => ((((lon + 180) % 360) + 360) % 360) - 180
  return [wrapped(west - dLon), lats[0], wrapped(east + dLon), lats[1]]
}
