import { existsSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'

/** A path as it is stored: forward slashes, no `.` and no `..`. */
export function normalPath(path: string): string {
  return posix.normalize(path.replaceAll('\\', '/'))
}

/**
 * The folder that a source's relative image names stand under: its own folder, or one that really has the images: a
 * folder of images beside the source, or its parents (`pairs/pairs.json` names `pairs/rsicd/1.jpg`).
 */
export function imageBase(folder: string, images: readonly string[]): string {
  const samples = images.filter((image) => !isAbsolute(image)).slice(0, 20)
  if (samples.length === 0) return folder
  const candidates = [folder, join(folder, 'images'), join(folder, 'imgs'), join(folder, 'image'), dirname(folder), dirname(dirname(folder))]
  let best = folder
  let most = 0
  for (const candidate of candidates) {
    const found = samples.filter((image) => existsSync(join(candidate, image))).length
    if (found > most) {
      best = candidate
      most = found
    }
  }
  return best
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/') || /^[A-Za-z]:[\\/]/.test(path) || path.startsWith('\\\\')
}

/**
 * Folder and name of an image as the store keeps them. Relative names below the base share the base as their root, so
 * that a data set that moves is one row to change; others stand under their own folder.
 */
export function splitImagePath(base: string, image: string): { root: string; path: string } {
  const absolute = isAbsolute(image)
  const normal = normalPath(image)
  if (!absolute && normal !== '..' && !normal.startsWith('../')) return { root: base, path: normal }
  const full = absolute ? normal : normalPath(`${base}/${normal}`)
  if (full.startsWith(`${base}/`)) return { root: base, path: full.slice(base.length + 1) }
  return { root: posix.dirname(full), path: posix.basename(full) }
}
