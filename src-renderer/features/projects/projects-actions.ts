import { translate } from '../../i18n/index.ts'
import type { Action } from '../../platform/index.ts'

interface Deeds {
  importing(): boolean
  closeImport(): void
  sample(): void
  openPackage(): void
}

/** Every key of Projects. */
export function projectsActions(deeds: Deeds): Action[] {
  return [
    { id: 'projects-close-import', label: () => translate('projects.import.close'), keys: ['Escape'], run: () => deeds.closeImport(), enabled: () => deeds.importing(), hidden: true },
    { id: 'projects-sample', label: () => translate('projects.sample.title'), run: () => deeds.sample() },
    { id: 'projects-open-package', label: () => translate('projects.package.short'), run: () => deeds.openPackage() }
  ]
}
