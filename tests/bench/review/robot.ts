import { readFileSync } from 'node:fs'
import type { CDPSession, Page } from '@playwright/test'
import { percentiles, round, type Percentiles } from './percentiles.ts'

/** What the page measures of one verdict: milliseconds from the key's own time stamp. */
interface Seen {
  readonly text: number
  readonly pictures: number | null
}

declare global {
  interface Window {
    /** Measures the next key: when another caption's text is painted, and when both its pictures are. */
    measureNextKey?: (waitForPictures: boolean) => void
    lastSeen?: Promise<Seen>
  }
}

export interface RobotResult {
  readonly verdicts: number
  readonly perMinute: number
  readonly keyToText: Percentiles
  readonly keyToPictures: Percentiles
  /** Verdicts whose two pictures were not both painted within three seconds. */
  readonly withoutPictures: number
}

/**
 * Presses A in the real window, caption after caption, each as soon as the next one's text is painted (`pictures`: and
 * its pictures). Keys go through the browser's own input. Painted: the frame after the change was handed to the
 * compositor (an animation frame, then a task behind it).
 */
export async function reviewByRobot(page: Page, input: CDPSession, verdicts: number, waitForPictures: boolean): Promise<RobotResult> {
  await page.evaluate(watchKeys)
  const texts: number[] = []
  const pictures: number[] = []
  let without = 0
  const started = performance.now()
  for (let i = 0; i < verdicts; i++) {
    await page.evaluate((wanted) => window.measureNextKey?.(wanted), waitForPictures)
    await input.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'a', code: 'KeyA', text: 'a', windowsVirtualKeyCode: 65 })
    await input.send('Input.dispatchKeyEvent', { type: 'keyUp', key: 'a', code: 'KeyA', windowsVirtualKeyCode: 65 })
    const seen = await page.evaluate(() => Promise.race([window.lastSeen, new Promise<undefined>((resolve) => setTimeout(resolve, 20_000))]))
    if (seen === undefined) await page.screenshot({ path: 'artifacts/bench-review-stuck.png' })
    if (seen === undefined) throw new Error(`no other caption came within 20 s of verdict ${i + 1}`)
    texts.push(seen.text)
    if (seen.pictures !== null) pictures.push(seen.pictures)
    else if (waitForPictures) without++
  }
  const minutes = (performance.now() - started) / 60_000
  return { verdicts, perMinute: Math.round(verdicts / minutes), keyToText: percentiles(texts), keyToPictures: percentiles(pictures), withoutPictures: without }
}

/** Runs in the page. */
function watchKeys(): void {
  const text = (): string => document.querySelector('[data-testid=caption-text]')?.textContent ?? ''
  const painted = (): string => [...document.querySelectorAll<HTMLElement>('canvas[data-painted]')].map((canvas) => canvas.dataset['painted']).join()
  const afterPaint = (): Promise<number> =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => resolve(performance.now())
        port2.postMessage(null)
      })
    )
  const until = (done: () => boolean, limit: number): Promise<boolean> =>
    new Promise((resolve) => {
      const end = performance.now() + limit
      const look = (): void => {
        if (done()) resolve(true)
        else if (performance.now() > end) resolve(false)
        else requestAnimationFrame(look)
      }
      look()
    })
  window.measureNextKey = (waitForPictures) => {
    const before = { text: text(), painted: painted() }
    window.lastSeen = new Promise((resolve, reject) => {
      window.addEventListener(
        'keydown',
        (event) => {
          void (async () => {
            await new Promise<void>((changed) => {
              const observer = new MutationObserver(() => {
                if (text() === before.text) return
                observer.disconnect()
                changed()
              })
              observer.observe(document.body, { subtree: true, childList: true, characterData: true })
            })
            const shown = (await afterPaint()) - event.timeStamp
            // Both panes show another view than before, fully drawn.
            const both = (): boolean => painted().split(',').every((view, i) => view !== '' && view !== before.painted.split(',')[i]) && document.querySelector('canvas.waiting') === null
            const drawn = waitForPictures && (await until(both, 3000)) ? (await afterPaint()) - event.timeStamp : null
            resolve({ text: shown, pictures: drawn })
          })().catch(reject)
        },
        { once: true, capture: true }
      )
    })
  }
}

export interface Memory {
  /** JavaScript heap of the page after a garbage collection, in MB. */
  readonly rendererHeap: number
  /** Resident memory of the page's process and of the engine, in MB. */
  readonly renderer: number
  readonly engine: number
}

export async function memoryOf(page: Page, input: CDPSession, rendererPid: number): Promise<Memory> {
  await input.send('HeapProfiler.collectGarbage')
  const { metrics } = await input.send('Performance.getMetrics')
  const { pid } = await page.evaluate(() => (window as unknown as { planisphere: { engine: { status(): Promise<{ pid: number | null }> } } }).planisphere.engine.status())
  return { rendererHeap: round((metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6), renderer: resident(rendererPid), engine: pid === null ? 0 : resident(pid) }
}

/** Resident set of a process in MB, as Linux counts it. */
function resident(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return round(Number(kilobytes ?? 0) / 1000)
}
