import type { RegisteredAction } from '../platform/index.ts'

/** The actions of the key sheet: those with a key, each once, the screen's own apart from those of everywhere and from the screens' names. */
export function keyGroups(list: readonly RegisteredAction[]): { screen: RegisteredAction[]; everywhere: RegisteredAction[]; screens: RegisteredAction[] } {
  const seen = new Set<string>()
  const withKeys = list.filter((action) => action.keys.length > 0 && !seen.has(action.binding) && seen.add(action.binding))
  const isScreen = (action: RegisteredAction) => action.group === 'global' && action.id.startsWith('screen-')
  return {
    screen: withKeys.filter((action) => action.group !== 'global'),
    everywhere: withKeys.filter((action) => action.group === 'global' && !isScreen(action)),
    screens: withKeys.filter(isScreen)
  }
}
