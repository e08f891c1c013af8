import * as z from 'zod'
import { EvaluateOptions } from '#shared/contracts/retrieval.ts'
import type { RunRepeat } from '#shared/domain/run-repeat.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobRunner } from '../jobs/job-queue.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { RankingRow } from '../store/repositories/runs.ts'
import { dropDraft, rankIntoDraft, type EvaluateCheckpoint, type RankedDraft } from './evaluate-job.ts'

const Params = z.object({ run: z.string() })
const page = 2000

/**
 * Evaluates a kept run's protocol anew into a draft, holds every rank and metric against the kept ones, and drops the
 * draft. Interrupted, it goes on as an evaluation does.
 */
export function repeatRunner(version: string, resources: string): JobRunner<Record<string, unknown>, EvaluateCheckpoint> {
  return {
    kind: 'verify',
    title: (params) => `repeat ${Params.parse(params).run}`,
    async run(context) {
      const { project, signal } = context
      const kept = await repeatableRun(project, Params.parse(context.params).run)
      const again = await rankIntoDraft(context, optionsOf(kept), version, resources)
      try {
        context.progress({ phase: 'comparing with the run', done: 0, total: kept.queries })
        const found = await compareWith(project, kept, again, signal, (done) => context.progress({ phase: 'comparing with the run', done, total: kept.queries }))
        return { ...found }
      } finally {
        await dropDraft(project, again.draft)
      }
    }
  }
}

/** NOT_FOUND for an unknown run or a run whose encoder is gone, UNSUPPORTED for one that was not made here. */
export async function repeatableRun(project: OpenProject, id: string): Promise<RunSummary> {
  const run = await project.store.read('runs.get', { run: id })
  if (!run) throw new PlanisphereError('NOT_FOUND', `The project has no run ${id}.`, { hint: 'List the runs to see what there is.' })
  const { encoder } = run.protocol
  if (run.origin === 'imported' || encoder === null) {
    throw new PlanisphereError('UNSUPPORTED', `${run.name} was imported: what made its rankings is not here, so it cannot be evaluated again.`, { hint: 'Import embeddings instead of a ranking: an evaluation of those can be repeated.' })
  }
  if (!(await project.store.read('gallery.encoder', { name: encoder }))) {
    throw new PlanisphereError('NOT_FOUND', `${run.name} was made with the encoder ${encoder}, which the project has no longer.`, { hint: `Add it again by that name, embed with it, and repeat the run.` })
  }
  return run
}

function optionsOf({ name, protocol }: RunSummary): EvaluateOptions {
  const { encoder, queries, galleryKind, gallery, positives, preset, centered, split, rerank, where, me } = protocol
  return EvaluateOptions.parse({ encoder, queries, galleryKind, gallery, positives, preset, centered, split, rerank: rerank && { weight: rerank.weight, depth: rerank.depth }, where: where ?? undefined, me, name })
}

async function compareWith(project: OpenProject, kept: RunSummary, again: RankedDraft, signal: AbortSignal, onRead: (done: number) => void): Promise<RunRepeat> {
  const number = await project.store.read('runs.numberOf', { run: kept.run })
  if (number === null) throw new PlanisphereError('NOT_FOUND', `The run ${kept.run} was removed meanwhile.`)
  const counts = { kept: kept.queries, now: again.result.queries, onlyKept: 0, onlyNow: 0, ranksDiffer: 0, answersDiffer: 0, largestMove: 0 }
  const [before, now] = [rows(project, number), rows(project, again.draft)]
  let [a, b] = [await before.next(), await now.next()]
  let seen = 0
  while (a !== null || b !== null) {
    signal.throwIfAborted()
    if (b === null || (a !== null && a.query < b.query)) {
      counts.onlyKept++
      a = await before.next()
    } else if (a === null || b.query < a.query) {
      counts.onlyNow++
      b = await now.next()
    } else {
      if (ranksDiffer(a, b)) counts.ranksDiffer++
      if (a.answerView !== b.answerView) counts.answersDiffer++
      counts.largestMove = Math.max(counts.largestMove, Math.abs(a.bestRank - b.bestRank))
      // Rows that are at hand need no waiting: half a million promises would take a second of the engine's loop.
      a = before.atHand() ?? (await before.next())
      b = now.atHand() ?? (await now.next())
    }
    if (++seen % page === 0) onRead(seen)
  }
  const metrics = Object.entries(kept.metrics).flatMap(([metric, value]) => {
    const other = again.result.metrics[metric] ?? null
    return other === value ? [] : [{ metric, kept: value, now: other }]
  })
  const same = metrics.length === 0 && counts.onlyKept + counts.onlyNow + counts.ranksDiffer + counts.answersDiffer === 0
  return { run: kept.run, name: kept.name, same, sources: sourcesThatDiffer(kept, again), queries: counts, metrics }
}

function ranksDiffer(a: RankingRow, b: RankingRow): boolean {
  if (a.gallery !== b.gallery || a.optimisticRank !== b.optimisticRank || a.pessimisticRank !== b.pessimisticRank || a.positiveRanks.length !== b.positiveRanks.length) return true
  return a.positiveRanks.some((rank, i) => rank !== b.positiveRanks[i])
}

function sourcesThatDiffer(kept: RunSummary, { result }: RankedDraft): RunRepeat['sources'] {
  const text = (value: string | number | null): string => String(value ?? '–').replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, '$1')
  const of = ({ datasetHash, encoderHash, provider, version, galleryMissing, queriesMissing, queriesWithoutTruth }: Protocol, gallery: number) =>
    ({ data: datasetHash, encoder: encoderHash, provider, version, galleryMissing, queriesMissing, queriesWithoutTruth, gallery }) as const
  const [before, now] = [of(kept.protocol, kept.gallery), of(result.protocol, result.gallery)]
  return (Object.keys(before) as (keyof typeof before)[]).flatMap((what) => (before[what] === now[what] ? [] : [{ what, kept: text(before[what]), now: text(now[what]) }]))
}

/** The rankings of a run or draft, in order of query, a page at a time. */
function rows(project: OpenProject, draft: number): { next(): Promise<RankingRow | null>; atHand(): RankingRow | null } {
  let read: RankingRow[] = []
  let at = 0
  let after = 0
  const atHand = (): RankingRow | null => read[at++] ?? null
  return {
    atHand,
    async next() {
      const ready = read[at]
      if (ready === undefined) {
        read = await project.store.read('runs.page', { draft, after, limit: page })
        at = 0
        after = read.at(-1)?.query ?? after
      }
      return atHand()
    }
  }
}
