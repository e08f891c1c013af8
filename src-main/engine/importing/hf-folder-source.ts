import { stat } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { ImportMapping } from '#shared/contracts/imports.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { chosenMapping, guessMapping } from './column-mapping.ts'
import { listFiles } from './image-folder-source.ts'
import { openJsonLines } from './json-source.ts'
import { readParquet } from './parquet-rows.ts'
import { objectField, recordFromFields, toKind, toSplit, unmappedColumns } from './record-from-fields.ts'
import type { OpenedSource, OpenRequest, ReadItem, SourceRecord } from './source-record.ts'
import { openTable } from './table-source.ts'

const metadataName = /^metadata\.(jsonl|csv|parquet)$/i

/**
 * A Hugging Face image folder: `metadata.jsonl`, `.csv` or `.parquet` with `file_name` and any columns, in the folder or in
 * one folder a split (`train/`, `validation/`, `test/`). A single Parquet file is read the same way.
 */
export async function openHfFolder(request: OpenRequest): Promise<OpenedSource> {
  const { source, isFolder } = request
  const files: string[] = []
  if (isFolder) for await (const path of listFiles(source, (name) => metadataName.test(name))) files.push(path)
  else files.push(basename(source))
  const base = isFolder ? source : dirname(source)
  const parts = await Promise.all(files.map(async (path) => ({ path, folder: join(base, dirname(path)), opened: await openPart({ ...request, source: join(base, path), isFolder: false }) })))
  const [first] = parts
  if (!first) {
    throw new PlanisphereError('BAD_FILE', `There is no metadata.jsonl, metadata.csv or metadata.parquet in ${basename(source)}.`, { hint: 'Import it as a folder of images.', place: { file: basename(source) } })
  }
  return {
    format: 'hf-folder',
    base,
    columns: first.opened.columns,
    mapping: first.opened.mapping,
    defaultKind: toKind(request.options.kind) ?? 'satellite',
    total: parts.reduce((sum, part) => sum + (part.opened.total ?? 0), 0),
    done: () => parts.reduce((sum, part) => sum + part.opened.done(), 0),
    async *read(options) {
      for (const part of parts) {
        const split = toSplit(basename(part.folder))
        for await (const items of part.opened.read({ ...options, skip: 0 })) {
          yield items.map((item) => {
            if (!item?.record) return item?.problem ? { problem: { ...item.problem, file: part.path } } : item
            return { record: within(item.record, part.path, relative(base, part.folder), split) }
          })
        }
      }
    }
  }
}

function within(record: SourceRecord, path: string, folder: string, split: SourceRecord['split']): SourceRecord {
  const image = record.image === null || folder === '' || record.image.startsWith('/') ? record.image : `${folder}/${record.image}`
  return { ...record, file: path, image, split: record.split ?? split }
}

async function openPart(request: OpenRequest): Promise<OpenedSource> {
  if (/\.csv$/i.test(request.source)) return await openTable(request, 'csv')
  if (/\.jsonl$/i.test(request.source)) return await openJsonLines(request)
  return await openParquet(request)
}

async function openParquet(request: OpenRequest): Promise<OpenedSource> {
  const { source, options } = request
  const file = basename(source)
  if ((await stat(source)).size === 0) throw new PlanisphereError('BAD_FILE', `${file} is empty.`, { place: { file } })
  let sample: Record<string, unknown>[] = []
  let total = 0
  for await (const chunk of readParquet(source, file)) {
    sample = chunk.rows.slice(0, 100)
    total = chunk.total
    break
  }
  const columns = [...new Set(sample.flatMap((row) => Object.entries(row).flatMap(([key, value]) => (isStruct(value) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key]))))]
  const rows = sample.map((row) => new Map(columns.map((column) => [column, objectField(row, column)])))
  const mapping: ImportMapping = chosenMapping(guessMapping(columns, rows), options.mapping)
  let done = 0
  return {
    format: 'hf-folder',
    base: dirname(source),
    columns,
    mapping,
    defaultKind: toKind(options.kind) ?? 'satellite',
    total,
    done: () => done,
    async *read({ signal, keepRaw }) {
      done = 0
      const rest = unmappedColumns(mapping, columns)
      const context = { file, mapping, columns, keepRaw }
      for await (const chunk of readParquet(source, file, signal)) {
        yield chunk.rows.map((row): ReadItem => recordFromFields((column) => objectField(row, column), (done += 1), context, rest))
      }
    }
  }
}

function isStruct(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
