import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

const chunkRows = 1024

/** The rows of a Parquet file as plain objects, a row group's part at a time. Throws BAD_FILE for what is not Parquet. */
export async function* readParquet(path: string, file: string, signal?: AbortSignal): AsyncGenerator<{ rows: Record<string, unknown>[]; total: number }> {
  try {
    const buffer = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(buffer)
    const total = Number(metadata.num_rows)
    for (let from = 0; from < total; from += chunkRows) {
      signal?.throwIfAborted()
      const rows = await parquetReadObjects({ file: buffer, metadata, rowStart: from, rowEnd: Math.min(total, from + chunkRows) })
      yield { rows: rows.map((row) => plain(row) as Record<string, unknown>), total }
    }
  } catch (error) {
    if (signal?.aborted || error instanceof PlanisphereError) throw error
    throw new PlanisphereError('BAD_FILE', `${file} cannot be read as Parquet: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, {
      hint: 'Write it with Snappy compression or none, or import it as JSON Lines.',
      place: { file },
      cause: error
    })
  }
}

/** 64-bit integers become numbers, dates ISO text; the bytes of images inside the table are left out. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return undefined
  if (Array.isArray(value)) return value.map(plain)
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, plain)
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
  return value
}
