import { spawn, type ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'
import type { FrameChannel } from '#shared/rpc/frame-channel.ts'
import { framedBytes } from './framed-bytes.ts'
import { streamBytes } from './stdio-bytes.ts'

export interface EngineChildOptions {
  /** The program: the engine's own Node, or `ssh`. */
  readonly command: string
  /** An array, never a shell line. */
  readonly args: readonly string[]
  readonly cwd?: string
  /** The child's whole environment. Default: `engineEnvironment(process.env)`. */
  readonly env?: Record<string, string>
}

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
  /** The engine's log lines. */
  readonly stderr: Readable
  readonly exited: Promise<ChildExit>
  /** Closes its stdin, on which the engine ends by itself; kills it after `graceMs` (default 5,000). */
  stop(graceMs?: number): Promise<ChildExit>
  kill(signal?: NodeJS.Signals): void
}

/** Variables that an engine may see: no NODE_OPTIONS, no tokens, nothing that changes what it loads. */
const allowedVariables = /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SHELL|SystemRoot|SYSTEMROOT|windir|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES|COMSPEC|PATHEXT|XDG_[A-Z_]+|LD_LIBRARY_PATH|VK_[A-Z_]+|CUDA_[A-Z_]+|NVIDIA_[A-Z_]+|UV_THREADPOOL_SIZE|PLANISPHERE_[A-Z_]+)$/

export function engineEnvironment(from: NodeJS.ProcessEnv): Record<string, string> {
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(from)) if (value !== undefined && allowedVariables.test(name)) env[name] = value
  return env
}

/** Starts an engine and returns the way to it. It is not yet known to answer: see `EngineClient.ready`. */
export function startEngineChild(options: EngineChildOptions): EngineChild {
  const child: ChildProcess = spawn(options.command, [...options.args], {
    cwd: options.cwd,
    env: options.env ?? engineEnvironment(process.env),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true
  })
  const { stdin, stdout, stderr } = child
  if (!stdin || !stdout || !stderr) throw new Error('the child has no pipes')
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal, error: null }))
    child.once('error', (error) => resolve({ code: null, signal: null, error }))
  })
  const bytes = streamBytes(stdout, stdin, () => stdin.end())
  return {
    channel: framedBytes(bytes),
    pid: child.pid,
    stderr,
    exited,
    async stop(graceMs = 5000) {
      stdin.end()
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      try {
        return await exited
      } finally {
        clearTimeout(timer)
      }
    },
    kill(signal = 'SIGKILL') {
      child.kill(signal)
    }
  }
}
