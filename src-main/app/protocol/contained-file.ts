import { realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isInside } from '../security/path-grants.ts'

/**
 * The file that a URL's path names inside a folder, or null where it names none: encoded once, no `..`, no empty or
 * hidden segment, no backslash, and after following links still inside the folder.
 */
export async function containedFile(folder: string, urlPath: string): Promise<string | null> {
  const segments = decodeSegments(urlPath)
  if (segments === null) return null
  try {
    const [base, real] = await Promise.all([realpath(folder), realpath(join(folder, ...segments))])
    if (!isInside(base, real) || !(await stat(real)).isFile()) return null
    return real
  } catch {
    return null
  }
}

function decodeSegments(urlPath: string): string[] | null {
  try {
    const segments = urlPath.replace(/^\//, '').split('/').map(decodeURIComponent)
    return segments.every((segment) => segment !== '' && !segment.startsWith('.') && !/[\\/\0:]/.test(segment)) ? segments : null
  } catch {
    return null
  }
}
