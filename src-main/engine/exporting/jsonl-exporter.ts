import type { ExportTable } from '../store/repositories/exporting.ts'
import { Dropped, type Exported, type Exporter } from './exporter.ts'
import { TextWriter } from './export-target.ts'
import { bulkLines } from './bulk-lines.ts'

/** Raise when a line's meaning changes. */
export const projectExportVersion = 1

const tables: readonly (readonly [ExportTable, string])[] = [
  ['regions', 'region'],
  ['roots', 'root'],
  ['authors', 'author'],
  ['annotators', 'annotator'],
  ['places', 'place'],
  ['views', 'view'],
  ['captions', 'caption'],
  ['events', 'event']
]

/** Columns that hold JSON: they are written as values. */
const jsonColumns = new Set(['extra', 'footprint', 'payload'])
const numbered = new Set(['root', 'author', 'annotator'])

/**
 * The whole project as JSON Lines, the log included: what is imported from it is the same project. A head line, then the
 * dictionaries, places, views, captions with all revisions, and events, each in the order in which they were made.
 */
export const jsonlExporter: Exporter = {
  isFolder: false,
  async run({ project, making, signal, progress }) {
    const totals = await project.store.read('exporting.totals', {})
    const writer = new TextWriter(making)
    let done = 0
    try {
      await writer.write(`${JSON.stringify({ planisphere: projectExportVersion, name: project.name })}\n`)
      for (const [table, type] of tables) {
        for (let after = 0; ; ) {
          signal.throwIfAborted()
          const rows = await project.store.read('exporting.page', { table, after, limit: 1000 })
          for (const { key, ...columns } of rows) {
            const line: Record<string, unknown> = numbered.has(type) ? { type, id: key } : { type }
            for (const [name, value] of Object.entries(columns)) if (value !== null) line[name] = jsonColumns.has(name) ? (JSON.parse(String(value)) as unknown) : value
            await writer.write(`${JSON.stringify(line)}\n`)
          }
          after = rows.at(-1)?.key ?? after
          if (table === 'places' || rows.length > 0) done += table === 'places' ? rows.length : 0
          progress(done)
          if (rows.length < 1000) break
        }
      }
      for await (const line of bulkLines(project, signal)) await writer.write(line)
      await writer.close()
    } catch (error) {
      await writer.abort()
      throw error
    }
    const dropped = new Dropped()
    dropped.add('unsent drafts', totals.drafts)
    dropped.add('encoders and their vectors', totals.encoders)
    dropped.add('runs', totals.runs)
    const exported: Exported = { places: totals.places, views: totals.views, captions: totals.captions, files: [], dropped }
    return exported
  }
}
