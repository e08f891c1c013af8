import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Settings } from '#shared/contracts/bridge.ts'
import { engineEnvironment } from './engine-environment.ts'

export interface EnginePlaces {
  /** The application's folder: the repository in development. */
  readonly appFolder: string
  /** `process.resourcesPath` of a packaged application, else null. */
  readonly resources: string | null
}

export interface EngineCommand {
  readonly node: string
  readonly args: readonly string[]
  readonly folder: string
  readonly env: Record<string, string>
}

/** A runaway allocation must end the engine, not the computer. Vectors and pictures lie outside of this heap. */
const heapLimitMb = 4096

/**
 * How the engine is started: the Node that ships with the application (or PLANISPHERE_NODE), on the engine's program,
 * with frames over stdio. Throws where that Node is missing.
 */
export function engineCommand({ appFolder, resources }: EnginePlaces, environment: NodeJS.ProcessEnv, provider: Settings['provider']): EngineCommand {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  const packaged = resources === null ? null : join(resources, 'engine')
  const node = environment['PLANISPHERE_NODE'] || (packaged === null ? join(appFolder, 'node_modules', 'node', 'bin', binary) : join(packaged, binary))
  const program = packaged === null ? join(appFolder, 'src-main', 'entry', 'engine.ts') : join(packaged, 'engine.mjs')
  if (!existsSync(node)) throw new Error(`The engine's Node is missing: ${node}`)
  return {
    node,
    args: [`--max-old-space-size=${heapLimitMb}`, '--disable-warning=ExperimentalWarning', program, '--stdio'],
    folder: packaged ?? appFolder,
    env: { ...engineEnvironment(environment), PLANISPHERE_PROVIDER: provider }
  }
}
