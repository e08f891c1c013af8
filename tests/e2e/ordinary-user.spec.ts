import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { electronRuntime, root } from './support/electron-runtime.ts'
import { expect, test } from './support/launch.ts'

// Root runs Chromium without its sandbox; people do not. As root this test starts the studio as `nobody`.
const asRoot = process.getuid?.() === 0
const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'] as const

/** Why the studio cannot be tried as an ordinary user here, or null. */
function obstacle(): string | null {
  if (process.platform !== 'linux') return 'only Linux runs end-to-end tests as root'
  const [command, prefix] = asRoot ? ['setpriv', [...asNobody]] : ['env', []]
  const can = (...words: string[]): boolean => spawnSync(command, [...prefix, ...words]).status === 0
  if (!can('true')) return 'setpriv is missing'
  if (!can('test', '-r', join(root, 'package.json'))) return 'an ordinary user may not read this checkout'
  if (!can('unshare', '--user', '--map-root-user', 'true')) return 'the kernel forbids user namespaces to ordinary users, so Chromium has no sandbox'
  return null
}

test('an ordinary user’s studio runs inside Chromium’s sandbox', async ({ launch }) => {
  const reason = obstacle()
  test.skip(reason !== null, reason ?? '')
  const folder = mkdtempSync(join(tmpdir(), 'planisphere-nobody-'))
  chmodSync(folder, 0o755)
  try {
    const { page, app } = await launch({ home: prepareHome(folder), binary: asRoot ? wrapper(folder) : electronRuntime().binary, sandbox: true, env: asRoot ? readableDisplay(folder) : {} })
    expect(await app.evaluate(({ app: electron }) => electron.commandLine.hasSwitch('no-sandbox'))).toBe(false)
    expect(await app.evaluate(() => process.getuid?.())).not.toBe(0)
    await expect.poll(() => page.evaluate(() => window.planisphere.engine.status().then(({ state }) => state)), { timeout: 30_000 }).toBe('ready')
    // The page's process has no way to new privileges and a filter on its system calls: mode 2 of seccomp.
    const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0)
    const status = execFileSync('cat', [`/proc/${pid}/status`], { encoding: 'utf8' })
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m)
    expect(status).toMatch(/^Seccomp:\s+2$/m)
    await app.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

function prepareHome(folder: string): string {
  const home = join(folder, 'home')
  mkdirSync(home)
  if (asRoot) execFileSync('chown', ['65534:65534', home])
  return home
}

/** The runtime lies in root's home, where nobody may look: a copy, and a program that drops root before it starts. */
function wrapper(folder: string): string {
  const runtime = join(folder, 'runtime')
  cpSync(dirname(electronRuntime().binary), runtime, { recursive: true })
  const path = join(folder, 'electron-as-nobody')
  // Playwright adds --no-sandbox on its own where it runs as root.
  const script = ['#!/bin/sh', 'for word do', '  shift', '  [ "$word" = --no-sandbox ] || set -- "$@" "$word"', 'done', `exec setpriv ${asNobody.join(' ')} '${join(runtime, 'electron')}' "$@"`]
  writeFileSync(path, `${script.join('\n')}\n`, { mode: 0o755 })
  return path
}

/** The display's key is root's own file. */
function readableDisplay(folder: string): Record<string, string> {
  const authority = process.env['XAUTHORITY']
  if (authority === undefined) return {}
  const copy = join(folder, 'Xauthority')
  cpSync(authority, copy)
  execFileSync('chown', ['65534:65534', copy])
  return { XAUTHORITY: copy }
}
