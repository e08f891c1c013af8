import * as z from 'zod'
import { method } from './define.ts'
import { Job } from '../domain/job.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

const JobRef = z.object({ project: ProjectHandle, job: z.string() })

export const jobMethods = {
  'jobs.list': method(z.object({ project: ProjectHandle, limit: z.int().min(1).max(500).default(100) }), z.array(Job)),
  'jobs.get': method(JobRef, Job),
  'jobs.pause': method(JobRef, Job),
  /** Resumes a paused, failed, cancelled or interrupted job where it stood. */
  'jobs.resume': method(JobRef, Job),
  'jobs.cancel': method(JobRef, Job),
  /** Removes what an import added, unless a person has worked on it since (CONFLICT names how many). */
  'jobs.undo': method(JobRef, z.object({ places: z.int(), views: z.int(), captions: z.int() })),
  'jobs.forget': method(JobRef, z.object({})),
  'jobs.problems': method(JobRef.extend({ start: z.int().min(0), count: z.int().min(1).max(1000) }), z.object({ total: z.int(), problems: Job.shape.problems }))
}
