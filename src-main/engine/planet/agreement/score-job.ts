import { ScoreOptions } from '#shared/domain/planet.ts'
import type { JobContext, JobRunner } from '../../jobs/job-queue.ts'
import type { AgreementCaption, StoredAgreement } from '../../store/repositories/agreement.ts'
import { signaturesFile } from '../signatures/mine-job.ts'
import { readAgreementState, type AgreementState } from './agreement-state.ts'
import { findHeadBase, type HeadBase } from './head-base.ts'
import type { SignaturesFile } from './scoring-protocol.ts'
import { ScoringThread } from './scoring-thread.ts'
import { trainFolds } from './train-folds.ts'

export interface ScoreHost {
  /** Folder of the application's own files, where its encoders are. */
  readonly resources: string
  /** Measures the signatures that are missing, as a part of this job; resolves with the hash of their spec. */
  mine(context: JobContext<Record<string, unknown>, unknown>): Promise<string>
}

/** Captions that have no score, and why. */
export interface Unscored {
  noRegion: number
  noTile: number
  noSignature: number
  /** No other tile in their split to compare theirs with. */
  alone: number
}

/** Where scoring stands, once heads are trained. */
interface ScoreCheckpoint {
  readonly heads: string
  readonly cleared: boolean
  readonly after: number
  readonly scored: number
  readonly unscored: Unscored
}
type Context = JobContext<Record<string, unknown>, ScoreCheckpoint>

/** Captions that are read and scored at a time. */
const pageCaptions = 400
/** Scores in one transaction, which must stay under 20 ms: each goes into four indexes in an order of its own. */
const batchRows = 100
const checkpointMs = 1000
const none: Unscored = { noRegion: 0, noTile: 0, noSignature: 0, alone: 0 }

/**
 * Scores every caption's agreement with its own tile: measures what has no signature yet, trains the heads of each fold,
 * and scores page by page. With `onlyStale`, and heads that know these signatures, only captions without a score of their
 * present text are scored, by the heads there are. Broken off, it goes on with the fold or the page where it was.
 */
export function scoreRunner(host: ScoreHost): JobRunner<Record<string, unknown>, ScoreCheckpoint> {
  return {
    kind: 'score',
    title: (params) => (ScoreOptions.parse(params).onlyStale ? 'score new and edited captions' : 'score captions against their tiles'),
    async run(context) {
      const options = ScoreOptions.parse(context.params)
      const spec = await host.mine({ ...context, params: {}, checkpoint: null, saveCheckpoint: () => Promise.resolve() })
      const signatures = { file: signaturesFile(context.project), spec }
      const thread = new ScoringThread()
      try {
        const { state, base } = await headsFor(context, host, thread, signatures, options)
        return await scoreAll(context, thread, { key: JSON.stringify([state.heads, state.createdAt]), planet: context.project.folders.planet, state, base, signatures }, options.onlyStale && state.heads !== context.id)
      } finally {
        await thread.close()
      }
    }
  }
}

/** The heads there are, where they may be used, else new ones. */
async function headsFor(context: Context, host: ScoreHost, thread: ScoringThread, signatures: SignaturesFile, options: ScoreOptions): Promise<{ state: AgreementState; base: HeadBase | null }> {
  const { project } = context
  const before = await readAgreementState(project.folders.planet)
  const keep = before !== null && before.signatureSpec === signatures.spec && (before.heads === context.id || options.onlyStale)
  const name = keep ? (before.base?.name ?? null) : options.base
  const base = name === null ? null : await findHeadBase(project, name, host.resources)
  if (keep && before.base?.hash === base?.hash) return { state: before, base }
  if (base?.trainedByPlanet === true) {
    context.emit({
      type: 'notice',
      project: project.handle,
      level: 'warning',
      message: `${base.name} was trained by PLANET: of captions that it learnt from, the scores will be too high.`,
      hint: 'Score without a base, or with an encoder that knows nothing of this project.'
    })
  }
  return { state: await trainFolds(context, thread, signatures, { ...options, base: name }, base), base }
}

/** What scoring a page needs, besides its texts. */
interface Scoring {
  readonly key: string
  readonly planet: string
  readonly state: AgreementState
  readonly base: HeadBase | null
  readonly signatures: SignaturesFile
}

async function scoreAll(context: Context, thread: ScoringThread, scoring: Scoring, onlyStale: boolean): Promise<Record<string, unknown>> {
  const { project, signal } = context
  const { state } = scoring
  const { store } = project
  const resumed = context.checkpoint?.heads === state.heads ? context.checkpoint : null
  if (!onlyStale && !resumed?.cleared) {
    // Scores by other heads are not mixed with these.
    while (!(await store.write('agreement.clear', { limit: batchRows }))) signal.throwIfAborted()
    project.dataVersion++
  }
  let at: ScoreCheckpoint = resumed ?? { heads: state.heads, cleared: true, after: 0, scored: 0, unscored: none }
  await context.saveCheckpoint({ ...at, cleared: true })
  let saved = performance.now()
  const { total } = await store.read('agreement.counts', {})
  const read = (after: number) => store.read('agreement.captions', { after, limit: pageCaptions, onlyStale })
  let seen = 0
  for (let page = await read(at.after); page.last !== null; ) {
    signal.throwIfAborted()
    const { last, rows } = page
    // The next page is read while one is scored.
    const [next, found] = await Promise.all([read(last), scorePage(thread, scoring, rows, signal)])
    for (let from = 0; from < found.scores.length; from += batchRows) await store.write('agreement.save', { scores: found.scores.slice(from, from + batchRows) })
    if (onlyStale && found.without.length > 0) await store.write('agreement.remove', { captions: found.without })
    const { unscored } = at
    at = {
      ...at,
      cleared: true,
      after: last,
      scored: at.scored + found.scores.length,
      unscored: { noRegion: unscored.noRegion + found.why.noRegion, noTile: unscored.noTile + found.why.noTile, noSignature: unscored.noSignature + found.why.noSignature, alone: unscored.alone + found.why.alone }
    }
    if (performance.now() - saved > checkpointMs) {
      await context.saveCheckpoint(at)
      saved = performance.now()
    }
    seen += onlyStale ? pageCaptions : rows.length
    context.progress({ phase: 'Scoring captions', done: Math.min(total, onlyStale ? seen : at.scored + Object.values(at.unscored).reduce((sum, n) => sum + n, 0)), total })
    page = next
  }
  await store.write('agreement.touch', { at: Date.now() })
  project.dataVersion++
  context.emit({ type: 'changed', project: project.handle, what: ['captions'] })
  return { scored: at.scored, unscored: at.unscored, folds: state.folds.length, onlyStale }
}

interface PageScores {
  readonly scores: StoredAgreement[]
  /** Captions that have no score. */
  readonly without: number[]
  readonly why: Unscored
}

async function scorePage(thread: ScoringThread, scoring: Scoring, rows: readonly AgreementCaption[], signal: AbortSignal): Promise<PageScores> {
  const why = { ...none }
  const without: number[] = []
  const leave = (caption: AgreementCaption, reason: keyof Unscored): void => {
    why[reason]++
    without.push(caption.id)
  }
  const asked: (AgreementCaption & { readonly view: number })[] = []
  for (const caption of rows) {
    if (caption.region === 0) leave(caption, 'noRegion')
    else if (caption.view === null) leave(caption, 'noTile')
    else asked.push({ ...caption, view: caption.view })
  }
  const texts = asked.map(({ text, place, region, split, view }) => ({ text, place, region, split: split ?? ('none' as const), view }))
  const found = texts.length === 0 ? [] : await thread.call<'score'>({ kind: 'score', ...scoring, texts, bins: 0 }, signal)
  const scores: StoredAgreement[] = []
  asked.forEach((caption, i) => {
    const score = found[i]
    if (!score) leave(caption, 'noSignature')
    else if (score.comparisons === 0) leave(caption, 'alone')
    else scores.push({ caption: caption.id, revision: caption.head, ...score.agreement })
  })
  return { scores, without, why }
}
