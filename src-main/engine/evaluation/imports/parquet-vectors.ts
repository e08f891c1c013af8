import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema, type AsyncBuffer, type FileMetaData } from 'hyparquet'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { refuseRepeated } from './id-list.ts'

/** Of the vectors in one row group, as they lie in memory: a group is the least that can be read without page indexes. */
const largestGroup = 2 ** 30
const numbersAtOnce = 4 * 2 ** 20
const idsAtOnce = 100_000

/** A Parquet table with a column of ids and a column of lists of numbers. For worker threads: decoding takes its time. */
export class ParquetVectors {
  readonly file: string
  readonly rows: number
  readonly dimensions: number
  readonly #buffer: AsyncBuffer
  readonly #metadata: FileMetaData
  readonly #idColumn: string
  readonly #vectorColumn: string

  private constructor(file: string, opened: { buffer: AsyncBuffer; metadata: FileMetaData; idColumn: string; vectorColumn: string; dimensions: number }) {
    this.file = file
    this.#buffer = opened.buffer
    this.#metadata = opened.metadata
    this.#idColumn = opened.idColumn
    this.#vectorColumn = opened.vectorColumn
    this.rows = Number(opened.metadata.num_rows)
    this.dimensions = opened.dimensions
  }

  /** Columns that are not named: `uid` or `id`, else the only one of texts; and the only one of lists. BAD_FILE says what the table has. */
  static async open(file: string, named: { ids?: string | undefined; vectors?: string | undefined }): Promise<ParquetVectors> {
    return readable(file, async () => {
      const buffer = await asyncBufferFromFile(file)
      const metadata = await parquetMetadataAsync(buffer)
      if (Number(metadata.num_rows) === 0) throw bad(file, 'has no rows', 'Write a row for each item.')
      const columns = parquetSchema(metadata).children.map(({ element, children }) => ({ name: element.name, list: children.length > 0, text: element.type === 'BYTE_ARRAY' }))
      const pick = (what: string, name: string | undefined, fits: (column: (typeof columns)[number]) => boolean, likely: readonly string[]): string => {
        const fitting = columns.filter(fits)
        const found = name === undefined ? (fitting.find((column) => likely.includes(column.name)) ?? (fitting.length === 1 ? fitting[0] : undefined)) : columns.find((column) => column.name === name)
        if (found) return found.name
        throw bad(file, name === undefined ? `does not say which column holds the ${what}` : `has no column ${name}`, `Its columns are: ${columns.map((column) => column.name).join(', ')}. Name the one with the ${what}.`)
      }
      const idColumn = pick('ids', named.ids, ({ list, text }) => !list && text, ['uid', 'id'])
      const vectorColumn = pick('vectors', named.vectors, ({ list }) => list, ['embedding', 'vector'])
      for (const { columns: chunks, num_rows } of metadata.row_groups) {
        const bytes = chunks.filter((chunk) => chunk.meta_data?.path_in_schema[0] === vectorColumn).reduce((sum, chunk) => sum + Number(chunk.meta_data?.total_uncompressed_size ?? 0), 0)
        if (bytes > largestGroup) throw bad(file, `has a row group of ${Number(num_rows).toLocaleString('en-US')} rows, too many to hold in memory`, 'Write it with smaller row groups: pq.write_table(table, file, row_group_size=50_000).')
      }
      const [first] = await parquetReadObjects({ file: buffer, metadata, columns: [vectorColumn], rowStart: 0, rowEnd: 1, useOffsetIndex: true })
      const vector: unknown = first?.[vectorColumn]
      if (!isList(vector) || vector.length === 0) throw bad(file, `has no list of numbers in the column ${vectorColumn} of its first row`, 'Write a list of float32 in every row.')
      return new ParquetVectors(file, { buffer, metadata, idColumn, vectorColumn, dimensions: vector.length })
    })
  }

  /** The ids, in order. BAD_FILE names a row that has none, and one that repeats another. */
  async ids(): Promise<string[]> {
    return readable(this.file, async () => {
      const ids: string[] = []
      for (let from = 0; from < this.rows; from += idsAtOnce) {
        const rows = await parquetReadObjects({ file: this.#buffer, metadata: this.#metadata, columns: [this.#idColumn], rowStart: from, rowEnd: Math.min(this.rows, from + idsAtOnce), useOffsetIndex: true })
        for (const row of rows) {
          const id: unknown = row[this.#idColumn]
          ids.push(typeof id === 'string' ? id : typeof id === 'number' || typeof id === 'bigint' ? String(id) : '')
        }
      }
      refuseRepeated(ids, this.file, null)
      return ids
    })
  }

  /** Rows that may be read at once. */
  get chunkRows(): number {
    return Math.max(1, Math.floor(numbersAtOnce / this.dimensions))
  }

  /** The vectors of rows `from` up to `to`, row-major. BAD_FILE names a row of another length. */
  async read(from: number, to: number): Promise<Float32Array> {
    return readable(this.file, async () => {
      const rows = await parquetReadObjects({ file: this.#buffer, metadata: this.#metadata, columns: [this.#vectorColumn], rowStart: from, rowEnd: to, useOffsetIndex: true })
      const out = new Float32Array((to - from) * this.dimensions)
      rows.forEach((row, i) => {
        const vector: unknown = row[this.#vectorColumn]
        if (!isList(vector) || vector.length !== this.dimensions) throw bad(this.file, `has ${isList(vector) ? `${vector.length} numbers` : 'no vector'} in row ${from + i + 1}, where ${this.dimensions} are expected as in the first`, 'All vectors must have the same length.')
        for (let k = 0; k < vector.length; k++) out[i * this.dimensions + k] = typeof vector[k] === 'number' ? (vector[k] as number) : NaN
      })
      return out
    })
  }
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView))
}

async function readable<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (thrown) {
    if (thrown instanceof PlanisphereError || (thrown as NodeJS.ErrnoException).code === 'ENOENT') throw thrown
    throw bad(file, `cannot be read as Parquet: ${thrown instanceof Error ? thrown.message.slice(0, 200) : ''}`, 'Write it with Snappy compression or none, with pyarrow for example.')
  }
}

function bad(file: string, what: string, hint: string): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `${file} ${what}.`, { hint, place: { file } })
}
