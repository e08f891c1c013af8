import * as z from 'zod'
import { ProjectHandle } from '../domain/vocabulary.ts'
import { Job } from '../domain/job.ts'

/** What the engine says unasked. */
export const EngineEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('job'), project: ProjectHandle, job: Job }),
  /** Something of the project changed; screens that show it read again. */
  z.object({ type: z.literal('changed'), project: ProjectHandle, what: z.array(z.enum(['places', 'captions', 'encoders', 'runs', 'views', 'projections'])) }),
  z.object({ type: z.literal('notice'), project: ProjectHandle.nullable(), level: z.enum(['info', 'warning', 'error']), message: z.string(), hint: z.string().optional() })
])
export type EngineEvent = z.infer<typeof EngineEvent>
