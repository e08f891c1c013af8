import type { ImportField, ImportMapping } from '#shared/contracts/imports.ts'
import type { Problem } from '#shared/domain/records.ts'
import { viewKinds, type Split, type ViewKind } from '#shared/domain/vocabulary.ts'
import { emptyRecord, type ReadItem, type SourceCaption } from './source-record.ts'

/** Longest text of one field that is taken as it is. */
const longestField = 1_000_000

const splitOf: ReadonlyMap<string, Split> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['restval', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['validation', 'val'],
  ['dev', 'val'],
  ['test', 'test'],
  ['testing', 'test']
])

const kindOf: ReadonlyMap<string, ViewKind> = new Map([
  ...viewKinds.map((kind) => [kind, kind] as const),
  ['sat', 'satellite'],
  ['aerial', 'satellite'],
  ['overhead', 'satellite'],
  ['ground', 'street'],
  ['street-view', 'street'],
  ['streetview', 'street'],
  ['pano', 'panorama'],
  ['uav', 'drone'],
  ['map', 'osm']
])

/** A split by any of the names that data sets use (Karpathy's `restval` is training data), or null. */
export function toSplit(value: unknown): Split | null {
  return typeof value === 'string' ? (splitOf.get(value.trim().toLowerCase()) ?? null) : null
}

/** A kind of view by its name or a usual synonym, or null. */
export function toKind(value: unknown): ViewKind | null {
  return typeof value === 'string' ? (kindOf.get(value.trim().toLowerCase()) ?? null) : null
}

/** What stands behind a column or a (dotted) key. Only own properties count, so `__proto__` is a key like any other. */
export type FieldReader = (column: string) => unknown

export function objectField(value: unknown, column: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, column)) return (value as Record<string, unknown>)[column]
  const dot = column.indexOf('.')
  return dot > 0 ? objectField(objectField(value, column.slice(0, dot)), column.slice(dot + 1)) : undefined
}

class RowProblem extends Error {
  readonly code: string
  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

function textOf(value: unknown, column: string): string | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : null
  if (text === null) throw new RowProblem('BAD_VALUE', `"${column}" is not a text.`)
  if (text.length > longestField) throw new RowProblem('FIELD_TOO_LONG', `"${column}" has ${text.length.toLocaleString('en')} characters; the most is ${longestField.toLocaleString('en')}.`)
  if (text.includes('\0')) throw new RowProblem('NUL_BYTE', `"${column}" holds a NUL byte.`)
  return text
}

function wordOf(value: unknown, column: string): string | null {
  return textOf(value, column)?.trim() || null
}

function degrees(value: unknown, column: string, limit: 90 | 180): number | null {
  if (value === null || value === undefined || value === '') return null
  const what = limit === 90 ? 'latitude' : 'longitude'
  const text = typeof value === 'string' ? value.trim() : value
  if (text === '') return null
  // A decimal comma is what semicolon tables of half of Europe have.
  const degrees = typeof text === 'number' ? text : typeof text === 'string' && /^[-+]?\d*[.,]?\d+([eE][-+]?\d+)?$/.test(text) ? Number(text.replace(',', '.')) : Number.NaN
  const code = limit === 90 ? 'BAD_LATITUDE' : 'BAD_LONGITUDE'
  if (!Number.isFinite(degrees)) throw new RowProblem(code, `"${column}" is not a ${what}: ${JSON.stringify(value)?.slice(0, 80)}.`)
  if (Math.abs(degrees) > limit) throw new RowProblem(code, `The ${what} ${degrees} is not between -${limit} and ${limit}.`)
  return degrees
}

function pixels(value: unknown, column: string): number | null {
  if (value === null || value === undefined || value === '') return null
  const count = Number(value)
  if (!Number.isSafeInteger(count) || count <= 0) throw new RowProblem('BAD_VALUE', `"${column}" is not a number of pixels: ${String(value).slice(0, 80)}.`)
  return count
}

function captionTexts(value: unknown, column: string): string[] {
  if (value === null || value === undefined || value === '') return []
  if (Array.isArray(value)) return value.flatMap((item: unknown) => captionTexts(item, column))
  if (typeof value === 'object') {
    for (const key of ['raw', 'caption', 'text', 'sentence', 'description']) if (typeof objectField(value, key) === 'string') return captionTexts(objectField(value, key), column)
    throw new RowProblem('BAD_VALUE', `"${column}" holds an object without a text.`)
  }
  if (typeof value === 'string' && value.startsWith('[') && column !== '') {
    // A table's cell may hold a JSON list of captions.
    try {
      const list: unknown = JSON.parse(value)
      if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return captionTexts(list, '')
    } catch {
      // A caption that begins with a bracket.
    }
  }
  const text = textOf(value, column)
  return text === null || text.trim() === '' ? [] : [text]
}

export interface FieldContext {
  readonly file: string
  readonly mapping: ImportMapping
  readonly columns: readonly string[]
  /** Keep the raw values for a preview. */
  readonly keepRaw?: boolean
}

/** Columns that no field names: they go into `extra`. Computed once a source. */
export function unmappedColumns(mapping: ImportMapping, columns: readonly string[]): string[] {
  const mapped = new Set<string | undefined>(Object.values(mapping))
  for (const name of mapping.ignore?.split(',') ?? []) mapped.add(name.trim())
  return columns.filter((column) => !mapped.has(column))
}

/** One row or record as a source record, or the problem that keeps it out. Never throws for what a file can hold. */
export function recordFromFields(read: FieldReader, line: number, context: FieldContext, rest: readonly string[]): ReadItem {
  const { mapping, file } = context
  const value = (field: ImportField): unknown => {
    const column = mapping[field]
    return column === undefined ? undefined : read(column)
  }
  const name = (field: ImportField) => mapping[field] ?? field
  try {
    const lat = degrees(value('lat'), name('lat'), 90)
    const lon = degrees(value('lon'), name('lon'), 180)
    if ((lat === null) !== (lon === null)) throw new RowProblem(lat === null ? 'BAD_LATITUDE' : 'BAD_LONGITUDE', `There is a ${lat === null ? 'longitude but no latitude' : 'latitude but no longitude'}.`)
    const kindText = wordOf(value('kind'), name('kind'))
    const kind = toKind(kindText)
    if (kindText !== null && kind === null) throw new RowProblem('BAD_KIND', `"${kindText.slice(0, 80)}" is not a kind of view (${viewKinds.join(', ')}).`)
    const splitText = wordOf(value('split'), name('split'))
    const split = toSplit(splitText)
    if (splitText !== null && split === null) throw new RowProblem('BAD_SPLIT', `"${splitText.slice(0, 80)}" is not a split (train, val, test).`)
    const extra = extraOf(read, rest)
    const texts = [...captionTexts(value('captions'), name('captions')), ...captionTexts(value('caption'), name('caption'))]
    const id = wordOf(value('id'), name('id'))
    const author = wordOf(value('author'), name('author'))
    const prompt = textOf(value('prompt'), name('prompt'))
    const captions: SourceCaption[] = texts.map((text, index) => ({ text, id: id === null ? null : texts.length === 1 ? id : `${id}#${index + 1}`, author, prompt, extra }))
    const record = {
      ...emptyRecord,
      file,
      line,
      place: wordOf(value('place'), name('place')),
      image: wordOf(value('image'), name('image')),
      kind,
      lat,
      lon,
      region: wordOf(value('region'), name('region')),
      country: wordOf(value('country'), name('country')),
      continent: wordOf(value('continent'), name('continent')),
      split,
      width: pixels(value('width'), name('width')),
      height: pixels(value('height'), name('height')),
      captions,
      extra: captions.length === 0 ? extra : null,
      raw: context.keepRaw ? rawOf(read, context.columns) : emptyRecord.raw
    }
    if (record.image === null && record.place === null && captions.length === 0 && lat === null) {
      return { problem: { file, line, code: 'EMPTY_RECORD', message: 'There is no caption, image, place or coordinate in it.' } }
    }
    return { record }
  } catch (error) {
    if (error instanceof RowProblem) return { problem: problemAt(file, line, error.code, error.message) }
    throw error
  }
}

function problemAt(file: string, line: number, code: string, message: string): Problem {
  return { file, line, code, message }
}

function extraOf(read: FieldReader, rest: readonly string[]): Record<string, unknown> | null {
  let extra: Record<string, unknown> | null = null
  for (const column of rest) {
    const value = read(column)
    if (value === undefined || value === null || value === '') continue
    extra ??= {}
    // Defined, not assigned: a column may be called __proto__.
    Object.defineProperty(extra, column, { value, enumerable: true, configurable: true, writable: true })
  }
  return extra
}

function rawOf(read: FieldReader, columns: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(columns.map((column) => [column, read(column) ?? null]))
}
