import { SquarePen } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'review',
  route: '/review',
  icon: SquarePen,
  letter: 'r',
  component: () => import('./review-screen.vue')
}
