import { ensureBuilt } from './app-build.mjs'
import { isHeadless } from './display.mjs'
import { ensureElectron } from './electron-runtime.mjs'
import { ensureNpmPackages } from './npm-packages.mjs'
import { SetupStop } from './say.mjs'
import { ensureSystemPackages } from './system-packages.mjs'

/**
 * Does what is missing of the set-up, in order; under a second when nothing is. Returns the Electron to use.
 * Throws `SetupStop` with what the person can do where it cannot go on.
 */
export async function setUp({ window = true } = {}) {
  if (Number.parseInt(process.versions.node, 10) < 20) throw new SetupStop(`Planisphere needs Node 20 or newer to start; this is ${process.version}.`)
  await ensureNpmPackages()
  if (!window) return null
  await ensureSystemPackages({ headless: isHeadless() })
  const electron = await ensureElectron()
  await ensureBuilt()
  return electron
}
