import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { mkdir, open, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { TextStates } from '../../inference/token-states.ts'
import { decodeFloat16, encodeFloat16 } from '../../store/float16.ts'
import type { OpenProject } from '../../store/open-project.ts'

/**
 * What a frozen text model says of texts, kept between runs: its embedding (float32) and the state of every token
 * (float16). One file an encoder, little-endian: a head of 16 bytes (magic, version, dimensions, width), then records of
 * key (16 bytes of the text's SHA-256), number of tokens, CRC-32 of the rest, embedding, states. Records are only ever
 * appended; the file ends with the last whole one.
 */
export interface FeatureShape {
  /** Of an embedding. */
  readonly dimensions: number
  /** Of a token's state. */
  readonly width: number
}

export interface FeatureRecord {
  readonly at: number
  readonly tokens: number
}

const magic = 0x46544c50 // "PLTF"
const version = 1
const fileHead = 16
const recordHead = 24

/** Where the token states of an encoder are kept, by its hash. */
export function tokenFile({ folders }: Pick<OpenProject, 'folders'>, encoderHash: string): string {
  return join(folders.planet, 'cache', `tokens-${encoderHash.slice(0, 16)}.bin`)
}

export function textKey(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

/** Bytes of a record. */
export function recordBytes({ dimensions, width }: FeatureShape, tokens: number): number {
  return recordHead + 4 * dimensions + 2 * tokens * width
}

/** The records of an open file, and where the last whole one ends. A shape of another model makes it empty. */
export async function readFeatureIndex(handle: FileHandle, shape: FeatureShape): Promise<{ records: Map<string, FeatureRecord>; end: number }> {
  const records = new Map<string, FeatureRecord>()
  const { size } = await handle.stat()
  const head = new DataView(new ArrayBuffer(fileHead))
  const { bytesRead } = await handle.read(head, 0, fileHead, 0)
  if (bytesRead < fileHead || ![magic, version, shape.dimensions, shape.width].every((value, i) => head.getUint32(4 * i, true) === value)) return { records, end: 0 }
  let at = fileHead
  const record = Buffer.alloc(recordHead)
  while (at + recordHead <= size) {
    await handle.read(record, 0, recordHead, at)
    const tokens = record.readUInt32LE(16)
    const next = at + recordBytes(shape, tokens)
    if (tokens === 0 || next > size) break
    records.set(record.toString('hex', 0, 16), { at, tokens })
    at = next
  }
  return { records, end: at }
}

/** Adds what is missing. Belongs to one job at a time; nothing here blocks. */
export class TokenFeatureWriter {
  readonly shape: FeatureShape
  readonly records: Map<string, FeatureRecord>
  readonly #handle: FileHandle
  #end: number

  private constructor(handle: FileHandle, shape: FeatureShape, index: { records: Map<string, FeatureRecord>; end: number }) {
    this.#handle = handle
    this.shape = shape
    this.records = index.records
    this.#end = index.end
  }

  static async open(file: string, shape: FeatureShape): Promise<TokenFeatureWriter> {
    await mkdir(dirname(file), { recursive: true })
    const handle = await open(file, 'r+').catch(() => open(file, 'w+'))
    const index = await readFeatureIndex(handle, shape)
    if (index.end === 0) {
      await handle.truncate(0)
      await handle.write(Buffer.from(Uint32Array.of(magic, version, shape.dimensions, shape.width).buffer), 0, fileHead, 0)
      index.end = fileHead
    }
    return new TokenFeatureWriter(handle, shape, index)
  }

  get bytes(): number {
    return this.#end
  }

  /** Forgets everything: for a file that has grown far beyond what is used. */
  async clear(): Promise<void> {
    this.records.clear()
    this.#end = fileHead
    await this.#handle.truncate(fileHead)
  }

  /** BAD_ENCODER where a state is not finite, or too large for float16. */
  async add(texts: readonly string[], of: TextStates): Promise<void> {
    const { dimensions, width } = this.shape
    let from = 0
    const blocks = texts.map((text, row) => {
      const tokens = of.tokens[row] as number
      const halves = new Uint16Array(tokens * width)
      encodeFloat16(of.states.subarray(from * width, (from + tokens) * width), halves)
      from += tokens
      const embedding = of.rows.slice(row * dimensions, (row + 1) * dimensions)
      if (halves.some((half) => (half & 0x7c00) === 0x7c00) || !embedding.every((value) => Number.isFinite(value))) {
        throw new PlanisphereError('BAD_ENCODER', `The text model gives a token state that is NaN, infinite or over 65,504 for “${text.slice(0, 60)}”.`, { hint: 'Check the export; models in float16 often overflow.' })
      }
      const payload = Buffer.concat([Buffer.from(embedding.buffer), Buffer.from(halves.buffer)])
      const head = Buffer.alloc(recordHead)
      const key = textKey(text)
      head.write(key, 0, 'hex')
      head.writeUInt32LE(tokens, 16)
      head.writeUInt32LE(crc32(payload), 20)
      return { key, tokens, bytes: Buffer.concat([head, payload]) }
    })
    const all = Buffer.concat(blocks.map(({ bytes }) => bytes))
    await this.#handle.write(all, 0, all.length, this.#end)
    for (const { key, tokens, bytes } of blocks) {
      this.records.set(key, { at: this.#end, tokens })
      this.#end += bytes.length
    }
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

export interface GatheredFeatures {
  /** float32 [texts, length, width], zeros where there is no token. */
  readonly states: Float32Array
  /** float32 [texts, length]. */
  readonly mask: Float32Array
  /** float32 [texts, dimensions]. */
  readonly embeds: Float32Array
}

/** Reads features of texts by number. Blocks its thread: lives in the training worker. */
export class TokenFeatures {
  readonly shape: FeatureShape
  readonly #file: string
  readonly #descriptor: number
  readonly #records: readonly FeatureRecord[]

  private constructor(file: string, shape: FeatureShape, records: readonly FeatureRecord[]) {
    this.#file = file
    this.shape = shape
    this.#records = records
    this.#descriptor = openSync(file, 'r')
  }

  /** Text i gets the number i. NOT_FOUND if the file has no features of one. */
  static async open(file: string, shape: FeatureShape, texts: readonly string[]): Promise<TokenFeatures> {
    const handle = await open(file, 'r')
    try {
      const { records } = await readFeatureIndex(handle, shape)
      const found = texts.map((text) => {
        const record = records.get(textKey(text))
        if (!record) throw new PlanisphereError('NOT_FOUND', `${file} has no token states of “${text.slice(0, 60)}”.`, { hint: 'Train again: missing states are made first.', place: { file } })
        return record
      })
      return new TokenFeatures(file, shape, found)
    } finally {
      await handle.close()
    }
  }

  tokens(number: number): number {
    return (this.#records[number] as FeatureRecord).tokens
  }

  /** Features of texts, padded to `length` tokens; longer ones are cut. PROJECT_DAMAGED if the file's checksum says so. */
  gather(numbers: readonly number[], length: number): GatheredFeatures {
    const { dimensions, width } = this.shape
    const out = { states: new Float32Array(numbers.length * length * width), mask: new Float32Array(numbers.length * length), embeds: new Float32Array(numbers.length * dimensions) }
    numbers.forEach((number, row) => {
      const { at, tokens } = this.#records[number] as FeatureRecord
      const bytes = Buffer.from(new ArrayBuffer(recordBytes(this.shape, tokens)))
      readSync(this.#descriptor, bytes, 0, bytes.length, at)
      if (crc32(bytes.subarray(recordHead)) !== bytes.readUInt32LE(20)) {
        throw new PlanisphereError('PROJECT_DAMAGED', `The token states in ${this.#file} are damaged.`, { hint: 'Delete the file and train again: it is made anew.', place: { file: this.#file } })
      }
      out.embeds.set(new Float32Array(bytes.buffer, recordHead, dimensions), row * dimensions)
      const kept = Math.min(tokens, length)
      decodeFloat16(new Uint16Array(bytes.buffer, recordHead + 4 * dimensions, kept * width), out.states.subarray(row * length * width, (row * length + kept) * width))
      out.mask.fill(1, row * length, row * length + kept)
    })
    return out
  }

  close(): void {
    closeSync(this.#descriptor)
  }
}
