import { ListChecks } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'jobs',
  route: '/jobs',
  icon: ListChecks,
  letter: 'j',
  component: () => import('./jobs-screen.vue')
}
