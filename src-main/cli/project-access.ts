import { resolve } from 'node:path'
import type { ProjectInfo } from '#shared/contracts/projects.ts'
import type { EngineClient } from '#shared/rpc/client.ts'
import type { Terminal } from './terminal.ts'

/** An absolute path: the engine may stand in another folder than the shell. */
export function pathFrom(terminal: Terminal, path: string): string {
  return resolve(terminal.folder, path)
}

/**
 * Opens a project for one command and closes it after. Commands that only read do not lock it, so that they work while
 * the studio has it open.
 */
export async function withProject<T>(
  terminal: Terminal,
  folder: string,
  access: 'read' | 'write',
  use: (client: EngineClient, project: string, info: ProjectInfo) => Promise<T>
): Promise<T> {
  const client = await terminal.engine()
  const info = await client.call('projects.open', { path: pathFrom(terminal, folder), readOnly: access === 'read' })
  try {
    return await use(client, info.project, info)
  } finally {
    await client.call('projects.close', { project: info.project })
  }
}
