import { readFileSync } from 'node:fs'

/** Planisphere's version, from the package.json above this file (in the repository) or beside the bundled engine. */
export function planisphereVersion(): string {
  for (const place of ['../../../package.json', './package.json']) {
    try {
      const found = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8')) as { name?: string; version?: string }
      if (found.name === 'planisphere' && found.version !== undefined) return found.version
    } catch {
      // Not there: look at the next.
    }
  }
  return '0.0.0'
}
