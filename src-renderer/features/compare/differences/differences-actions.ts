import { translate } from '../../../i18n/index.ts'
import type { Action } from '../../../platform/index.ts'

interface Deeds {
  matrix(): void
  turn(): void
  power(): void
  hasPair(): boolean
}

/** The keys of the differences; the matrix is walked with the arrows. */
export function differencesActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`compare.differences.actions.${key}`)
  return [
    { id: 'differences-matrix', label: label('matrix'), keys: ['m'], run: () => deeds.matrix(), enabled: () => deeds.hasPair() },
    { id: 'differences-turn', label: label('turn'), keys: ['t'], run: () => deeds.turn(), enabled: () => deeds.hasPair() },
    { id: 'differences-power', label: label('power'), keys: ['n'], run: () => deeds.power(), enabled: () => deeds.hasPair() }
  ]
}
