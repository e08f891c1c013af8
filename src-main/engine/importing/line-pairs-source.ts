import { basename, dirname } from 'node:path'
import { stat } from 'node:fs/promises'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { pairOf } from './detect-format.ts'
import { imageBase } from './image-base.ts'
import { listedSource, splitFromName } from './listed-source.ts'
import { toKind } from './record-from-fields.ts'
import { emptyRecord, plainCaption, type OpenedSource, type OpenRequest, type ReadItem, type SourceCaption } from './source-record.ts'
import { readLines, type Line } from './text-lines.ts'

const chunkRecords = 512

/**
 * Captions and image names in two files, line by line: `X_caps.txt` and `X_filename.txt`. There are as many names as
 * captions (equal names in a row are one image), or every name stands for the same number of captions.
 */
export async function openLinePairs(request: OpenRequest): Promise<OpenedSource> {
  const { source, options } = request
  const pair = await pairOf(source)
  if (!pair) {
    const file = basename(source)
    throw new PlanisphereError('BAD_FILE', `The file names that go with ${file} are not beside it.`, { hint: 'Put NAME_caps.txt and NAME_filename.txt into one folder.', place: { file } })
  }
  const captionFile = basename(pair.captions)
  const imageFile = basename(pair.images)
  const captions = await countLines(pair.captions, captionFile)
  const images = await countLines(pair.images, imageFile)
  if (images === 0 || captions === 0 || captions % images !== 0) {
    const message = `${captionFile} has ${captions.toLocaleString('en')} lines and ${imageFile} ${images.toLocaleString('en')}: they do not go together.`
    throw new PlanisphereError('BAD_FILE', message, { hint: 'Each image name needs the same number of captions.', place: { file: captionFile } })
  }
  const each = captions / images
  const sample: string[] = []
  for await (const lines of readLines(pair.images, imageFile)) {
    for (const line of lines.slice(0, 20)) sample.push(line.text ?? '')
    break
  }
  const split = splitFromName(pair.captions)
  return listedSource({
    format: 'line-pairs',
    base: imageBase(dirname(source), sample),
    columns: [imageFile, captionFile],
    defaultKind: toKind(options.kind) ?? 'satellite',
    total: (await stat(pair.captions)).size,
    async *records(counter, signal) {
      const texts = single(readLines(pair.captions, captionFile, counter, signal))
      let items: ReadItem[] = []
      let open: { image: string; line: number; captions: SourceCaption[] } | null = null
      const close = () => {
        if (open) items.push({ record: { ...emptyRecord, file: captionFile, line: open.line, image: open.image, split, captions: open.captions, raw: { [imageFile]: open.image, [captionFile]: open.captions.map((caption) => caption.text).join('\n') } } })
        open = null
      }
      try {
        for await (const name of single(readLines(pair.images, imageFile, { bytes: 0 }, signal))) {
          const image = name.text?.trim() ?? ''
          if (open && (open as { image: string }).image !== image) close()
          if (items.length >= chunkRecords) {
            yield items
            items = []
          }
          if (name.problem) items.push({ problem: name.problem })
          else if (image === '') items.push({ problem: { file: imageFile, line: name.line, code: 'EMPTY_RECORD', message: `Line ${name.line} names no image.` } })
          for (let index = 0; index < each; index += 1) {
            const caption = await texts.next()
            if (caption.done) break
            if (caption.value.problem) items.push({ problem: caption.value.problem })
            else if (image !== '') {
              open ??= { image, line: caption.value.line, captions: [] }
              if (caption.value.text.trim() !== '') open.captions.push(plainCaption(caption.value.text))
            }
          }
        }
        close()
        yield items
      } finally {
        await texts.return(undefined)
      }
    }
  })
}

async function countLines(path: string, file: string): Promise<number> {
  let count = 0
  for await (const lines of readLines(path, file)) count += lines.length
  return count
}

async function* single(chunks: AsyncGenerator<Line[]>): AsyncGenerator<Line, void, undefined> {
  for await (const lines of chunks) yield* lines
}
