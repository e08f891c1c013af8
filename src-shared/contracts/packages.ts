import * as z from 'zod'
import { method } from './define.ts'
import { AnnotatorName, OpenVerdict } from './review.ts'
import { QueueDefinition } from '../domain/queue.ts'
import { Problem } from '../domain/records.ts'
import { Id, ProjectHandle, viewKinds, ViewKind } from '../domain/vocabulary.ts'

/** Endings of the two files. */
export const workExtension = '.planisphere-work'
export const answersExtension = '.planisphere-answers'

/** The result of a job that made a work package. */
export const MadePackage = z.object({
  file: z.string(),
  name: z.string(),
  package: z.string(),
  captions: z.int(),
  places: z.int(),
  views: z.int(),
  /** Events of the log that went with them. */
  events: z.int(),
  images: z.int(),
  missingImages: z.int()
})
export type MadePackage = z.infer<typeof MadePackage>

/** The result of a job that opened one. */
export const UnpackedPackage = z.object({ package: z.string(), path: z.string(), name: z.string(), recipient: z.string(), places: z.int(), views: z.int(), captions: z.int(), images: z.int() })
export type UnpackedPackage = z.infer<typeof UnpackedPackage>

/** The result of a job that wrote answers. */
export const WrittenAnswers = z.object({
  file: z.string(),
  name: z.string(),
  package: z.string(),
  events: z.int(),
  revisions: z.int(),
  captions: z.int(),
  /** Drafts that were never submitted: they stay behind. */
  drafts: z.int(),
  annotators: z.array(z.string())
})
export type WrittenAnswers = z.infer<typeof WrittenAnswers>

/** The result of a job that merged answers. */
export const MergeReport = z.object({
  package: z.string(),
  name: z.string(),
  annotators: z.array(z.string()),
  /** Events that were read; of them added now, and known before. */
  events: z.int(),
  added: z.int(),
  known: z.int(),
  /** Captions that what was added speaks of; of them in conflict now that were not before. */
  captions: z.int(),
  conflicts: z.int(),
  problems: z.array(Problem),
  problemCount: z.int()
})
export type MergeReport = z.infer<typeof MergeReport>

export const Merge = z.object({
  id: Id,
  package: z.string(),
  /** Name of the file. */
  source: z.string(),
  annotators: z.array(z.string()),
  at: z.number(),
  events: z.int(),
  added: z.int(),
  captions: z.int(),
  conflicts: z.int(),
  problems: z.int()
})
export type Merge = z.infer<typeof Merge>

/** What a work package says of itself. */
export const PackageFacts = z.object({
  package: z.string(),
  name: z.string(),
  /** Name of the project that it came from. */
  from: z.string(),
  madeAt: z.number(),
  madeBy: z.string(),
  /** Empty: for anyone. */
  recipient: z.string(),
  blind: z.boolean()
})
export type PackageFacts = z.infer<typeof PackageFacts>

/** A caption whose annotators decided apart, and otherwise. */
export const InboxRow = z.object({
  caption: Id,
  uid: z.string(),
  place: Id,
  placeUid: z.string(),
  region: z.string().nullable(),
  /** The view that shows the place best, for its picture. */
  view: Id.nullable(),
  /** The text in force. */
  text: z.string(),
  /** Verdicts that did not know of each other, in the log's order. */
  verdicts: z.array(OpenVerdict),
  /** When the first of them came that disagrees with one before it. */
  since: z.number()
})
export type InboxRow = z.infer<typeof InboxRow>

export const packageMethods = {
  /** Writes a queue with its images to one file. Job result: MadePackage. */
  'packages.make': method(
    z.object({
      project: ProjectHandle,
      queue: QueueDefinition,
      /** Who makes it. */
      by: AnnotatorName,
      /** For whom: what she may not see stays here. Empty: for anyone. */
      recipient: z.string().trim().max(100).default(''),
      /** Leaves out what others decided; the answers are then second reviews. */
      blind: z.boolean().default(false),
      kinds: z.array(ViewKind).default([...viewKinds]),
      /** The longest side of images in pixels; 0: as they are. */
      largestEdge: z.int().min(0).max(20_000).default(2048),
      out: z.string().min(1)
    }),
    z.object({ job: z.string() }),
    { paths: ['out'] }
  ),
  /** What a work package says of itself, without opening it. */
  'packages.look': method(z.object({ path: z.string().min(1) }), PackageFacts.extend({ captions: z.int(), bytes: z.number() }), { paths: ['path'] }),
  /** Makes a project of a work package. Job result: UnpackedPackage. Where the job fails or is cancelled, there is no project. */
  'packages.open': method(z.object({ path: z.string().min(1), out: z.string().min(1) }), z.object({ project: ProjectHandle, job: z.string() }), { paths: ['path', 'out'] }),
  /** The package that a project was opened from, and what was done in it since; null for any other project. */
  'packages.opened': method(
    z.object({ project: ProjectHandle }),
    PackageFacts.extend({ events: z.int(), captions: z.int(), drafts: z.int() }).nullable()
  ),
  /** Writes all that was decided since a package was opened. Job result: WrittenAnswers. */
  'packages.answers': method(z.object({ project: ProjectHandle, out: z.string().min(1) }), z.object({ job: z.string() }), { paths: ['out'] }),
  /** Merges answers. Job result: MergeReport. Answers to a package of another project are refused (CONFLICT) without `force`; with it they count where captions are the same. */
  'packages.merge': method(z.object({ project: ProjectHandle, path: z.string().min(1), force: z.boolean().default(false) }), z.object({ job: z.string() }), { paths: ['path'] }),
  /** What was merged, newest first. */
  'packages.merges': method(z.object({ project: ProjectHandle, limit: z.int().min(1).max(1000).default(100) }), z.array(Merge)),
  /** Captions in conflict, by id: positions [start, start + count). Those that an annotator may not see into are left out. */
  'team.inbox': method(
    z.object({ project: ProjectHandle, annotator: AnnotatorName, start: z.int().min(0).default(0), count: z.int().min(0).max(500).default(100) }),
    z.object({ total: z.int(), rows: z.array(InboxRow) })
  )
}
