import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { ByteCache } from './byte-cache.ts'
import { imageError, openImage } from './open-image.ts'

export interface Picture {
  /** MIME type. */
  readonly type: string
  readonly bytes: Uint8Array
}

export interface ThumbnailRequest {
  /** The image's own file. */
  readonly file: string
  /** Longest side in pixels; 0: as it is. */
  readonly size: number
  /** Folder of the project's thumbnails; null where nothing may be written. */
  readonly folder: string | null
  /** Names the picture in the folder: the view's id. */
  readonly id: number
}

const memoryBytes = 96 * 2 ** 20
/** Pictures in original size larger than this are shown at this longer side. */
const largestShown = 4096
/** Other sizes are made each time, so that the folder does not fill with near-duplicates. */
const keptSizes: ReadonlySet<number> = new Set([64, 96, 128, 160, 192, 256, 320, 384, 512, 640, 768, 1024])
const types: Readonly<Record<string, string>> = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', gif: 'image/gif', avif: 'image/avif' }
/** Decoding four pictures at once fills the pool; more would only delay the first. */
const parallel = 4

/**
 * Pictures of views for the screen. Small ones are kept in the project (`thumbnails/SIZE/ab/ID-hash.jpg`; the hash is of
 * the file's path, size and time, so a changed image gets a new one) and in memory.
 */
export class Thumbnails {
  readonly #memory = new ByteCache<Picture>(memoryBytes)
  readonly #making = new Map<string, Promise<Picture>>()
  #running = 0
  readonly #waiting: (() => void)[] = []

  /** NOT_FOUND if the file is missing, BAD_IMAGE if it cannot be decoded. */
  async view(request: ThumbnailRequest): Promise<Picture> {
    const status = await stat(request.file).catch(() => null)
    if (!status) throw new PlanisphereError('NOT_FOUND', `The image ${request.file} is missing.`, { hint: 'If the images moved, point the project to their new folder.', place: { file: request.file } })
    const stamp = createHash('sha256').update(`${request.file}\0${status.size}\0${status.mtimeMs}`).digest('hex').slice(0, 16)
    const key = `${stamp} ${request.size}`
    const kept = this.#memory.get(key)
    if (kept) return kept
    let making = this.#making.get(key)
    if (!making) {
      making = this.#load(request, stamp).finally(() => this.#making.delete(key))
      this.#making.set(key, making)
    }
    const picture = await making
    this.#memory.set(key, picture)
    return picture
  }

  async #load(request: ThumbnailRequest, stamp: string): Promise<Picture> {
    const target = request.folder !== null && keptSizes.has(request.size) ? join(request.folder, String(request.size), (request.id % 256).toString(16).padStart(2, '0'), `${request.id}-${stamp}.jpg`) : null
    if (target !== null) {
      const kept = await readFile(target).catch(() => null)
      if (kept !== null && kept.length > 0) return { type: 'image/jpeg', bytes: kept }
    }
    await this.#turn()
    try {
      const picture = await makePicture(request.file, request.size)
      if (target !== null && picture.type === 'image/jpeg') await keep(target, picture.bytes)
      return picture
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #turn(): Promise<void> {
    while (this.#running >= parallel) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    this.#running++
  }
}

/** A picture of `file` that every browser shows, at most `size` pixels long (0: as it is). */
export async function makePicture(file: string, size: number): Promise<Picture> {
  const image = await openImage(file, size)
  const type = types[image.format]
  const longer = Math.max(image.width, image.height)
  if (image.browserReady && image.bytes && type !== undefined && (size === 0 ? longer <= largestShown : longer <= size)) return { type, bytes: image.bytes }
  const limit = size === 0 ? largestShown : size
  try {
    const bytes = await image.pipeline.resize(limit, limit, { fit: 'inside', withoutEnlargement: true }).jpeg({ quality: size === 0 ? 90 : 82 }).toBuffer()
    return { type: 'image/jpeg', bytes }
  } catch (thrown) {
    throw imageError(thrown, file)
  }
}

/** Written beside and renamed, so that no half picture is ever read. A full or read-only disk only costs the cache. */
async function keep(target: string, bytes: Uint8Array): Promise<void> {
  const part = `${target}.${randomUUID()}.part`
  try {
    await mkdir(dirname(target), { recursive: true })
    await writeFile(part, bytes)
    await rename(part, target)
  } catch {
    await unlink(part).catch(() => undefined)
  }
}
