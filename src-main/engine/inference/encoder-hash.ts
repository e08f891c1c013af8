import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** SHA-256 over the names and contents of an encoder's files, in the order of their names. NOT_FOUND (ENOENT) if one is gone. */
export async function hashEncoder(folder: string, files: readonly string[], signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  for (const name of [...files].sort()) {
    const { size } = await stat(join(folder, name))
    hash.update(`${name}\0${size}\0`)
    await pipeline(createReadStream(join(folder, name), { highWaterMark: 2 ** 20 }), hash, { end: false, ...(signal ? { signal } : {}) })
  }
  return hash.digest('hex')
}

/** Bytes of a model with its external data. */
export async function modelBytes(folder: string, file: string): Promise<number> {
  let bytes = (await stat(join(folder, file))).size
  for (const suffix of ['_data', '.data']) bytes += (await stat(join(folder, file + suffix)).catch(() => null))?.size ?? 0
  return bytes
}
