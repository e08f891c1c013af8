import { translate } from '../../../i18n/index.ts'
import type { Action } from '../../../platform/index.ts'

interface Deeds {
  readonly bulk: () => void
  readonly findReplace: () => void
}

/** The keys of what is done to a whole queue. */
export function bulkActions(deeds: Deeds): Action[] {
  const action = (id: keyof Deeds, keys: string[]): Action => ({ id, label: () => translate(`review.bulk.keys.${id}`), keys, run: () => deeds[id]() })
  return [action('findReplace', ['Ctrl+h']), action('bulk', ['Ctrl+Shift+b'])]
}
