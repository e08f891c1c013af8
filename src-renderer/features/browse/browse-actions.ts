import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  hasPlaces(): boolean
  restricted(): boolean
  search(): void
  changeView(): void
  jump(): void
  review(): void
  bulk(): void
  reset(): void
  focusList(): void
  toEdge(end: boolean): void
}

/** Every key of Browse. */
export function browseActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`browse.actions.${key}`)
  return [
    { id: 'find', label: label('search'), keys: ['/', 'Ctrl+f'], run: () => deeds.search() },
    { id: 'browse-view', label: label('view'), keys: ['v'], run: () => deeds.changeView() },
    { id: 'browse-jump', label: label('jump'), keys: ['Ctrl+g'], run: () => deeds.jump(), enabled: () => deeds.hasPlaces() },
    { id: 'browse-review', label: label('review'), keys: ['Ctrl+Enter'], run: () => deeds.review(), enabled: () => deeds.hasPlaces() },
    { id: 'browse-bulk', label: label('bulk'), keys: ['Ctrl+Shift+b'], run: () => deeds.bulk(), enabled: () => deeds.hasPlaces() },
    { id: 'browse-reset', label: label('reset'), keys: ['Alt+Backspace'], run: () => deeds.reset(), enabled: () => deeds.restricted() },
    { id: 'browse-move', label: label('move'), keys: ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'], run: () => deeds.focusList(), hidden: true },
    { id: 'browse-first', label: label('first'), keys: ['Home'], run: () => deeds.toEdge(false), hidden: true },
    { id: 'browse-last', label: label('last'), keys: ['End'], run: () => deeds.toEdge(true), hidden: true }
  ]
}
