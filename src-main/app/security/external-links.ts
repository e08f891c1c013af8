import { shell } from 'electron'
import { isAllowedLink } from './allowed-links.ts'

/** The one caller of `shell.openExternal`. Returns false, and opens nothing, where the link is not allowed. */
export async function openExternalLink(link: string, tileServers: ReadonlyArray<{ readonly url: string }>): Promise<boolean> {
  if (!isAllowedLink(link, tileServers)) return false
  await shell.openExternal(new URL(link).href)
  return true
}
