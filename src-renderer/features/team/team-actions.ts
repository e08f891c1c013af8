import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  step(by: number): void
  focusFilter(): void
  canFilter(): boolean
}

/** Every key of Team. */
export function teamActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`team.actions.${key}`)
  return [
    { id: 'team-next', label: label('next'), keys: [']'], run: () => deeds.step(1) },
    { id: 'team-previous', label: label('previous'), keys: ['['], run: () => deeds.step(-1) },
    { id: 'find', label: label('filter'), keys: ['/', 'Ctrl+f'], run: () => deeds.focusFilter(), enabled: () => deeds.canFilter() }
  ]
}
