import * as z from 'zod'
import { method } from './define.ts'
import { ProviderProbe } from '../domain/encoder.ts'

export const engineMethods = {
  'engine.info': method(
    z.object({}),
    z.object({
      version: z.string(),
      node: z.string(),
      platform: z.string(),
      arch: z.string(),
      pid: z.int(),
      cpus: z.int(),
      memoryBytes: z.number(),
      residentBytes: z.number(),
      schema: z.int(),
      versions: z.record(z.string(), z.string())
    })
  ),
  /** The probe of every execution provider. The first call runs it; later calls return the kept result unless `again`. */
  'engine.providers': method(z.object({ again: z.boolean().default(false) }), z.array(ProviderProbe)),
  /** Answers at once; for watching the engine's loop. */
  'engine.ping': method(z.object({}), z.object({ at: z.number() }))
}
