import type { WebContents } from 'electron'
import { isAbsolute } from 'node:path'
import * as z from 'zod'
import { Settings } from '#shared/contracts/bridge.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { PathGrants } from '../security/path-grants.ts'
import type { RecentProjects } from '../settings/recent-projects.ts'
import type { SettingsStore } from '../settings/settings-store.ts'
import { channels } from './channels.ts'
import type { GuardedIpc } from './guarded-ipc.ts'

const Path = z.string().min(1).max(4096).refine(isAbsolute, 'must be an absolute path')
/** Every field optional and without its default: a field that is absent is not changed. */
const Change = z.record(z.string(), z.unknown()).refine((change) => Settings.partial().strict().safeParse(change).success, 'does not fit the settings')

export interface SettingsContext {
  readonly settings: SettingsStore
  readonly recent: RecentProjects
  readonly grants: PathGrants
  readonly page: () => WebContents | null
}

/** Settings and the list of recent projects. Neither may be used to reach a path that no person chose. */
export function settingsChannels(ipc: GuardedIpc, { settings, recent, grants, page }: SettingsContext): void {
  const requireGranted = (paths: readonly string[]): void => {
    const stranger = paths.find((path) => !grants.isGranted(path))
    if (stranger !== undefined) throw new PlanisphereError('INVALID_INPUT', `Nobody chose ${stranger}.`, { hint: 'Choose it in a dialog, or drop it on the window.' })
  }

  ipc.handle(channels.getSettings, z.tuple([]), () => settings.get())
  ipc.handle(channels.setSettings, z.tuple([Change]), ([change]) => {
    requireGranted(pathsInSettings(change as Partial<Settings>))
    return settings.set(change as Partial<Settings>)
  })
  settings.onChange((now) => page()?.send(channels.settingsChanged, now))

  ipc.handle(channels.recentProjects, z.tuple([]), () => recent.list())
  ipc.handle(channels.rememberProject, z.tuple([Path, z.string().max(300)]), ([path, name]) => {
    requireGranted([path])
    recent.remember(path, name)
  })
  ipc.handle(channels.forgetProject, z.tuple([z.string()]), ([path]) => recent.forget(path))
}

/** The paths that settings hold. */
export function pathsInSettings({ tileArchives = [], baseMap, lastProject }: Partial<Settings>): string[] {
  return [...tileArchives, ...(baseMap !== undefined && isAbsolute(baseMap) ? [baseMap] : []), ...(lastProject === undefined || lastProject === null ? [] : [lastProject])]
}
