import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImportOptions, ImportReport } from '#shared/contracts/imports.ts'
import type { Problem } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { bringIndexesUpToDate } from '../store/indexing.ts'
import type { OpenProject } from '../store/open-project.ts'
import { sumCounts, type ImportBatch, type ImportCheckpoint, type ImportCounts } from '../store/repositories/import-rows.ts'
import type { ProjectLine } from '../store/repositories/project-lines.ts'
import { BatchBuilder } from './batch-builder.ts'
import type { BatchProblem, BatchSink } from './batch-sink.ts'
import { DryRunCounter } from './dry-run-counter.ts'
import { MissingImages } from './missing-images.ts'
import { findSource, openSource, type FoundSource } from './open-source.ts'
import { readProjectExport } from './project-import.ts'
import type { OpenedSource } from './source-record.ts'

export interface ImportParams extends Record<string, unknown> {
  readonly options: ImportOptions
  readonly dryRun: boolean
}

/** A batch's transaction should end well under the 20 ms that a person's event may have to wait. */
const targetMs = 10
// On a busy machine a clock says little about the work: below this, commits would cost more than the rows.
const smallestBatch = 256
const largestBatch = 8000
const keptProblems = 100

/** The import job: reads a source of any format into the project in short transactions, resumable to the record. */
export function importRunner(): JobRunner<ImportParams, ImportCheckpoint> {
  return {
    kind: 'import',
    undoable: true,
    onlyReads: (params) => params.dryRun,
    title: (params) => `${params.dryRun ? 'Check' : 'Import'} ${basename(params.options.source)}`,
    async run(context) {
      const found = await findSource(context.params.options)
      const problems = new ProblemLog(context)
      const report = found.format === 'planisphere-jsonl' ? await importProject(context, found, problems) : await importRecords(context, found, await openSource(found), problems)
      if (!context.params.dryRun) {
        context.project.dataVersion += 1
        context.emit({ type: 'changed', project: context.project.handle, what: ['places', 'views', 'captions'] })
        await bringIndexesUpToDate(context.project, { signal: context.signal, progress: (done, total) => context.progress({ phase: 'Indexing', done, total }) })
      }
      return { format: found.format, ...report, problems: problems.first, problemCount: problems.count } satisfies ImportReport
    },
    undo: undoImport
  }
}

class ProblemLog {
  readonly first: Problem[] = []
  count = 0
  readonly #context: JobContext<ImportParams, ImportCheckpoint>

  constructor(context: JobContext<ImportParams, ImportCheckpoint>) {
    this.#context = context
  }

  /** `known`: an earlier try reported it to the job already. */
  add(problem: Problem, known = false): void {
    this.count += 1
    if (this.first.length < keptProblems) this.first.push(problem)
    if (!known) this.#context.problem(problem)
  }
}

async function importRecords(context: JobContext<ImportParams, ImportCheckpoint>, found: FoundSource, opened: OpenedSource, problems: ProblemLog): Promise<ImportCounts> {
  const { project, params, signal } = context
  const { request } = found
  const fingerprint = await fingerprintOf(request.source)
  const earlier = context.checkpoint?.fingerprint === fingerprint ? context.checkpoint : null
  const begun = params.dryRun
    ? { import: 0, label: await project.store.read('importing.label', { source: request.source }) }
    : await project.store.write('importing.begin', { job: context.id, source: request.source, format: found.format, options: JSON.stringify(params.options), at: Date.now() })
  const source = basename(request.source)
  const builder = new BatchBuilder({ ...begun, source, base: opened.base, defaultKind: opened.defaultKind, author: params.options.author ?? null })
  const missing = new MissingImages(opened.base)
  const sink = params.dryRun ? new DryRunCounter(project) : new StoringSink(project, context.id, fingerprint, context.checkpoint?.counts)

  const skip = earlier?.cursor ?? 0
  let cursor = 0
  let records = skip
  const flush = async (): Promise<void> => {
    if (builder.size === 0) return
    const { batch, places } = builder.take()
    await sink.put(batch, cursor, (problem) => problems.add({ ...(places[problem.row] ?? { file: source, line: null }), code: problem.code, message: problem.message }))
  }
  const progress = (): void => {
    const share = opened.total === null || opened.total === 0 ? 0 : opened.done() / opened.total
    const total = share > 0 ? Math.max(records, Math.round(records / share)) : null
    context.progress({ phase: params.dryRun ? 'Checking' : 'Importing', done: records, total })
  }
  try {
    for await (const items of opened.read({ skip, signal })) {
      for (const item of items) {
        const before = cursor < skip
        cursor += 1
        if (item === null) continue
        if (item.problem) {
          problems.add(item.problem, before)
          continue
        }
        records += before ? 0 : 1
        for (const problem of item.record.notes ?? []) problems.add(problem, before)
        for (const problem of missing.check(item.record)) problems.add(problem, before)
        for (const problem of builder.add(item.record, cursor, before)) problems.add(problem, before)
        if (builder.size >= sink.batchSize) await flush()
        signal.throwIfAborted()
      }
      progress()
    }
    await flush()
  } finally {
    await sink.settle()
  }
  for (const problem of missing.finish()) problems.add(problem)
  if (records === 0) {
    const [first] = problems.first
    throw new PlanisphereError('BAD_FILE', `${source} has nothing that can be imported${first ? `: ${first.message}` : '.'}`, {
      hint: problems.count > 1 ? `All ${problems.count.toLocaleString('en')} records have problems; look at the first ones.` : 'Check its contents, or name its format.',
      place: { file: first?.file ?? source, line: first?.line ?? undefined }
    })
  }
  progress()
  return sink.counts
}

/** Our own export: its lines go into the tables as they are, known ones by their stable ids are skipped. */
async function importProject(context: JobContext<ImportParams, ImportCheckpoint>, found: FoundSource, problems: ProblemLog): Promise<ImportCounts> {
  const { project, params, signal } = context
  const { source } = found.request
  const fingerprint = await fingerprintOf(source)
  const { size: total } = await stat(source)
  const skip = context.checkpoint?.fingerprint === fingerprint ? context.checkpoint.cursor : 0
  let counts: ImportCounts = context.checkpoint?.counts ?? { places: 0, views: 0, captions: 0, skipped: 0 }
  const begun = params.dryRun ? null : await project.store.write('importing.begin', { job: context.id, source, format: found.format, options: JSON.stringify(params.options), at: Date.now() })
  let size = 512
  for await (const batch of readProjectExport(source, signal, () => size)) {
    const known = batch.cursor <= skip
    for (const problem of batch.problems) problems.add(problem, known)
    if (begun === null) counts = sumCounts(counts, await countProjectLines(project, batch.lines))
    else if (!known) {
      // A batch that the checkpoint cuts in two is skipped by its lines' own ids where they are in.
      const from = batch.at.findIndex((line) => line > skip)
      const lines = from <= 0 ? batch.lines : batch.lines.slice(from)
      const outcome = await project.store.write('importing.applyProject', { lines, import: begun.import, job: context.id, before: counts, cursor: batch.cursor, fingerprint })
      counts = sumCounts(counts, outcome)
      for (const problem of outcome.problems) problems.add({ file: basename(source), line: batch.at[problem.row + Math.max(from, 0)] ?? null, code: problem.code, message: problem.message })
      size = fittedSize(size, outcome.milliseconds)
    }
    context.progress({ phase: params.dryRun ? 'Checking' : 'Importing', done: batch.bytes, total })
  }
  return counts
}

async function countProjectLines(project: OpenProject, lines: readonly ProjectLine[]): Promise<ImportCounts> {
  const uids = (type: 'place' | 'view' | 'caption') => lines.flatMap((line) => (line.type === type && (line.type !== 'caption' || line.root === null) ? [line.uid] : []))
  const all = { places: uids('place'), views: uids('view'), captions: uids('caption') }
  const known = await project.store.read('importing.known', all)
  return {
    places: all.places.length - known.places,
    views: all.views.length - known.views,
    captions: all.captions.length - known.captions,
    skipped: known.places + known.views + known.captions
  }
}

function fittedSize(size: number, milliseconds: number): number {
  const fit = Math.min(2, targetMs / Math.max(milliseconds, 0.5))
  return Math.round(Math.min(largestBatch, Math.max(smallestBatch, size * (0.5 + fit / 2))))
}

/** Stores one batch while the next is being read, and fits the batches' size to the time that they take. */
class StoringSink implements BatchSink {
  counts: ImportCounts = { places: 0, views: 0, captions: 0, skipped: 0 }
  batchSize = 512
  readonly #project: OpenProject
  readonly #job: string
  readonly #fingerprint: string
  #pending: Promise<void> = Promise.resolve()

  constructor(project: OpenProject, job: string, fingerprint: string, counts: ImportCounts | undefined) {
    this.#project = project
    this.#job = job
    this.#fingerprint = fingerprint
    if (counts) this.counts = counts
  }

  async put(batch: ImportBatch, cursor: number, problem: (problem: BatchProblem) => void): Promise<void> {
    await this.#pending
    this.#pending = this.#store(batch, cursor, problem)
    // Seen by the next put or by settle; until then it must not count as unhandled.
    this.#pending.catch(() => {})
  }

  async settle(): Promise<void> {
    await this.#pending
  }

  async #store(batch: ImportBatch, cursor: number, problem: (problem: BatchProblem) => void): Promise<void> {
    const outcome = await this.#project.store.write('importing.apply', { batch, job: this.#job, before: this.counts, cursor, fingerprint: this.#fingerprint })
    this.counts = sumCounts(this.counts, outcome)
    for (const each of outcome.problems) problem(each)
    this.batchSize = fittedSize(this.batchSize, outcome.milliseconds)
  }
}

async function fingerprintOf(source: string): Promise<string> {
  const info = await stat(source)
  return info.isDirectory() ? 'folder' : `${info.size}:${Math.round(info.mtimeMs)}`
}

/** Takes away what an import added. Throws CONFLICT if people have worked on its captions since. */
export async function undoImport(project: OpenProject, job: string): Promise<{ places: number; views: number; captions: number }> {
  const reviewed = await project.store.read('importing.reviewed', { job })
  if (reviewed > 0) {
    throw new PlanisphereError('CONFLICT', `${reviewed.toLocaleString('en')} of its captions have been reviewed, so the import stays.`, {
      hint: 'What people decided is never removed. Reject the captions that you do not want.'
    })
  }
  const removed = { places: 0, views: 0, captions: 0 }
  let limit = 200
  for (;;) {
    const started = performance.now()
    const step = await project.store.write('importing.undo', { job, limit })
    removed.places += step.places
    removed.views += step.views
    removed.captions += step.captions
    if (!step.left) break
    limit = Math.round(Math.min(2000, Math.max(20, (limit * targetMs) / Math.max(1, performance.now() - started))))
  }
  project.dataVersion += 1
  return removed
}
