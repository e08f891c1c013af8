import { Scale } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'compare',
  route: '/compare',
  icon: Scale,
  letter: 'c',
  component: () => import('./compare-screen.vue')
}
