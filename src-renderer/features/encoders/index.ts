import { Boxes } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'encoders',
  route: '/encoders',
  icon: Boxes,
  letter: 'e',
  component: () => import('./encoders-screen.vue')
}

/** A job in one line, for screens that start one themselves. */
export { default as JobLine } from './embed-progress.vue'
