import * as z from 'zod'
import { method } from './define.ts'
import { BuiltInQueue, QueueDefinition, QueueName, SavedQueue } from '../domain/queue.ts'
import { Id, ProjectHandle } from '../domain/vocabulary.ts'

const Annotator = z.string().trim().min(1).max(100)
const QueueRef = z.object({ project: ProjectHandle, uid: z.string().min(1).max(100) })
/** A queue as an annotator opened it: the same `opened` (a time in ms) gives the same list although reviews go on. */
const opened = { project: ProjectHandle, definition: QueueDefinition, annotator: Annotator.optional(), opened: z.number() }

/** When near-duplicates were last looked for. */
export const DuplicatesState = z.object({
  at: z.number(),
  /** The Jaccard similarity from which two captions are near-duplicates. */
  threshold: z.number(),
  captions: z.int(),
  groups: z.int(),
  /** Captions that nearly repeat another. */
  members: z.int(),
  /** Texts that were written since, by imports or edits. */
  newer: z.int()
})
export type DuplicatesState = z.infer<typeof DuplicatesState>

export const queueMethods = {
  /** Saved queues by name, and those that every project has (their definitions are in domain/queue.ts; null: asks for a region or encoders first). */
  'queues.list': method(
    z.object({ project: ProjectHandle }),
    z.object({ saved: z.array(SavedQueue), builtIn: z.array(z.object({ queue: BuiltInQueue, definition: QueueDefinition.nullable() })) })
  ),
  /** How many captions a queue has now. */
  'queues.count': method(z.object({ project: ProjectHandle, definition: QueueDefinition, annotator: Annotator.optional() }), z.object({ total: z.int() })),
  /** Keeps a queue under a name that no other has (ALREADY_EXISTS). With `uid`, in the place of the one that has it, or of the one that had it before it was removed. */
  'queues.save': method(z.object({ project: ProjectHandle, uid: z.string().min(1).max(100).optional(), name: QueueName, definition: QueueDefinition, annotator: Annotator }), SavedQueue),
  'queues.rename': method(QueueRef.extend({ name: QueueName, annotator: Annotator }), SavedQueue),
  /** Removes a queue; saved again with what is returned, it is back, with everyone's position. */
  'queues.remove': method(QueueRef, SavedQueue),
  /** A queue as a file for other projects. Regions go by name; what only this project knows is refused (UNSUPPORTED). */
  'queues.export': method(
    z.object({ project: ProjectHandle, name: QueueName, definition: QueueDefinition }),
    z.object({ fileName: z.string(), text: z.string() })
  ),
  /** Saves the queue of such a file; under a name of its own where its name is taken by another queue. The same queue again adds nothing. */
  'queues.import': method(z.object({ project: ProjectHandle, path: z.string().min(1), annotator: Annotator }), SavedQueue, { paths: ['path'] }),
  /**
   * Opens a queue, saved or not, and says where the annotator goes on: at the caption where she was, or the next after it
   * that is still there, else at the first. `key` is what her position is kept under.
   */
  'queues.open': method(
    z.object({ project: ProjectHandle, queue: z.union([z.object({ uid: z.string() }), z.object({ definition: QueueDefinition })]), annotator: Annotator.optional(), opened: z.number() }),
    z.object({ key: z.string(), definition: QueueDefinition, total: z.int(), start: z.int() })
  ),
  /**
   * Keeps where an annotator stands in an opened queue: at which caption. No event of the log. `kept`: false where the
   * queue does not hold the caption, and in a project that is open read-only.
   */
  'queues.position': method(z.object({ ...opened, annotator: Annotator, key: z.string().min(1).max(100), caption: Id }), z.object({ kept: z.boolean() })),
  'queues.progress': method(
    z.object({ ...opened, annotator: Annotator, today: z.number() }),
    z.object({
      all: z.int(),
      /** Captions of the opened queue that this annotator has decided. */
      done: z.int(),
      left: z.int(),
      /** Verdicts of this annotator a minute, over the last ten minutes of work; null before the second. */
      perMinute: z.number().nullable(),
      /** What is left at this pace, in seconds of work; null before there were five verdicts, and when nothing is left. */
      secondsLeft: z.number().nullable(),
      /** Verdicts since `today` (the start of the annotator's day, ms), and all of them. */
      today: z.int(),
      mine: z.int()
    })
  ),
  /** When near-duplicates were last looked for; null: never. */
  'queues.duplicates': method(z.object({ project: ProjectHandle }), DuplicatesState.nullable()),
  /** Looks for captions that nearly repeat each other, as a job. Result: {captions, groups, members}. */
  'queues.findDuplicates': method(z.object({ project: ProjectHandle, threshold: z.number().min(0.5).max(1).default(0.8) }), z.object({ job: z.string() }))
}
