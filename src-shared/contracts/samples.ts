import * as z from 'zod'
import { method } from './define.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'

export const SampleOptions = z.object({
  places: z.int().min(1).max(1_034_786).default(2000),
  seed: z.int().min(0).default(1),
  images: z.boolean().default(true)
})
export type SampleOptions = z.infer<typeof SampleOptions>

export const sampleMethods = {
  /** Creates a project at `path` and fills it with the synthetic sample as a job, the demo encoder installed and embedded. */
  'samples.start': method(z.object({ path: z.string().min(1), options: SampleOptions }), z.object({ project: ProjectHandle, job: z.string() }), { paths: ['path'] })
}
