import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  canOpen(): boolean
  canRestore(): boolean
  move(by: number): void
  open(): void
  restore(): void
  find(): void
}

/** Every key of History. */
export function historyActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`history.actions.${key}`)
  return [
    { id: 'open', label: label('open'), keys: ['Enter'], run: () => deeds.open(), enabled: () => deeds.canOpen() },
    { id: 'restore', label: label('restore'), keys: ['u'], run: () => deeds.restore(), enabled: () => deeds.canRestore() },
    { id: 'find', label: label('find'), keys: ['/', 'Ctrl+F'], run: () => deeds.find() },
    { id: 'down', label: label('down'), keys: ['ArrowDown', 'j'], run: () => deeds.move(1), hidden: true },
    { id: 'up', label: label('up'), keys: ['ArrowUp', 'k'], run: () => deeds.move(-1), hidden: true }
  ]
}
