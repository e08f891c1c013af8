import { open, readdir, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { ImportFormat } from '#shared/contracts/imports.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { isImageFile, listFiles } from './image-folder-source.ts'
import { sniffDelimiter } from './table-source.ts'

export interface Detected {
  readonly format: ImportFormat
  /** Other formats that the source could be read as. */
  readonly alternatives: ImportFormat[]
}

/** What a file or folder holds, by its layout and its first bytes; never by its name alone where the content can tell. */
export async function detectFormat(source: string, isFolder: boolean): Promise<Detected> {
  const [format, ...alternatives] = isFolder ? await ofFolder(source) : await ofFile(source)
  if (format !== undefined) return { format, alternatives }
  throw new PlanisphereError('BAD_FILE', `${basename(source)} is not in a format that Planisphere knows.`, {
    hint: 'Import a table, JSON, JSON Lines, line-aligned captions, or a folder of images; or name the format.',
    place: { file: basename(source) }
  })
}

async function ofFolder(folder: string): Promise<ImportFormat[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.'))
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  const formats: ImportFormat[] = []
  if (has(/^metadata\.(jsonl|csv|parquet)$/i)) formats.push('hf-folder')
  if (await hasHuggingFaceSplits(folder, names)) formats.push('hf-folder')
  if (names.includes('manifest.csv') && /(^|[,;\t])"?(path|image|file_name|filename)"?([,;\t\r\n]|$)/i.test((await head(join(folder, 'manifest.csv'))).split('\n')[0] ?? '')) formats.push('csv')
  if (has(/^(train|test|val).*\.json$/i) && has(/^(train|test|image|img)$/i) && (await isGeoText(folder, names))) formats.push('geotext-1652')
  if (await isCvgText(folder, names)) formats.push('cvg-text')
  let images = 0
  let sideCars = 0
  for await (const path of listFiles(folder, (name) => isImageFile(name) || name.endsWith('.txt'))) {
    if (path.endsWith('.txt')) sideCars += 1
    else images += 1
    if (images + sideCars >= 2000) break
  }
  if (images > 0 && sideCars > 0 && sideCars * 2 >= images) formats.push('taggui')
  if (images > 0) formats.push('image-folder')
  return [...new Set(formats)]
}

async function hasHuggingFaceSplits(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names.slice(0, 50)) {
    if (!/^(train|val|valid|validation|test|data)$/i.test(name)) continue
    const inner = await readdir(join(folder, name)).catch(() => [])
    if (inner.some((entry) => /^metadata\.(jsonl|csv|parquet)$/i.test(entry))) return true
  }
  return false
}

/** CVG-Text: JSON files of image name -> caption beside folders of images. */
async function isCvgText(folder: string, names: readonly string[]): Promise<boolean> {
  const candidates = [...names.filter((name) => name.endsWith('.json')), ...(names.includes('annotation') ? await inner(folder, 'annotation') : [])]
  for (const name of candidates.slice(0, 20)) {
    if (isNameToText(await head(join(folder, name)))) return true
  }
  return false
}

async function inner(folder: string, name: string): Promise<string[]> {
  const deep: string[] = []
  for await (const path of listFiles(join(folder, name), (file) => file.endsWith('.json'))) {
    deep.push(`${name}/${path}`)
    if (deep.length >= 20) break
  }
  return deep
}

async function isGeoText(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names.filter((file) => file.endsWith('.json')).slice(0, 10)) if (isGeoTextHead(await head(join(folder, name)))) return true
  return false
}

function isGeoTextHead(text: string): boolean {
  return /^\s*\[\s*\{/.test(text) && /"(image_id|building_id)"\s*:/.test(text) && /"image"\s*:/.test(text) && /"caption"\s*:\s*[["]/.test(text) && /"(sen|sentences?|bbox(es)?)"\s*:/.test(text)
}

function isNameToText(text: string): boolean {
  return /^\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*"/.test(text) && !/^\s*\{\s*"(type|version|dataset|info|name)"\s*:/.test(text)
}

async function head(path: string): Promise<string> {
  const info = await stat(path).catch(() => null)
  if (!info?.isFile()) return ''
  const handle = await open(path)
  try {
    const buffer = Buffer.alloc(65_536)
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0)
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '')
  } finally {
    await handle.close()
  }
}

async function ofFile(file: string): Promise<ImportFormat[]> {
  const text = await head(file)
  const extension = extname(file).toLowerCase()
  const trimmed = text.trimStart()
  if (trimmed === '' && (await stat(file)).size === 0) {
    throw new PlanisphereError('BAD_FILE', `${basename(file)} is empty.`, { hint: 'Choose a file that has rows in it.', place: { file: basename(file) } })
  }
  if (extension === '.parquet') return ['hf-folder']
  if (/^\{"planisphere":/.test(trimmed)) return ['planisphere-jsonl', 'jsonl']
  if (extension === '.tsv') return ['tsv', 'csv']
  if (extension === '.csv') return sniffDelimiter(text) === '\t' ? ['tsv', 'csv'] : ['csv', 'tsv']
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    const lines = isJsonLines(trimmed)
    if (extension === '.jsonl' || extension === '.ndjson' || (lines && extension !== '.json')) return lines || extension !== '.json' ? ['jsonl', 'json'] : ['json']
    if (/"sentences"\s*:\s*\[\s*\{/.test(text) && /"images"\s*:\s*\[/.test(text)) return ['karpathy', 'json']
    if (/^\{/.test(trimmed) && (await isCoco(file, text))) return ['coco', 'json']
    if (isGeoTextHead(text)) return ['geotext-1652', 'json']
    if (lines) return ['jsonl', 'json']
    return isNameToText(text) ? ['cvg-text', 'json'] : ['json']
  }
  if (extension === '.txt') return (await pairOf(file)) ? ['line-pairs'] : ['line-pairs', 'tsv', 'csv']
  return ['csv', 'tsv', 'line-pairs']
}

function isJsonLines(text: string): boolean {
  const end = text.indexOf('\n')
  const first = end < 0 ? text : text.slice(0, end)
  if (!first.startsWith('{') || (end < 0 && text.length > 60_000)) return false
  try {
    JSON.parse(first)
    return end >= 0 && /^\s*($|\{)/.test(text.slice(end + 1))
  } catch {
    return false
  }
}

/** COCO's two lists may be far apart: the head and the tail are looked at. */
async function isCoco(file: string, headText: string): Promise<boolean> {
  if (!/"(images|annotations)"\s*:\s*\[/.test(headText)) return false
  const both = (text: string) => /"annotations"\s*:/.test(text) || /"image_id"\s*:/.test(text)
  if (both(headText)) return true
  const { size } = await stat(file)
  const handle = await open(file)
  try {
    const tail = Buffer.alloc(Math.min(size, 65_536))
    await handle.read(tail, 0, tail.length, size - tail.length)
    return both(tail.toString('utf8'))
  } finally {
    await handle.close()
  }
}

/** The other half of `X_caps.txt` and `X_filename.txt`, if it is there. */
export async function pairOf(file: string): Promise<{ captions: string; images: string } | null> {
  const endings: readonly (readonly [string, readonly string[]])[] = [
    ['caps', ['filename', 'filenames', 'images', 'names', 'ims']],
    ['captions', ['filenames', 'images', 'names', 'files']],
    ['caption', ['filename', 'image', 'name', 'file']],
    ['text', ['filename', 'image']],
    ['texts', ['filenames', 'images']]
  ]
  for (const [captions, images] of endings) {
    for (const image of images) {
      const asCaption = new RegExp(`(^|[_.-])${captions}\\.txt$`, 'i').exec(basename(file)) ? file.replace(new RegExp(`${captions}(\\.txt)$`, 'i'), `${image}$1`) : null
      if (asCaption !== null && (await stat(asCaption).catch(() => null))) return { captions: file, images: asCaption }
      const asImage = new RegExp(`(^|[_.-])${image}\\.txt$`, 'i').exec(basename(file)) ? file.replace(new RegExp(`${image}(\\.txt)$`, 'i'), `${captions}$1`) : null
      if (asImage !== null && (await stat(asImage).catch(() => null))) return { captions: asImage, images: file }
    }
  }
  return null
}
