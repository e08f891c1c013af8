import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { BrowserWindow } from 'electron'

export interface SettleOptions {
  /** Whether the engine is still asked for something. */
  readonly busy: () => boolean
  readonly limitMs?: number
}

const stepMs = 250

/** Resolves when nothing was asked of the engine for a while: the page has loaded what it opens with. */
export async function pageQuiet({ busy, limitMs = 20_000 }: SettleOptions, quietForMs = 700): Promise<void> {
  const until = Date.now() + limitMs
  for (let quietSince = Date.now(); Date.now() - quietSince < quietForMs && Date.now() < until; ) {
    await sleep(50)
    if (busy()) quietSince = Date.now()
  }
}

/** A page that is still moving after so long without a question to the engine will not stop: a caret, a spinner. */
const quietMs = 4000

/** Saves what the window shows once it has settled: nothing asked of the engine, and four pictures in a row alike. */
export async function saveScreenshot(window: BrowserWindow, file: string, { busy, limitMs = 30_000 }: SettleOptions): Promise<void> {
  const until = Date.now() + limitMs
  let quietSince = Date.now()
  let image = await window.webContents.capturePage()
  let last = image.toBitmap()
  for (let alike = 0; alike < 4 && Date.now() < until && Date.now() - quietSince < quietMs; ) {
    await sleep(stepMs)
    image = await window.webContents.capturePage()
    const next = image.toBitmap()
    if (busy()) quietSince = Date.now()
    alike = !busy() && next.length > 0 && next.equals(last) ? alike + 1 : 0
    last = next
  }
  if (image.isEmpty()) throw new Error('The window shows nothing yet.')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, image.toPNG())
}
