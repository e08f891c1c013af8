import { maxNamed } from '#shared/contracts/bulk.ts'
import type { Filter } from '#shared/domain/filter.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { translate } from '../../../i18n/index.ts'
import { engine } from '../../../platform/index.ts'
import type { OpenedQueue } from '../queues/opened-queue.ts'

/** Which captions something is done to: all that fit a filter, or those that are named. */
export interface BulkTarget {
  readonly filter: Filter
  readonly captions?: readonly number[]
}

const page = 1000

/** The captions of the queue on the screen: by its filter, or by name where it is a part that was drawn or shared out. */
export async function targetOf({ project, definition, annotator, opened }: OpenedQueue): Promise<BulkTarget> {
  const { me: _me, ...filter } = definition.filter
  if (definition.limit === undefined && definition.share === undefined) return { filter }
  const captions: number[] = []
  for (;;) {
    const { total, captions: some } = await engine.call('review.queue', { project, ...definition, annotator, opened, start: captions.length, count: page })
    if (total > maxNamed) throw new PlanisphereError('INVALID_INPUT', translate('review.bulk.tooLong', { n: total.toLocaleString() }))
    captions.push(...some)
    if (some.length === 0 || captions.length >= total) return { filter: {}, captions }
  }
}
