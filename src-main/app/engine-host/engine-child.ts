import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { childChannel } from '#transport/stdio-child.ts'
import type { EngineCommand } from './engine-command.ts'

export interface ChildExit {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** Why it could not be started, if it could not. */
  readonly error: Error | null
}

/** An engine that runs as a child process. */
export interface EngineChild {
  readonly channel: FrameChannel
  readonly pid: number | undefined
  /** The engine's log. */
  readonly stderr: Readable
  readonly exited: Promise<ChildExit>
  /** Closes its stdin, on which the engine ends by itself; kills it after `graceMs`. */
  stop(graceMs: number): Promise<void>
  kill(): void
}

/** Starts an engine. A shell that is killed closes the engine's stdin as well, so that no engine is left behind. */
export function startEngineChild({ node, args, folder, env }: EngineCommand): EngineChild {
  const child = spawn(node, [...args], { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, error: null }))
    child.once('error', (error) => resolve({ code: null, signal: null, error }))
  })
  return {
    channel: childChannel(child),
    pid: child.pid,
    stderr: child.stderr,
    exited,
    async stop(graceMs) {
      child.stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      await exited
      clearTimeout(timer)
    },
    kill: () => void child.kill('SIGKILL')
  }
}
