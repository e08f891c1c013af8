import { app, nativeTheme, protocol, session, type BrowserWindow, type WebContents } from 'electron'
import { join } from 'node:path'
import type { MenuCommand, Settings } from '#shared/contracts/bridge.ts'
import { appInfo, sampleProjectPath } from './app-info.ts'
import { startEngineChild } from './engine-host/engine-child.ts'
import { engineCommand } from './engine-host/engine-command.ts'
import { EngineHost } from './engine-host/engine-host.ts'
import { appChannels } from './ipc/app-channels.ts'
import { channels } from './ipc/channels.ts'
import { dialogChannels } from './ipc/dialog-channels.ts'
import { engineChannels } from './ipc/engine-channels.ts'
import { GuardedIpc } from './ipc/guarded-ipc.ts'
import { pathsInSettings, settingsChannels } from './ipc/settings-channels.ts'
import type { LaunchOptions } from './launch-options.ts'
import { LogFile } from './logging/log-file.ts'
import { mediaHandler } from './protocol/media-protocol.ts'
import { remoteHandler } from './protocol/remote-protocol.ts'
import { studioHandler } from './protocol/studio-protocol.ts'
import { tileHosts } from './security/allowed-links.ts'
import { PathGrants } from './security/path-grants.ts'
import { guardSession, guardWebContents } from './security/web-contents-guard.ts'
import { RecentProjects } from './settings/recent-projects.ts'
import { SettingsStore } from './settings/settings-store.ts'
import { flushBeforeClose, flushPage } from './window/flush.ts'
import { createMainWindow, loadStudio } from './window/main-window.ts'
import { setApplicationMenu } from './window/menu.ts'
import { pageQuiet, saveScreenshot } from './window/screenshot.ts'
import { saveWindowState } from './window/window-state.ts'

/** The shell: owns the window, the settings and the engine's process, and wires them. Made once Electron is ready. */
export class Studio {
  readonly #options: LaunchOptions
  readonly #files = {
    settings: join(app.getPath('userData'), 'settings.json'),
    recent: join(app.getPath('userData'), 'recent-projects.json'),
    window: join(app.getPath('userData'), 'window.json')
  }
  readonly #log = new LogFile(join(app.getPath('logs'), 'planisphere.log'))
  readonly #settings: SettingsStore
  readonly #recent: RecentProjects
  readonly #grants = new PathGrants()
  readonly #engine: EngineHost
  #window: BrowserWindow | null = null

  constructor(options: LaunchOptions) {
    this.#options = options
    this.#settings = new SettingsStore(this.#files.settings)
    this.#recent = new RecentProjects(this.#files.recent)
    if (options.project !== null) this.#settings.override({ lastProject: options.project })
    // Nothing turns or fades in a picture.
    if (options.screenshot !== null) this.#settings.override({ reducedMotion: true })
    if (options.theme !== null) this.#settings.override({ theme: options.theme })
    const places = { appFolder: app.getAppPath(), resources: app.isPackaged ? process.resourcesPath : null }
    this.#engine = new EngineHost({
      start: () => startEngineChild(engineCommand(places, process.env, this.#settings.get().provider)),
      version: app.getVersion(),
      log: this.#log
    })
  }

  /** Opens the window. Resolves when the page is loaded, or, with `--screenshot`, when the picture is saved. */
  async open(): Promise<void> {
    const { settings, recent, sample } = { settings: this.#settings, recent: this.#recent, sample: sampleProjectPath(app) }
    // The log and the settings may be shown in the file manager.
    for (const path of [this.#log.path, this.#files.settings, sample, ...recent.list().map(({ path: known }) => known), ...pathsInSettings(settings.get())]) this.#grants.grant(path)
    guardWebContents(app, this.#log)
    guardSession(session.defaultSession)
    const tileServers = (): Settings['tileServers'] => settings.get().tileServers
    protocol.handle('app', studioHandler(join(app.getAppPath(), 'out', 'renderer'), tileServers))
    for (const remote of ['http', 'https']) protocol.handle(remote, remoteHandler(tileServers))
    protocol.handle('media', mediaHandler((method, input, signal) => this.#engine.call(method, input, signal)))
    this.#answerPage(sample)
    this.#applySettings(settings.get())
    settings.onChange((now) => this.#applySettings(now))
    this.#engine.start()
    await this.#openWindow()
  }

  focus(): void {
    if (this.#window?.isMinimized()) this.#window.restore()
    this.#window?.focus()
  }

  /** Ends the engine in order. */
  async close(): Promise<void> {
    await this.#engine.close()
  }

  readonly #page = (): WebContents | null => (this.#window === null || this.#window.isDestroyed() ? null : this.#window.webContents)

  #answerPage(sample: string): void {
    const ipc = new GuardedIpc(this.#page, this.#log)
    const [window, documents] = [() => this.#window, app.getPath('documents')]
    const shared = { settings: this.#settings, grants: this.#grants, recent: this.#recent, page: this.#page, window, documents }
    const files = { settingsFile: this.#files.settings, logFile: this.#log.path, sampleProject: sample }
    engineChannels(ipc, this.#engine, this.#grants, this.#page)
    dialogChannels(ipc, shared)
    settingsChannels(ipc, shared)
    appChannels(ipc, { ...shared, info: () => appInfo(app, files) })
  }

  async #openWindow(): Promise<void> {
    const { screenshot, size, screen } = this.#options
    const window = createMainWindow({
      preload: join(app.getAppPath(), 'out', 'preload', 'preload.cjs'),
      icon: join(app.getAppPath(), 'resources', 'icons', 'planisphere-256.png'),
      stateFile: this.#files.window,
      size,
      theme: this.#settings.get().theme,
      development: !app.isPackaged
    })
    this.#window = window
    flushBeforeClose(window, () => saveWindowState(this.#files.window, window))
    window.on('closed', () => (this.#window = null))
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      this.#log.error(`The page's process is gone: ${reason}.`)
      // Once or twice may be bad luck; a page that always fails must not be loaded for ever.
      if (reason !== 'clean-exit' && ++this.#pageFailures <= 3) window.reload()
    })
    window.webContents.on('console-message', (_event, level, message) => {
      if (level >= 2) this.#log.warning(`page: ${message}`)
    })
    await loadStudio(window)
    const busy = (): boolean => this.#engine.pending > 0 || this.#engine.status.state === 'starting'
    if (this.#settings.problem !== null) this.#page()?.send(channels.engineEvent, { type: 'notice', project: null, level: 'warning', message: this.#settings.problem })
    if (screen !== null) {
      // The page opens the project and its first screen by itself; then it is asked for another, as the menu asks.
      await pageQuiet({ busy })
      this.#page()?.send(channels.menu, `screen-${screen}` satisfies MenuCommand)
    }
    if (screenshot === null) return
    await saveScreenshot(window, screenshot, { busy })
    window.close()
  }

  #tiles = ''
  #pageFailures = 0

  #applySettings(now: Settings): void {
    nativeTheme.themeSource = now.theme
    const language = now.language === 'system' ? (app.getLocale().startsWith('zh') ? 'zh' : 'en') : now.language
    const changed = Object.keys(now.keys).map((binding) => binding.slice(binding.indexOf('.') + 1))
    setApplicationMenu({ language, development: !app.isPackaged, changed, send: (command: MenuCommand) => this.#page()?.send(channels.menu, command) })
    for (const path of pathsInSettings(now)) this.#grants.grant(path)
    const tiles = tileHosts(now.tileServers).join(' ')
    const window = this.#window
    // The policy of the page names the tile servers and holds for as long as the page is loaded.
    if (window !== null && tiles !== this.#tiles) void flushPage(window).then(() => window.reload())
    this.#tiles = tiles
  }
}
