import * as z from 'zod'
import { method } from './define.ts'
import { maxQueryLength } from '../domain/filter-language/index.ts'
import { ProjectHandle } from '../domain/vocabulary.ts'
import { Problem } from '../domain/records.ts'

export const importFormats = [
  'csv', 'tsv', 'json', 'jsonl', 'image-folder', 'cvg-text', 'hf-folder', 'coco', 'karpathy', 'geotext-1652', 'taggui', 'line-pairs', 'planisphere-jsonl'
] as const
export const ImportFormat = z.enum(importFormats)
export type ImportFormat = z.infer<typeof ImportFormat>

/** Fields of Planisphere that a column of a table or a key of a JSON record can fill. */
export const importFields = [
  'id', 'place', 'caption', 'captions', 'image', 'kind', 'lat', 'lon', 'region', 'country', 'continent', 'split', 'author', 'prompt', 'width', 'height', 'ignore'
] as const
export const ImportField = z.enum(importFields)
export type ImportField = z.infer<typeof ImportField>

/** Field -> name of the source's column or key. Columns that no field names are kept in the record's `extra`. An empty name: the field is not filled, whatever is guessed. */
export const ImportMapping = z.partialRecord(ImportField, z.string())
export type ImportMapping = z.infer<typeof ImportMapping>

export const ImportOptions = z.object({
  source: z.string().min(1),
  format: z.union([ImportFormat, z.literal('auto')]).default('auto'),
  mapping: ImportMapping.optional(),
  /** The kind of views whose kind the source does not say. Default: satellite for tiles and GeoTIFF, street for EXIF photos. */
  kind: z.string().optional(),
  /** Who wrote captions whose author the source does not say. */
  author: z.string().optional()
})
export type ImportOptions = z.infer<typeof ImportOptions>

/** Counts of what an import added (or, in a dry run, would add). */
export const ImportReport = z.object({
  format: ImportFormat,
  places: z.int(),
  views: z.int(),
  captions: z.int(),
  /** Records that were there already. */
  skipped: z.int(),
  problems: z.array(Problem),
  problemCount: z.int()
})
export type ImportReport = z.infer<typeof ImportReport>

export const importMethods = {
  /** Looks at a source: its format, columns, guessed mapping, first records as they would be read, first problems. */
  'imports.preview': method(
    z.object({ options: ImportOptions, rows: z.int().min(1).max(100).default(20) }),
    z.object({
      format: ImportFormat,
      /** Other formats that the source could be read as. */
      alternatives: z.array(ImportFormat),
      columns: z.array(z.string()),
      mapping: ImportMapping,
      rows: z.array(
        z.object({
          line: z.int().nullable(),
          place: z.string().nullable(),
          image: z.string().nullable(),
          imageExists: z.boolean(),
          kind: z.string().nullable(),
          lat: z.number().nullable(),
          lon: z.number().nullable(),
          region: z.string().nullable(),
          split: z.string().nullable(),
          captions: z.array(z.string()),
          raw: z.record(z.string(), z.unknown())
        })
      ),
      problems: z.array(Problem)
    }),
    { paths: ['options.source'] }
  ),
  /** Starts the import as a job. With `dryRun` nothing is written and the report counts what would be added. */
  'imports.start': method(
    z.object({ project: ProjectHandle, options: ImportOptions, dryRun: z.boolean().default(false) }),
    z.object({ job: z.string() }),
    { paths: ['options.source'] }
  )
}

export const exportFormats = ['jsonl', 'csv', 'coco', 'hf', 'webdataset', 'taggui', 'geojson'] as const
export const ExportFormat = z.enum(exportFormats)
export type ExportFormat = z.infer<typeof ExportFormat>

export const exportMethods = {
  /**
   * Job result: {files: string[], places, views, captions, dropped: [{what, count}]}. `where`: only the places that fit a
   * query of the filter language, with those of their captions that do (not in jsonl, which holds a whole project).
   */
  'exports.start': method(
    z.object({ project: ProjectHandle, format: ExportFormat, out: z.string().min(1), copyImages: z.boolean().default(false), where: z.string().trim().max(maxQueryLength).optional(), me: z.string().max(100).optional() }),
    z.object({ job: z.string() }),
    { paths: ['out'] }
  )
}
