import { SquarePen } from '@lucide/vue'
import { defineAsyncComponent } from 'vue'
import { unbound, type Screen } from '../../platform/screens.ts'
import { bulkActions } from './bulk/bulk-actions.ts'
import { editorActions } from './editor/editor-actions.ts'
import { reviewActions } from './review-actions.ts'

/** What is done to all captions of a filter, for other screens. */
export const BulkElsewhere = defineAsyncComponent(() => import('./bulk/bulk-elsewhere.vue'))

export const screen: Screen = {
  name: 'review',
  route: '/review',
  icon: SquarePen,
  letter: 'r',
  component: () => import('./review-screen.vue'),
  actions: [...reviewActions(unbound), ...editorActions(unbound), ...bulkActions(unbound)]
}
