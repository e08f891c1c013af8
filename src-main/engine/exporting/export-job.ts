import { basename } from 'node:path'
import type { ExportFormat } from '#shared/contracts/imports.ts'
import type { Filter } from '#shared/domain/filter.ts'
import type { JobRunner } from '../jobs/job-queue.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { Exporter } from './exporter.ts'
import { ExportTarget } from './export-target.ts'
import { cocoExporter, csvExporter, geojsonExporter } from './flat-exporters.ts'
import { hfExporter, tagguiExporter, webdatasetExporter } from './folder-exporters.ts'
import { jsonlExporter } from './jsonl-exporter.ts'

export interface ExportParams extends Record<string, unknown> {
  readonly format: ExportFormat
  readonly out: string
  readonly copyImages: boolean
  /** A query of the filter language, and whom it means by `me`. */
  readonly where?: string
  readonly me?: string
}

const exporters: Record<ExportFormat, Exporter> = {
  jsonl: jsonlExporter,
  csv: csvExporter,
  coco: cocoExporter,
  hf: hfExporter,
  webdataset: webdatasetExporter,
  taggui: tagguiExporter,
  geojson: geojsonExporter
}

/** Whether a format is written as a folder. */
export function exportsFolder(format: ExportFormat): boolean {
  return exporters[format].isFolder
}

/** The export job. Stopped, it leaves nothing behind; resumed, it begins again. */
export function exportRunner(): JobRunner<ExportParams, null> {
  return {
    kind: 'export',
    onlyReads: () => true,
    title: (params) => `Export ${basename(params.out)} (${params.format})`,
    async run({ id, project, params, signal, progress }) {
      const exporter = exporters[params.format]
      const target = await ExportTarget.open(params.out, exporter.isFolder, id)
      try {
        const only = params.where ? await fitting(project, { query: params.where, me: params.me }) : null
        const total = only ? only.places.length : (await project.store.read('exporting.totals', {})).places
        const exported = await exporter.run({
          project,
          making: target.making,
          only,
          copyImages: params.copyImages,
          signal,
          progress: (done) => progress({ phase: 'Exporting', done, total })
        })
        signal.throwIfAborted()
        await target.commit()
        const { places, views, captions } = exported
        const files = exporter.isFolder ? exported.files : [basename(target.path)]
        return { files, places, views, captions, dropped: exported.dropped.list() }
      } catch (error) {
        await target.discard()
        throw error
      }
    }
  }
}

/** The places and captions that a filter leaves. */
async function fitting(project: OpenProject, filter: Filter): Promise<{ places: Int32Array; captions: Int32Array }> {
  const [places, captions] = await Promise.all((['places', 'captions'] as const).map((level) => project.store.read('browse.ids', { level, filter, order: 'id' })))
  return { places: places ?? new Int32Array(), captions: captions ?? new Int32Array() }
}
