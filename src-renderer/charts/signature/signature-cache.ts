import type { Signature } from '#shared/domain/planet.ts'
import { engine } from '../../platform/index.ts'

/** About 200 kB. */
const kept = 100
/** Signatures that were read, least recently used first. Texture that is not standardised yet is asked for again. */
const cache = new Map<string, Signature>()

const keyOf = (project: string, view: number) => `${project} ${view}`

/** A signature that is here already. */
export function keptSignature(project: string, view: number): Signature | null {
  const key = keyOf(project, view)
  const found = cache.get(key)
  if (found === undefined || found.textureStandardised === null) return null
  cache.delete(key)
  cache.set(key, found)
  return found
}

/** The signature of a view. Rejects with BAD_IMAGE where its picture cannot be read. */
export async function readSignature(project: string, view: number, signal: AbortSignal): Promise<Signature> {
  const found = keptSignature(project, view) ?? (await engine.call('planet.signature', { project, view }, { signal }))
  cache.set(keyOf(project, view), found)
  for (const key of cache.keys()) {
    if (cache.size <= kept) break
    cache.delete(key)
  }
  return found
}

/** After views changed. */
export function forgetSignatures(): void {
  cache.clear()
}
