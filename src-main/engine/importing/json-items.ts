import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import { open, readFile, stat } from 'node:fs/promises'
import { pipeline, type Duplex, type Readable } from 'node:stream'
import { parser } from 'stream-json'
import { pick } from 'stream-json/filters/pick.js'
import { streamArray } from 'stream-json/streamers/stream-array.js'
import { streamObject } from 'stream-json/streamers/stream-object.js'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { checkTextHead, firstBadByte, type ByteCounter } from './text-lines.ts'

/** Files up to this size are parsed whole, which is ten times faster; larger ones are streamed. */
const parsedWhole = 128 * 1024 * 1024
const chunkItems = 512
/** Where data sets keep their records when the file is an object. */
const listKeys = ['data', 'records', 'items', 'rows', 'samples', 'entries', 'images', 'annotations', 'features']

export interface JsonItem {
  /** The member's name where the file is an object of members. */
  readonly key: string | null
  readonly value: unknown
}

export interface JsonItemOptions {
  /** The key of the list to read; else a list is looked for. */
  readonly list?: string
  readonly counter?: ByteCounter
  readonly signal?: AbortSignal
  /** For tests: the size above which a file is streamed. */
  readonly wholeUpTo?: number
}

/**
 * The records of a JSON file in chunks: of an array, of a list inside an object, or the members of an object.
 * Throws BAD_FILE for what is empty, not UTF-8 or not JSON.
 */
export async function* readJsonItems(path: string, file: string, options: JsonItemOptions = {}): AsyncGenerator<JsonItem[]> {
  const { size } = await stat(path)
  if (size === 0) throw new PlanisphereError('BAD_FILE', `${file} is empty.`, { hint: 'Choose a file that has records in it.', place: { file } })
  if (size > (options.wholeUpTo ?? parsedWhole)) yield* streamItems(path, file, options)
  else {
    const items = itemsOf(await readJson(path, file), options.list)
    for (let from = 0; from < items.length; from += chunkItems) {
      options.signal?.throwIfAborted()
      if (options.counter) options.counter.bytes = Math.round((size * Math.min(items.length, from + chunkItems)) / items.length)
      yield items.slice(from, from + chunkItems)
    }
  }
}

/** A whole JSON file. Throws BAD_FILE and says where it goes wrong. */
export async function readJson(path: string, file: string): Promise<unknown> {
  const bytes = await readFile(path)
  if (bytes.length === 0) throw new PlanisphereError('BAD_FILE', `${file} is empty.`, { place: { file } })
  checkTextHead(bytes, file)
  if (!isUtf8(bytes)) {
    const line = lineOf(bytes, firstBadByte(bytes))
    throw new PlanisphereError('BAD_FILE', `${file} is not UTF-8: line ${line} holds a byte that cannot be.`, { hint: 'Save it as UTF-8 and import it again.', place: { file, line } })
  }
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '')
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split('\n').length
    throw new PlanisphereError('BAD_FILE', `${file} is not JSON${line === undefined ? '' : ` (line ${line})`}: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, {
      hint: 'If every line is a record of its own, import it as JSON Lines.',
      place: { file, line }
    })
  }
}

function lineOf(bytes: Uint8Array, at: number): number {
  let line = 1
  for (let index = 0; index < at; index += 1) if (bytes[index] === 0x0a) line += 1
  return line
}

function itemsOf(root: unknown, list: string | undefined): JsonItem[] {
  if (Array.isArray(root)) return root.map((value: unknown) => ({ key: null, value }))
  if (typeof root !== 'object' || root === null) return [{ key: null, value: root }]
  const members = root as Record<string, unknown>
  for (const key of list === undefined ? listKeys : [list]) {
    const value = Object.hasOwn(members, key) ? members[key] : undefined
    if (Array.isArray(value) && value.some((item) => typeof item === 'object')) return value.map((item: unknown) => ({ key: null, value: item }))
  }
  return list === undefined ? Object.entries(members).map(([key, value]) => ({ key, value })) : []
}

async function* streamItems(path: string, file: string, options: JsonItemOptions): AsyncGenerator<JsonItem[]> {
  const handle = await open(path)
  const head = Buffer.alloc(65_536)
  const { bytesRead } = await handle.read(head, 0, head.length, 0)
  await handle.close()
  checkTextHead(head.subarray(0, bytesRead), file)
  const text = head.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '').trimStart()
  const list = options.list ?? (text.startsWith('{') ? listKeys.find((key) => new RegExp(`^\\{(?:[^{}\\[\\]]|\\{[^{}]*\\})*"${key}"\\s*:\\s*\\[`).test(text)) : undefined)
  const source = createReadStream(path, { highWaterMark: 256 * 1024, signal: options.signal })
  source.on('data', (chunk) => {
    if (options.counter) options.counter.bytes += chunk.length
  })
  const records = text.startsWith('[')
    ? [parser.asStream(), streamArray.asStream()]
    : list === undefined
      ? [parser.asStream(), streamObject.asStream()]
      : [parser.asStream(), pick.asStream({ filter: list }), streamArray.asStream()]
  // The last stream is read below and throws there; the callback only keeps pipeline from raising the same error again.
  const output = pipeline([source, ...records] as [Readable, ...Duplex[]], () => {}) as unknown as Readable
  let items: JsonItem[] = []
  try {
    for await (const item of output as AsyncIterable<{ key: string | number; value: unknown }>) {
      items.push({ key: typeof item.key === 'string' ? item.key : null, value: item.value })
      if (items.length < chunkItems) continue
      yield items
      items = []
    }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw new PlanisphereError('BAD_FILE', `${file} is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, { place: { file }, cause: error })
  } finally {
    output.destroy()
    source.destroy()
  }
  if (items.length > 0) yield items
}
