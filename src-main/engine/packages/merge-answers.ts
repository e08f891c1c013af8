import { basename } from 'node:path'
import type { Problem } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { readProjectExport } from '../importing/project-import.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { bringIndexesUpToDate } from '../store/indexing.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { ProjectLine } from '../store/repositories/project-lines.ts'
import { entryNames, type AnswersManifest } from './package-format.ts'
import { PackageReader } from './package-reader.ts'

export interface MergeParams extends Record<string, unknown> {
  readonly path: string
  /** Takes answers to a package of another project: they count where captions are the same. */
  readonly force: boolean
}

export interface MergeReport extends Record<string, unknown> {
  readonly package: string
  readonly name: string
  readonly annotators: string[]
  /** Events that were read. */
  readonly events: number
  readonly added: number
  readonly known: number
  /** Captions that what was added speaks of. */
  readonly captions: number
  /** Captions of these that are in conflict now and were not before. */
  readonly conflicts: number
  readonly problems: readonly Problem[]
  readonly problemCount: number
}

/** A transaction should end well under the 20 ms that a person's event may have to wait. */
const targetMs = 8
const [smallestBatch, largestBatch] = [2, 400]
/** The captions of a bulk event are derived one by one: as many lines of work. */
const captionsAtOnce = 25
const keptProblems = 100

/**
 * Merges the answers to a work package, in short transactions. The same answers again add nothing, and the order in which
 * several are merged makes no difference: stopped, it begins again.
 */
export function mergeRunner(): JobRunner<MergeParams, null> {
  return {
    kind: 'merge',
    title: ({ path }) => `Merge ${basename(path)}`,
    async run(context) {
      const { project, params, signal } = context
      const reader = await PackageReader.open(params.path, signal)
      try {
        const manifest = await answersFor(project, reader, params.force)
        context.progress({ phase: 'Checking', done: 0, total: null })
        await reader.check(reader.lines, signal)
        const report = await mergeLines(context, reader, manifest)
        const { annotators, events, added, captions, conflicts, problemCount } = report
        await project.store.write('merging.record', { package: manifest.package, source: reader.file, annotators, at: Date.now(), events, added, captions, conflicts, problems: problemCount })
        return report
      } finally {
        await reader.close()
        project.dataVersion += 1
        context.emit({ type: 'changed', project: project.handle, what: ['captions'] })
      }
    }
  }
}

async function answersFor(project: OpenProject, { manifest, file }: PackageReader, force: boolean): Promise<AnswersManifest> {
  if (manifest.planisphere !== 'answers') throw new PlanisphereError('BAD_FILE', `${file} is a work package, not its answers.`, { hint: 'Open it to review it; then export the answers.', place: { file } })
  const uid = await project.store.read('meta.get', { key: 'uid' })
  if (manifest.project.uid === uid || force) return manifest
  throw new PlanisphereError('CONFLICT', `${file} answers a work package of another project, ${manifest.project.name}.`, {
    hint: `Merge it there, or merge it all the same: what speaks of captions that are not in ${project.name} is left out.`,
    place: { file }
  })
}

async function mergeLines(context: JobContext<MergeParams, null>, reader: PackageReader, manifest: AnswersManifest): Promise<MergeReport> {
  const { project, params, signal } = context
  const inner = { ...reader.lines, name: entryNames.lines }
  const file = `${reader.file}/${entryNames.lines}`
  const touched = new Map<number, boolean>()
  const problems: Problem[] = []
  const counts = { events: 0, added: 0, known: 0, problems: 0 }
  const problem = (found: Problem): void => {
    counts.problems++
    if (problems.length < keptProblems) problems.push(found)
    context.problem(found)
  }
  let size = 16
  for await (const batch of readProjectExport(params.path, signal, () => 500, inner)) {
    for (const found of batch.problems) problem(found)
    const work = batch.lines.flatMap((line, row) => parts(line).map((part) => ({ part, line: batch.at[row] ?? null })))
    for (let from = 0; from < work.length; ) {
      signal.throwIfAborted()
      const some = takeSome(work, from, size)
      const outcome = await project.store.write('merging.apply', { lines: some.map(({ part }) => part) })
      for (const { row, code, message } of outcome.problems) problem({ file, line: some[row]?.line ?? null, code, message })
      for (const { caption, conflict } of outcome.touched) if (!touched.has(caption)) touched.set(caption, conflict)
      counts.events += outcome.events
      counts.added += outcome.added
      counts.known += outcome.known
      from += some.length
      size = Math.round(Math.min(largestBatch, Math.max(smallestBatch, size * Math.min(2, 0.5 + targetMs / Math.max(1, outcome.milliseconds) / 2))))
    }
    context.progress({ phase: 'Merging', done: batch.bytes, total: inner.bytes })
  }
  // Bulk events that were taken back elsewhere.
  while ((await project.store.write('review.deriveSome', {})) > 0) signal.throwIfAborted()
  await bringIndexesUpToDate(project, { signal })
  const quiet = [...touched].flatMap(([caption, conflict]) => (conflict ? [] : [caption]))
  return {
    package: manifest.package,
    name: manifest.name,
    annotators: manifest.annotators,
    events: counts.events,
    added: counts.added,
    known: counts.known,
    captions: touched.size,
    conflicts: await project.store.read('merging.conflicts', { captions: quiet }),
    problems,
    problemCount: counts.problems
  }
}

/** A line in pieces that each fit a short transaction. */
function parts(line: ProjectLine): ProjectLine[] {
  if (line.type !== 'event-captions' || line.captions.length <= captionsAtOnce) return [line]
  return Array.from({ length: Math.ceil(line.captions.length / captionsAtOnce) }, (_, part) => ({ ...line, captions: line.captions.slice(part * captionsAtOnce, (part + 1) * captionsAtOnce) }))
}

/** As many lines as are `size` pieces of work, one at least. */
function takeSome<T extends { part: ProjectLine }>(work: readonly T[], from: number, size: number): T[] {
  let pieces = 0
  let to = from
  while (to < work.length && (to === from || pieces < size)) {
    const part = work[to]?.part
    pieces += part?.type === 'event-captions' ? part.captions.length : 1
    to++
  }
  return work.slice(from, to)
}
