import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from './places.mjs'
import { capture, tail } from './run-command.mjs'
import { say, SetupStop } from './say.mjs'

const out = join(root, 'out')
const stamp = join(out, 'stamp.json')

/** What the built shell and page are made of. The engine is not built: it runs from its sources. */
const sources = ['src-main/entry/main.ts', 'src-main/app', 'src-main/preload', 'src-main/transport', 'src-shared', 'src-renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** Builds main, preload and renderer into `out/` if a source changed since the last build. */
export async function ensureBuilt() {
  const wanted = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  say('Building the window ...')
  mkdirSync(join(root, '.cache'), { recursive: true })
  // Built aside and moved, so that a window that is open, or a test that runs, never sees half a build.
  const work = mkdtempSync(join(root, '.cache', 'build-'))
  try {
    const vite = join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
    const env = { ...process.env, ELECTRON_MAJOR_VER: '33', NODE_ENV: 'production' }
    const built = capture(pinnedNode, [vite, 'build', '--outDir', work, '--logLevel', 'warn'], { cwd: root, env, timeout: 10 * 60_000 })
    if (!built.ok) throw new SetupStop(`The build of the window failed:\n${tail(built, 40)}`)
    writeFileSync(join(work, 'stamp.json'), wanted)
    // A temporary folder is its owner's alone; others may start this build.
    chmodSync(work, 0o755)
    const old = mkdtempSync(join(root, '.cache', 'old-'))
    if (existsSync(out)) renameSync(out, join(old, 'out'))
    renameSync(work, out)
    rmSync(old, { recursive: true, force: true })
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** Path, size and time of every source: cheap, and enough inside one checkout. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of sources) for (const file of filesUnder(join(root, source))) hash.update(file)
  return hash.digest('hex')
}

function* filesUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return
  if (!found.isDirectory()) return yield `${path}\0${found.size}\0${found.mtimeMs}\n`
  for (const name of readdirSync(path).sort()) yield* filesUnder(join(path, name))
}
