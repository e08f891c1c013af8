import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  atTable(): boolean
  canGoBack(): boolean
  evaluate(): void
  import(): void
  splits(): void
  report(): void
  /** To the next view, or the one before. */
  step(by: 1 | -1): void
  /** Whether only some queries are selected. */
  selects(): boolean
  clear(): void
  back(): void
}

/** Every key of Compare. */
export function compareActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`compare.actions.${key}`)
  return [
    { id: 'compare-evaluate', label: label('evaluate'), keys: ['e'], run: () => deeds.evaluate(), enabled: () => deeds.atTable() },
    { id: 'compare-import', label: label('import'), keys: ['i'], run: () => deeds.import(), enabled: () => deeds.atTable() },
    { id: 'compare-splits', label: label('splits'), keys: ['s'], run: () => deeds.splits(), enabled: () => deeds.atTable() },
    { id: 'compare-report', label: label('report'), keys: ['r'], run: () => deeds.report(), enabled: () => deeds.atTable() },
    { id: 'compare-next-view', label: label('nextView'), keys: [']'], run: () => deeds.step(1), enabled: () => deeds.atTable() },
    { id: 'compare-previous-view', label: label('previousView'), keys: ['['], run: () => deeds.step(-1), enabled: () => deeds.atTable() },
    { id: 'compare-clear-selection', label: label('clear'), keys: ['x'], run: () => deeds.clear(), enabled: () => deeds.atTable() && deeds.selects() },
    { id: 'compare-back', label: label('back'), keys: ['Escape'], run: () => deeds.back(), enabled: () => deeds.canGoBack(), hidden: true }
  ]
}
