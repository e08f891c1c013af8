import { ScanSearch } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'retrieve',
  route: '/retrieve',
  icon: ScanSearch,
  letter: 't',
  component: () => import('./retrieve-screen.vue')
}

/** How a ranking looks, in grids and on the map: the same wherever one is shown. */
export { default as ResultCard } from './result-card.vue'
export { answersOnMap, cornersToShow } from './answers-on-map.ts'
