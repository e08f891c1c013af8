import { History } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { historyActions } from './history-actions.ts'

export { eventWords, type EventWords } from './event-words.ts'

export const screen: Screen = {
  name: 'history',
  route: '/history',
  icon: History,
  letter: 'h',
  component: () => import('./history-screen.vue'),
  actions: historyActions(unbound)
}
