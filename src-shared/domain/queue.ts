import * as z from 'zod'
import { quoteValue } from './filter-language/index.ts'
import { BrowseOrder, Filter } from './filter.ts'

/** One of `of` shares of a queue, counted from 1. */
export const QueueShare = z
  .object({ part: z.int().min(1).max(1000), of: z.int().min(1).max(1000) })
  .refine(({ part, of }) => part <= of, { error: 'The part is one of the shares: 1 for the first of them.', path: ['part'] })
export type QueueShare = z.infer<typeof QueueShare>

const definition = {
  filter: Filter.default({}),
  order: BrowseOrder.default('id'),
  /** For the order 'random' and for where gold captions stand. The same seed gives the same order on every machine. */
  seed: z.int().min(-0x80000000).max(0xffffffff).default(1),
  /** The first `limit` of the order: with the order 'random' a random sample. */
  limit: z.int().min(1).max(100_000_000).optional(),
  /** Whose share of them. The shares of a queue have no caption in common and leave none out. */
  share: QueueShare.optional(),
  /** A gold caption that the annotator has not answered, among every so many captions. */
  goldEvery: z.int().min(2).max(1000).optional()
}

/** What a queue holds: which captions, in which order, whose share. */
export const QueueDefinition = z.object(definition)
export type QueueDefinition = z.infer<typeof QueueDefinition>
/** The fields of a definition, for methods that take them beside others. */
export const queueFields = definition

/** What queues are called; no two of a project have the same name. */
export const QueueName = z.string().trim().min(1).max(100)

export const SavedQueue = z.object({
  uid: z.string(),
  name: z.string(),
  definition: QueueDefinition,
  /** Who changed it last, and when. */
  annotator: z.string(),
  changedAt: z.number()
})
export type SavedQueue = z.infer<typeof SavedQueue>

/** The queues that every project has, in the order in which they are offered. */
export const builtInQueues = ['unreviewed', 'unreviewed-region', 'assigned', 'flagged', 'rejected-by-others', 'conflicts', 'drafts', 'sample', 'near-duplicates', 'physically-doubtful', 'lowest-rank', 'disagreement'] as const
export const BuiltInQueue = z.enum(builtInQueues)
export type BuiltInQueue = z.infer<typeof BuiltInQueue>

/** What must be chosen before such a queue can be opened. */
export const queueAsks: Readonly<Record<BuiltInQueue, readonly ('region' | 'encoder' | 'other-encoder')[]>> = {
  unreviewed: [],
  'unreviewed-region': ['region'],
  assigned: [],
  flagged: [],
  'rejected-by-others': [],
  conflicts: [],
  drafts: [],
  sample: [],
  'near-duplicates': [],
  'physically-doubtful': [],
  'lowest-rank': ['encoder'],
  disagreement: ['encoder', 'other-encoder']
}

export interface QueueAnswers {
  /** The name of a region. */
  readonly region?: string
  readonly encoder?: string
  readonly otherEncoder?: string
  readonly seed?: number
}

/** How many captions a new random sample has. */
export const sampleSize = 100

/** The definition of a queue that every project has; null while what it asks for is not chosen. */
export function builtInQueue(queue: BuiltInQueue, answers: QueueAnswers = {}): QueueDefinition | null {
  const { region, encoder, otherEncoder, seed = 1 } = answers
  const of = (query: string, more: Partial<QueueDefinition> = {}): QueueDefinition => ({ filter: query === '' ? {} : { query }, order: 'id', seed, ...more })
  switch (queue) {
    case 'unreviewed':
      return of('status:unreviewed')
    case 'unreviewed-region':
      return region === undefined ? null : of(`status:unreviewed region:${quoteValue(region)}`)
    case 'assigned':
      return of('assigned:me -by:me')
    case 'flagged':
      return of('status:flagged')
    case 'rejected-by-others':
      return of('status:rejected -by:me')
    case 'conflicts':
      return of('is:conflict')
    case 'drafts':
      return of('has:draft')
    case 'sample':
      return of('', { order: 'random', limit: sampleSize })
    case 'near-duplicates':
      return of('is:duplicate', { order: 'near-duplicates' })
    case 'physically-doubtful':
      return of('status:unreviewed', { order: 'agreement' })
    case 'lowest-rank':
      return encoder === undefined ? null : of('', { order: `rank:${encoder}` })
    case 'disagreement':
      return encoder === undefined || otherEncoder === undefined ? null : of('', { order: `disagreement:${encoder},${otherEncoder}` })
  }
}

/** The same definition, with the same fields in the same order and nothing that only one session means. */
export function plainDefinition({ filter, order, seed, limit, share, goldEvery }: QueueDefinition): QueueDefinition {
  const { me: _me, ...others } = filter
  const fields = Object.entries(others).filter(([, value]) => value !== undefined && value !== '')
  return {
    filter: Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1))),
    order,
    seed,
    ...(limit === undefined ? {} : { limit }),
    ...(share === undefined || share.of === 1 ? {} : { share: { part: share.part, of: share.of } }),
    ...(goldEvery === undefined ? {} : { goldEvery })
  }
}

/** Whether two definitions hold the same captions in the same order. The seed counts where something is drawn. */
export function sameDefinition(a: QueueDefinition, b: QueueDefinition): boolean {
  return queueKey(a) === queueKey(b)
}

/** What stands for a definition that has no name, to keep positions in it. */
export function queueKey(of: QueueDefinition): string {
  const plain = plainDefinition(of)
  const drawn = plain.order === 'random' || plain.goldEvery !== undefined
  return JSON.stringify(drawn ? plain : { ...plain, seed: 1 })
}

/** A queue as a file, to be given to others: `NAME.planisphere-queue.json`. */
export const QueueFile = z.object({
  format: z.literal('planisphere-queue'),
  version: z.literal(1),
  name: QueueName,
  definition: QueueDefinition
})
export type QueueFile = z.infer<typeof QueueFile>
export const queueFileEnding = '.planisphere-queue.json'
