import { Orbit } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { planetActions } from './planet-actions.ts'

export const screen: Screen = {
  name: 'planet',
  route: '/planet',
  icon: Orbit,
  letter: 'l',
  component: () => import('./planet-screen.vue'),
  actions: planetActions(unbound)
}
