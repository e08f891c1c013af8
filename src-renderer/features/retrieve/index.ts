import { ScanSearch } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'retrieve',
  route: '/retrieve',
  icon: ScanSearch,
  letter: 't',
  component: () => import('./retrieve-screen.vue')
}
