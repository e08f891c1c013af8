import { app, protocol } from 'electron'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readLaunchOptions } from '../app/launch-options.ts'
import { Studio } from '../app/studio.ts'

// The desktop application. Everything before `whenReady` must run while this module loads.
// As root Chromium runs only with --no-sandbox (development and CI), and asking for the sandbox then ends every page.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
// Without a graphics card the process that draws fails a few times before it draws in software; now and then it never
// comes back, and the page waits for it (docs/decisions/0003).
if (process.platform === 'linux' && !existsSync('/dev/dri')) app.disableHardwareAcceleration()
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  { scheme: 'media', privileges: { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true, stream: true } }
])

const options = readLaunchOptions(process.argv.slice(1), process.cwd())

// A picture is taken with settings of its own, beside a studio that may be open.
const temporary = options.screenshot === null ? null : mkdtempSync(join(tmpdir(), 'planisphere-screenshot-'))
if (temporary !== null) app.setPath('userData', temporary)

if (!app.requestSingleInstanceLock()) {
  app.quit()
} else {
  let studio: Studio | null = null
  let closed = false
  app.on('second-instance', () => studio?.focus())
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed || studio === null) return
    event.preventDefault()
    void studio.close().finally(() => {
      closed = true
      if (temporary !== null) rmSync(temporary, { recursive: true, force: true })
      app.quit()
    })
  })
  app
    .whenReady()
    .then(() => {
      studio = new Studio(options)
      return studio.open()
    })
    .catch((error: unknown) => {
      console.error(error)
      process.exitCode = 1
      app.quit()
    })
}
