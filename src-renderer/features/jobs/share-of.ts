import type { Job } from '#shared/domain/job.ts'

/** How much of a job is done, in 0..1; null while its end is not known. */
export function shareOf({ progress }: Job): number | null {
  if (progress === null || progress.total === null || progress.total === 0) return null
  return progress.done / progress.total
}
