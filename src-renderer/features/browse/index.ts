import { LayoutGrid } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'browse',
  route: '/browse',
  icon: LayoutGrid,
  letter: 'b',
  component: () => import('./browse-screen.vue')
}
