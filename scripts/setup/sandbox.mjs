import { capture } from './run-command.mjs'
import { onPath } from './system-packages.mjs'

/** Why Chromium's sandbox cannot be used here, as a sentence for the person, or null where it can. */
export function needsNoSandbox() {
  if (process.platform !== 'linux') return null
  // Chromium refuses to run sandboxed as root.
  if (process.getuid?.() === 0) return 'Running as root: Chromium’s own sandbox is off. Use an ordinary account for real work.'
  if (!onPath('unshare')) return null
  if (capture('unshare', ['--user', '--map-root-user', 'true']).ok) return null
  return 'This kernel forbids user namespaces to ordinary users, so Chromium’s own sandbox is off (sysctl kernel.unprivileged_userns_clone=1, or an AppArmor profile, allows them).'
}
