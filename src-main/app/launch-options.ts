import { extname, resolve } from 'node:path'

const screens = ['projects', 'overview', 'browse', 'review', 'history', 'team', 'retrieve', 'compare', 'encoders', 'planet', 'jobs', 'settings'] as const
type ScreenName = (typeof screens)[number]

/** What the command line asks of the window. */
export interface LaunchOptions {
  readonly project: string | null
  /** Save what the window shows when it has settled, then quit. */
  readonly screenshot: string | null
  readonly size: { readonly width: number; readonly height: number } | null
  readonly screen: ScreenName | null
  readonly theme: 'dark' | 'light' | null
}

/** Reads `--name=value` words and a bare `DIR.planisphere`; Electron's and Chromium's own switches are passed over. */
export function readLaunchOptions(words: readonly string[], folder: string): LaunchOptions {
  const value = (name: string): string | null => words.findLast((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) || null
  const path = (text: string | null | undefined): string | null => (text ? resolve(folder, text) : null)
  const size = /^(\d{3,4})x(\d{3,4})$/.exec(value('size') ?? '')
  const theme = value('theme')
  return {
    project: path(value('project') ?? words.find((word) => !word.startsWith('-') && extname(word) === '.planisphere')),
    screenshot: path(value('screenshot')),
    size: size === null ? null : { width: Number(size[1]), height: Number(size[2]) },
    screen: screens.find((name) => name === value('screen')) ?? null,
    theme: theme === 'dark' || theme === 'light' ? theme : null
  }
}
