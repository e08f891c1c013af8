import type { App, Session } from 'electron'
import type { LogFile } from '../logging/log-file.ts'
import { studioOrigin } from '../protocol/origins.ts'

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

/** Denies permissions and devices. */
export function guardSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.setSpellCheckerEnabled(false)
}
