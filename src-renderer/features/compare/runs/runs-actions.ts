import { translate } from '../../../i18n/index.ts'
import type { Action } from '../../../platform/index.ts'

interface Deeds {
  estimand(): void
  written(): void
  columns(): void
  chooseNone(): void
  chosen(): boolean
}

/** The keys of the table of runs; its rows and cells are walked with the arrows. */
export function runsActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`compare.runs.actions.${key}`)
  return [
    { id: 'runs-estimand', label: label('estimand'), keys: ['w'], run: () => deeds.estimand() },
    { id: 'runs-written', label: label('written'), keys: ['n'], run: () => deeds.written() },
    { id: 'runs-columns', label: label('columns'), keys: ['m'], run: () => deeds.columns() },
    { id: 'runs-choose-none', label: label('chooseNone'), keys: ['Shift+x'], run: () => deeds.chooseNone(), enabled: () => deeds.chosen() }
  ]
}
