import { basename, dirname, join } from 'node:path'
import type { ViewKind } from '#shared/domain/vocabulary.ts'
import { coordinatesFromName, kindFromFolders } from './coordinates-from-name.ts'
import { isImageFile, listFiles } from './image-folder-source.ts'
import { imageBase } from './image-base.ts'
import { readJson } from './json-items.ts'
import { listedSource, splitFromName } from './listed-source.ts'
import { toKind } from './record-from-fields.ts'
import { emptyRecord, plainCaption, type OpenedSource, type OpenRequest, type ReadItem } from './source-record.ts'

/**
 * CVG-Text: JSON `{image name: caption}`, coordinates in the names, images of the same name in a folder a kind (ground,
 * satellite, OSM). The name without its ending is the place, so that the kinds of one place come together.
 */
export async function openCvgText(request: OpenRequest): Promise<OpenedSource> {
  const { source, isFolder, options } = request
  const files: string[] = []
  if (isFolder) for await (const path of listFiles(source, (name) => name.endsWith('.json'))) files.push(path)
  else files.push(basename(source))
  const folder = isFolder ? source : dirname(source)
  const chosen = toKind(options.kind)
  const base = isFolder ? source : imageBase(folder, Object.keys(await members(source, basename(source))).filter(isImageFile))
  return listedSource({
    format: 'cvg-text',
    base,
    columns: ['image name', 'caption'],
    defaultKind: chosen ?? 'street',
    total: files.length,
    async *records(counter, signal) {
      const images = isFolder ? await imagesByName(source) : null
      for (const file of files) {
        signal?.throwIfAborted()
        const entries = Object.entries(await members(join(folder, file), file))
        let line = 0
        for (let from = 0; from < entries.length; from += 512) {
          yield entries.slice(from, from + 512).flatMap(([name, text]) => items(name, text, file, (line += 1), images, chosen))
        }
        counter.bytes += 1
      }
    }
  })
}

async function members(path: string, file: string): Promise<Record<string, unknown>> {
  const root = await readJson(path, file)
  return typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Record<string, unknown>) : {}
}

async function imagesByName(folder: string): Promise<Map<string, string[]>> {
  const images = new Map<string, string[]>()
  for await (const path of listFiles(folder, isImageFile)) {
    const name = stem(path)
    const paths = images.get(name)
    if (paths) paths.push(path)
    else images.set(name, [path])
  }
  return images
}

function stem(path: string): string {
  return basename(path).replace(/\.(jpe?g|png|tiff?|webp|gif|avif)$/i, '')
}

function items(name: string, text: unknown, file: string, line: number, images: Map<string, string[]> | null, chosen: ViewKind | null): ReadItem[] {
  // `_source` and the like are notes about the file.
  if (name.startsWith('_')) return []
  const texts = (Array.isArray(text) ? text : [text]).filter((item) => typeof item === 'string' && item.trim() !== '') as string[]
  if (texts.length === 0) return [{ problem: { file, line, code: 'BAD_RECORD', message: `"${name.slice(0, 100)}" has no caption.` } }]
  const place = stem(name)
  const paths = images?.get(place) ?? (isImageFile(name) ? [name] : [])
  const kind = (path: string): ViewKind => chosen ?? kindFromFolders(path) ?? (/pano/i.test(path) ? 'panorama' : 'street')
  const named = coordinatesFromName(isImageFile(name) ? name : `${name}.jpg`)
  const first = {
    ...emptyRecord,
    file,
    line,
    place,
    image: paths[0] ?? null,
    kind: kind(paths[0] ?? name),
    lat: named?.lat ?? null,
    lon: named?.lon ?? null,
    split: splitFromName(file),
    captions: texts.map(plainCaption),
    raw: { 'image name': name, caption: texts.join('\n') }
  }
  return [{ record: first }, ...paths.slice(1).map((image) => ({ record: { ...first, image, kind: kind(image), captions: [] } }))]
}
