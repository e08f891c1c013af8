import { Users } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { teamActions } from './team-actions.ts'

export const screen: Screen = {
  name: 'team',
  route: '/team',
  icon: Users,
  letter: 'm',
  component: () => import('./team-screen.vue'),
  actions: teamActions(unbound)
}
