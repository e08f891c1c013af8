import { Boxes } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { encodersActions } from './encoders-actions.ts'

export const screen: Screen = {
  name: 'encoders',
  route: '/encoders',
  icon: Boxes,
  letter: 'e',
  component: () => import('./encoders-screen.vue'),
  actions: encodersActions(unbound)
}

/** A job in one line, for screens that start one themselves. */
export { default as JobLine } from './embed-progress.vue'
