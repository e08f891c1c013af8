import { builtInQueue, builtInQueues, plainDefinition, sameDefinition, type BuiltInQueue, type QueueAnswers, type QueueDefinition } from '#shared/domain/queue.ts'
import { portableQuery } from '#shared/domain/portable-filter.ts'

export interface NamedRegion {
  readonly id: number
  readonly name: string
}

/** The same queue with its filter in the filter language alone; places by number stay as they are. */
export function asQuery(definition: QueueDefinition, regions: readonly NamedRegion[]): QueueDefinition {
  const { places, ...filter } = definition.filter
  const names = (filter.regions ?? []).flatMap((id) => regions.find((region) => region.id === id)?.name ?? [])
  // A region whose name is not there yet stays a number.
  if (names.length !== (filter.regions ?? []).length) return definition
  const query = portableQuery(filter, names) ?? ''
  return { ...definition, filter: { ...(query === '' ? {} : { query }), ...(places === undefined ? {} : { places }) } }
}

/** Which of the queues that every project has a definition is, with what was chosen for it; null: none. */
export function builtInOf(definition: QueueDefinition, regions: readonly NamedRegion[]): { queue: BuiltInQueue; answers: QueueAnswers } | null {
  const wanted = plainDefinition(asQuery(definition, regions))
  const [kind, names = ''] = splitOrder(wanted.order)
  const [encoder, otherEncoder] = kind === 'disagreement' ? names.split(',') : [names]
  const seed = wanted.seed
  for (const queue of builtInQueues) {
    const choices: QueueAnswers[] = queue === 'unreviewed-region' ? regions.map(({ name }) => ({ region: name })) : [{ ...(encoder === undefined || encoder === '' ? {} : { encoder }), ...(otherEncoder === undefined ? {} : { otherEncoder }) }]
    const answers = choices.find((choice) => {
      const built = builtInQueue(queue, { ...choice, seed })
      // A sample is one whatever its size.
      return built !== null && sameDefinition(queue === 'sample' && wanted.limit !== undefined ? { ...built, limit: wanted.limit } : built, wanted)
    })
    if (answers !== undefined) return { queue, answers }
  }
  return null
}

function splitOrder(order: string): [string, string?] {
  const at = order.indexOf(':')
  return at < 0 ? [order] : [order.slice(0, at), order.slice(at + 1)]
}
