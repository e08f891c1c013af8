import { createHash } from 'node:crypto'
import { open, realpath } from 'node:fs/promises'
import { basename } from 'node:path'
import { PMTiles, type RangeResponse, type Source } from 'pmtiles'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openMbtiles } from '../store/mbtiles.ts'
import { ByteCache } from './byte-cache.ts'
import type { Picture } from './thumbnails.ts'

export interface TileArchive {
  readonly id: string
  readonly name: string
  readonly minZoom: number
  readonly maxZoom: number
  readonly attribution: string
  /** MIME type of its tiles. */
  readonly type: string
}

interface OpenArchive {
  readonly archive: TileArchive
  tile(z: number, x: number, y: number): Promise<Uint8Array | null>
  close(): Promise<void>
}

/** Directories and tiles are small; a hostile header could ask for gigabytes. */
const maxRange = 16 * 2 ** 20
const maxOpen = 16

/** The tile archives that a person added, open for reading. */
export class TileArchives {
  readonly #open = new Map<string, Promise<OpenArchive>>()
  readonly #tiles = new ByteCache<Picture>(32 * 2 ** 20)

  /** Opens a raster MBTiles or PMTiles file; its id is the same ever after. NOT_FOUND, BAD_FILE, or UNSUPPORTED (vector tiles). */
  async add(path: string): Promise<TileArchive> {
    const file = await realpath(path).catch(() => {
      throw new PlanisphereError('NOT_FOUND', `There is no tile archive at ${path}.`, { hint: 'Check the path, or add it again in the settings.', place: { file: path } })
    })
    const id = createHash('sha256').update(file).digest('hex').slice(0, 16)
    let opening = this.#open.get(id)
    if (!opening) {
      opening = openArchive(id, file)
      this.#open.set(id, opening)
      opening.catch(() => this.#open.delete(id))
      for (const [oldest, other] of this.#open) {
        if (this.#open.size <= maxOpen) break
        this.#open.delete(oldest)
        void other.then((archive) => archive.close(), () => undefined)
      }
    }
    return (await opening).archive
  }

  /** Null where the archive has no tile. NOT_FOUND if the archive was not added. */
  async tile(id: string, z: number, x: number, y: number): Promise<Picture | null> {
    const archive = await this.#open.get(id)
    if (!archive) throw new PlanisphereError('NOT_FOUND', 'The tile archive is not open.', { hint: 'Choose it again in the settings.' })
    if (x >= 2 ** z || y >= 2 ** z) return null
    const key = `${id} ${z} ${x} ${y}`
    const kept = this.#tiles.get(key)
    if (kept) return kept
    const bytes = await archive.tile(z, x, y)
    // The bytes decide what the tile is, not what the archive says of itself.
    const type = bytes && pictureType(bytes)
    if (!bytes || !type) return null
    const picture = { type, bytes }
    this.#tiles.set(key, picture)
    return picture
  }
}

async function openArchive(id: string, file: string): Promise<OpenArchive> {
  const handle = await open(file, 'r')
  let start: string
  try {
    if (!(await handle.stat()).isFile()) throw notOne(file)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    start = buffer.subarray(0, bytesRead).toString('latin1')
  } finally {
    await handle.close()
  }
  if (start.startsWith('SQLite format 3')) return openMbtilesArchive(id, file)
  if (start.startsWith('PMTiles')) return openPmtilesArchive(id, file)
  throw notOne(file)
}

function openMbtilesArchive(id: string, file: string): OpenArchive {
  const reader = openMbtiles(file)
  const format = reader.metadata['format'] ?? 'png'
  const type = { png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', webp: 'image/webp' }[format]
  if (type === undefined) {
    reader.close()
    throw vectorTiles(file, format)
  }
  const archive = { id, name: reader.metadata['name'] ?? basename(file), minZoom: reader.minZoom, maxZoom: reader.maxZoom, attribution: plain(reader.metadata['attribution']), type }
  return { archive, tile: (z, x, y) => Promise.resolve(reader.tile(z, x, y)), close: () => Promise.resolve(reader.close()) }
}

async function openPmtilesArchive(id: string, file: string): Promise<OpenArchive> {
  const handle = await open(file, 'r')
  const size = (await handle.stat()).size
  const source: Source = {
    getKey: () => file,
    async getBytes(offset, length): Promise<RangeResponse> {
      if (offset < 0 || length < 0 || length > maxRange || offset > size) throw notOne(file)
      const data = new Uint8Array(Math.min(length, size - offset))
      const { bytesRead } = await handle.read(data, 0, data.length, offset)
      return { data: data.buffer.slice(0, bytesRead) }
    }
  }
  try {
    const tiles = new PMTiles(source)
    const header = await tiles.getHeader()
    // PMTiles' numbers: 2 PNG, 3 JPEG, 4 WebP, 5 AVIF; 1 and 6 are vectors.
    const type = { 2: 'image/png', 3: 'image/jpeg', 4: 'image/webp', 5: 'image/avif' }[header.tileType as number]
    if (type === undefined) throw vectorTiles(file, `type ${header.tileType}`)
    const metadata = (await tiles.getMetadata().catch(() => null)) as { name?: unknown; attribution?: unknown } | null
    const archive = {
      id,
      name: typeof metadata?.name === 'string' ? metadata.name : basename(file),
      minZoom: Math.min(24, header.minZoom),
      maxZoom: Math.min(24, header.maxZoom),
      attribution: plain(typeof metadata?.attribution === 'string' ? metadata.attribution : undefined),
      type
    }
    return {
      archive,
      async tile(z, x, y) {
        const found = await tiles.getZxy(z, x, y)
        return found ? new Uint8Array(found.data) : null
      },
      close: () => handle.close()
    }
  } catch (thrown) {
    await handle.close()
    throw thrown instanceof PlanisphereError ? thrown : notOne(file, thrown)
  }
}

function pictureType(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1')
  if (start.startsWith('\x89PNG')) return 'image/png'
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start.startsWith('RIFF') && start.slice(8) === 'WEBP') return 'image/webp'
  if (start.slice(4) === 'ftypavif') return 'image/avif'
  return null
}

/** Attributions are HTML in the wild; only their text is shown. */
function plain(html: string | undefined): string {
  return (html ?? '').replaceAll(/<[^>]*>/g, '').slice(0, 300)
}

function notOne(file: string, cause?: unknown): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `${file} is not a tile archive.`, { hint: 'Choose a raster MBTiles or PMTiles file.', place: { file }, cause })
}

function vectorTiles(file: string, format: string): PlanisphereError {
  return new PlanisphereError('UNSUPPORTED', `${file} holds tiles of the format ${format}; only pictures can be shown.`, { hint: 'Choose a raster MBTiles or PMTiles file (PNG, JPEG, WebP).', place: { file } })
}
