import { basename } from 'node:path'
import { rm } from 'node:fs/promises'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { bulkCaptions } from '../exporting/bulk-lines.ts'
import { ExportTarget } from '../exporting/export-target.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import type { OpenProject } from '../store/open-project.ts'
import { entryNames, OpenedPackage, packageVersion, type AnswersManifest } from './package-format.ts'
import { PackageLines } from './package-lines.ts'
import { PackageWriter } from './package-writer.ts'

export interface AnswersParams extends Record<string, unknown> {
  readonly action: 'answers'
  readonly out: string
}

const page = 1000

/** What a project remembers of the work package that it was opened from; null where it was not. */
export async function openedPackage(project: OpenProject): Promise<OpenedPackage | null> {
  const kept = await project.store.read('meta.get', { key: 'package' })
  if (kept === null) return null
  const parsed = OpenedPackage.safeParse(JSON.parse(kept))
  if (!parsed.success) throw new PlanisphereError('PROJECT_DAMAGED', `${project.name} does not know any more which work package it came from.`, { hint: 'Open the package again.' })
  return parsed.data
}

/** Writes all that was decided in an opened package since it was opened: to be merged where it came from. */
export async function writeAnswers(context: JobContext<AnswersParams>): Promise<Record<string, unknown>> {
  const { project, params, signal } = context
  const opened = await openedPackage(project)
  if (opened === null) throw new PlanisphereError('CONFLICT', `${project.name} was not opened from a work package, so there is nobody to answer.`, { hint: 'Export the project instead.' })
  const { baseCaption, baseEvent } = opened
  const target = await ExportTarget.open(params.out, false, context.id)
  const linesFile = `${target.making}.lines`
  const writer = await PackageWriter.open(target.making)
  const lines = new PackageLines(linesFile)
  try {
    const done = await project.store.read('workPackages.done', { baseEvent, baseCaption })
    await lines.begin(opened.name)
    // What is read later knows at least what was read before: revisions last, so that none is missing where someone edits meanwhile.
    for await (const { event, captions } of bulkCaptions(project, { afterEvent: baseEvent, upToCaption: baseCaption }, signal)) await lines.bulk(event, captions)
    const annotators = new Set<string>()
    for (let after = baseEvent; ; ) {
      signal.throwIfAborted()
      const events = await project.store.read('workPackages.newEvents', { after, baseCaption, limit: page })
      for (const event of events) {
        await lines.event(event)
        annotators.add(event.annotator.name)
      }
      context.progress({ phase: 'Writing', done: lines.events, total: done.events })
      after = events.at(-1)?.seq ?? after
      if (events.length < page) break
    }
    for (let after = baseCaption; ; ) {
      signal.throwIfAborted()
      const rows = await project.store.read('workPackages.newRevisions', { after, baseCaption, limit: page })
      for (const { caption } of rows) await lines.caption(caption)
      after = rows.at(-1)?.key ?? after
      if (rows.length < page) break
    }
    await lines.close()
    const manifest: AnswersManifest = {
      planisphere: 'answers',
      version: packageVersion,
      package: opened.package,
      project: opened.project,
      name: opened.name,
      madeAt: Date.now(),
      annotators: [...annotators].sort(),
      events: lines.events,
      revisions: lines.revisions
    }
    await writer.add(entryNames.manifest, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`))
    await writer.addFile(entryNames.lines, linesFile, signal)
    await writer.close()
    signal.throwIfAborted()
    await target.commit()
    return { file: target.path, name: basename(target.path), package: opened.package, events: lines.events, revisions: lines.revisions, captions: done.captions, drafts: done.drafts, annotators: manifest.annotators }
  } catch (error) {
    await lines.abort()
    await writer.abort()
    await target.discard()
    throw error
  } finally {
    await rm(linesFile, { force: true })
  }
}
