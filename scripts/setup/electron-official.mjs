import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pinnedNode, root } from './places.mjs'
import { capture, tail } from './run-command.mjs'
import { say } from './say.mjs'

const probeMs = 4000
const downloadMs = 15 * 60_000
const folder = join(root, 'node_modules', 'electron')

/** The Electron version that package.json pins. */
export function officialVersion() {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

/** Path of Electron's own binary, if its download is there and whole; else null. */
export function officialBinary() {
  try {
    const present = readFileSync(join(folder, 'dist', 'version'), 'utf8').replace(/^v/, '').trim()
    const binary = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8'))
    return present === officialVersion() && existsSync(binary) ? binary : null
  } catch {
    return null
  }
}

/** Downloads Electron's own binary by its own installer. Returns null when done, else why not, in a few words. */
export async function downloadOfficial() {
  const version = officialVersion()
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com/electron/electron/releases/download/'
  try {
    // The installer itself waits for minutes on a closed network; ask for a small file first.
    const answer = await fetch(`${mirror}v${version}/SHASUMS256.txt`, { signal: AbortSignal.timeout(probeMs) })
    await answer.body?.cancel()
    if (!answer.ok) return `its download answers HTTP ${answer.status}`
  } catch (error) {
    return `its download cannot be reached (${error.cause?.code ?? error.name})`
  }
  say(`Downloading Electron ${version} ...`)
  const done = capture(pinnedNode, [join(folder, 'install.js')], { timeout: downloadMs })
  if (done.ok && officialBinary() !== null) return null
  say(tail(done, 4))
  return 'its download failed'
}
