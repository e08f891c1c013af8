import * as z from 'zod'
import type { ErrorData } from '../errors/planisphere-error.ts'
import type { EngineEvent } from './events.ts'
import type { MethodName } from './index.ts'

/** What the person set; kept by the shell in one JSON file, only what differs from the defaults. */
export const Settings = z.object({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  language: z.enum(['system', 'en', 'zh']).default('system'),
  annotator: z.string().max(100).default(''),
  reducedMotion: z.boolean().default(false),
  /** HTTPS tile servers, `https://host/{z}/{x}/{y}.png`; none by default. Their hosts are the only remote content allowed. */
  tileServers: z.array(z.object({ name: z.string().max(100), url: z.url({ protocol: /^https$/ }).max(500), attribution: z.string().max(300), maxZoom: z.int().min(1).max(24) })).max(20).default([]),
  /** MBTiles or PMTiles files on this computer. */
  tileArchives: z.array(z.string()).max(50).default([]),
  /** 'offline' (the bundled vector map), a tile server's name, or a tile archive's path. */
  baseMap: z.string().default('offline'),
  provider: z.enum(['auto', 'cpu', 'webgpu', 'cuda', 'tensorrt', 'dml', 'coreml']).default('auto'),
  /** Action (`review.accept`) -> the keys that the person gave it in place of its own; an empty list takes them away. */
  keys: z.record(z.string().max(100), z.array(z.string().min(1).max(60)).max(6)).default({}),
  /** Screen name -> sizes of its panes and whatever else its layout keeps. */
  layouts: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  lastProject: z.string().nullable().default(null)
})
export type Settings = z.infer<typeof Settings>

export interface RecentProject {
  readonly path: string
  readonly name: string
  readonly openedAt: number
  readonly exists: boolean
}

export interface EngineStatus {
  readonly state: 'starting' | 'ready' | 'gone'
  readonly pid: number | null
  /** How often it was started again in this session. */
  readonly restarts: number
  readonly message: string | null
}

export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly chrome: string
  /** Node inside Electron. The engine's own Node is in `engine.info`. */
  readonly electronNode: string
  /** 'official', or the registry package of the fallback runtime. */
  readonly runtime: string
  /** Why this runtime is used, in a sentence. */
  readonly runtimeReason: string
  readonly platform: string
  readonly packaged: boolean
  readonly settingsFile: string
  readonly logFile: string
  readonly sampleProject: string
}

export type Answer = { readonly result: unknown } | { readonly error: ErrorData }

/** Menu items and keys of the window that the page carries out. */
export const menuCommands = [
  'open-project', 'new-project', 'import', 'export', 'close-project', 'palette', 'keys', 'undo', 'redo', 'find',
  'screen-projects', 'screen-overview', 'screen-browse', 'screen-review', 'screen-history', 'screen-team', 'screen-retrieve', 'screen-compare', 'screen-encoders', 'screen-planet', 'screen-jobs', 'screen-settings', 'toggle-theme', 'about'
] as const
export type MenuCommand = (typeof menuCommands)[number]

/**
 * What the preload puts on `window.planisphere`. Fixed functions only. Paths that the page passes to the engine must
 * come from `dialogs`, `pathOfDrop`, `projects.recent` or `settings`; the shell refuses others.
 */
export interface Bridge {
  readonly engine: {
    /** `id` names the call for `cancel`; unique in this window. */
    call(id: number, method: MethodName, input: unknown): Promise<Answer>
    cancel(id: number): void
    onEvent(listener: (event: EngineEvent) => void): () => void
    status(): Promise<EngineStatus>
    onStatus(listener: (status: EngineStatus) => void): () => void
    restart(): Promise<void>
  }
  readonly dialogs: {
    /** Null when the person cancels. */
    openProject(): Promise<string | null>
    newProject(): Promise<string | null>
    /** `result`: what another system computed (a run, a matrix, vectors). */
    importSource(kind: 'file' | 'folder' | 'result'): Promise<string | null>
    exportTarget(suggestedName: string, kind: 'file' | 'folder'): Promise<string | null>
    encoder(kind: 'file' | 'folder'): Promise<string | null>
    image(): Promise<string | null>
    tileArchive(): Promise<string | null>
    /** A work package, or the answers to one. */
    workPackage(kind: 'work' | 'answers'): Promise<string | null>
    folder(title: string): Promise<string | null>
  }
  readonly projects: {
    recent(): Promise<RecentProject[]>
    remember(path: string, name: string): Promise<void>
    forget(path: string): Promise<void>
  }
  readonly settings: {
    get(): Promise<Settings>
    set(change: Partial<Settings>): Promise<Settings>
    onChange(listener: (settings: Settings) => void): () => void
  }
  readonly app: {
    info(): Promise<AppInfo>
    /** Opens a page of the documentation or a tile server's terms; only https and only after an allow-list check. */
    openExternal(url: string): Promise<void>
    reveal(path: string): Promise<void>
    copyText(text: string): Promise<void>
    saveText(suggestedName: string, text: string): Promise<string | null>
    /** Saves bytes (a chart's PNG, say) where the person chooses. */
    saveBytes(suggestedName: string, bytes: Uint8Array): Promise<string | null>
    onMenu(listener: (command: MenuCommand) => void): () => void
    /** Tells the shell that the page has unsaved work; closing then waits for `flushed`. */
    onFlushRequest(listener: () => Promise<void>): () => void
  }
  /** The path of a file that the person dropped on the window. */
  pathOfDrop(file: File): string
}

/** URL of a view's picture: `media://view/PROJECT/VIEW?size=256`. */
export function viewUrl(project: string, view: number, size: number): string {
  return `media://view/${project}/${view}?size=${size}`
}

/** URL template of a tile archive for the map: `media://tiles/ARCHIVE/{z}/{x}/{y}`. */
export function tileUrl(archive: string): string {
  return `media://tiles/${archive}/{z}/{x}/{y}`
}
