import { stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { ViewKind } from '#shared/domain/vocabulary.ts'
import { listFiles } from './image-folder-source.ts'
import { imageBase } from './image-base.ts'
import { readJsonItems } from './json-items.ts'
import { listedSource, splitFromName, stringField } from './listed-source.ts'
import { objectField, toKind, toSplit } from './record-from-fields.ts'
import { emptyRecord, type OpenedSource, type OpenRequest, type ReadItem, type SourceCaption } from './source-record.ts'

/**
 * GeoText-1652: a list of `{image_id: "0839/image-43.jpeg", image: "train/0839/image-43.jpeg", caption, sentences, bboxes}`.
 * The building's number is the place; the sentences with their boxes are kept beside the caption.
 */
export async function openGeoText(request: OpenRequest): Promise<OpenedSource> {
  const { source, isFolder, options } = request
  const folder = isFolder ? source : dirname(source)
  const files: string[] = []
  if (isFolder) for await (const path of listFiles(source, (name) => name.endsWith('.json'))) files.push(path)
  else files.push(basename(source))
  const [first] = files
  if (first === undefined) throw new PlanisphereError('BAD_FILE', `There is no JSON file in ${basename(source)}.`, { place: { file: basename(source) } })
  const sample: string[] = []
  for await (const items of readJsonItems(join(folder, first), first)) {
    sample.push(...items.map((item) => stringField(item.value, 'image') ?? '').filter((image) => image !== ''))
    break
  }
  let total = 0
  for (const file of files) total += (await stat(join(folder, file))).size
  const chosen = toKind(options.kind)
  return listedSource({
    format: 'geotext-1652',
    base: imageBase(folder, sample),
    columns: ['image_id', 'image', 'caption', 'sentences', 'bboxes'],
    defaultKind: chosen ?? 'drone',
    total,
    async *records(counter, signal) {
      let before = 0
      for (const file of files) {
        let line = 0
        const own = { bytes: 0 }
        for await (const items of readJsonItems(join(folder, file), file, { counter: own, signal })) {
          yield items.map((item) => record(item.value, file, (line += 1), chosen))
          counter.bytes = before + own.bytes
        }
        before += (await stat(join(folder, file))).size
      }
    }
  })
}

function record(value: unknown, file: string, line: number, chosen: ViewKind | null): ReadItem {
  const image = stringField(value, 'image')
  const texts = [objectField(value, 'caption')].flat().filter((text): text is string => typeof text === 'string' && text.trim() !== '')
  if (image === null || texts.length === 0) return { problem: { file, line, code: 'BAD_RECORD', message: `Record ${line} has no image or no caption.` } }
  const id = stringField(value, 'image_id') ?? image
  const folders = id.split('/').slice(0, -1)
  const building = folders.findLast((name) => /\d/.test(name)) ?? image.split('/').slice(0, -1).findLast((name) => /\d/.test(name)) ?? null
  const extra: Record<string, unknown> = {}
  for (const key of ['sentences', 'bboxes', 'sen', 'bbox', 'sen/bbox']) {
    const field = objectField(value, key)
    if (field !== undefined && field !== null) extra[key] = field
  }
  const captions: SourceCaption[] = texts.map((text) => ({ text, id: null, author: null, prompt: null, extra: Object.keys(extra).length > 0 ? extra : null }))
  const words = image.toLowerCase().split(/[^a-z]+/)
  const kind = chosen ?? (words.includes('satellite') ? 'satellite' : words.includes('street') || words.includes('ground') || words.includes('google') ? 'street' : 'drone')
  const split = toSplit(image.split('/')[0]) ?? splitFromName(file) ?? toSplit(basename(file).split(/[^a-z]+/i)[0])
  return { record: { ...emptyRecord, file, line, place: building, image, kind, split, captions, raw: { image, caption: texts.join('\n'), ...extra } } }
}
