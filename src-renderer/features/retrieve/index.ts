import { ScanSearch } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { retrieveActions } from './retrieve-actions.ts'

export const screen: Screen = {
  name: 'retrieve',
  route: '/retrieve',
  icon: ScanSearch,
  letter: 't',
  component: () => import('./retrieve-screen.vue'),
  actions: retrieveActions(unbound)
}

/** How a ranking looks, in grids and on the map: the same wherever one is shown. */
export { default as ResultCard } from './result-card.vue'
export { answerId, answersOnMap, cornersToShow } from './answers-on-map.ts'
