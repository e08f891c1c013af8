import type { AgreementReport } from '#shared/domain/planet.ts'
import type { ErrorData } from '#shared/errors/planisphere-error.ts'
import type { AgreementState } from './agreement-state.ts'
import type { JudgedCaption, ReportOptions } from './agreement-report.ts'
import type { ScoredText, TextAgreement } from './agreement-scorer.ts'
import type { FoldTrained } from './fold-training.ts'
import type { HeadBase } from './head-base.ts'

/** The signatures of a project: the file, and the spec by which they were measured. */
export interface SignaturesFile {
  readonly file: string
  readonly spec: string
}

export type ScoringRequest =
  /** Which of the views have a signature. */
  | { readonly kind: 'present'; readonly signatures: SignaturesFile; readonly views: Int32Array }
  /** Places to learn from, kept by the worker: may be given in parts. */
  | { readonly kind: 'places'; readonly places: readonly { readonly view: number; readonly fold: number; readonly texts: readonly string[] }[] }
  /** Reads the texts of the given places, from the one to before the other, as the encoder gives their tokens; kept for all folds, which then stand on it. */
  | { readonly kind: 'read'; readonly base: HeadBase; readonly from: number; readonly to: number }
  /** Trains the heads of a fold on all places of the others. */
  | { readonly kind: 'train'; readonly signatures: SignaturesFile; readonly fold: number; readonly folder: string; readonly steps: number; readonly batch: number; readonly seed: number; readonly threads: number }
  /** `key` names the state: one that the worker has open already is not opened again. */
  | { readonly kind: 'score'; readonly signatures: SignaturesFile; readonly key: string; readonly planet: string; readonly state: AgreementState; readonly base: HeadBase | null; readonly texts: readonly ScoredText[]; readonly bins: number }
  | { readonly kind: 'report'; readonly captions: readonly JudgedCaption[]; readonly options: ReportOptions }

export interface ScoringAnswers {
  present: Uint8Array
  places: null
  read: null
  train: FoldTrained
  score: (TextAgreement | null)[]
  report: AgreementReport
}

export type ScoringKind = ScoringRequest['kind']

/** To the worker: a request, the wish that one is not answered any more, or that the worker stops as soon as it can. */
export type ToScoring = { readonly id: number; readonly request: ScoringRequest } | { readonly abort: number } | { readonly end: true }

export type FromScoring =
  | { readonly id: number; readonly answer: ScoringAnswers[ScoringKind] }
  | { readonly id: number; readonly error: ErrorData }
  /** A step of training was begun. */
  | { readonly id: number; readonly step: number }
  /** Nothing runs any more. */
  | { readonly ended: true }
