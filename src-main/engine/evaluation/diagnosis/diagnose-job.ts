import { existsSync } from 'node:fs'
import * as z from 'zod'
import type { Diagnosis, EmbeddedSide } from '#shared/contracts/diagnosis.ts'
import type { RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { endInferenceWorker, startInferenceWorker } from '../../inference/inference-worker.ts'
import type { JobContext, JobRunner } from '../../jobs/job-queue.ts'
import { vectorPath } from '../../store/vector-file.ts'
import { CallThread } from '../../threads/call-thread.ts'
import { readQueries } from '../query-set.ts'
import { answerDepth } from './answer-columns.ts'
import type { DiagnosisRequest, Figures } from './diagnosis-worker.ts'
import { writeDiagnosis } from './kept-diagnosis.ts'

const DiagnoseParams = z.object({ run: z.string() })
type DiagnoseParams = z.infer<typeof DiagnoseParams>
type Context = JobContext<DiagnoseParams>
type Thread = CallThread<DiagnosisRequest>

/** Rankings a page: some ten milliseconds of a reader of its own. */
const pageRows = 2000

/** Diagnoses a run and keeps what it found. Stopped, nothing is kept; going on, it begins anew. */
export function diagnoseRunner(): JobRunner<DiagnoseParams> {
  return {
    kind: 'diagnose',
    title: ({ run }) => `diagnose ${run}`,
    async run(context) {
      const run = await context.project.store.read('runs.get', { run: DiagnoseParams.parse(context.params).run })
      if (!run) throw new PlanisphereError('NOT_FOUND', `The project has no run ${context.params.run}.`, { hint: 'List its runs again.' })
      const thread: Thread = new CallThread<DiagnosisRequest>({
        start: () => startInferenceWorker(new URL('./diagnosis-worker.ts', import.meta.url)),
        end: endInferenceWorker,
        doing: 'Diagnosing',
        hint: 'Start it again.'
      })
      try {
        await readAnswers(context, thread, run)
        const facts = { queries: run.queries, documents: run.gallery, wholeGallery: run.protocol.gallery === 'all' }
        context.progress({ phase: 'counting answers', done: 0, total: null })
        const figures = (await thread.call({ kind: 'figures', facts }, { signal: context.signal })) as Figures
        const embeddings = await measureEmbeddings(context, thread, run)
        context.signal.throwIfAborted()
        await writeDiagnosis(context.project, { version: 1, run: run.run, madeAt: Date.now(), ...figures, ...embeddings })
        return { run: run.run }
      } finally {
        await thread.close()
      }
    }
  }
}

async function readAnswers({ project, signal, progress }: Context, thread: Thread, run: RunSummary): Promise<void> {
  // A reader of its own: a person's page must not wait behind half a million rankings.
  const reader = project.store.reader()
  const stop = (): void => void reader.end()
  signal.addEventListener('abort', stop)
  try {
    let done = 0
    for (let after = 0; ; ) {
      signal.throwIfAborted()
      const page = await reader.read('runScores.page', { run: run.run, after, limit: pageRows, depth: answerDepth })
      const last = page.query.at(-1)
      if (last === undefined) return
      after = last
      done += page.query.length
      await thread.call({ kind: 'page', page }, { signal, transfer: Object.values(page).map((column) => (column as Int32Array<ArrayBuffer>).buffer) })
      progress({ phase: 'reading answers', done, total: Math.max(run.queries, done) })
    }
  } catch (thrown) {
    signal.throwIfAborted()
    throw thrown
  } finally {
    signal.removeEventListener('abort', stop)
    await reader.end()
  }
}

type Embedded = Pick<Diagnosis, 'embeddings' | 'withoutEmbeddings'>

/** The embeddings that the run ranked by, where they are still there and of the same encoder. */
async function measureEmbeddings({ project, signal, progress }: Context, thread: Thread, run: RunSummary): Promise<Embedded> {
  const none = (why: NonNullable<Embedded['withoutEmbeddings']>): Embedded => ({ embeddings: null, withoutEmbeddings: why })
  const { protocol } = run
  if (run.origin === 'imported' || protocol.encoder === null) return none('imported')
  const encoder = await project.store.read('gallery.encoder', { name: protocol.encoder })
  if (!encoder) return none('encoder-gone')
  if (encoder.hash !== protocol.encoderHash) return none('encoder-changed')
  const sides: EmbeddedSide[] = []
  for (const [i, side] of (['queries', 'documents'] as const).entries()) {
    progress({ phase: 'measuring embeddings', done: i, total: 2 })
    const source = side === 'queries' ? protocol.queries : protocol.galleryKind
    const file = vectorPath(project.folders.vectors, encoder.name, source === 'captions' ? 'text' : 'image')
    if (!existsSync(file)) return none('no-vectors')
    const rows = await readQueries(project, source, protocol.split)
    const measured = (await thread.call({ kind: 'side', side, file, encoderHash: encoder.hash, ids: rows.vectors }, { signal })) as EmbeddedSide
    if (measured.vectors === 0) return none('no-vectors')
    sides.push(measured)
  }
  const gap = (await thread.call({ kind: 'gap' }, { signal })) as number | null
  return { embeddings: { sides, gap, centered: protocol.centered }, withoutEmbeddings: null }
}
