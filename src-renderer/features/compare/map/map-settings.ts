import { reactive } from 'vue'
import type { LatLon } from '../../../map/index.ts'

export type LayerName = 'regions' | 'failures' | 'errors' | 'places'
export const layerNames: readonly LayerName[] = ['regions', 'failures', 'errors', 'places']

/** How many of the worst errors are drawn. */
export const arcLimits = ['100', '300', '1000'] as const
export type ArcLimit = (typeof arcLimits)[number]

/** What the map shows, kept while one looks at other views. */
export interface MapSettings {
  readonly layers: Record<LayerName, boolean>
  /** The run whose figures, failures and errors are shown; the first one where it is not chosen. */
  run: string
  /** Regions by the difference of A and B instead. */
  difference: boolean
  failure: 'rank' | 'metres'
  k: number
  metres: number
  arcs: ArcLimit
  /** Only arcs with an end in what the map shows. */
  here: boolean
  distribution: 'error' | 'rank'
  side: 'distribution' | 'worst' | 'query'
  /** Where the map was left. */
  view: { readonly centre: LatLon; readonly zoom: number } | null
}

const settings: MapSettings = reactive({
  layers: { regions: true, failures: false, errors: true, places: false },
  run: '',
  difference: false,
  failure: 'rank',
  k: 1,
  metres: 150,
  arcs: '300',
  here: false,
  distribution: 'error',
  side: 'distribution',
  view: null
})

export function useMapSettings(): MapSettings {
  return settings
}
