import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { capture, foreground } from './run-command.mjs'
import { say, SetupStop } from './say.mjs'

/** Shared libraries that Electron loads -> the Debian package that has each. */
const libraries = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libgbm.so.1': 'libgbm1',
  'libasound.so.2': 'libasound2',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXrandr.so.2': 'libxrandr2',
  'libXfixes.so.3': 'libxfixes3',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0'
}

/** Fonts for a machine without a desktop; a window without them opens, but shows boxes for Chinese. */
const fonts = {
  'fonts-dejavu-core': ['/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf'],
  'fonts-noto-cjk': ['/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc', '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc']
}

/**
 * Linux packages that the window needs, installed where this process may: as root on Debian and its kin. Otherwise
 * stops with the one line to run. Xvfb and the fonts are wanted only where there is no display.
 */
export async function ensureSystemPackages({ headless }) {
  if (process.platform !== 'linux') return
  const { required, wished } = missingPackages(headless)
  const missing = [...required, ...wished]
  if (missing.length === 0) return
  const line = `apt-get update && apt-get install -y --no-install-recommends ${missing.join(' ')}`
  const apt = onPath('apt-get')
  if (apt && process.getuid?.() === 0) {
    say(`Installing Debian packages: ${missing.join(' ')} ...`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const options = { env, stdio: ['ignore', 'ignore', 2] }
    const code = (await foreground('apt-get', ['update', '-qq'], options)) || (await foreground('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options))
    if (code !== 0 && required.length > 0) throw new SetupStop(`apt-get failed with code ${code}; its messages stand above. The line to run again:\n  ${line}`)
    return
  }
  if (required.length === 0) return say(`Without ${wished.join(', ')} some text may show as boxes. To install: sudo sh -c '${line}'`)
  if (apt) throw new SetupStop(`Some system packages are missing. Run this line once, then start again:\n  sudo sh -c '${line}'`, 3)
  throw new SetupStop(`Some system libraries are missing. On Debian they are the packages ${missing.join(', ')}; please install their likes with this system's package manager.`, 3)
}

function missingPackages(headless) {
  const known = knownLibraries()
  const required = known === null ? [] : Object.entries(libraries).filter(([file]) => !known.has(file)).map(([, name]) => name)
  if (!headless) return { required, wished: [] }
  if (!onPath('Xvfb')) required.push('xvfb')
  const wished = Object.entries(fonts).filter(([, files]) => !files.some((file) => existsSync(file))).map(([name]) => name)
  return { required, wished }
}

/** Names of the shared libraries that the loader knows, or null where it cannot be asked. */
function knownLibraries() {
  // An ordinary user's PATH often lacks /sbin.
  for (const ldconfig of ['/sbin/ldconfig', '/usr/sbin/ldconfig', 'ldconfig']) {
    const listing = capture(ldconfig, ['-p'])
    if (listing.ok) return new Set(Array.from(listing.out.matchAll(/^\s*(\S+) \(/gm), (match) => match[1]))
  }
  return null
}

export function onPath(command) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder || '.', command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
