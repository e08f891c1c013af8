import { Worker } from 'node:worker_threads'
import type { Filter } from '#shared/domain/filter.ts'
import type { QuerySelection } from '#shared/domain/query-selection.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../../store/open-project.ts'
import type { StoreReader } from '../../store/project-store.ts'
import { CallThread } from '../../threads/call-thread.ts'
import type { AnalysisRequest } from './analysis-worker.ts'
import type { QuestionAnswer, QuestionArgs, QuestionName } from './questions/index.ts'
import type { ReadySelection } from './select-queries.ts'

const page = 20_000
/** Looking an answer's place up takes about 25 microseconds; reading all of a million documents, two seconds. */
const fewQueries = 50_000

/** Looks up the captions or views inside a ring of a kept projection, rising; set by whoever keeps projections. */
export type ProjectedQueries = (project: OpenProject, projected: NonNullable<QuerySelection['projected']>, of: 'captions' | 'views') => Promise<Int32Array>

/**
 * Answers questions about kept runs. The columns of a run are read once and stay in a thread, which counts; the engine's
 * loop only hands over pages. All runs of a question must rank for the same kind of queries.
 */
export class Analyst {
  readonly #thread = new CallThread<AnalysisRequest>({
    start: () => new Worker(new URL('./analysis-worker.ts', import.meta.url)),
    end: (worker) => worker.terminate(),
    doing: 'Counting',
    hint: 'Ask again.'
  })
  readonly #loading = new Map<string, Promise<void>>()
  projectedQueries: ProjectedQueries = () => Promise.reject(new PlanisphereError('NOT_FOUND', 'There is no such projection.', { hint: 'Clear the selection.' }))

  async ask<N extends QuestionName>(
    project: OpenProject,
    question: N,
    asked: { runs: readonly RunSummary[]; selection: QuerySelection; args: QuestionArgs<N> },
    signal: AbortSignal
  ): Promise<QuestionAnswer<N>> {
    const source = oneSource(asked.runs)
    const of = source === 'captions' ? 'captions' : 'views'
    const named = await this.#namedRuns(project, asked)
    const ready = await this.#ready(project, asked.selection, of, asked.runs)
    const key = (run: RunSummary): string => `${project.handle}/${run.run}`
    const attributes = `${project.handle}/${of}/${project.dataVersion}`
    // What was loaded may be put aside again by another question before this one is asked: it is then loaded anew.
    for (let attempt = 0; ; attempt++) {
      await this.#load(project, { runs: [...asked.runs, ...named], key, attributes, of }, signal)
      try {
        return (await this.#thread.call(
          { kind: 'ask', question, runs: asked.runs.map(key), named: named.map(key), attributes, ready, args: asked.args },
          { signal }
        )) as QuestionAnswer<N>
      } catch (thrown) {
        if (attempt === 3 || !(thrown instanceof PlanisphereError) || thrown.code !== 'CONFLICT') throw thrown
      }
    }
  }

  close(): Promise<void> {
    return this.#thread.close()
  }

  /** Runs that only the selection names. */
  async #namedRuns(project: OpenProject, { runs, selection }: { runs: readonly RunSummary[]; selection: QuerySelection }): Promise<RunSummary[]> {
    const ids = [...(selection.ranks ?? []), ...(selection.errors ?? [])].map(({ run }) => run).concat(selection.outcome ? [selection.outcome.a, selection.outcome.b] : [])
    const others = [...new Set(ids)].filter((id) => !runs.some(({ run }) => run === id))
    const found = await Promise.all(others.map((run) => project.store.read('runs.get', { run })))
    return found.filter((run) => run !== null)
  }

  async #ready(project: OpenProject, selection: QuerySelection, of: 'captions' | 'views', runs: readonly RunSummary[]): Promise<ReadySelection> {
    const filter: Filter | null = selection.where ? { query: selection.where, me: selection.me } : null
    const fitting =
      filter === null
        ? null
        : of === 'captions'
          ? Int32Array.from(await project.store.read('browse.ids', { level: 'captions', filter, order: 'id' }))
          : await viewsThatFit(project, runs, filter)
    const projected = selection.projected ? await this.projectedQueries(project, selection.projected, of) : null
    return { selection, fitting, projected }
  }

  async #load(project: OpenProject, wanted: { runs: readonly RunSummary[]; key: (run: RunSummary) => string; attributes: string; of: 'captions' | 'views' }, signal: AbortSignal): Promise<void> {
    const missing = (await this.#thread.call({ kind: 'missing', runs: wanted.runs.map(wanted.key), attributes: wanted.attributes }, { signal })) as { runs: string[]; attributes: boolean }
    if (missing.runs.length === 0 && !missing.attributes) return
    // Several questions of a screen that opens want the same: one reads, the others wait.
    const runs = [...new Map(wanted.runs.filter((run) => missing.runs.includes(wanted.key(run))).map((run) => [run.run, run])).values()]
    await Promise.all([
      ...runs.map((run) => this.#once(wanted.key(run), () => withReader(project, (reader) => this.#loadRun(reader, run, wanted.key(run))))),
      ...(missing.attributes ? [this.#once(wanted.attributes, () => withReader(project, (reader) => this.#loadAttributes(reader, wanted.of, wanted.attributes)))] : [])
    ])
    signal.throwIfAborted()
  }

  #once(key: string, load: () => Promise<void>): Promise<void> {
    const known = this.#loading.get(key)
    if (known) return known
    const loading = load().finally(() => this.#loading.delete(key))
    this.#loading.set(key, loading)
    return loading
  }

  async #loadRun(reader: StoreReader, run: RunSummary, key: string): Promise<void> {
    const captions = run.protocol.galleryKind === 'captions'
    // Few answers are looked up one by one; for many, the coordinates of all documents are read once, in their order.
    const coordinates = run.queries < fewQueries
    await this.#thread.call({ kind: 'begin', key })
    await this.#pages(
      (after) => reader.read('runColumns.facts', { run: run.run, after, limit: page, captions, coordinates }),
      ({ query }) => query.at(-1),
      (read) => ({ kind: 'runPage', key, page: read })
    )
    if (!coordinates) {
      await this.#pages(
        (after) => reader.read('runColumns.documents', { of: captions ? 'captions' : 'views', after, limit: page }),
        ({ ids }) => ids.at(-1),
        (read) => ({ kind: 'documentsPage', key, page: read })
      )
    }
    await this.#thread.call({ kind: 'runEnd', key, run: run.run })
  }

  async #loadAttributes(reader: StoreReader, of: 'captions' | 'views', key: string): Promise<void> {
    await this.#thread.call({ kind: 'begin', key })
    await this.#pages(
      (after) => reader.read('runColumns.attributes', { of, after, limit: page }),
      ({ query }) => query.at(-1),
      (read) => ({ kind: 'attributesPage', key, page: read })
    )
    await this.#thread.call({ kind: 'attributesEnd', key, names: await reader.read('runColumns.names', {}) })
  }

  /** Hands every page to the thread; the next one is read while it takes one in. */
  async #pages<P extends object>(read: (after: number) => Promise<P>, lastOf: (page: P) => number | undefined, request: (page: P) => AnalysisRequest): Promise<void> {
    let taken: Promise<unknown> = Promise.resolve()
    for (let after = 0; ; ) {
      const found = await read(after)
      await taken
      const last = lastOf(found)
      if (last === undefined) return
      after = last
      taken = this.#thread.call(request(found), { transfer: Object.values(found).map((column) => (column as Int32Array<ArrayBuffer>).buffer) })
      // Heard when the next page comes; without this a failure before then would have no listener.
      taken.catch(() => undefined)
    }
  }
}

async function withReader(project: OpenProject, use: (reader: StoreReader) => Promise<void>): Promise<void> {
  // A reader of its own: the person who pages through Review must not wait behind half a million rows.
  const reader = project.store.reader()
  try {
    await use(reader)
  } finally {
    await reader.end()
  }
}

async function viewsThatFit(project: OpenProject, runs: readonly RunSummary[], filter: Filter): Promise<Int32Array> {
  const found = await Promise.all(runs.map((run) => project.store.read('runs.fitting', { run: run.run, of: 'places', filter })))
  return Int32Array.from(new Set(found.flatMap((ids) => [...ids]))).sort()
}

function oneSource(runs: readonly RunSummary[]): string {
  const sources = [...new Set(runs.map(({ protocol }) => (protocol.queries === 'captions' ? 'captions' : 'views')))]
  if (sources.length === 1) return sources[0] as string
  throw new PlanisphereError('NO_COMMON_QUERIES', 'Some of these runs rank for captions and others for views: they have no query in common.', { hint: 'Choose runs over the same queries.' })
}
