import { join } from 'node:path'
import type { planetMethods } from '#shared/contracts/planet.ts'
import type * as z from 'zod'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JudgedCaption } from '../planet/agreement/agreement-report.ts'
import { readAgreementState } from '../planet/agreement/agreement-state.ts'
import type { LiveAgreement } from '../planet/agreement/live-agreement.ts'
import { ScoringThread } from '../planet/agreement/scoring-thread.ts'
import { readTruth, refuseUnknown } from '../planet/agreement/truth-file.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type AgreementMethods = 'planet.score' | 'planet.agreement' | 'planet.agreementReport'
type State = z.infer<(typeof planetMethods)['planet.state']['output']>['agreement']

/** The wrong claims of the sample project, in its folder. */
const ownTruth = 'ground-truth.jsonl'
const pageRows = 2000
const uidsAtOnce = 5000
/** For the random order and the resamples of the report. */
const reportSeed = 1

/** How captions agree with their own tiles: scoring them, a text while it is typed, and how well it finds what is wrong. */
export function planetAgreementHandlers(engine: EngineContext, live: LiveAgreement): Pick<Handlers, AgreementMethods> {
  return {
    async 'planet.score'({ project, options }) {
      const job = await engine.jobs.start(engine.project(project), 'score', options)
      return { job: job.id }
    },

    async 'planet.agreement'({ project, caption, text, annotator }, { signal }) {
      const started = performance.now()
      const answer = await live.of(engine.project(project), { caption, text, annotator }, signal)
      return { ...answer, milliseconds: performance.now() - started }
    },

    async 'planet.agreementReport'({ project: handle, truth, encoder, confidence }, { signal }) {
      const project = engine.project(handle)
      const captions = await judgedCaptions(project, truth ?? join(project.path, ownTruth), encoder ?? null, signal)
      const thread = new ScoringThread()
      try {
        return await thread.call<'report'>({ kind: 'report', captions, options: { encoder: encoder ?? null, confidence, seed: reportSeed } }, signal)
      } finally {
        await thread.close()
      }
    }
  }
}

/** What of a project's captions is scored, for `planet.state`; null before heads were trained. */
export async function agreementStateOf(project: OpenProject): Promise<State> {
  const state = await readAgreementState(project.folders.planet)
  if (state === null) return null
  const { scored, total, scoredAt } = await project.store.read('agreement.counts', {})
  return { scored, stale: total - scored, total, options: state.options, scoredAt: scoredAt || state.createdAt }
}

/**
 * The captions that a report is made of: scored, still with the text that the truth speaks of, and, where an encoder is
 * named, ranked by its newest run (so that all orders are of the same captions).
 */
async function judgedCaptions(project: OpenProject, file: string, encoder: string | null, signal: AbortSignal): Promise<JudgedCaption[]> {
  const { store } = project
  const truth = await readTruth(file)
  const uids = [...truth.keys()]
  const unknown: string[] = []
  for (let from = 0; from < uids.length; from += uidsAtOnce) unknown.push(...(await store.read('agreement.unknownCaptions', { uids: uids.slice(from, from + uidsAtOnce) })))
  refuseUnknown(file, truth, unknown)
  const run = encoder === null ? null : await store.read('agreement.rankingRun', { encoder })
  const captions: JudgedCaption[] = []
  let scored = 0
  for (let after = 0; ; ) {
    signal.throwIfAborted()
    const { rows, last } = await store.read('agreement.reportRows', { after, limit: pageRows, run })
    scored += rows.length
    for (const row of rows) if (run === null || row.rank !== null) captions.push({ ...row, wrong: [...(truth.get(row.uid)?.kinds ?? [])] })
    if (last === null) break
    after = last
  }
  if (scored === 0) throw new PlanisphereError('NOT_FOUND', 'No caption is scored yet.', { hint: 'Score them first: planisphere planet score PROJECT.' })
  if (captions.length === 0) throw new PlanisphereError('NOT_FOUND', `The run of ${encoder} ranks none of the scored captions.`, { hint: `Evaluate ${encoder} on captions against the whole gallery again.` })
  return captions
}
