import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createEngineClient, type ConnectedEngineClient } from '#shared/rpc/engine-client.ts'
import { childChannel } from '#transport/stdio-child.ts'

export interface EngineProcess {
  readonly client: ConnectedEngineClient
  readonly pid: number
  /** What it wrote to stderr so far. */
  log(): string
  kill(signal?: NodeJS.Signals): Promise<void>
  /** Closes its stdin and waits for it to end by itself. */
  stop(): Promise<number | null>
}

const program = fileURLToPath(new URL('../../src-main/entry/engine.ts', import.meta.url))

/** The engine as the window starts it: a Node of its own, frames over stdio. Outputs are checked against the contract. */
export function startEngineProcess(env: Record<string, string> = {}): EngineProcess {
  const child = spawn(process.execPath, [program, '--stdio'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', PLANISPHERE_CHECK_OUTPUTS: '1', ...env }
  })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const client = createEngineClient(childChannel(child), { version: 'test' })
  return {
    client,
    pid: child.pid ?? 0,
    log: () => log,
    async kill(signal = 'SIGKILL') {
      child.kill(signal)
      await exited
    },
    async stop() {
      child.stdin.end()
      return exited
    }
  }
}
