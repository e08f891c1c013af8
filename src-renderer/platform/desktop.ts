import type { MenuCommand } from '#shared/contracts/bridge.ts'
import { bridge } from './bridge.ts'

/** What the desktop does for the page: native dialogs, the clipboard, saving, menus, dropped files. */
export const desktop = {
  dialogs: bridge.dialogs,
  copyText: (text: string): Promise<void> => bridge.app.copyText(text),
  saveText: (suggestedName: string, text: string): Promise<string | null> => bridge.app.saveText(suggestedName, text),
  saveBytes: (suggestedName: string, bytes: Uint8Array): Promise<string | null> => bridge.app.saveBytes(suggestedName, bytes),
  reveal: (path: string): Promise<void> => bridge.app.reveal(path),
  openExternal: (url: string): Promise<void> => bridge.app.openExternal(url),
  onMenu: (listener: (command: MenuCommand) => void): (() => void) => bridge.app.onMenu(listener),
  /** Called before the window closes; the shell waits for the promise. */
  onFlushRequest: (listener: () => Promise<void>): (() => void) => bridge.app.onFlushRequest(listener),
  pathOfDrop: (file: File): string => bridge.pathOfDrop(file)
}
