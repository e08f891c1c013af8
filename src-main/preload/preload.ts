import { contextBridge, ipcRenderer, webUtils } from 'electron'
import type { Answer, Bridge } from '#shared/contracts/bridge.ts'
import { channels } from '../app/ipc/channels.ts'

// Only forwards: what may be asked, and with what, is decided in src-main/app/ipc.

/** Asks the shell; its error becomes an Error with the message for the person. */
async function ask<T>(channel: string, ...args: unknown[]): Promise<T> {
  const answer = (await ipcRenderer.invoke(channel, ...args)) as Answer
  if ('error' in answer) throw new Error(answer.error.message)
  return answer.result as T
}

/** Listens to what the shell says; returns the function that stops it. */
function listen<T>(channel: string, listener: (value: T) => void): () => void {
  const onMessage = (_event: unknown, value: T): void => listener(value)
  ipcRenderer.on(channel, onMessage)
  return () => ipcRenderer.off(channel, onMessage)
}

const flushers = new Set<() => Promise<void>>()
ipcRenderer.on(channels.flush, () => {
  void Promise.allSettled([...flushers].map((flush) => flush())).then(() => ipcRenderer.send(channels.flushed))
})

const bridge: Bridge = {
  engine: {
    call: (id, method, input) => ipcRenderer.invoke(channels.engineCall, id, method, input) as Promise<Answer>,
    cancel: (id) => ipcRenderer.send(channels.engineCancel, id),
    onEvent: (listener) => listen(channels.engineEvent, listener),
    status: () => ask(channels.engineStatus),
    onStatus: (listener) => listen(channels.engineStatusChanged, listener),
    restart: () => ask(channels.engineRestart)
  },
  dialogs: {
    openProject: () => ask(channels.dialog, { name: 'openProject' }),
    newProject: () => ask(channels.dialog, { name: 'newProject' }),
    importSource: (kind) => ask(channels.dialog, { name: 'importSource', kind }),
    exportTarget: (suggestedName, kind) => ask(channels.dialog, { name: 'exportTarget', suggestedName, kind }),
    encoder: (kind) => ask(channels.dialog, { name: 'encoder', kind }),
    image: () => ask(channels.dialog, { name: 'image' }),
    tileArchive: () => ask(channels.dialog, { name: 'tileArchive' }),
    workPackage: (kind) => ask(channels.dialog, { name: 'workPackage', kind }),
    folder: (title) => ask(channels.dialog, { name: 'folder', title })
  },
  projects: {
    recent: () => ask(channels.recentProjects),
    remember: (path, name) => ask(channels.rememberProject, path, name),
    forget: (path) => ask(channels.forgetProject, path)
  },
  settings: {
    get: () => ask(channels.getSettings),
    set: (change) => ask(channels.setSettings, change),
    onChange: (listener) => listen(channels.settingsChanged, listener)
  },
  app: {
    info: () => ask(channels.appInfo),
    openExternal: (url) => ask(channels.openExternal, url),
    reveal: (path) => ask(channels.reveal, path),
    copyText: (text) => ask(channels.copyText, text),
    saveText: (suggestedName, text) => ask(channels.saveText, suggestedName, text),
    saveBytes: (suggestedName, bytes) => ask(channels.saveBytes, suggestedName, bytes),
    onMenu: (listener) => listen(channels.menu, listener),
    onFlushRequest: (listener) => {
      flushers.add(listener)
      return () => flushers.delete(listener)
    }
  },
  pathOfDrop: (file) => {
    // Empty for a File that a script made: only what a person dropped or picked has a path.
    const path = webUtils.getPathForFile(file)
    if (path !== '') ipcRenderer.send(channels.dropped, path)
    return path
  }
}

contextBridge.exposeInMainWorld('planisphere', bridge)
