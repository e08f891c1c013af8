import { ChartNoAxesColumn } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'overview',
  route: '/overview',
  icon: ChartNoAxesColumn,
  letter: 'o',
  component: () => import('./overview-screen.vue')
}
