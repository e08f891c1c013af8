import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'

const folder = resolve(import.meta.dirname, '../..', process.env['PLANISPHERE_DATA'] ?? '../shared/data')

/** Whether the folder of real data sets is there. Tests that need it skip without it and say so in their name. */
export const hasRealData = existsSync(join(folder, 'SOURCES.md'))

/** A path inside the folder of real data sets. */
export function realData(...path: string[]): string {
  return join(folder, ...path)
}

export const withoutRealData = hasRealData ? '' : ` (skipped: no real data at PLANISPHERE_DATA or ../shared/data)`
