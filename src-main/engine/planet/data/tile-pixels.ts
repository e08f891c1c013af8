import { createHash } from 'node:crypto'
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import type { ImageSpec } from '../../inference/encoder-spec.ts'
import { orderedLookahead } from '../../inference/ordered-lookahead.ts'
import { readModelImage } from '../../media/model-image.ts'

/** How a tile becomes pixels: that of an encoder's image side, so that training sees what embedding will. */
export type PixelSpec = Pick<ImageSpec, 'size' | 'fit' | 'resize' | 'resample'>

export interface TileFile {
  readonly view: number
  readonly file: string
}

export interface BrokenTile extends TileFile {
  readonly message: string
}

export interface TilePixels {
  /** uint8 RGB [tiles, size, size, 3] in shared memory; rows of broken tiles are zeros. */
  readonly pixels: Uint8Array
  readonly broken: readonly BrokenTile[]
  /** Tiles that had to be decoded; the others were kept from before. */
  readonly decoded: number
}

export interface TileWork {
  /** Folder of the cache: `<project>/planet/cache`. */
  readonly folder: string
  readonly signal?: AbortSignal
  onProgress?(done: number, total: number): void
}

/** Before each record's pixels: view id, fingerprint of the file, checksum of the pixels and of the two before; uint32. */
const recordHeader = 12
const readBytes = 4 * 2 ** 20
const flushTiles = 256

/**
 * The pixels of satellite views, decoded once and kept in one flat file for each spec. Records are appended and checked
 * when they are read, so that an interrupted run goes on after the last whole one; a file that changed since (size or
 * time) is decoded again. A tile that cannot be read is reported and left out.
 */
export async function tilePixels(tiles: readonly TileFile[], spec: PixelSpec, work: TileWork): Promise<TilePixels> {
  const bytes = spec.size * spec.size * 3
  const pixels = new Uint8Array(new SharedArrayBuffer(tiles.length * bytes))
  const rows = new Map<number, number[]>()
  tiles.forEach(({ view }, row) => void (rows.get(view)?.push(row) ?? rows.set(view, [row])))
  const prints = await fingerprints(tiles, work.signal)
  const have = new Uint8Array(tiles.length)

  await mkdir(work.folder, { recursive: true })
  const handle = await openCache(join(work.folder, `tiles-${specName(spec)}.bin`))
  try {
    let end = await readRecords(handle, bytes, (view, print, data) => {
      for (const row of rows.get(view) ?? []) {
        if (prints[row] !== print) continue
        pixels.set(data, row * bytes)
        have[row] = 1
      }
    })
    const missing = tiles.map((_, row) => row).filter((row) => have[row] === 0)
    let done = tiles.length - missing.length
    work.onProgress?.(done, tiles.length)
    const broken: BrokenTile[] = []
    let waiting: Uint8Array[] = []
    const flush = async (): Promise<void> => {
      if (waiting.length === 0) return
      const block = Buffer.concat(waiting)
      waiting = []
      await handle.write(block, 0, block.length, end)
      end += block.length
    }
    const decoded = orderedLookahead(each(missing), 2 * availableParallelism() + 2, async (row) => ({ row, ...(await decode(tiles[row] as TileFile, spec)) }))
    for await (const { row, data, message } of decoded) {
      if (work.signal?.aborted) await flush()
      work.signal?.throwIfAborted()
      const tile = tiles[row] as TileFile
      if (data === null) broken.push({ ...tile, message })
      else {
        pixels.set(data, row * bytes)
        waiting.push(record(tile.view, prints[row] as number, data))
        if (waiting.length >= flushTiles) await flush()
      }
      work.onProgress?.(++done, tiles.length)
    }
    await flush()
    return { pixels, broken, decoded: missing.length - broken.length }
  } finally {
    await handle.close()
  }
}

/** Short name of a spec: the cache's file bears it. */
export function specName(spec: PixelSpec): string {
  const { size, fit, resize, resample } = spec
  return `${size}-${createHash('sha256').update(JSON.stringify([size, fit, resize ?? size, resample])).digest('hex').slice(0, 8)}`
}

async function decode({ file }: TileFile, spec: PixelSpec): Promise<{ data: Uint8Array; message: '' } | { data: null; message: string }> {
  try {
    return { data: (await readModelImage(file, spec)).pixels, message: '' }
  } catch (thrown) {
    return { data: null, message: toErrorData(thrown).message }
  }
}

/** A number for each file's size and time of change; 0 where it cannot be asked (decoding will say why). */
async function fingerprints(tiles: readonly TileFile[], signal?: AbortSignal): Promise<Uint32Array> {
  const out = new Uint32Array(tiles.length)
  let row = 0
  const print = orderedLookahead(each(tiles), 64, async ({ file }) => {
    const found = await stat(file).catch(() => null)
    return found === null ? 0 : crc32(`${found.size}/${found.mtimeMs}/${file}`)
  })
  for await (const value of print) {
    out[row++] = value
    if (row % 1000 === 0) signal?.throwIfAborted()
  }
  return out
}

function record(view: number, print: number, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(recordHeader + data.length)
  const header = new DataView(out.buffer)
  header.setUint32(0, view, true)
  header.setUint32(4, print, true)
  out.set(data, recordHeader)
  header.setUint32(8, checksum(out), true)
  return out
}

function checksum(whole: Uint8Array): number {
  return crc32(whole.subarray(recordHeader), crc32(whole.subarray(0, 8)))
}

async function openCache(file: string): Promise<FileHandle> {
  return open(file, 'r+').catch(() => open(file, 'w+'))
}

/** Calls `take` for every whole record; returns where the next one goes: after the last whole one, over a torn one. */
async function readRecords(handle: FileHandle, bytes: number, take: (view: number, print: number, data: Uint8Array) => void): Promise<number> {
  const size = recordHeader + bytes
  const { size: length } = await handle.stat()
  const perRead = Math.max(1, Math.floor(readBytes / size))
  const buffer = new Uint8Array(perRead * size)
  for (let at = 0; at + size <= length; ) {
    const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, length - at), at)
    for (let from = 0; from + size <= bytesRead; from += size) {
      const whole = buffer.subarray(from, from + size)
      const header = new DataView(buffer.buffer, from, recordHeader)
      if (header.getUint32(8, true) !== checksum(whole)) return at + from
      take(header.getUint32(0, true), header.getUint32(4, true), whole.subarray(recordHeader))
    }
    at += Math.floor(bytesRead / size) * size
    if (bytesRead < size) return at
  }
  return length - (length % size)
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
