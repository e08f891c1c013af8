import { spawn, type ChildProcess } from 'node:child_process'
import { streamChannel } from './stream-channel.ts'
import type { FrameChannel } from '#shared/rpc/frames.ts'

export interface EngineCommand {
  /** The Node that runs the engine, or `ssh`. */
  readonly command: string
  /** Everything after it; never a shell line. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** What the engine says on stderr, line by line. */
  onLog?(line: string): void
}

export interface EngineProcess {
  readonly child: ChildProcess
  readonly channel: FrameChannel
}

/** Starts an engine as a child process and gives the channel over its stdin and stdout. Closing the channel ends the child. */
export function startEngineProcess(options: EngineCommand): EngineProcess {
  const child = spawn(options.command, [...options.args], { env: { ...options.env }, stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true })
  // The engine ends by itself when its stdin ends; it may need a moment for its last transaction.
  const channel = streamChannel(child.stdout, child.stdin, () => {
    child.stdin.end()
    setTimeout(() => child.exitCode === null && child.kill('SIGKILL'), 5000).unref()
  })
  let rest = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) options.onLog?.(line)
  })
  child.on('error', (error) => {
    options.onLog?.(error.message)
    child.stdout.destroy()
  })
  return { child, channel }
}
