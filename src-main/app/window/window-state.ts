import { screen, type BrowserWindow, type Rectangle } from 'electron'
import * as z from 'zod'
import { readJsonFile, writeJsonFile } from '../settings/json-file.ts'

const Kept = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(600).max(20_000),
  height: z.int().min(400).max(20_000),
  maximized: z.boolean()
})
type Kept = z.infer<typeof Kept>

const usual: Kept = { width: 1440, height: 900, maximized: false }

/** Size and place of the window when it was last closed; the usual where they are unknown or off every screen. */
export function readWindowState(path: string): Kept {
  const parsed = Kept.safeParse(readJsonFile(path).value)
  if (!parsed.success) return usual
  const kept = parsed.data
  const visible = screen.getAllDisplays().some(({ workArea }) => overlaps(workArea, kept))
  return visible ? kept : { width: kept.width, height: kept.height, maximized: kept.maximized }
}

export function saveWindowState(path: string, window: BrowserWindow): void {
  const state: Kept = { ...window.getNormalBounds(), maximized: window.isMaximized() }
  try {
    writeJsonFile(path, state)
  } catch {
    // A read-only home: the window opens at its usual place next time.
  }
}

/** Whether enough of the window's title bar is on the screen to drag it. */
function overlaps(area: Rectangle, { x, y, width }: Kept): boolean {
  if (x === undefined || y === undefined) return false
  return x + width > area.x + 100 && x < area.x + area.width - 100 && y >= area.y - 10 && y < area.y + area.height - 50
}
