import { BrowserWindow, nativeTheme } from 'electron'
import { setTimeout as sleep } from 'node:timers/promises'
import { studioOrigin } from '../protocol/origins.ts'
import { readWindowState } from './window-state.ts'

export interface MainWindowOptions {
  readonly preload: string
  readonly icon: string
  readonly stateFile: string
  readonly size: { readonly width: number; readonly height: number } | null
  readonly theme: 'system' | 'dark' | 'light'
  readonly development: boolean
}

/** What the page paints first, so that the window does not flash white before. */
const backgrounds = { dark: '#16191d', light: '#fafbfc' }

/** Makes the studio's window, hidden until its page has painted. The page is isolated, sandboxed and has no Node. */
export function createMainWindow(options: MainWindowOptions): BrowserWindow {
  const state = readWindowState(options.stateFile)
  const dark = options.theme === 'dark' || (options.theme === 'system' && nativeTheme.shouldUseDarkColors)
  const window = new BrowserWindow({
    ...state,
    ...options.size,
    useContentSize: options.size !== null,
    minWidth: 900,
    minHeight: 600,
    show: false,
    title: 'Planisphere',
    icon: options.icon,
    backgroundColor: dark ? backgrounds.dark : backgrounds.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: options.development
    }
  })
  if (state.maximized && options.size === null) window.maximize()
  window.once('ready-to-show', () => window.show())
  return window
}

/** A page loads in less than a second; on a machine that does ten other things, in a few. */
const loadLimitMs = 15_000
const attempts = 4

/**
 * Loads the page. Now and then a starting Electron 33 never delivers what a protocol handler has answered, or its
 * network process dies (docs/decisions/0003): a page that has not loaded in time, or not at all, is asked for again.
 */
export async function loadStudio(window: BrowserWindow, onRetry: (why: string) => void): Promise<void> {
  for (let attempt = 1; !window.isDestroyed(); attempt++) {
    const outcome = await Promise.race([
      window.loadURL(`${studioOrigin}/index.html`).then(
        () => null,
        (error: unknown) => (error instanceof Error ? error.message : String(error))
      ),
      sleep(loadLimitMs, 'it did not load in time')
    ])
    if (outcome === null) return
    if (attempt === attempts) throw new Error(`The page cannot be loaded: ${outcome}`)
    onRetry(outcome)
    if (!window.isDestroyed()) window.webContents.stop()
    await sleep(300)
  }
}
