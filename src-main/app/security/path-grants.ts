import { realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/**
 * The files and folders that the page may name to the engine: what a person chose in a dialog, dropped, opened lately
 * or set. A granted folder grants what is in it. Links are followed before comparing, so that a link inside a project
 * from a stranger opens nothing outside of it.
 */
export class PathGrants {
  readonly #granted = new Set<string>()

  grant(path: string): void {
    if (isAbsolute(path) && !path.includes('\0')) this.#granted.add(realPath(path))
  }

  isGranted(path: string): boolean {
    if (!isAbsolute(path) || path.includes('\0')) return false
    const real = realPath(path)
    for (const granted of this.#granted) if (isInside(granted, real)) return true
    return false
  }
}

/** Whether `path` is `folder` itself or in it. Both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
}

/** The path without links; of one that does not exist yet, the part that does is resolved. */
function realPath(path: string): string {
  const plain = resolve(path)
  try {
    return realpathSync.native(plain)
  } catch {
    const parent = dirname(plain)
    return parent === plain ? plain : join(realPath(parent), basename(plain))
  }
}

/**
 * The paths that a call's input holds under the contract's names ('source', 'options.source'). Absent ones are left
 * out; a value that is not a text is returned as null, which no one may be granted.
 */
export function pathsInInput(input: unknown, names: readonly string[]): Array<string | null> {
  return names.flatMap((name) => {
    let value: unknown = input
    for (const key of name.split('.')) value = typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
    if (value === undefined) return []
    return [typeof value === 'string' ? value : null]
  })
}
