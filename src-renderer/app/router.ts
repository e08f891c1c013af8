import { createMemoryHistory, createRouter } from 'vue-router'
import { declareActions } from '../platform/index.ts'
import { screenNames, type Screen, type ScreenName } from '../platform/screens.ts'

const modules = import.meta.glob<{ screen: Screen }>('../features/*/index.ts', { eager: true })
const found = new Map<ScreenName, Screen>(Object.values(modules).map(({ screen }) => [screen.name, screen]))

/** The screens in the rail's order. Their components load when they are first shown. */
export const screens: readonly Screen[] = screenNames.flatMap((name) => found.get(name) ?? [])

for (const { name, actions } of screens) if (actions !== undefined) declareActions(name, actions)

export const router = createRouter({
  history: createMemoryHistory(),
  routes: [
    ...screens.map((screen) => ({ path: screen.route, name: screen.name, component: screen.component })),
    { path: '/', redirect: { name: 'projects' as ScreenName } }
  ]
})

const kept = 'screen'
router.afterEach((to) => sessionStorage.setItem(kept, String(to.name)))

/** The screen that was shown before this window's page was loaded again (a new tile server does that), if it was. */
export function screenBeforeReload(): ScreenName | null {
  const name = sessionStorage.getItem(kept)
  return screenNames.find((other) => other === name) ?? null
}
