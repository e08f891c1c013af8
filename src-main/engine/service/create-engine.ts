import type { EngineEvent } from '#shared/contracts/events.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import { createEngineClient } from '#shared/rpc/engine-client.ts'
import { serveEngine } from '#shared/rpc/engine-server.ts'
import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { inProcessPair } from '#transport/in-process.ts'
import { bulkRunner } from '../bulk/bulk-job.ts'
import { duplicatesRunner } from '../duplicates/duplicates-job.ts'
import { embedRunner } from '../inference/embed-job.ts'
import { exportRunner } from '../exporting/export-job.ts'
import { importRunner } from '../importing/import-job.ts'
import { mergeRunner } from '../packages/merge-answers.ts'
import { openPackageRunner } from '../packages/open-package.ts'
import { packageRunner } from '../packages/package-job.ts'
import { reportRunner } from '../reporting/report-job.ts'
import { ProjectJobQueue } from '../jobs/project-job-queue.ts'
import { Analyst } from '../evaluation/analysis/analyst.ts'
import { diagnoseRunner } from '../evaluation/diagnosis/diagnose-job.ts'
import { evaluateRunner } from '../evaluation/evaluate-job.ts'
import { repeatRunner } from '../evaluation/repeat-run.ts'
import { importRunRunner } from '../evaluation/imports/import-run-job.ts'
import { KeptProjections } from '../projection/kept-projections.ts'
import { projectRunner } from '../projection/project-job.ts'
import { sampleRunner } from '../sample/sample-job.ts'
import { leaksRunner } from '../leaks/leaks-job.ts'
import { splitRunner } from '../splits/split-job.ts'
import { deriveAfterMigration, resumeDerivations } from '../store/derivations.ts'
import { LiveAgreement } from '../planet/agreement/live-agreement.ts'
import { scoreRunner } from '../planet/agreement/score-job.ts'
import { minedSpec, mineRunner } from '../planet/signatures/mine-job.ts'
import { SignatureReader } from '../planet/signatures/signature-reader.ts'
import { ablateRunner } from '../planet/ablation/ablate-job.ts'
import { trainRunner } from '../planet/training/train-job.ts'
import { followOwnImages } from '../store/own-images.ts'
import { resumeIndexing } from '../store/indexing.ts'
import type { OpenProject } from '../store/open-project.ts'
import { OpenProjects } from '../store/open-projects.ts'
import { WarmSearch } from '../retrieval/warm-search.ts'
import { analysisFigureHandlers } from './analysis-figures-service.ts'
import { analysisMapHandlers } from './analysis-map-service.ts'
import { analysisHandlers } from './analysis-service.ts'
import { analysisWinsHandlers } from './analysis-wins-service.ts'
import { browseHandlers } from './browse-service.ts'
import { bulkHandlers } from './bulk-service.ts'
import { diagnosisHandlers } from './diagnosis-service.ts'
import { editRankHandlers } from './edit-rank-service.ts'
import { encodersHandlers } from './encoders-service.ts'
import type { EngineContext } from './engine-context.ts'
import { engineHandlers } from './engine-service.ts'
import { filterHandlers } from './filter-service.ts'
import type { Handlers } from './handlers.ts'
import { exportsHandlers } from './exports-service.ts'
import { importsHandlers } from './imports-service.ts'
import { jobsHandlers } from './jobs-service.ts'
import { leaksHandlers } from './leaks-service.ts'
import { mediaHandlers } from './media-service.ts'
import { overviewHandlers } from './overview-service.ts'
import { followUnpacking, packagesHandlers } from './packages-service.ts'
import { planetAblationHandlers } from './planet-ablation-service.ts'
import { planetAgreementHandlers } from './planet-agreement-service.ts'
import { planetHandlers } from './planet-service.ts'
import { planetSignaturesHandlers } from './planet-signatures-service.ts'
import { planetTrainingHandlers } from './planet-training-service.ts'
import { projectedQueries, projectionsHandlers } from './projections-service.ts'
import { projectsHandlers } from './projects-service.ts'
import { queuesHandlers } from './queues-service.ts'
import { reviewHandlers } from './review-service.ts'
import { reviewHistoryHandlers } from './review-history-service.ts'
import { askHandlers, reportHandlers } from './report-service.ts'
import { retrievalHandlers } from './retrieval-service.ts'
import { runImportsHandlers } from './run-imports-service.ts'
import { runsHandlers } from './runs-service.ts'
import { samplesHandlers } from './samples-service.ts'
import { splitsHandlers } from './splits-service.ts'
import { teamHandlers } from './team-service.ts'
import { planisphereVersion } from './version.ts'

export interface EngineOptions {
  /** Folder of the application's own files: resources/. */
  readonly resources: string
  /** Parse outputs as well as inputs: on in tests. Default: whether PLANISPHERE_CHECK_OUTPUTS is 1. */
  readonly checkOutputs?: boolean
  /** Lines for the log: defects with their stacks. Default: stderr. */
  readonly log?: (line: string) => void
}

/** All of Planisphere without a window. */
export interface Engine {
  readonly context: EngineContext
  /** Answers whoever is at the other end, until it goes away or the engine is closed. */
  serve(channel: FrameChannel): void
  /** A client in this process; it sees what one over a pipe sees. */
  client(): EngineClient
  /** Stops jobs at their next safe point, writes what was asked for, closes and unlocks every project. */
  close(): Promise<void>
}

export function createEngine(options: EngineOptions): Engine {
  const log = options.log ?? ((line) => void process.stderr.write(`${line}\n`))
  const listeners = new Set<(event: EngineEvent) => void>()
  const emit = (event: EngineEvent): void => {
    for (const listener of [...listeners]) listener(event)
  }
  const jobs = new ProjectJobQueue({ emit, onDefect: (kind, error) => log(`job ${kind}: ${describe(error)}`) })
  const projects = new OpenProjects({
    async opened(project) {
      await deriveAfterMigration(project)
      await followOwnImages(project)
      await jobs.recover(project)
      resumeIndexing(project, (error) => log(`indexing: ${describe(error)}`))
      resumeDerivations(
        project,
        () => {
          project.dataVersion++
          emit({ type: 'changed', project: project.handle, what: ['captions'] })
        },
        (error) => log(`deriving: ${describe(error)}`)
      )
    },
    closing: (project) => jobs.stopAll(project),
    notice: (project, message, hint) => emit({ type: 'notice', project, level: 'warning', message, hint })
  })
  const context: EngineContext = {
    project: (handle) => projects.get(handle),
    openProjects: projects,
    jobs,
    emit,
    resources: options.resources,
    version: planisphereVersion()
  }

  const search = new WarmSearch(options.resources)
  const signatures = new SignatureReader()
  const analyst = new Analyst()
  const projections = new KeptProjections()
  analyst.projectedQueries = projectedQueries(projections)

  const unpacking = followUnpacking(context)
  listeners.add((event) => unpacking.hear(event))

  // Every service and job runner of the engine. To add one: a line in one of these two lists.
  const handlers: Partial<Handlers> = {
    ...engineHandlers(context),
    ...projectsHandlers(context),
    ...overviewHandlers(context),
    ...browseHandlers(context),
    ...reviewHandlers(context),
    ...reviewHistoryHandlers(context),
    ...bulkHandlers(context),
    ...queuesHandlers(context),
    ...filterHandlers(context),
    ...encodersHandlers(context),
    ...mediaHandlers(context),
    ...retrievalHandlers(context, search),
    ...editRankHandlers(context, search),
    ...runsHandlers(context),
    ...runImportsHandlers(context),
    ...analysisHandlers(context, analyst),
    ...analysisFigureHandlers(context, analyst),
    ...analysisWinsHandlers(context, analyst, search),
    ...analysisMapHandlers(context, analyst),
    ...diagnosisHandlers(context),
    ...projectionsHandlers(context, projections, analyst),
    ...importsHandlers(context),
    ...exportsHandlers(context),
    ...packagesHandlers(context, unpacking),
    ...reportHandlers(context),
    ...jobsHandlers(context),
    ...samplesHandlers(context),
    ...splitsHandlers(context),
    ...leaksHandlers(context),
    ...planetHandlers(context, signatures),
    ...planetSignaturesHandlers(context, signatures),
    ...planetAgreementHandlers(context, new LiveAgreement(options.resources)),
    ...planetTrainingHandlers(context),
    ...planetAblationHandlers(context),
    ...teamHandlers(context)
  }
  jobs.register(evaluateRunner(context.version, options.resources))
  jobs.register(repeatRunner(context.version, options.resources))
  jobs.register(importRunRunner(context.version))
  jobs.register(diagnoseRunner())
  jobs.register(projectRunner(projections))
  jobs.register(importRunner())
  jobs.register(exportRunner())
  jobs.register(reportRunner(askHandlers(handlers)))
  jobs.register(packageRunner())
  jobs.register(openPackageRunner())
  jobs.register(mergeRunner())
  jobs.register(duplicatesRunner())
  jobs.register(bulkRunner())
  jobs.register(splitRunner())
  jobs.register(leaksRunner())
  jobs.register(embedRunner(options.resources))
  jobs.register(mineRunner())
  jobs.register(scoreRunner({ resources: options.resources, mine: minedSpec }))
  const addEncoder = encodersHandlers(context)['encoders.add']
  const host = { resources: options.resources, version: context.version, addEncoder: (project: OpenProject, path: string, name: string, signal: AbortSignal) => addEncoder({ project: project.handle, path, name }, { signal }) }
  jobs.register(sampleRunner(host))
  jobs.register(trainRunner(host))
  jobs.register(ablateRunner(host))

  const ends = new Set<() => void>()
  const serve = (channel: FrameChannel): void => {
    const end = serveEngine(channel, {
      handlers,
      version: context.version,
      pid: process.pid,
      subscribe(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
      onDefect: (method, error) => log(`${method}: ${describe(error)}`),
      checkOutputs: options.checkOutputs ?? process.env['PLANISPHERE_CHECK_OUTPUTS'] === '1'
    })
    ends.add(end)
    channel.onEnd(() => ends.delete(end))
  }

  return {
    context,
    serve,
    client() {
      const [near, far] = inProcessPair()
      serve(far)
      return createEngineClient(near, { version: context.version, pid: process.pid })
    },
    async close() {
      await projects.closeAll()
      await unpacking.settled()
      for (const end of [...ends]) end()
    }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.stack ?? error.message}${error.cause === undefined ? '' : `\n  caused by ${describe(error.cause)}`}`
}
