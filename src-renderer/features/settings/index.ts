import { Settings2 } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'settings',
  route: '/settings',
  icon: Settings2,
  letter: 's',
  component: () => import('./settings-screen.vue'),
  withoutProject: true
}
