import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { guessMapping } from './column-mapping.ts'
import { imageBase } from './image-base.ts'
import { readJsonItems } from './json-items.ts'
import { listedSource, stringField } from './listed-source.ts'
import { objectField, recordFromFields, toKind } from './record-from-fields.ts'
import type { OpenedSource, OpenRequest, ReadItem, SourceCaption } from './source-record.ts'

// COCO's own fields of an image that say nothing to Planisphere.
const ignored = new Set(['id', 'license', 'coco_url', 'flickr_url', 'date_captured'])

/**
 * COCO captions: `images[].{id, file_name, width, height}` joined with `annotations[].{id, image_id, caption}`. Other
 * fields of an image (coordinates, split, place) are taken by their names. Annotations are held in memory.
 */
export async function openCoco(request: OpenRequest): Promise<OpenedSource> {
  const { source, options } = request
  const file = basename(source)
  const sample: unknown[] = []
  for await (const items of readJsonItems(source, file, { list: 'images' })) {
    sample.push(...items.map((item) => item.value))
    break
  }
  if (sample.length === 0) throw new PlanisphereError('BAD_FILE', `${file} has no list of images.`, { hint: 'A COCO file has "images" and "annotations".', place: { file } })
  const names = sample.map((value) => stringField(value, 'file_name')).filter((name) => name !== null)
  const columns = [...new Set(sample.flatMap((value) => (typeof value === 'object' && value !== null ? Object.keys(value) : [])))].filter((column) => !ignored.has(column))
  const rows = sample.slice(0, 100).map((value) => new Map(columns.map((column) => [column, objectField(value, column)])))
  const mapping = { ...guessMapping(columns, rows), image: 'file_name' }
  return listedSource({
    format: 'coco',
    base: imageBase(dirname(source), names),
    columns,
    defaultKind: toKind(options.kind) ?? 'satellite',
    total: (await stat(source)).size,
    async *records(counter, signal) {
      const { captions, problems } = await annotations(source, file, signal)
      yield problems
      const context = { file, mapping, columns }
      let line = 0
      for await (const items of readJsonItems(source, file, { list: 'images', counter, signal })) {
        yield items.map((item): ReadItem => {
          line += 1
          const id = idOf(objectField(item.value, 'id'))
          const read = recordFromFields((column) => objectField(item.value, column), line, context, [])
          if (id === null) return read
          const own = captions.get(id) ?? []
          captions.delete(id)
          if (!read.record) return read
          return { record: { ...read.record, captions: own, raw: { file_name: read.record.image, captions: own.map((caption) => caption.text) } } }
        })
      }
      const orphans = [...captions.keys()]
      yield orphans.map((id) => ({ problem: { file, line: null, code: 'UNKNOWN_IMAGE', message: `The annotations of image ${id} have no image.` } }))
    }
  })
}

function idOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

async function annotations(source: string, file: string, signal?: AbortSignal): Promise<{ captions: Map<string, SourceCaption[]>; problems: ReadItem[] }> {
  const captions = new Map<string, SourceCaption[]>()
  const problems: ReadItem[] = []
  let line = 0
  for await (const items of readJsonItems(source, file, { list: 'annotations', signal })) {
    for (const { value } of items) {
      line += 1
      const image = idOf(objectField(value, 'image_id'))
      const text = stringField(value, 'caption')
      if (image === null || text === null || text.trim() === '') {
        problems.push({ problem: { file, line, code: 'BAD_RECORD', message: `Annotation ${line} has no image_id or no caption.` } })
        continue
      }
      const id = idOf(objectField(value, 'id'))
      const list = captions.get(image) ?? []
      // Numbers of annotations are every file's own: the file's name makes them ids.
      list.push({ text, id: id === null ? null : `${file}:${id}`, author: stringField(value, 'author'), prompt: null, extra: null })
      captions.set(image, list)
    }
  }
  return { captions, problems }
}
