import { isUtf8 } from 'node:buffer'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Problem } from '#shared/domain/records.ts'
import { imageItem, isImageFile, listFiles } from './image-folder-source.ts'
import { listedSource } from './listed-source.ts'
import { toKind } from './record-from-fields.ts'
import { plainCaption, type OpenedSource, type OpenRequest, type ReadItem } from './source-record.ts'
import { notUtf8 } from './text-lines.ts'

const atOnce = 8

/**
 * TagGUI: the caption of `a.jpg` is all of `a.txt`, to the byte; it is never split at commas. Where `a.jpg` and `a.png` share
 * a side-car it is the first's, and that is reported.
 */
export async function openTagGui(request: OpenRequest): Promise<OpenedSource> {
  const { source, options } = request
  const images: string[] = []
  const texts = new Set<string>()
  for await (const path of listFiles(source, (name) => isImageFile(name) || name.endsWith('.txt'))) {
    if (path.endsWith('.txt')) texts.add(path)
    else images.push(path)
  }
  const chosen = toKind(options.kind)
  const owners = new Map<string, string>()
  for (const image of images) {
    const sideCar = image.replace(/\.[^.]+$/, '.txt')
    if (!owners.has(sideCar)) owners.set(sideCar, image)
  }
  return listedSource({
    format: 'taggui',
    base: source,
    columns: ['image', 'text'],
    defaultKind: chosen ?? 'satellite',
    total: images.length,
    async *records(counter, signal, skip) {
      for (let from = 0; from < images.length; from += atOnce) {
        signal?.throwIfAborted()
        const chunk = images.slice(from, from + atOnce)
        yield await Promise.all(
          chunk.map(async (image, index): Promise<ReadItem | null> => {
            const sideCar = image.replace(/\.[^.]+$/, '.txt')
            // Captions count for the identity of later ones, but each image has its own: skipping is safe.
            if (from + index < skip) return null
            const item = await imageItem(source, image, from + index + 1, chosen)
            if (!item.record || !texts.has(sideCar)) return item
            const notes: Problem[] = [...(item.record.notes ?? [])]
            const owner = owners.get(sideCar)
            if (owner !== image) {
              notes.push({ file: image, line: null, code: 'SHARED_SIDE_CAR', message: `${basename(sideCar)} is beside ${basename(owner ?? '')} as well; the caption was given to that image only.` })
              return { record: { ...item.record, notes } }
            }
            const bytes = await readFile(join(source, sideCar))
            if (!isUtf8(bytes)) notes.push({ ...notUtf8(sideCar, 1, bytes), line: null, message: `${basename(sideCar)} is not UTF-8.` })
            const text = isUtf8(bytes) ? bytes.toString('utf8') : ''
            return { record: { ...item.record, notes, captions: text.trim() === '' ? [] : [plainCaption(text)], raw: { image, text } } }
          })
        )
        counter.bytes = from + chunk.length
      }
      const orphans = [...texts].filter((path) => !owners.has(path))
      yield orphans.map((file) => ({ problem: { file, line: null, code: 'ORPHAN_TEXT', message: 'There is no image beside this text.' } }))
    }
  })
}
