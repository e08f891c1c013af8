import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
  /** The JSON document on stdout; throws if there is not exactly one. */
  json<T = Record<string, unknown>>(): T
}

/** Runs the real command line in a process of its own, as a person would. */
export function planisphere(words: readonly string[], options: { signalAfter?: { signal: NodeJS.Signals; when: RegExp } ; timeoutMs?: number } = {}): Promise<CommandResult> {
  return new Promise((resolvePromise, reject) => {
    const child = spawn(process.execPath, [resolve(root, 'src-main/entry/cli.ts'), ...words], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs ?? 280_000)
    let [stdout, stderr] = ['', '']
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
      if (options.signalAfter?.when.test(stderr)) child.kill(options.signalAfter.signal)
    })
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      resolvePromise({
        code: code ?? -1,
        stdout,
        stderr,
        json: <T>() => {
          try {
            return JSON.parse(stdout) as T
          } catch (cause) {
            throw new Error(`stdout of "planisphere ${words.join(' ')}" is not one JSON document (exit ${code}):\n${stdout.slice(0, 2000)}\n${stderr.slice(0, 2000)}`, { cause })
          }
        }
      })
    })
  })
}

/** Folder of the real data, or null where it is absent: those tests are skipped and say so. */
export function realData(path = ''): string | null {
  const folder = resolve(root, process.env['PLANISPHERE_DATA'] ?? '../shared/data', path)
  return existsSync(folder) ? folder : null
}

export const realDataAbsent = 'the real data is absent: set PLANISPHERE_DATA to its folder'
