import { ListChecks } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { jobsActions } from './jobs-actions.ts'

export const screen: Screen = {
  name: 'jobs',
  route: '/jobs',
  icon: ListChecks,
  letter: 'j',
  component: () => import('./jobs-screen.vue'),
  actions: jobsActions(unbound)
}
