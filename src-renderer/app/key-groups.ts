import type { RegisteredAction } from '../platform/index.ts'

/** The actions of the key sheet: those with a key, each once, the screen's own apart from those of everywhere and from the screens' names; in the order of `order`. */
export function keyGroups(list: readonly RegisteredAction[], order: readonly RegisteredAction[] = list): { screen: RegisteredAction[]; everywhere: RegisteredAction[]; screens: RegisteredAction[] } {
  const seen = new Set<string>()
  const rank = new Map(order.map(({ binding }, index) => [binding, index]))
  const withKeys = list
    .filter((action) => action.keys.length > 0 && !seen.has(action.binding) && seen.add(action.binding))
    .sort((a, b) => (rank.get(a.binding) ?? order.length) - (rank.get(b.binding) ?? order.length))
  const isScreen = (action: RegisteredAction) => action.group === 'global' && action.id.startsWith('screen-')
  return {
    screen: withKeys.filter((action) => action.group !== 'global'),
    everywhere: withKeys.filter((action) => action.group === 'global' && !isScreen(action)),
    screens: withKeys.filter(isScreen)
  }
}
