import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

/** Every key of Encoders. */
export function encodersActions(deeds: { add(): void }): Action[] {
  return [{ id: 'encoders-add', label: () => translate('encoders.actions.add'), keys: ['a'], run: () => deeds.add() }]
}
