import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test'
import { electronRuntime, root } from './electron-runtime.ts'

export interface LaunchOptions {
  /** The project to open. */
  readonly project?: string
  /** A home folder to keep over several launches. Default: a new one, removed at the end. */
  readonly home?: string
  readonly size?: { readonly width: number; readonly height: number }
  readonly screen?: string
  readonly theme?: 'dark' | 'light'
  readonly env?: Readonly<Record<string, string>>
  /** Another Electron binary than the one of the set-up. */
  readonly binary?: string
  readonly sandbox?: boolean
}

export interface RunningStudio {
  readonly app: ElectronApplication
  readonly page: Page
  readonly home: string
  /** Saves a picture under artifacts/e2e. */
  screenshot(name: string): Promise<string>
  /** Closes the window as a person does, and waits for the engine's end. */
  close(): Promise<void>
}

// Each Playwright worker has a virtual display of its own, where `npm test` started them.
const displays = JSON.parse(process.env['PLANISPHERE_TEST_DISPLAYS'] ?? '[]') as Record<string, string>[]
Object.assign(process.env, displays[Number(process.env['TEST_PARALLEL_INDEX'] ?? 0)])

const pictures = join(root, 'artifacts', 'e2e')

/** Starts the studio in its own home folder and waits for its page. Close it in the end; the `studio` fixture does so by itself. */
export async function launchStudio(options: LaunchOptions = {}): Promise<RunningStudio> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'planisphere-e2e-'))
  const { width, height } = options.size ?? { width: 1440, height: 900 }
  const args = [root, `--size=${width}x${height}`]
  if (options.project !== undefined) args.push(`--project=${options.project}`)
  if (options.screen !== undefined) args.push(`--screen=${options.screen}`)
  if (options.theme !== undefined) args.push(`--theme=${options.theme}`)
  const sandbox = options.sandbox ?? process.getuid?.() !== 0
  const app = await attached({
    executablePath: options.binary ?? electronRuntime().binary,
    // Drawn in software, with or without a graphics card: the same pictures everywhere.
    args: [...(sandbox ? [] : ['--no-sandbox']), '--disable-gpu', '--log-level=3', ...args],
    cwd: root,
    env: { ...homeEnvironment(home), ...options.env }
  })
  const page = await app.firstWindow()
  // Not waitForLoadState: its event may have passed before Playwright attached.
  await page.waitForFunction(() => document.readyState === 'complete', undefined, { timeout: 60_000 })
  return {
    app,
    page,
    home,
    async screenshot(name) {
      mkdirSync(pictures, { recursive: true })
      const path = join(pictures, `${name}.png`)
      await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
      return path
    },
    async close() {
      await app.close()
      if (options.home === undefined) rmSync(home, { recursive: true, force: true })
    }
  }
}

/**
 * Starts Electron and attaches to it. On a loaded machine the debugger's handshake is now and then lost before the
 * application's first line runs (both sockets are open, nothing more comes): that start is given up and made again. A
 * start that hangs in the application itself is not hidden: it is after this, at the first window.
 */
async function attached(options: Omit<Parameters<typeof _electron.launch>[0] & object, 'timeout'>): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch({ ...options, timeout: 25_000 })
    } catch (error) {
      if (attempt === 4 || !(error instanceof Error && error.message.includes('Timeout'))) throw error
      process.stderr.write(`Electron’s debugger did not answer; starting it again (${attempt})\n`)
    }
  }
}

/** The environment of a person with this home folder: nothing is read from or left in the developer's own. */
function homeEnvironment(home: string): Record<string, string> {
  const kept = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined || name.startsWith('XDG_') ? [] : [[name, value]])))
  return { ...kept, HOME: home, LANG: 'C.UTF-8' }
}

/** `launch(options)` in a test: closed at its end, with a trace kept where the test fails. */
export const test = base.extend<{ launch: (options?: LaunchOptions) => Promise<RunningStudio> }>({
  launch: async ({}, use, info) => {
    const running: RunningStudio[] = []
    await use(async (options) => {
      const studio = await launchStudio(options)
      running.push(studio)
      await studio.app.context().tracing.start({ screenshots: true, snapshots: true })
      return studio
    })
    const failed = info.status !== info.expectedStatus
    for (const [index, studio] of running.entries()) {
      const name = `${info.title.replaceAll(/\W+/g, '-').toLowerCase()}-${index}`
      // The test may have closed it itself, or killed it.
      if (failed) await studio.screenshot(`failed-${name}`).catch(() => undefined)
      await studio.app.context().tracing.stop(failed ? { path: join(pictures, `${name}.trace.zip`) } : undefined).catch(() => undefined)
      await studio.close().catch(() => undefined)
    }
  }
})

export { expect } from '@playwright/test'
