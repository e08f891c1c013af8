import { closeSync, existsSync, fdatasync, fstatSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { crc32 } from 'node:zlib'
import type { EncoderSide } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { decodeFloat16, encodeFloat16 } from './float16.ts'

const syncData = promisify(fdatasync)

const magic = 'PLNSVEC1'
const headerBytes = 4096
const blockRows = 256
/** Before the rows of each block: crc32 of the rest, count, 8 unused, presence (32 bytes), 16 unused, a crc32 a row. */
const blockHeaderBytes = 2048
const bitmapAt = 16
const rowChecksumsAt = 64
const usedBlockHeaderBytes = rowChecksumsAt + 4 * blockRows
const maxRows = 2 ** 31

export type VectorType = 'float32' | 'float16'

export interface VectorFileShape {
  readonly dimensions: number
  /** The encoder's hash: vectors of another encoder, or of another version of it, are never mixed in. */
  readonly encoderHash: string
  readonly type?: VectorType
}

/** Where the vectors of one side of an encoder are: `vectors/<encoder>.<side>.vec`. */
export function vectorPath(folder: string, encoder: string, side: EncoderSide): string {
  return join(folder, `${encoder}.${side}.vec`)
}

/**
 * The embeddings of one (encoder, side): row-major, little-endian, the row's index is the integer id of the caption
 * revision (text side) or view (image side). Rows hold what the encoder gave, NOT normalised and NOT centred: that is
 * the business of retrieval, so that one file serves both ways of evaluating.
 *
 * The file is a header of 4,096 bytes, then blocks of 256 rows. A block starts with its presence bitmap and a checksum
 * a row, under a checksum of their own; rows of blocks that were never written are holes. `writeRows` puts rows into
 * place; `flush` first makes them durable and only then writes the block headers that declare them present. So a crash
 * at any moment leaves rows that are whole or absent, and a job resumes at the first absent row.
 *
 * All methods but `flush` are synchronous and block for as long as the disk takes: bulk reads belong in a worker
 * thread. Files may be open in several threads; a reader sees what was flushed before it opened.
 */
export class VectorFile {
  readonly file: string
  readonly dimensions: number
  readonly type: VectorType
  readonly encoderHash: string
  readonly #descriptor: number
  readonly #rowBytes: number
  readonly #blockBytes: number
  #blocks: (BlockHeader | undefined)[]
  readonly #touched = new Set<number>()
  #count = 0

  private constructor(file: string, descriptor: number, shape: Required<VectorFileShape>) {
    this.file = file
    this.#descriptor = descriptor
    this.dimensions = shape.dimensions
    this.type = shape.type
    this.encoderHash = shape.encoderHash
    this.#rowBytes = shape.dimensions * (shape.type === 'float32' ? 4 : 2)
    this.#blockBytes = blockHeaderBytes + blockRows * this.#rowBytes
    this.#blocks = this.#readBlockHeaders()
  }

  /**
   * Opens for reading. NO_EMBEDDINGS if there is no such file, CONFLICT if it belongs to another encoder hash,
   * PROJECT_DAMAGED if its header is not one.
   */
  static open(file: string, expected: { encoderHash?: string } = {}): VectorFile {
    if (!existsSync(file)) throw new PlanisphereError('NO_EMBEDDINGS', `There are no vectors at ${file}.`, { hint: 'Embed with this encoder first.', place: { file } })
    return openWith(file, 'r', (descriptor) => {
      const shape = readHeader(file, descriptor)
      if (expected.encoderHash !== undefined) refuseStale(file, shape, expected.encoderHash)
      return new VectorFile(file, descriptor, shape)
    })
  }

  /** Opens for writing; makes the file if there is none. CONFLICT if it belongs to another encoder hash or shape. */
  static openForWriting(file: string, shape: VectorFileShape): VectorFile {
    const full = { dimensions: shape.dimensions, encoderHash: shape.encoderHash, type: shape.type ?? ('float32' as const) }
    mkdirSync(dirname(file), { recursive: true })
    return openWith(file, existsSync(file) ? 'r+' : 'wx+', (descriptor) => {
      // A crash between making the file and writing its header leaves an empty file.
      if (fstatSync(descriptor).size < headerBytes) writeSync(descriptor, makeHeader(full), 0, headerBytes, 0)
      const found = readHeader(file, descriptor)
      refuseStale(file, found, full.encoderHash)
      if (found.dimensions !== full.dimensions) {
        throw new PlanisphereError('CONFLICT', `${file} holds vectors of ${found.dimensions} numbers, not ${full.dimensions}.`, { place: { file } })
      }
      return new VectorFile(file, descriptor, found)
    })
  }

  /** Deletes the file if it is there. */
  static remove(file: string): void {
    rmSync(file, { force: true })
  }

  /** Rows that are present. */
  get count(): number {
    return this.#count
  }

  has(id: number): boolean {
    const block = this.#blocks[Math.floor(id / blockRows)]
    return block !== undefined && block.has(id % blockRows)
  }

  /** The ids of `ids` that have a row, in their order. */
  present(ids: Int32Array): Int32Array {
    return ids.filter((id) => this.has(id))
  }

  /**
   * Writes row i of `rows` (row-major, `ids.length` x `dimensions`) as the row of `ids[i]`. Not durable before `flush`.
   * BAD_SCORES if a row has a NaN or infinite number; then nothing is written.
   */
  writeRows(ids: Int32Array, rows: Float32Array): void {
    if (rows.length !== ids.length * this.dimensions) throw new Error(`${ids.length} rows of ${this.dimensions} numbers are wanted, ${rows.length} numbers were given`)
    const data = this.type === 'float32' ? rows : toHalf(rows)
    this.#refuseNonFinite(ids, rows)
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    ids.forEach((id, i) => {
      if (id < 0 || id >= maxRows) throw new Error(`${id} is not a row`)
      const row = bytes.subarray(i * this.#rowBytes, (i + 1) * this.#rowBytes)
      writeSync(this.#descriptor, row, 0, row.length, this.#rowOffset(id))
      const index = Math.floor(id / blockRows)
      const block = (this.#blocks[index] ??= new BlockHeader())
      if (!block.has(id % blockRows)) this.#count++
      block.set(id % blockRows, crc32(row))
      this.#touched.add(index)
    })
  }

  /** Declares rows absent (their captions or views were removed). Durable after `flush`. */
  removeRows(ids: Int32Array): void {
    for (const id of ids) {
      const index = Math.floor(id / blockRows)
      if (!this.has(id)) continue
      this.#blocks[index]?.clear(id % blockRows)
      this.#touched.add(index)
      this.#count--
    }
  }

  /** Makes everything written so far durable: rows first, then the block headers that declare them. */
  async flush(): Promise<void> {
    if (this.#touched.size === 0) return
    const indices = [...this.#touched]
    this.#touched.clear()
    const headers = indices.map((index) => this.#blocks[index]?.sealed())
    await syncData(this.#descriptor)
    indices.forEach((index, i) => {
      const header = headers[i]
      if (header) writeSync(this.#descriptor, header, 0, header.length, headerBytes + index * this.#blockBytes)
    })
    await syncData(this.#descriptor)
  }

  /**
   * Copies the rows of `ids` into `into` (ids.length x dimensions, row-major; its buffer may be shared), checking each
   * row's checksum. Returns the ids that have no (whole) row; their places in `into` are filled with NaN, so that one
   * that is used by mistake fails its run. Ascending ids read fastest: neighbours are read together, and with float32
   * straight into place. Touch `into` beforehand or keep it: page faults of fresh memory cost more than the reading.
   */
  gather(ids: Int32Array, into: Float32Array): Int32Array {
    if (into.length < ids.length * this.dimensions) throw new Error('the target of gather is too small')
    const missing: number[] = []
    let start = 0
    while (start < ids.length) {
      const first = ids[start] ?? 0
      let end = start + 1
      if (this.has(first)) {
        const block = Math.floor(first / blockRows)
        while (end < ids.length && ids[end] === first + end - start && Math.floor((ids[end] ?? 0) / blockRows) === block && this.has(ids[end] ?? 0)) end++
        this.#readRun(first, end - start, into.subarray(start * this.dimensions, end * this.dimensions), missing)
      } else {
        missing.push(first)
        into.fill(NaN, start * this.dimensions, end * this.dimensions)
      }
      start = end
    }
    return Int32Array.from(missing)
  }

  /** Reads every present row and counts those whose checksum does not fit. */
  verify(): { rows: number; damaged: number } {
    const scratch = new Float32Array(blockRows * this.dimensions)
    let damaged = 0
    this.#blocks.forEach((block, index) => {
      if (!block) return
      const ids = Int32Array.from({ length: blockRows }, (_, i) => index * blockRows + i).filter((id) => this.has(id))
      damaged += this.gather(ids, scratch).length
    })
    return { rows: this.#count, damaged }
  }

  /** Closes the file. What was not flushed is not declared present. */
  close(): void {
    closeSync(this.#descriptor)
  }

  #rowOffset(id: number): number {
    return headerBytes + Math.floor(id / blockRows) * this.#blockBytes + blockHeaderBytes + (id % blockRows) * this.#rowBytes
  }

  #readRun(first: number, count: number, target: Float32Array, missing: number[]): void {
    const whole = this.type === 'float32'
    const halves = whole ? undefined : new Uint16Array(count * this.dimensions)
    const source = halves ?? target
    const bytes = new Uint8Array(source.buffer, source.byteOffset, count * this.#rowBytes)
    const read = readFully(this.#descriptor, bytes, this.#rowOffset(first))
    if (halves) decodeFloat16(halves, target)
    const block = this.#blocks[Math.floor(first / blockRows)]
    for (let i = 0; i < count; i++) {
      const row = bytes.subarray(i * this.#rowBytes, (i + 1) * this.#rowBytes)
      if ((i + 1) * this.#rowBytes <= read && crc32(row) === block?.checksum((first + i) % blockRows)) continue
      missing.push(first + i)
      target.fill(NaN, i * this.dimensions, (i + 1) * this.dimensions)
    }
  }

  #readBlockHeaders(): (BlockHeader | undefined)[] {
    const size = fstatSync(this.#descriptor).size
    const blocks = Math.ceil(Math.max(0, size - headerBytes) / this.#blockBytes)
    if (blocks * blockRows > maxRows) throw damaged(this.file, 'it is longer than any vector file can be')
    const buffer = new Uint8Array(usedBlockHeaderBytes)
    const out: (BlockHeader | undefined)[] = new Array<BlockHeader | undefined>(blocks)
    for (let index = 0; index < blocks; index++) {
      const read = readFully(this.#descriptor, buffer, headerBytes + index * this.#blockBytes)
      const header = read === usedBlockHeaderBytes ? BlockHeader.parse(buffer) : undefined
      out[index] = header
      this.#count += header?.count() ?? 0
    }
    return out
  }

  #refuseNonFinite(ids: Int32Array, rows: Float32Array): void {
    const at = rows.findIndex((value) => !Number.isFinite(value))
    if (at < 0) return
    const id = ids[Math.floor(at / this.dimensions)]
    throw new PlanisphereError('BAD_SCORES', `The embedding of row ${id} has a NaN or infinite number.`, { hint: 'Check the encoder; float16 models overflow on some providers.' })
  }
}

/** Which rows of a block are present, and their checksums. */
class BlockHeader {
  readonly #bytes = new Uint8Array(usedBlockHeaderBytes)
  readonly #view = new DataView(this.#bytes.buffer)

  /** Undefined where the block was never written, or its header is torn. */
  static parse(bytes: Uint8Array): BlockHeader | undefined {
    const header = new BlockHeader()
    header.#bytes.set(bytes)
    return header.#view.getUint32(0, true) === crc32(header.#bytes.subarray(4)) ? header : undefined
  }

  has(row: number): boolean {
    return ((this.#bytes[bitmapAt + (row >> 3)] ?? 0) & (1 << (row & 7))) !== 0
  }

  checksum(row: number): number {
    return this.#view.getUint32(rowChecksumsAt + 4 * row, true)
  }

  set(row: number, checksum: number): void {
    this.#bytes[bitmapAt + (row >> 3)] = (this.#bytes[bitmapAt + (row >> 3)] ?? 0) | (1 << (row & 7))
    this.#view.setUint32(rowChecksumsAt + 4 * row, checksum, true)
  }

  clear(row: number): void {
    this.#bytes[bitmapAt + (row >> 3)] = (this.#bytes[bitmapAt + (row >> 3)] ?? 0) & ~(1 << (row & 7))
  }

  count(): number {
    let count = 0
    for (let i = 0; i < blockRows / 8; i++) for (let bits = this.#bytes[bitmapAt + i] ?? 0; bits; bits &= bits - 1) count++
    return count
  }

  sealed(): Uint8Array {
    this.#view.setUint32(4, this.count(), true)
    this.#view.setUint32(0, crc32(this.#bytes.subarray(4)), true)
    return this.#bytes.slice()
  }
}

function makeHeader(shape: Required<VectorFileShape>): Uint8Array {
  const bytes = new Uint8Array(headerBytes)
  const view = new DataView(bytes.buffer)
  bytes.set(Buffer.from(magic, 'latin1'), 0)
  view.setUint32(12, shape.type === 'float32' ? 0 : 1, true)
  view.setUint32(16, shape.dimensions, true)
  view.setUint32(20, blockRows, true)
  const hash = Buffer.from(shape.encoderHash, 'utf8')
  if (hash.length > 256) throw new Error('the encoder hash is too long')
  view.setUint32(24, hash.length, true)
  bytes.set(hash, 32)
  view.setUint32(8, crc32(bytes.subarray(12)), true)
  return bytes
}

function readHeader(file: string, descriptor: number): Required<VectorFileShape> {
  const bytes = new Uint8Array(headerBytes)
  const view = new DataView(bytes.buffer)
  if (readFully(descriptor, bytes, 0) < headerBytes) throw damaged(file, 'it is too short')
  if (Buffer.from(bytes.subarray(0, 8)).toString('latin1') !== magic) throw damaged(file, 'it does not begin as one')
  if (view.getUint32(8, true) !== crc32(bytes.subarray(12))) throw damaged(file, 'its header’s checksum does not fit')
  const dimensions = view.getUint32(16, true)
  if (dimensions < 1 || dimensions > 65_536 || view.getUint32(20, true) !== blockRows) throw damaged(file, 'its shape is out of bounds')
  return {
    dimensions,
    type: view.getUint32(12, true) === 0 ? 'float32' : 'float16',
    encoderHash: Buffer.from(bytes.subarray(32, 32 + Math.min(256, view.getUint32(24, true)))).toString('utf8')
  }
}

function refuseStale(file: string, shape: VectorFileShape, expected: string): void {
  if (shape.encoderHash === expected) return
  throw new PlanisphereError('CONFLICT', `The vectors at ${file} were made by another version of the encoder.`, {
    hint: 'Remove the encoder and add it again, then embed.',
    place: { file }
  })
}

function damaged(file: string, why: string): PlanisphereError {
  return new PlanisphereError('PROJECT_DAMAGED', `${file} is not a vector file: ${why}.`, { hint: 'Delete it and embed again.', place: { file } })
}

function openWith(file: string, flags: string, make: (descriptor: number) => VectorFile): VectorFile {
  const descriptor = openSync(file, flags)
  try {
    return make(descriptor)
  } catch (thrown) {
    closeSync(descriptor)
    throw thrown
  }
}

/** Reads until `into` is full or the file ends; returns the bytes read. */
function readFully(descriptor: number, into: Uint8Array, position: number): number {
  let done = 0
  while (done < into.length) {
    const read = readSync(descriptor, into, done, into.length - done, position + done)
    if (read === 0) break
    done += read
  }
  return done
}

function toHalf(rows: Float32Array): Uint16Array {
  const out = new Uint16Array(rows.length)
  encodeFloat16(rows, out)
  return out
}
