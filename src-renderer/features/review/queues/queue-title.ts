import { translate } from '../../../i18n/index.ts'
import type { QueueChoice } from '../use-review-queue.ts'
import { builtInOf, type NamedRegion } from './queue-names.ts'

/** What a queue is called on the screen: its own name, that of a queue every project has, or that it is someone's own choice. */
export function queueTitle(choice: QueueChoice, regions: readonly NamedRegion[]): string {
  if (choice.saved !== undefined) return choice.saved.name
  const { filter, order, seed, limit } = choice
  const plain = { filter, order, seed }
  if (Object.keys(plain.filter).length === 0 && plain.order === 'id' && limit === undefined) return translate('review.queues.everything')
  const found = builtInOf({ ...plain, ...(plain.order === 'random' && limit !== undefined ? { limit } : {}) }, regions)
  if (found === null || (limit !== undefined && found.queue !== 'sample')) return translate('review.queues.custom')
  const { region, encoder, otherEncoder } = found.answers
  if (region !== undefined) return translate('review.queues.withRegion', { region })
  if (found.queue === 'lowest-rank') return translate('review.queues.withRank', { encoder: encoder ?? '' })
  if (found.queue === 'disagreement') return translate('review.queues.withDisagreement', { encoder: encoder ?? '', otherEncoder: otherEncoder ?? '' })
  return translate(`review.queues.name.${found.queue}`)
}
