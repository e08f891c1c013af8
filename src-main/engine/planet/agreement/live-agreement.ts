import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Agreement, PerSignature, SignatureKind } from '#shared/domain/planet.ts'
import type { OpenProject } from '../../store/open-project.ts'
import { signaturesFile } from '../signatures/mine-job.ts'
import { agreementFolder, readAgreementState, type AgreementState } from './agreement-state.ts'
import { findHeadBase } from './head-base.ts'
import type { ScoredText } from './agreement-scorer.ts'
import { ScoringThread } from './scoring-thread.ts'

/** Bins of the comparison tiles' cosines that are drawn. */
const drawnBins = 24

export interface LiveAnswer {
  readonly agreement: Agreement | null
  readonly before: Agreement | null
  readonly missing: 'not-scored' | 'no-tile' | 'no-signature' | 'no-region' | null
  readonly own: PerSignature | null
  readonly bins: Record<SignatureKind, number[]> | null
  readonly comparisons: number
}

interface KnownState {
  readonly stamp: string
  readonly state: AgreementState | null
}

/**
 * The agreement of a text that is being typed, by the heads that score its region. One thread for the whole engine; the
 * heads and the projected comparison tiles stay open in it. It computes exactly what scoring the caption would store.
 */
export class LiveAgreement {
  #thread: ScoringThread | null = null
  readonly #resources: string
  readonly #states = new WeakMap<OpenProject, KnownState>()

  /** `resources`: the folder of the application's own files, where its encoders are. */
  constructor(resources: string) {
    this.#resources = resources
  }

  /**
   * `caption`: as the annotator sees it who asks (blind rules: `before` is of the text that she sees). An aborted call
   * ends at once; one that still waits is never computed. NOT_FOUND if the caption is gone.
   */
  async of(project: OpenProject, { caption, text, annotator }: { caption: number; text: string; annotator: string }, signal: AbortSignal): Promise<LiveAnswer> {
    const seen = await project.store.read('agreement.caption', { caption, annotator })
    const nothing = (missing: NonNullable<LiveAnswer['missing']>): LiveAnswer => ({ agreement: null, before: seen.score, missing, own: null, bins: null, comparisons: 0 })
    const state = await this.#stateOf(project)
    if (state === null) return nothing('not-scored')
    if (seen.view === null) return nothing('no-tile')
    if (seen.region === 0) return nothing('no-region')
    const { planet } = project.folders
    const signatures = { file: signaturesFile(project), spec: state.signatureSpec }
    const measured = stampOf(signatures.file)
    if (measured === null) return nothing('no-signature')
    const base = state.base && (await findHeadBase(project, state.base.name, this.#resources).catch(() => null))
    // Heads mean nothing without the very encoder that they stand on.
    if (state.base && base?.hash !== state.base.hash) return nothing('not-scored')

    const about = { place: seen.place, region: seen.region, split: seen.split ?? ('none' as const), view: seen.view }
    const unchanged = text.trim() === seen.text.trim()
    const texts: ScoredText[] = [{ ...about, text }]
    if (!unchanged && seen.score === null) texts.push({ ...about, text: seen.text })
    const key = JSON.stringify([project.path, state.heads, state.createdAt, measured])
    const [after, first] = await this.#scoring().call<'score'>({ kind: 'score', signatures, key, planet, state, base, texts, bins: drawnBins }, signal)
    if (!after) return nothing('no-signature')
    if (after.comparisons === 0) return nothing('not-scored')
    const { agreement, own, bins, comparisons } = after
    return { agreement, before: seen.score ?? (unchanged ? agreement : (first?.agreement ?? null)), missing: null, own, bins, comparisons }
  }

  async close(): Promise<void> {
    await this.#thread?.close()
  }

  /** A thread that died is started again by the next call. */
  #scoring(): ScoringThread {
    if (this.#thread?.alive !== true) this.#thread = new ScoringThread()
    return this.#thread
  }

  async #stateOf(project: OpenProject): Promise<AgreementState | null> {
    const stamp = stampOf(join(agreementFolder(project.folders.planet), 'agreement.json')) ?? ''
    const known = this.#states.get(project)
    if (known?.stamp === stamp) return known.state
    const state = stamp === '' ? null : await readAgreementState(project.folders.planet)
    this.#states.set(project, { stamp, state })
    return state
  }
}

/** Changes when the file does; null where there is none. */
function stampOf(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.size}/${stat.mtimeMs}` : null
}
