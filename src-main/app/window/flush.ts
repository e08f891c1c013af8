import { ipcMain, type BrowserWindow, type IpcMainEvent } from 'electron'
import { channels } from '../ipc/channels.ts'

/**
 * Asks the page to save what it holds (drafts, verdicts under way) and waits until it has, at most `limitMs`: a page
 * that hangs must not keep the window open for ever.
 */
export function flushPage(window: BrowserWindow, limitMs = 5000): Promise<boolean> {
  const { webContents } = window
  if (webContents.isCrashed() || webContents.isLoading()) return Promise.resolve(false)
  return new Promise((resolve) => {
    const settle = (flushed: boolean): void => {
      clearTimeout(timer)
      ipcMain.off(channels.flushed, onFlushed)
      resolve(flushed)
    }
    const onFlushed = (event: IpcMainEvent): void => {
      if (event.sender === webContents) settle(true)
    }
    const timer = setTimeout(() => settle(false), limitMs)
    ipcMain.on(channels.flushed, onFlushed)
    webContents.send(channels.flush)
  })
}

/** Holds the closing of the window back until the page has flushed; `before` runs then, and the window goes. */
export function flushBeforeClose(window: BrowserWindow, before: () => void): void {
  let flushing = false
  window.on('close', (event) => {
    event.preventDefault()
    if (flushing) return
    flushing = true
    void flushPage(window).then(() => {
      before()
      window.destroy()
    })
  })
}
