import type { App, Session } from 'electron'
import type { LogFile } from '../logging/log-file.ts'
import { studioOrigin } from '../protocol/origins.ts'
import { tileHosts } from './allowed-links.ts'
import { parseUrl } from './parse-url.ts'

/** Denies every page of this application what the studio never does: leaving, opening windows, embedding, asking for devices. */
export function guardWebContents(app: App, log: LogFile): void {
  app.on('web-contents-created', (_created, contents) => {
    const refuse = (event: { preventDefault: () => void; url: string }): void => {
      if (event.url.startsWith(`${studioOrigin}/`)) return
      event.preventDefault()
      log.warning(`A navigation to ${event.url} was refused.`)
    }
    contents.on('will-navigate', refuse)
    contents.on('will-frame-navigate', refuse)
    contents.on('will-redirect', refuse)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      log.warning(`A window for ${url} was refused.`)
      return { action: 'deny' }
    })
  })
}

/** Denies permissions and devices, and every request but the studio's own and the configured tile servers'. */
export function guardSession(session: Session, tileServers: () => ReadonlyArray<{ readonly url: string }>): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.setSpellCheckerEnabled(false)
  const own = new Set(['app:', 'media:', 'data:', 'blob:', 'devtools:'])
  session.webRequest.onBeforeRequest((request, answer) => {
    const url = parseUrl(request.url)
    const allowed = url !== null && (own.has(url.protocol) || (url.protocol === 'https:' && request.resourceType === 'image' && tileHosts(tileServers()).includes(url.host)))
    answer({ cancel: !allowed })
  })
}
