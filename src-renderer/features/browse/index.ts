import { LayoutGrid } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { browseActions } from './browse-actions.ts'

export const screen: Screen = {
  name: 'browse',
  route: '/browse',
  icon: LayoutGrid,
  letter: 'b',
  component: () => import('./browse-screen.vue'),
  actions: browseActions(unbound)
}
