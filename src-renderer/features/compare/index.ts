import { Scale } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { compareActions } from './compare-actions.ts'

export const screen: Screen = {
  name: 'compare',
  route: '/compare',
  icon: Scale,
  letter: 'c',
  component: () => import('./compare-screen.vue'),
  actions: compareActions(unbound)
}
