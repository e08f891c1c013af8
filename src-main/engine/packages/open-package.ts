import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { readProjectExport, type ProjectBatch } from '../importing/project-import.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { bringIndexesUpToDate } from '../store/indexing.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { ProjectLine } from '../store/repositories/project-lines.ts'
import { entryNames, imagesRoot, isImageName, type OpenedPackage, type WorkManifest } from './package-format.ts'
import { PackageReader } from './package-reader.ts'

export interface OpenParams extends Record<string, unknown> {
  readonly path: string
}

const linesAtOnce = 400

/**
 * Fills a new project from a work package: images into its own folder, then the lines. Everything in the package is
 * checked; one wrong line, and the job fails.
 */
export function openPackageRunner(): JobRunner<OpenParams, null> {
  return { kind: 'unpack', title: ({ path }) => `Open ${basename(path)}`, run: fill }
}

/** A package's manifest. Throws BAD_FILE for anything but a work package. */
export async function readWorkManifest(path: string, signal?: AbortSignal): Promise<WorkManifest> {
  const reader = await PackageReader.open(path, signal)
  await reader.close()
  return workManifest(reader)
}

async function fill(context: JobContext<OpenParams, null>): Promise<Record<string, unknown>> {
  const { project, params, signal } = context
  const reader = await PackageReader.open(params.path, signal)
  try {
    const manifest = workManifest(reader)
    context.progress({ phase: 'Checking', done: 0, total: null })
    await reader.check(reader.lines, signal)
    await unpackImages(context, reader)
    const counts = await importLines(context, reader, manifest)
    await bringIndexesUpToDate(project, { signal, progress: (done, total) => context.progress({ phase: 'Indexing', done, total }) })
    await project.store.write('review.setReasons', { reasons: manifest.reasons })
    const newest = await project.store.read('workPackages.newest', {})
    const { package: uuid, project: origin, name, madeAt, madeBy, recipient, blind } = manifest
    const opened: OpenedPackage = { package: uuid, project: origin, name, madeAt, madeBy, recipient, blind, openedAt: Date.now(), baseEvent: newest.event, baseCaption: newest.caption }
    await project.store.write('meta.set', { key: 'package', value: JSON.stringify(opened) })
    project.dataVersion += 1
    context.emit({ type: 'changed', project: project.handle, what: ['places', 'views', 'captions'] })
    return { package: uuid, path: project.path, name: project.name, recipient, ...counts, images: reader.images.length }
  } finally {
    await reader.close()
  }
}

function workManifest({ manifest, file }: PackageReader): WorkManifest {
  if (manifest.planisphere === 'work') return manifest
  throw new PlanisphereError('BAD_FILE', `${file} holds the answers to a work package, not the package itself.`, { hint: 'Merge it into the project that the package came from.', place: { file } })
}

async function unpackImages(context: JobContext<OpenParams, null>, reader: PackageReader): Promise<void> {
  const { project, signal } = context
  const folder = join(project.path, 'unpack.part')
  await rm(folder, { recursive: true, force: true })
  try {
    let done = 0
    for (const entry of reader.images) {
      await reader.extract(entry, PackageReader.targetOf(entry, folder), signal)
      context.progress({ phase: 'Unpacking', done: ++done, total: reader.images.length })
    }
    if (done === 0) return
    await rm(project.folders.images, { recursive: true, force: true })
    await rename(join(folder, imagesRoot), project.folders.images)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function importLines(context: JobContext<OpenParams, null>, reader: PackageReader, manifest: WorkManifest): Promise<{ places: number; views: number; captions: number }> {
  const { project, params, signal } = context
  const begun = await project.store.write('importing.begin', { job: context.id, source: params.path, format: 'planisphere-work', options: '{}', at: Date.now() })
  const counts = { places: 0, views: 0, captions: 0, skipped: 0 }
  const inner = { ...reader.lines, name: entryNames.lines }
  const file = `${reader.file}/${entryNames.lines}`
  for await (const batch of readProjectExport(params.path, signal, () => linesAtOnce, inner)) {
    const [problem] = batch.problems
    if (problem) throw badLine(file, problem.line, problem.message)
    const lines = batch.lines.map((line, row) => ownLine(project, line, () => badLine(file, batch.at[row] ?? null, 'its image lies outside of the package')))
    const outcome = await project.store.write('importing.applyProject', { lines, import: begun.import, job: context.id, before: counts, cursor: batch.cursor, fingerprint: 'package' })
    const [unknown] = outcome.problems
    if (unknown) throw badLine(file, lineOf(batch, unknown.row), unknown.message)
    counts.places += outcome.places
    counts.views += outcome.views
    counts.captions += outcome.captions
    counts.skipped += outcome.skipped
    context.progress({ phase: 'Importing', done: batch.bytes, total: inner.bytes })
  }
  const { captions } = await project.store.read('meta.counts', {})
  if (captions !== manifest.captions) {
    throw new PlanisphereError('BAD_FILE', `${reader.file} should hold ${manifest.captions} captions, but holds ${captions}.`, { hint: 'Make it again.', place: { file: reader.file, item: entryNames.lines } })
  }
  return { places: counts.places, views: counts.views, captions }
}

/** A view's image must be one of the package: a stranger's line must not show other files of this computer. */
function ownLine(project: OpenProject, line: ProjectLine, outside: () => PlanisphereError): ProjectLine {
  if (line.type !== 'view') return line
  if (line.root !== imagesRoot || !isImageName(line.path)) throw outside()
  return { ...line, root: project.folders.images }
}

function lineOf(batch: ProjectBatch, row: number): number | null {
  return batch.at[row] ?? null
}

function badLine(file: string, line: number | null, message: string): PlanisphereError {
  return new PlanisphereError('BAD_ROW', `${file}${line === null ? '' : `, line ${line}`}: ${message.replace(/^Line \d+:? (is )?/, '')}`, {
    hint: 'The work package was not made by Planisphere, or was changed since. Ask for it again.',
    place: { file, ...(line === null ? {} : { line }) }
  })
}
