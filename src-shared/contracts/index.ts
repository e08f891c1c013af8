import type * as z from 'zod'
import { analysisMethods } from './analysis.ts'
import { browseMethods } from './browse.ts'
import { bulkMethods } from './bulk.ts'
import { editRankMethods } from './edit-rank.ts'
import { diagnosisMethods } from './diagnosis.ts'
import { encoderMethods } from './encoders.ts'
import { engineMethods } from './engine.ts'
import { filterMethods } from './filter.ts'
import { exportMethods, importMethods } from './imports.ts'
import { jobMethods } from './jobs.ts'
import { leakMethods } from './leaks.ts'
import { mediaMethods } from './media.ts'
import { packageMethods } from './packages.ts'
import { planetMethods } from './planet.ts'
import { projectionMethods } from './projections.ts'
import { projectMethods } from './projects.ts'
import { queueMethods } from './queues.ts'
import { reportMethods } from './report.ts'
import { retrievalMethods } from './retrieval.ts'
import { reviewMethods } from './review.ts'
import { reviewHistoryMethods } from './review-history.ts'
import { runImportMethods } from './run-imports.ts'
import { sampleMethods } from './samples.ts'
import { splitMethods } from './splits.ts'
import { teamMethods } from './team.ts'

/** The one map of everything the engine can be asked. Both ends are typed by it; the engine parses every input with it. */
export const contract = {
  ...engineMethods,
  ...analysisMethods,
  ...diagnosisMethods,
  ...projectionMethods,
  ...projectMethods,
  ...browseMethods,
  ...bulkMethods,
  ...reviewMethods,
  ...reviewHistoryMethods,
  ...queueMethods,
  ...editRankMethods,
  ...filterMethods,
  ...importMethods,
  ...exportMethods,
  ...packageMethods,
  ...jobMethods,
  ...encoderMethods,
  ...reportMethods,
  ...retrievalMethods,
  ...runImportMethods,
  ...mediaMethods,
  ...planetMethods,
  ...sampleMethods,
  ...splitMethods,
  ...leakMethods,
  ...teamMethods
} as const

export type Contract = typeof contract
export type MethodName = keyof Contract
/** What a caller writes (defaults may be left out). */
export type MethodInput<M extends MethodName> = z.input<Contract[M]['input']>
/** What an implementation reads (defaults filled in). */
export type MethodParams<M extends MethodName> = z.output<Contract[M]['input']>
export type MethodOutput<M extends MethodName> = z.output<Contract[M]['output']>

/** Raise when a frame or a method changes so that an older end would misread it. */
export const protocolVersion = 1
