import { readFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { createRequire } from 'node:module'
import { schemaVersion } from '../store/migrations/index.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

/** What the engine is and where it runs. */
export function engineHandlers(engine: EngineContext): Pick<Handlers, 'engine.info' | 'engine.ping'> {
  let versions: Record<string, string> | null = null
  return {
    async 'engine.info'() {
      versions ??= libraryVersions()
      return {
        version: engine.version,
        node: process.versions.node,
        platform: process.platform,
        arch: process.arch,
        pid: process.pid,
        cpus: cpus().length,
        memoryBytes: totalmem(),
        residentBytes: process.memoryUsage.rss(),
        schema: schemaVersion,
        versions
      }
    },

    async 'engine.ping'() {
      return { at: Date.now() }
    }
  }
}

/** Versions of the native libraries as their packages name them; one that is not installed is left out. */
function libraryVersions(): Record<string, string> {
  const require = createRequire(import.meta.url)
  const versions: Record<string, string> = {}
  for (const name of ['better-sqlite3', 'onnxruntime-node', 'sharp', 'msgpackr']) {
    // Not `require(name/package.json)`: packages may not export it, and loading one here would load its native code.
    for (const folder of require.resolve.paths(name) ?? []) {
      try {
        versions[name] = (JSON.parse(readFileSync(`${folder}/${name}/package.json`, 'utf8')) as { version: string }).version
        break
      } catch {
        // Not in this folder.
      }
    }
  }
  return versions
}
