import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { runCommand } from '#cli/program.ts'

// better-sqlite3 13 wants Node-API 10: an older Node dies without a word.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 14)) {
  process.stderr.write(`planisphere: needs Node 22.14 or newer, this is ${process.versions.node}. Run it as: npm run -s planisphere -- …\n`)
  process.exit(2)
}

const resources = fileURLToPath(new URL('../../resources/', import.meta.url))
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }

// sharp and file reads share libuv's pool: more threads than cores slow decoding down.
process.env['UV_THREADPOOL_SIZE'] ??= String(availableParallelism())

const interrupt = new AbortController()
process.on('SIGINT', () => {
  // A second Ctrl-C does not wait for the safe point.
  if (interrupt.signal.aborted) process.exit(130)
  interrupt.abort()
})
process.on('SIGTERM', () => interrupt.abort())
// `planisphere … | head` closes our stdout: that is the reader's right, not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCommand(process.argv.slice(2), {
  version,
  stdout: process.stdout,
  stderr: process.stderr,
  folder: process.env['PLANISPHERE_FOLDER'] ?? process.cwd(),
  signal: interrupt.signal,
  async connect() {
    // Loaded only when a command needs it: --help and score answer at once.
    const { createEngine } = await import('#engine/service/create-engine.ts')
    const engine = createEngine({ resources })
    const client = engine.client()
    return { ...client, call: client.call.bind(client), onEvent: client.onEvent.bind(client), close: () => engine.close() }
  },
  async score(files) {
    const { scoreTrecFiles } = await import('#engine/evaluation/score-trec.ts')
    return scoreTrecFiles(files)
  },
  async serve() {
    await import('./engine.ts')
  }
})
