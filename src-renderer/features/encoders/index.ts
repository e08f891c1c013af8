import { Boxes } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'encoders',
  route: '/encoders',
  icon: Boxes,
  letter: 'e',
  component: () => import('./encoders-screen.vue')
}
