import { translate } from '../../../i18n/index.ts'
import type { Action } from '../../../platform/index.ts'

interface Deeds {
  by(step: 1 | -1): void
  view(): void
  find(): void
  difference(): void
  canDifference(): boolean
  only(): void
  hasActive(): boolean
  back(): void
  canGoBack(): boolean
}

/** The keys of the slices; lists are walked with the arrows, Enter opens a slice's queries. */
export function slicesActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`compare.slices.actions.${key}`)
  return [
    { id: 'slices-by', label: label('by'), keys: ['b'], run: () => deeds.by(1) },
    { id: 'slices-by-before', label: label('byBefore'), keys: ['Shift+b'], run: () => deeds.by(-1), hidden: true },
    { id: 'slices-view', label: label('view'), keys: ['v'], run: () => deeds.view() },
    { id: 'slices-find', label: label('find'), keys: ['/'], run: () => deeds.find() },
    { id: 'slices-difference', label: label('difference'), keys: ['d'], run: () => deeds.difference(), enabled: () => deeds.canDifference() },
    { id: 'slices-only', label: label('only'), keys: ['o'], run: () => deeds.only(), enabled: () => deeds.hasActive() },
    { id: 'slices-back', label: label('back'), keys: ['Backspace'], run: () => deeds.back(), enabled: () => deeds.canGoBack() }
  ]
}
