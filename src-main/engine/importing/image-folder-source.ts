import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Problem } from '#shared/domain/records.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { coordinatesFromName, kindFromFolders } from './coordinates-from-name.ts'
import { lookAtImage } from './image-facts.ts'
import { toKind } from './record-from-fields.ts'
import { emptyRecord, type OpenedSource, type OpenRequest, type ReadItem } from './source-record.ts'

const imageFile = /\.(jpe?g|png|tiff?|webp|gif|avif|heic|heif|jp2)$/i
const atOnce = 8

/** Files below a folder, sorted, without hidden ones and without projects of ours; paths relative, with slashes. */
export async function* listFiles(folder: string, matches: (name: string) => boolean, below = ''): AsyncGenerator<string> {
  const entries = await readdir(join(folder, below), { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (entry.name.startsWith('.') || entry.name === '__MACOSX') continue
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) {
      if (!entry.name.endsWith('.planisphere')) yield* listFiles(folder, matches, path)
    } else if (matches(entry.name) && (entry.isFile() || (await isFileLink(join(folder, path))))) yield path
  }
}

async function isFileLink(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() ?? false
}

export function isImageFile(name: string): boolean {
  return imageFile.test(name)
}

/** A folder of images, with all folders below it; each image is a place of its own. Throws BAD_FILE if there is none. */
export async function openImageFolder(request: OpenRequest): Promise<OpenedSource> {
  const { source, options } = request
  const paths: string[] = []
  for await (const path of listFiles(source, isImageFile)) paths.push(path)
  if (paths.length === 0) {
    throw new PlanisphereError('BAD_FILE', `There is no image in ${basename(source)}.`, { hint: 'Choose a folder with JPEG, PNG, TIFF or WebP images in it, or below it.', place: { file: basename(source) } })
  }
  const chosen = toKind(options.kind)
  let done = 0
  return {
    format: 'image-folder',
    base: source,
    columns: [],
    mapping: {},
    defaultKind: chosen ?? 'satellite',
    total: paths.length,
    done: () => done,
    async *read({ skip, signal }) {
      done = 0
      for (let from = 0; from < paths.length; from += atOnce) {
        signal?.throwIfAborted()
        const chunk = paths.slice(from, from + atOnce)
        const items = await Promise.all(chunk.map(async (path, index) => (from + index < skip ? null : await imageItem(source, path, from + index + 1, chosen))))
        done = from + chunk.length
        yield items
      }
    }
  }
}

/** An image of a folder with what its header, its name and its folders say of it. */
export async function imageItem(folder: string, path: string, line: number, chosen: ReturnType<typeof toKind>): Promise<ReadItem> {
  const look = await lookAtImage(join(folder, path))
  if (look.error) return { problem: { file: path, line: null, ...look.error } }
  const { facts } = look
  const named = coordinatesFromName(path)
  const notes: Problem[] = []
  if (facts.note) notes.push({ file: path, line: null, ...facts.note })
  if (facts.problem !== null) notes.push({ file: path, line: null, code: 'BAD_IMAGE', message: facts.problem })
  const own = facts.lat !== null
  return {
    record: {
      ...emptyRecord,
      file: path,
      line,
      image: path,
      kind: chosen ?? kindFromFolders(`${basename(folder)}/${path}`) ?? facts.kind ?? named?.kind ?? null,
      lat: own ? facts.lat : (named?.lat ?? null),
      lon: own ? facts.lon : (named?.lon ?? null),
      footprint: facts.footprint ?? (own ? null : (named?.footprint ?? null)),
      width: facts.width,
      height: facts.height,
      imageProblem: facts.problem,
      notes,
      raw: { path }
    }
  }
}
