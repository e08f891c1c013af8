import { randomUUID } from 'node:crypto'
import { basename } from 'node:path'
import { rm } from 'node:fs/promises'
import { plainDefinition, type QueueDefinition } from '#shared/domain/queue.ts'
import type { ViewKind } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { ExportTarget } from '../exporting/export-target.ts'
import type { OpenProject } from '../store/open-project.ts'
import { queueIds } from '../store/queue-lists.ts'
import type { EventKey } from '../store/repositories/work-packages.ts'
import { entryNames, packageVersion, type WorkManifest } from './package-format.ts'
import { PackageImages } from './package-images.ts'
import { PackageLines } from './package-lines.ts'
import { PackageWriter } from './package-writer.ts'

export interface MakeParams extends Record<string, unknown> {
  readonly action: 'make'
  readonly out: string
  readonly queue: QueueDefinition
  readonly by: string
  readonly recipient: string
  readonly blind: boolean
  readonly kinds: readonly ViewKind[]
  readonly largestEdge: number
}

/** Captions that are read at once; a slice is one read of the store. */
const sliceSize = 100

/** Writes a queue with its images to one file. Stopped, it leaves nothing behind. */
export async function makePackage(context: JobContext<MakeParams>): Promise<Record<string, unknown>> {
  const { project, params, signal } = context
  const annotator = params.recipient === '' ? {} : { annotator: params.recipient }
  const captions = [...(await queueIds(project, { ...params.queue, ...annotator, opened: Date.now() }))]
  if (captions.length === 0) throw new PlanisphereError('NOT_FOUND', 'No caption fits: a work package needs some.', { hint: 'Choose another filter, or another share.' })
  const manifest = await manifestOf(project, params, captions.length)
  const target = await ExportTarget.open(params.out, false, context.id)
  const linesFile = `${target.making}.lines`
  const writer = await PackageWriter.open(target.making)
  const lines = new PackageLines(linesFile)
  try {
    await writer.add(entryNames.manifest, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    await lines.begin(project.name)
    const images = new PackageImages(writer, params.largestEdge, signal)
    const written = await writeCaptions(context, captions, lines, images)
    await writeEvents(context, written.events, lines)
    await lines.close()
    context.progress({ phase: 'Finishing', done: captions.length, total: captions.length })
    await writer.addFile(entryNames.lines, linesFile, signal)
    await writer.close()
    signal.throwIfAborted()
    await target.commit()
    return {
      file: target.path,
      name: basename(target.path),
      package: manifest.package,
      captions: captions.length,
      places: written.places,
      views: images.packed + images.missing,
      events: lines.events,
      images: images.packed,
      missingImages: images.missing
    }
  } catch (error) {
    await lines.abort()
    await writer.abort()
    await target.discard()
    throw error
  } finally {
    await rm(linesFile, { force: true })
  }
}

async function manifestOf(project: OpenProject, params: MakeParams, captions: number): Promise<WorkManifest> {
  const uid = await project.store.read('meta.get', { key: 'uid' })
  if (uid === null) throw new PlanisphereError('PROJECT_DAMAGED', `${project.name} does not know its own identity.`, { hint: 'Restore the newest file of the folder backups/.' })
  const { queue, kinds, largestEdge } = params
  return {
    planisphere: 'work',
    version: packageVersion,
    package: randomUUID(),
    project: { uid, name: project.name },
    name: basename(params.out).replace(/\.planisphere-work$/i, ''),
    madeAt: Date.now(),
    madeBy: params.by,
    recipient: params.recipient,
    blind: params.blind,
    queue: plainDefinition(queue),
    images: { kinds: [...kinds], largestEdge },
    captions,
    reasons: await project.store.read('review.reasons', {})
  }
}

/** Places, images and captions in the queue's order, so that they stand in the same order where the package is opened. */
async function writeCaptions(context: JobContext<MakeParams>, captions: readonly number[], lines: PackageLines, images: PackageImages): Promise<{ places: number; events: EventKey[] }> {
  const { project, params, signal } = context
  const places = new Set<string>()
  const events = new Map<number, EventKey>()
  for (let from = 0; from < captions.length; from += sliceSize) {
    const slice = await project.store.read('workPackages.slice', { captions: captions.slice(from, from + sliceSize), kinds: params.kinds, recipient: params.recipient, blind: params.blind })
    let done = from
    for (const { views, ...place } of slice.places) {
      signal.throwIfAborted()
      done += captions.length > from ? Math.min(sliceSize, captions.length - from) / slice.places.length : 0
      if (places.has(place.uid)) continue
      places.add(place.uid)
      await lines.place(place)
      for (const view of views) await lines.view(place.uid, view, await images.add(view))
      context.progress({ phase: 'Packing', done: Math.floor(done), total: captions.length })
    }
    for (const caption of slice.captions) await lines.caption(caption)
    for (const event of slice.events) events.set(event.seq, event)
    for (const event of new Set(slice.bulk.map((effect) => effect.event))) {
      await lines.bulk(event, slice.bulk.filter((effect) => effect.event === event).map(({ caption, value }) => [caption, value] as const))
    }
  }
  return { places: places.size, events: [...events.values()] }
}

/** The log of these captions, in its own order. */
async function writeEvents(context: JobContext<MakeParams>, events: EventKey[], lines: PackageLines): Promise<void> {
  const { project, signal } = context
  events.sort((a, b) => a.clock - b.clock || (a.uuid < b.uuid ? -1 : 1))
  for (let from = 0; from < events.length; from += 1000) {
    signal.throwIfAborted()
    const seqs = events.slice(from, from + 1000).map(({ seq }) => seq)
    for (const event of await project.store.read('workPackages.events', { seqs })) await lines.event(event)
  }
}
