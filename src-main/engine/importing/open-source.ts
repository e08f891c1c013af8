import { realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ImportFormat, ImportOptions } from '#shared/contracts/imports.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { openCoco } from './coco-source.ts'
import { openCvgText } from './cvg-text-source.ts'
import { detectFormat } from './detect-format.ts'
import { openGeoText } from './geotext-source.ts'
import { openHfFolder } from './hf-folder-source.ts'
import { openImageFolder } from './image-folder-source.ts'
import { openJson, openJsonLines } from './json-source.ts'
import { openKarpathy } from './karpathy-source.ts'
import { openLinePairs } from './line-pairs-source.ts'
import type { OpenedSource, OpenRequest } from './source-record.ts'
import { openTable } from './table-source.ts'
import { openTagGui } from './taggui-source.ts'

export interface FoundSource {
  readonly request: OpenRequest
  readonly format: ImportFormat
  readonly alternatives: readonly ImportFormat[]
}

/** Finds the source and its format, without reading it. Throws NOT_FOUND, BAD_FILE, INVALID_INPUT. */
export async function findSource(options: ImportOptions): Promise<FoundSource> {
  const given = resolve(options.source)
  const info = await stat(given).catch(() => null)
  if (!info) throw new PlanisphereError('NOT_FOUND', `There is no file or folder at ${options.source}.`, { hint: 'Check the path.', place: { file: options.source } })
  let source = (await realpath(given)).replaceAll('\\', '/')
  let isFolder = info.isDirectory()
  const detected = options.format === 'auto' || options.format === undefined ? await detectFormat(source, isFolder) : { format: options.format, alternatives: [] }
  const folderOnly = detected.format === 'image-folder' || detected.format === 'taggui'
  if (folderOnly && !isFolder) throw new PlanisphereError('INVALID_INPUT', `${basename(source)} is a file; ${detected.format} wants a folder.`, { place: { file: basename(source) } })
  if (isFolder && (detected.format === 'csv' || detected.format === 'tsv')) {
    // A folder with a manifest of its images is imported by the manifest.
    const manifest = join(source, `manifest.${detected.format}`)
    if (await stat(manifest).catch(() => null)) {
      source = manifest
      isFolder = false
    }
  }
  if (isFolder && !folderOnly && !['hf-folder', 'cvg-text', 'geotext-1652'].includes(detected.format)) {
    throw new PlanisphereError('INVALID_INPUT', `${basename(source)} is a folder; ${detected.format} wants a file.`, { hint: 'Choose the file itself.', place: { file: basename(source) } })
  }
  return { request: { source, isFolder, options }, format: detected.format, alternatives: detected.alternatives }
}

/** Opens a found source for reading. Throws BAD_FILE where it cannot be read at all. */
export async function openSource(found: FoundSource): Promise<OpenedSource> {
  const { request } = found
  switch (found.format) {
    case 'csv':
    case 'tsv':
      return await openTable(request, found.format)
    case 'json':
      return await openJson(request)
    case 'jsonl':
      return await openJsonLines(request)
    case 'image-folder':
      return await openImageFolder(request)
    case 'cvg-text':
      return await openCvgText(request)
    case 'hf-folder':
      return await openHfFolder(request)
    case 'coco':
      return await openCoco(request)
    case 'karpathy':
      return await openKarpathy(request)
    case 'geotext-1652':
      return await openGeoText(request)
    case 'taggui':
      return await openTagGui(request)
    case 'line-pairs':
      return await openLinePairs(request)
    case 'planisphere-jsonl':
      throw new PlanisphereError('UNSUPPORTED', 'A project export is read line by line, not as records.')
  }
}
