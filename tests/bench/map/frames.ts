import type { Page } from '@playwright/test'

interface Recorded {
  mapFrames?: number[]
  stopMapFrames?: () => void
}

/** Milliseconds from each frame of the window to the next while something is done in it. */
export async function framesWhile(page: Page, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const kept = window as unknown as Recorded
    const times: number[] = (kept.mapFrames = [])
    let [last, running] = [performance.now(), true]
    const next = (): void => {
      const now = performance.now()
      times.push(now - last)
      last = now
      if (running) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
    kept.stopMapFrames = () => (running = false)
  })
  await act()
  return page.evaluate(() => {
    const kept = window as unknown as Recorded
    kept.stopMapFrames?.()
    // The first one began before the act.
    return kept.mapFrames?.slice(1) ?? []
  })
}

/** What a person feels of frames: half, nineteen of twenty, the worst, and how many took over a twentieth of a second. */
export function frameFigures(times: readonly number[]) {
  const sorted = [...times].sort((a, b) => a - b)
  const at = (share: number): number => Math.round(10 * (sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN)) / 10
  return { p50: at(0.5), p95: at(0.95), max: at(1), n: sorted.length }
}
