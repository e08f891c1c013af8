import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  atTable(): boolean
  canGoBack(): boolean
  evaluate(): void
  import(): void
  back(): void
}

/** Every key of Compare. */
export function compareActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`compare.actions.${key}`)
  return [
    { id: 'compare-evaluate', label: label('evaluate'), keys: ['e'], run: () => deeds.evaluate(), enabled: () => deeds.atTable() },
    { id: 'compare-import', label: label('import'), keys: ['i'], run: () => deeds.import(), enabled: () => deeds.atTable() },
    { id: 'compare-back', label: label('back'), keys: ['Escape'], run: () => deeds.back(), enabled: () => deeds.canGoBack(), hidden: true }
  ]
}
