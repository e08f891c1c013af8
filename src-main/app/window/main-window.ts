import { BrowserWindow, nativeTheme } from 'electron'
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

/** Loads the page. */
export async function loadStudio(window: BrowserWindow): Promise<void> {
  await window.loadURL(`${studioOrigin}/index.html`)
}
