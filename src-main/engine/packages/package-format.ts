import * as z from 'zod'
import { QueueDefinition } from '#shared/domain/queue.ts'
import { RejectReason } from '#shared/domain/review-events.ts'
import { viewKinds, ViewKind } from '#shared/domain/vocabulary.ts'

/** Raise when a package means something else than before. */
export const packageVersion = 1

export const entryNames = { manifest: 'manifest.json', lines: 'project.jsonl', contents: 'contents.jsonl' } as const

/** What a manifest may weigh: a filter of ten thousand places, and some. */
export const largestManifest = 4 * 1024 * 1024

const name = z.string().max(300)
const uuid = z.uuid()

/** Where a package came from: its project, and that project's own words for itself. */
const Origin = z.object({ uid: uuid, name })

/** A queue with its images, to be reviewed elsewhere. */
export const WorkManifest = z.object({
  planisphere: z.literal('work'),
  version: z.int().min(1),
  package: uuid,
  project: Origin,
  name,
  madeAt: z.number(),
  madeBy: name,
  /** For whom; empty: for anyone. */
  recipient: name,
  /** Whether what others decided was left out. */
  blind: z.boolean(),
  queue: QueueDefinition,
  images: z.object({ kinds: z.array(ViewKind), largestEdge: z.int().min(0) }),
  captions: z.int().min(0),
  reasons: z.array(RejectReason).max(30)
})
export type WorkManifest = z.infer<typeof WorkManifest>

/** What was decided in a package's project. */
export const AnswersManifest = z.object({
  planisphere: z.literal('answers'),
  version: z.int().min(1),
  package: uuid,
  project: Origin,
  name,
  madeAt: z.number(),
  annotators: z.array(name).max(10_000),
  events: z.int().min(0),
  revisions: z.int().min(0)
})
export type AnswersManifest = z.infer<typeof AnswersManifest>

export const Manifest = z.discriminatedUnion('planisphere', [WorkManifest, AnswersManifest])
export type Manifest = z.infer<typeof Manifest>

/** A line of `contents.jsonl`, the last entry: what each other entry must be. */
export const ContentLine = z.object({ name: z.string().max(200), bytes: z.int().min(0), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
export type ContentLine = z.infer<typeof ContentLine>

/** The folder that the views of a package's lines lie under. */
export const imagesRoot = 'images'

const imagePattern = new RegExp(`^\\d{4,}/\\d{6,}-(${viewKinds.join('|')})\\.[a-z0-9]{1,5}$`)

/** Names of images count through; a thousand to a folder, whatever they were called before. */
export function imageName(index: number, kind: ViewKind, extension: string): string {
  return `${String(Math.floor(index / 1000)).padStart(4, '0')}/${String(index).padStart(6, '0')}-${kind}${extension}`
}

/** Whether a path under `images` is one that we give. */
export function isImageName(path: string): boolean {
  return imagePattern.test(path)
}

/** What an opened package remembers, under the key `package` of the table meta. */
export const OpenedPackage = z.object({
  package: uuid,
  project: Origin,
  name,
  madeAt: z.number(),
  madeBy: name,
  recipient: name,
  blind: z.boolean(),
  openedAt: z.number(),
  /** The newest event, and the newest caption row, that came with the package. */
  baseEvent: z.int().min(0),
  baseCaption: z.int().min(0)
})
export type OpenedPackage = z.infer<typeof OpenedPackage>
