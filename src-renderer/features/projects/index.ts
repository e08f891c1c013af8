import { FolderOpen } from '@lucide/vue'
import type { Screen } from '../../platform/screens.ts'

export const screen: Screen = {
  name: 'projects',
  route: '/projects',
  icon: FolderOpen,
  letter: 'p',
  component: () => import('./projects-screen.vue'),
  withoutProject: true
}
