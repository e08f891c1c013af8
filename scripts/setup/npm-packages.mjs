import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isInstalled, root } from './places.mjs'
import { foreground } from './run-command.mjs'
import { say, SetupStop } from './say.mjs'

/**
 * Installs the npm packages of the lock file if `node_modules` is missing or differs from it. npm keeps what it
 * installed in `node_modules/.package-lock.json`, written last: an interrupted install is noticed as well.
 */
export async function ensureNpmPackages() {
  const reason = whyInstall()
  if (reason === null) return
  say(`Installing the npm packages (${reason}) ...`)
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // onnxruntime-node's own script downloads CUDA libraries; those are a step of their own, on machines that want them.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' }
  const code = await foreground(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32'
  })
  if (code !== 0) throw new SetupStop(`npm ci failed with code ${code}. Its messages stand above; the npm registry must be reachable for the first start.`)
  if (!isInstalled()) throw new SetupStop('npm ci ended well, but the pinned Node is missing. npm must be allowed to run install scripts (npm config get ignore-scripts).')
}

/** Why the packages must be installed, or null where they fit the lock file. */
function whyInstall() {
  if (!isInstalled()) return 'they are missing'
  const wanted = packagesOf(join(root, 'package-lock.json'))
  const present = packagesOf(join(root, 'node_modules', '.package-lock.json'))
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue
    const version = present[path]?.version
    // Optional packages of other platforms are left out on purpose.
    if (version === undefined && (entry.optional || entry.devOptional || entry.peer)) continue
    if (version !== entry.version) return 'the lock file changed'
  }
  return null
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
  } catch (error) {
    throw new SetupStop(`${file} cannot be read: ${error.message}`)
  }
}
