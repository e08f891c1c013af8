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

const loadLimitMs = 5000

/**
 * Loads the page. Now and then a starting Electron 33 never delivers what a protocol handler has answered; a page that
 * has not loaded in time is asked for again.
 */
export async function loadStudio(window: BrowserWindow, onRetry: () => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const loaded = window.loadURL(`${studioOrigin}/index.html`).then(() => true)
    // The attempt that is given up rejects when the next one begins.
    loaded.catch(() => undefined)
    const inTime = await Promise.race([loaded, sleep(loadLimitMs, false)])
    if (inTime || window.isDestroyed()) return
    if (attempt === 4) return void (await loaded)
    onRetry()
    window.webContents.stop()
  }
}
