import { FolderOpen } from '@lucide/vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { projectsActions } from './projects-actions.ts'

export const screen: Screen = {
  name: 'projects',
  route: '/projects',
  icon: FolderOpen,
  letter: 'p',
  component: () => import('./projects-screen.vue'),
  actions: projectsActions(unbound),
  withoutProject: true
}
