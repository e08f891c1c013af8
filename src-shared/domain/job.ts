import * as z from 'zod'
import { ErrorCodeSchema } from '../errors/schema.ts'
import { Problem } from './records.ts'

export const jobKinds = ['import', 'export', 'embed', 'evaluate', 'sample', 'duplicates', 'package', 'unpack', 'merge', 'bulk', 'mine', 'train', 'ablate', 'score', 'verify', 'import-run', 'split', 'leaks', 'diagnose', 'project', 'report'] as const
export const JobKind = z.enum(jobKinds)
export type JobKind = z.infer<typeof JobKind>

export const jobStates = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled', 'interrupted'] as const
export const JobState = z.enum(jobStates)
export type JobState = z.infer<typeof JobState>

export const JobProgress = z.object({
  /** What is being done, in a few words. */
  phase: z.string(),
  done: z.number(),
  /** Null while it is not known. */
  total: z.number().nullable(),
  /** Items a second, over the last seconds. */
  rate: z.number().nullable(),
  etaSeconds: z.number().nullable()
})
export type JobProgress = z.infer<typeof JobProgress>

export const Job = z.object({
  id: z.string(),
  kind: JobKind,
  /** One line for people: "embed demo images". */
  title: z.string(),
  state: JobState,
  params: z.record(z.string(), z.unknown()),
  progress: JobProgress.nullable(),
  result: z.record(z.string(), z.unknown()).nullable(),
  error: z.object({ code: ErrorCodeSchema, message: z.string(), hint: z.string().optional() }).nullable(),
  /** The first problems with single items; `problemCount` counts all. */
  problems: z.array(Problem),
  problemCount: z.int(),
  createdAt: z.number(),
  finishedAt: z.number().nullable(),
  /** Whether what it added can be removed again. */
  undoable: z.boolean()
})
export type Job = z.infer<typeof Job>
