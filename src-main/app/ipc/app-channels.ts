import { clipboard, dialog, shell, type BrowserWindow } from 'electron'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import type { AppInfo } from '#shared/contracts/bridge.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openExternalLink } from '../security/external-links.ts'
import type { PathGrants } from '../security/path-grants.ts'
import type { SettingsStore } from '../settings/settings-store.ts'
import { channels } from './channels.ts'
import type { GuardedIpc } from './guarded-ipc.ts'

export interface AppContext {
  readonly info: () => AppInfo
  readonly window: () => BrowserWindow | null
  readonly settings: SettingsStore
  readonly grants: PathGrants
  readonly documents: string
}

const Name = z.string().min(1).max(255).transform((name) => name.replaceAll(/[\\/\0:*?"<>|]/g, '-'))
const mostBytes = 256 << 20

/** What the desktop does for the page. */
export function appChannels(ipc: GuardedIpc, { info, window, settings, grants, documents }: AppContext): void {
  ipc.handle(channels.appInfo, z.tuple([]), info)
  ipc.handle(channels.openExternal, z.tuple([z.string().max(2000)]), async ([link]) => {
    if (await openExternalLink(link, settings.get().tileServers)) return
    throw new PlanisphereError('UNSUPPORTED', `The studio does not open ${link}.`, { hint: 'Copy the link and open it in a browser, if you trust it.' })
  })
  ipc.handle(channels.reveal, z.tuple([z.string().max(4096)]), ([path]) => {
    if (!grants.isGranted(path)) throw new PlanisphereError('INVALID_INPUT', `Nobody chose ${path}.`)
    shell.showItemInFolder(path)
  })
  ipc.handle(channels.copyText, z.tuple([z.string().max(10 << 20)]), ([text]) => clipboard.writeText(text))
  ipc.handle(channels.saveText, z.tuple([Name, z.string().max(mostBytes)]), ([name, text]) => save(name, text))
  ipc.handle(channels.saveBytes, z.tuple([Name, z.instanceof(Uint8Array)]), ([name, bytes]) => {
    if (bytes.byteLength > mostBytes) throw new PlanisphereError('INVALID_INPUT', `${name} is too large to save from the page.`)
    return save(name, bytes)
  })

  async function save(name: string, content: string | Uint8Array): Promise<string | null> {
    const parent = window()
    if (parent === null) return null
    const answer = await dialog.showSaveDialog(parent, { defaultPath: join(documents, name) })
    if (answer.canceled || answer.filePath === '') return null
    await writeFile(answer.filePath, content)
    grants.grant(answer.filePath)
    return answer.filePath
  }
}
