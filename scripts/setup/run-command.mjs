import { spawn, spawnSync } from 'node:child_process'

/** Runs a command to its end, quietly. Returns {ok, status, out, err}; never throws. */
export function capture(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20, ...options })
  return { ok: done.status === 0, status: done.status, out: done.stdout ?? '', err: done.stderr || done.error?.message || '' }
}

/** The last lines of a failed command's output, for a message. */
export function tail(result, lines = 12) {
  return `${result.out}\n${result.err}`.trim().split('\n').slice(-lines).join('\n')
}

/**
 * Runs a command in the foreground with the terminal, passes signals on to it, and resolves to its exit code
 * (128 + signal number where a signal ended it, as shells do).
 */
export function foreground(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', ...options })
    // Ctrl-C in a terminal reaches the child by itself, and a second SIGINT means "now" to some programs.
    const inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    const forward = (signal) => (signal === 'SIGINT' && inTerminal) || child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, forward)
    const settle = () => {
      for (const signal of signals) process.off(signal, forward)
    }
    child.once('error', (error) => {
      settle()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      settle()
      resolve(code ?? 128 + (signalNumbers[signal] ?? 0))
    })
  })
}

const signalNumbers = { SIGHUP: 1, SIGINT: 2, SIGQUIT: 3, SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 }
