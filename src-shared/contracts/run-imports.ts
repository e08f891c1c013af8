import * as z from 'zod'
import { method } from './define.ts'
import { QuerySource } from '../domain/run.ts'
import { ProjectHandle, Split } from '../domain/vocabulary.ts'

const Path = z.string().min(1)

/** Vectors in a file: `.npy` [rows, dimensions], `.f32` (bare little-endian float32; `dimensions` must be given), or `.parquet`. */
export const VectorsFile = z
  .object({
    file: Path,
    /** A file with the ids of the rows. Absent: a Parquet table's own column, or the project's own order. */
    ids: Path.optional(),
    dimensions: z.int().min(1).max(65_536).optional(),
    /** Parquet: names of its columns. Default: `uid` or `id`, and the only column of lists. */
    idColumn: z.string().max(200).optional(),
    vectorColumn: z.string().max(200).optional()
  })
  .strict()
export type VectorsFile = z.infer<typeof VectorsFile>

/** What another system computed. */
export const RunImportSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('trec'), file: Path, qrels: Path.optional() }).strict(),
  /** `.npy` [queries, gallery], higher is nearer; ids of rows and columns, or else the project's own order. */
  z.object({ kind: z.literal('matrix'), file: Path, queryIds: Path.optional(), galleryIds: Path.optional(), queries: QuerySource.default('captions') }).strict(),
  /** Becomes an encoder without models. */
  z.object({ kind: z.literal('vectors'), text: VectorsFile.optional(), image: VectorsFile.optional() }).strict()
])
export type RunImportSource = z.infer<typeof RunImportSource>

/** `name`: of the run (made unique), or of the encoder (EncoderName). `split`: only queries and gallery of it. */
export const RunImport = z.object({ source: RunImportSource, name: z.string().trim().min(1).max(200), split: Split.nullable().default(null) })
export type RunImport = z.infer<typeof RunImport>

export const runImportMethods = {
  /** Result of the job: a RunSummary, or {encoder, dimensions, text, image}: how many vectors of each side; and `notices`. */
  'runs.import': method(z.object({ project: ProjectHandle, import: RunImport }), z.object({ job: z.string() }), {
    paths: ['import.source.file', 'import.source.qrels', 'import.source.queryIds', 'import.source.galleryIds', 'import.source.text.file', 'import.source.text.ids', 'import.source.image.file', 'import.source.image.ids']
  }),
  /**
   * Writes queries.csv and gallery.csv into a folder: the project's own order of queries and satellite views, with what to
   * embed (uid, place, text or file). Files without ids are taken to be in this order.
   */
  'runs.template': method(
    z.object({ project: ProjectHandle, out: Path, queries: QuerySource.default('captions'), split: Split.nullable().default(null) }),
    z.object({ files: z.array(z.string()), queries: z.int(), gallery: z.int() }),
    { paths: ['out'] }
  )
}
