import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

// better-sqlite3 13 wants Node-API 10: an older Node dies without a word.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 14)) {
  process.stderr.write(`planisphere engine: needs Node 22.14 or newer, this is ${process.versions.node}\n`)
  process.exit(2)
}

// sharp and file reads share libuv's pool: more threads than cores slow decoding down.
process.env['UV_THREADPOOL_SIZE'] ??= String(availableParallelism())

// stdout carries frames; whatever a library prints goes to the log.
for (const method of ['log', 'info', 'debug'] as const) console[method] = console.error

const { createEngine } = await import('#engine/service/create-engine.ts')
const { ownStdioChannel } = await import('#transport/stdio-own.ts')

const engine = createEngine({ resources: process.env['PLANISPHERE_RESOURCES'] ?? fileURLToPath(new URL('../../resources/', import.meta.url)) })

let ending: Promise<void> | null = null
function end(): void {
  ending ??= engine.close().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    }
  )
}

const channel = ownStdioChannel()
engine.serve(channel)
// The other side closed our stdin, or died: nobody is left to work for.
channel.onEnd(end)
process.on('SIGTERM', end)
process.on('SIGINT', end)
