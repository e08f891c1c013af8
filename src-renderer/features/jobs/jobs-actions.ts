import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  canPause(): boolean
  canCancel(): boolean
  pauseOrResume(): void
  cancel(): void
  move(by: number): void
}

/** Every key of Jobs. */
export function jobsActions(deeds: Deeds): Action[] {
  const label = (key: string) => () => translate(`jobs.${key}`)
  return [
    { id: 'jobs-pause', label: label('pauseOrResume'), keys: ['p'], run: () => deeds.pauseOrResume(), enabled: () => deeds.canPause() },
    { id: 'jobs-cancel', label: label('cancel'), keys: ['Delete'], run: () => deeds.cancel(), enabled: () => deeds.canCancel() },
    { id: 'jobs-down', label: label('nextJob'), keys: ['ArrowDown'], run: () => deeds.move(1), hidden: true },
    { id: 'jobs-up', label: label('previousJob'), keys: ['ArrowUp'], run: () => deeds.move(-1), hidden: true }
  ]
}
