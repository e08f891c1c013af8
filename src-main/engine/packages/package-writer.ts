import { createHash } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { TextWriter } from '../exporting/export-target.ts'
import { entryNames } from './package-format.ts'

const block = 512
const chunkBytes = 256 * 1024

/**
 * Writes a package: a plain tar file (POSIX ustar), entry by entry, never whole in memory. Each entry's length and
 * SHA-256 are noted in its last one, `contents.jsonl`, which also shows that nothing was cut off.
 */
export class PackageWriter {
  readonly #path: string
  readonly #file: FileHandle
  readonly #contents: TextWriter
  #closed = false

  private constructor(path: string, file: FileHandle) {
    this.#path = path
    this.#file = file
    this.#contents = new TextWriter(contentsOf(path), 'w')
  }

  /** `path` must not exist; beside it a file `PATH.contents` is used while it is written. */
  static async open(path: string): Promise<PackageWriter> {
    return new PackageWriter(path, await open(path, 'wx'))
  }

  async add(name: string, data: Uint8Array): Promise<void> {
    await writeAll(this.#file, tarHeader(name, data.byteLength))
    await writeAll(this.#file, data)
    await writeAll(this.#file, padding(data.byteLength))
    await this.#contents.write(`${JSON.stringify({ name, bytes: data.byteLength, sha256: createHash('sha256').update(data).digest('hex') })}\n`)
  }

  /** Copies a file in as it is. Throws CONFLICT if it becomes shorter meanwhile. */
  async addFile(name: string, path: string, signal?: AbortSignal): Promise<void> {
    const { bytes, sha256 } = await this.#copy(name, path, signal)
    await this.#contents.write(`${JSON.stringify({ name, bytes, sha256 })}\n`)
  }

  /** Writes the last entry and brings everything to the disk. */
  async close(): Promise<void> {
    await this.#contents.close()
    await this.#copy(entryNames.contents, contentsOf(this.#path))
    await writeAll(this.#file, Buffer.alloc(2 * block))
    await this.#file.sync()
    this.#closed = true
    await this.#file.close()
    await rm(contentsOf(this.#path), { force: true })
  }

  /** Ends the writing of what will be thrown away. */
  async abort(): Promise<void> {
    await this.#contents.abort()
    if (!this.#closed) await this.#file.close().catch(() => undefined)
    this.#closed = true
    await rm(contentsOf(this.#path), { force: true }).catch(() => undefined)
  }

  async #copy(name: string, path: string, signal?: AbortSignal): Promise<{ bytes: number; sha256: string }> {
    const source = await open(path)
    try {
      const { size } = await source.stat()
      const hash = createHash('sha256')
      await writeAll(this.#file, tarHeader(name, size))
      const chunk = Buffer.allocUnsafe(chunkBytes)
      for (let left = size; left > 0; ) {
        signal?.throwIfAborted()
        const { bytesRead } = await source.read(chunk, 0, Math.min(chunkBytes, left))
        if (bytesRead === 0) throw new PlanisphereError('CONFLICT', `${path} was changed while it was read.`, { hint: 'Try again when nothing writes to it.', place: { file: path } })
        const read = chunk.subarray(0, bytesRead)
        hash.update(read)
        await writeAll(this.#file, read)
        left -= bytesRead
      }
      await writeAll(this.#file, padding(size))
      return { bytes: size, sha256: hash.digest('hex') }
    } finally {
      await source.close()
    }
  }
}

function contentsOf(path: string): string {
  return `${path}.contents`
}

/** The header of a plain file of a name of at most 100 ASCII characters. The time is fixed: the same makes the same file. */
export function tarHeader(name: string, bytes: number): Buffer {
  const header = Buffer.alloc(block)
  header.write(name, 0, 100, 'latin1')
  header.write('0000644\0', 100, 'latin1')
  header.write('0000000\0', 108, 'latin1')
  header.write('0000000\0', 116, 'latin1')
  if (bytes < 8 ** 11) header.write(`${bytes.toString(8).padStart(11, '0')}\0`, 124, 'latin1')
  else {
    header[124] = 0x80
    header.writeBigUInt64BE(BigInt(bytes), 128)
  }
  header.write('00000000000\0', 136, 'latin1')
  header.write('        ', 148, 'latin1')
  header.write('0', 156, 'latin1')
  header.write('ustar\x0000', 257, 'latin1')
  let sum = 0
  for (const byte of header) sum += byte
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return header
}

function padding(bytes: number): Buffer {
  return Buffer.alloc((block - (bytes % block)) % block)
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, at)
    at += bytesWritten
  }
}
