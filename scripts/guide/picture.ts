import { join } from 'node:path'
import type { Page } from '@playwright/test'
import sharp from 'sharp'
import type { RunningStudio } from '../../tests/e2e/support/launch.ts'

const images = join(import.meta.dirname, '..', '..', 'docs', 'guide', 'images')

/** Waits until nothing is being drawn or loaded any more. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => [...document.images].every((image) => image.complete), undefined, { polling: 200 })
  await page.waitForTimeout(1500)
}

/** Takes a picture of the guide: `docs/guide/images/<name>.png`. */
export async function picture({ page }: RunningStudio, name: string): Promise<void> {
  await settled(page)
  const taken = await page.screenshot({ animations: 'disabled', caret: 'hide' })
  // A palette makes them a third as large; nobody sees the difference at this size.
  await sharp(taken).png({ palette: true, quality: 92, effort: 8 }).toFile(join(images, `${name}.png`))
}
