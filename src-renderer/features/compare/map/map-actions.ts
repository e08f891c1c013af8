import { translate } from '../../../i18n/index.ts'
import type { Action } from '../../../platform/index.ts'
import type { LayerName } from './map-settings.ts'
import { layerNames } from './map-settings.ts'

interface Deeds {
  toggle(layer: LayerName): void
  lasso(): void
  box(): void
  window(): void
  clear(): void
  encloses(): boolean
  difference(): void
  canDiffer(): boolean
  fit(): void
}

/** The keys of the map; on the map itself the arrows pan, + and - zoom, and move the cross of a tool. */
export function mapActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`compare.map.actions.${key}`)
  return [
    ...layerNames.map((layer, i): Action => ({ id: `map-${layer}`, label: label(layer), keys: [String(i + 1)], run: () => deeds.toggle(layer) })),
    { id: 'map-lasso', label: label('lasso'), keys: ['l'], run: () => deeds.lasso() },
    { id: 'map-box', label: label('box'), keys: ['b'], run: () => deeds.box() },
    { id: 'map-window', label: label('window'), keys: ['w'], run: () => deeds.window() },
    { id: 'map-clear', label: label('clear'), keys: ['Shift+x'], run: () => deeds.clear(), enabled: () => deeds.encloses() },
    { id: 'map-difference', label: label('difference'), keys: ['d'], run: () => deeds.difference(), enabled: () => deeds.canDiffer() },
    { id: 'map-fit', label: label('fit'), keys: ['0'], run: () => deeds.fit() }
  ]
}
