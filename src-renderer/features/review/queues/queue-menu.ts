import { Download, FilePlus2, Layers, PencilLine, Replace, RotateCcw, Save, Trash2, Upload } from '@lucide/vue'
import { translate } from '../../../i18n/index.ts'
import type { MenuEntry } from '../../../ui/index.ts'
import type { QueueChoice } from '../use-review-queue.ts'

interface QueueDeeds {
  saveAs(): void
  update(): void
  revert(): void
  rename(): void
  exportFile(): void
  importFile(): void
  remove(): void
  bulk(): void
  findReplace(): void
}

/** What can be done with the queue on the screen. */
export function queueMenu(choice: QueueChoice, deeds: QueueDeeds): MenuEntry[] {
  const say = (key: string): string => translate(`review.queues.${key}`, { name: choice.saved?.name ?? '' })
  const saved = choice.saved !== undefined
  return [
    { label: say('saveAs'), icon: FilePlus2, run: deeds.saveAs },
    ...(saved && choice.changed === true ? [{ label: say('update'), icon: Save, run: deeds.update }, { label: say('revert'), icon: RotateCcw, run: deeds.revert }] : []),
    ...(saved ? [{ label: say('rename'), icon: PencilLine, run: deeds.rename }] : []),
    'separator',
    { label: translate('review.bulk.keys.bulk'), icon: Layers, run: deeds.bulk },
    { label: translate('review.bulk.keys.findReplace'), icon: Replace, run: deeds.findReplace },
    'separator',
    { label: say('export'), icon: Upload, run: deeds.exportFile },
    { label: say('import'), icon: Download, run: deeds.importFile },
    ...(saved ? (['separator', { label: say('remove'), icon: Trash2, danger: true, run: deeds.remove }] as const) : [])
  ]
}
