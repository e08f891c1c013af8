import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { imageBase } from './image-base.ts'
import { readJsonItems } from './json-items.ts'
import { listedSource, stringField } from './listed-source.ts'
import { objectField, toKind, toSplit } from './record-from-fields.ts'
import { emptyRecord, plainCaption, type OpenedSource, type OpenRequest, type ReadItem } from './source-record.ts'

/**
 * Karpathy's caption JSON (`dataset_rsicd.json`): `images[].{filename, filepath?, split, sentences[].raw}`. `restval` is
 * training data, as its users take it.
 */
export async function openKarpathy(request: OpenRequest): Promise<OpenedSource> {
  const { source, options } = request
  const file = basename(source)
  const sample: string[] = []
  for await (const items of readJsonItems(source, file, { list: 'images' })) {
    for (const item of items) sample.push(imageOf(item.value) ?? '')
    break
  }
  return listedSource({
    format: 'karpathy',
    base: imageBase(dirname(source), sample.filter((image) => image !== '')),
    columns: ['filename', 'split', 'sentences'],
    defaultKind: toKind(options.kind) ?? 'satellite',
    total: (await stat(source)).size,
    async *records(counter, signal) {
      let line = 0
      for await (const items of readJsonItems(source, file, { list: 'images', counter, signal })) yield items.map((item) => record(item.value, file, (line += 1)))
    }
  })
}

function imageOf(value: unknown): string | null {
  const name = stringField(value, 'filename') ?? stringField(value, 'file_name')
  const folder = stringField(value, 'filepath')
  return name === null ? null : folder === null ? name : `${folder}/${name}`
}

function record(value: unknown, file: string, line: number): ReadItem {
  const image = imageOf(value)
  const sentences = objectField(value, 'sentences')
  if (image === null || !Array.isArray(sentences)) return { problem: { file, line, code: 'BAD_RECORD', message: `Image ${line} has no filename or no sentences.` } }
  const texts = sentences.flatMap((sentence: unknown) => {
    const raw = typeof sentence === 'string' ? sentence : stringField(sentence, 'raw')
    const tokens = objectField(sentence, 'tokens')
    const text = raw ?? (Array.isArray(tokens) ? tokens.join(' ') : '')
    return text.trim() === '' ? [] : [text]
  })
  const splitName = stringField(value, 'split')
  return {
    record: { ...emptyRecord, file, line, image, split: toSplit(splitName), captions: texts.map(plainCaption), raw: { filename: image, split: splitName, sentences: texts } }
  }
}
