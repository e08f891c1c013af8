import { statSync } from 'node:fs'

/** Changes when the file does; null where there is none. */
export function fileStamp(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.size}/${stat.mtimeMs}` : null
}
