import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { ImportMapping } from '#shared/contracts/imports.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { chosenMapping, guessMapping, looksLikeImage, type SampleRow } from './column-mapping.ts'
import { imageBase } from './image-base.ts'
import { readJsonItems } from './json-items.ts'
import { objectField, recordFromFields, toKind, unmappedColumns } from './record-from-fields.ts'
import type { OpenedSource, OpenRequest, ReadItem } from './source-record.ts'
import { readLines } from './text-lines.ts'

/** A value of the source with where it stands; `key` where it is a member of an object. */
interface Item {
  readonly line: number
  readonly key: string | null
  readonly value: unknown
}

type ItemChunk = readonly (Item | { readonly problem: NonNullable<ReadItem['problem']> })[]

/** JSON Lines: one object a line. Throws BAD_FILE for an empty file. */
export async function openJsonLines(request: OpenRequest): Promise<OpenedSource> {
  return await openItems(request, 'jsonl', async function* (path, file, counter, signal) {
    for await (const lines of readLines(path, file, counter, signal)) {
      yield lines.flatMap((line): ItemChunk => {
        if (line.problem) return [line]
        if (line.text.trim() === '') return []
        try {
          return [{ line: line.line, key: null, value: JSON.parse(line.text) as unknown }]
        } catch (error) {
          return [{ problem: { file, line: line.line, code: 'BAD_JSON', message: `Line ${line.line} is not JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}` } }]
        }
      })
    }
  })
}

/** A JSON array of objects, an object that holds one under `data`, `records`, `items`…, or an object of name -> record or caption. */
export async function openJson(request: OpenRequest): Promise<OpenedSource> {
  return await openItems(request, 'json', async function* (path, file, counter, signal) {
    let ordinal = 0
    for await (const items of readJsonItems(path, file, { counter, signal })) yield items.map((item) => ({ line: (ordinal += 1), key: item.key, value: item.value }))
  })
}

async function openItems(
  request: OpenRequest,
  format: 'json' | 'jsonl',
  items: (path: string, file: string, counter: { bytes: number }, signal?: AbortSignal) => AsyncGenerator<ItemChunk>
): Promise<OpenedSource> {
  const { source, options } = request
  const file = basename(source)
  const { size } = await stat(source)
  if (size === 0) throw new PlanisphereError('BAD_FILE', `${file} is empty.`, { hint: 'Choose a file that has records in it.', place: { file } })
  const sample: unknown[] = []
  for await (const chunk of items(source, file, { bytes: 0 })) {
    for (const item of chunk) if (!('problem' in item)) sample.push(toFields(item))
    if (sample.length >= 100) break
  }
  const columns = columnsOf(sample)
  const rows: SampleRow[] = sample.map((value) => new Map(columns.map((column) => [column, objectField(value, column)])))
  const mapping: ImportMapping = chosenMapping(guessMapping(columns, rows), options.mapping)
  const image = mapping.image
  const images = image === undefined ? [] : sample.map((value) => objectField(value, image)).filter((value) => typeof value === 'string')
  const bytes = { bytes: 0 }
  return {
    format,
    base: imageBase(dirname(source), images),
    columns,
    mapping,
    defaultKind: toKind(options.kind) ?? 'satellite',
    total: size,
    done: () => bytes.bytes,
    async *read({ signal, keepRaw }) {
      bytes.bytes = 0
      const rest = unmappedColumns(mapping, columns)
      const used = new Set(columns)
      const context = { file, mapping, columns, keepRaw }
      for await (const chunk of items(source, file, bytes, signal)) {
        yield chunk.map((item): ReadItem => {
          if ('problem' in item) return item
          const value = toFields(item)
          if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: { file, line: item.line, code: 'BAD_RECORD', message: 'The record is not an object.' } }
          // Keys that only later records have are kept as well.
          const more = Object.keys(value).filter((key) => !used.has(key) && !isPlainObject(objectField(value, key)))
          return recordFromFields((column) => objectField(value, column), item.line, context, more.length === 0 ? rest : [...rest, ...more])
        })
      }
    }
  }
}

/** `{"a.jpg": "text"}` and `{"a.jpg": {...}}` become records with the key as image or place. */
function toFields(item: Item): unknown {
  if (item.key === null) return item.value
  const name = looksLikeImage(item.key) ? 'image' : 'place'
  if (typeof item.value === 'string') return { [name]: item.key, caption: item.value }
  if (Array.isArray(item.value)) return { [name]: item.key, captions: item.value as unknown[] }
  if (isPlainObject(item.value)) return Object.hasOwn(item.value, name) ? item.value : { [name]: item.key, ...item.value }
  return item.value
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Keys of the sampled records; members of objects inside them as `outer.inner`. */
function columnsOf(sample: readonly unknown[]): string[] {
  const columns = new Set<string>()
  for (const value of sample) {
    if (!isPlainObject(value)) continue
    for (const [key, inner] of Object.entries(value)) {
      if (isPlainObject(inner)) for (const deeper of Object.keys(inner)) columns.add(`${key}.${deeper}`)
      else columns.add(key)
    }
  }
  return [...columns].slice(0, 1000)
}
