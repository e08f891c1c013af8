import { defineAsyncComponent, type Component } from 'vue'

/** A view of Compare: a folder of that name beside this file. Its label is the message `compare.tabs.<name>`. */
export interface CompareTab {
  readonly name: CompareTabName
  readonly component: Component
}

export const compareTabNames = ['runs', 'differences', 'slices', 'wins', 'map', 'diagnosis', 'embedding'] as const
export type CompareTabName = (typeof compareTabNames)[number]

/** In the order in which one reads them. To add one: its folder, a line here, its label. */
export const compareTabs: readonly CompareTab[] = [
  { name: 'runs', component: defineAsyncComponent(() => import('./runs/runs-tab.vue')) },
  { name: 'differences', component: defineAsyncComponent(() => import('./differences/differences-tab.vue')) },
  { name: 'slices', component: defineAsyncComponent(() => import('./slices/slices-tab.vue')) },
  { name: 'wins', component: defineAsyncComponent(() => import('./wins/wins-tab.vue')) },
  { name: 'map', component: defineAsyncComponent(() => import('./map/map-tab.vue')) },
  { name: 'diagnosis', component: defineAsyncComponent(() => import('./diagnosis/diagnosis-tab.vue')) },
  { name: 'embedding', component: defineAsyncComponent(() => import('./embedding/embedding-tab.vue')) }
]
