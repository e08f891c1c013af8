import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

export const root = join(import.meta.dirname, '..', '..', '..')

const Runtime = z.object({ binary: z.string(), source: z.string(), version: z.string() })
export type Runtime = z.infer<typeof Runtime>

/** The Electron that the set-up chose. `npm test` and `npm start` write it down. */
export function electronRuntime(): Runtime {
  const record = join(root, 'node_modules', '.planisphere', 'electron.json')
  if (!existsSync(record)) throw new Error('No Electron was set up. Run `npm test -- e2e`, which sets up what is missing.')
  return Runtime.parse(JSON.parse(readFileSync(record, 'utf8')))
}
