import type { App } from 'electron'
import { join } from 'node:path'
import * as z from 'zod'
import type { AppInfo } from '#shared/contracts/bridge.ts'
import { readJsonFile } from './settings/json-file.ts'

const RuntimeRecord = z.object({ source: z.string(), version: z.string(), reason: z.string() })

export interface AppFiles {
  readonly settingsFile: string
  readonly logFile: string
  readonly sampleProject: string
}

/** What Settings shows of the shell: its versions, which Electron it runs on and why, and where its files are. */
export function appInfo(app: App, files: AppFiles): AppInfo {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chrome: process.versions.chrome,
    electronNode: process.versions.node,
    ...runtimeChoice(app),
    platform: `${process.platform} ${process.arch}`,
    packaged: app.isPackaged,
    ...files
  }
}

/** In development the set-up keeps its choice of Electron beside the packages; a release has its own inside. */
function runtimeChoice(app: App): Pick<AppInfo, 'runtime' | 'runtimeReason'> {
  if (app.isPackaged) return { runtime: 'official', runtimeReason: 'It ships with the application.' }
  const record = RuntimeRecord.safeParse(readJsonFile(join(app.getAppPath(), 'node_modules', '.planisphere', 'electron.json')).value)
  if (!record.success || record.data.version !== process.versions.electron) return { runtime: 'unknown', runtimeReason: 'This Electron was not chosen by the set-up.' }
  return { runtime: record.data.source, runtimeReason: record.data.reason }
}

/** Where `npm start` and the Projects screen keep the sample. Follows XDG on Linux, else the folder of the application's data. */
export function sampleProjectPath(app: App): string {
  const data = process.platform === 'linux' ? join(process.env['XDG_DATA_HOME'] || join(app.getPath('home'), '.local', 'share'), 'planisphere') : app.getPath('userData')
  return join(data, 'sample.planisphere')
}
