import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { QuerySource } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { stringify } from '../../exporting/csv-text.ts'
import type { OpenProject } from '../../store/open-project.ts'
import { readFrame } from './kept-import.ts'

const page = 2000

/**
 * Writes the project's own order of queries and gallery: the order in which rows and columns are taken where no ids are
 * given. Files appear whole: they are written beside their place and renamed.
 */
export async function writeTemplate(project: OpenProject, request: { out: string; queries: QuerySource; split: Split | null }, signal: AbortSignal): Promise<{ files: string[]; queries: number; gallery: number }> {
  const { queries, gallery } = await readFrame(project, request.queries, request.split)
  await mkdir(request.out, { recursive: true })
  const of = request.queries === 'captions' ? 'captions' : 'views'
  const files = [join(request.out, 'queries.csv'), join(request.out, 'gallery.csv')] as const
  await write(project, files[0], of, queries.ids, signal)
  await write(project, files[1], 'views', gallery.ids, signal)
  return { files: [...files], queries: queries.ids.length, gallery: gallery.ids.length }
}

async function write(project: OpenProject, file: string, of: 'captions' | 'views', ids: Int32Array, signal: AbortSignal): Promise<void> {
  const unfinished = `${file}.part`
  try {
    const handle = await open(unfinished, 'w')
    try {
      await handle.write(stringify(['uid', 'place', of === 'captions' ? 'text' : 'file']))
      for (let from = 0; from < ids.length; from += page) {
        signal.throwIfAborted()
        const items = await project.store.read('runImports.template', { of, ids: ids.slice(from, from + page) })
        await handle.write(items.map(({ uid, place, text, file: image }) => stringify([uid, place, of === 'captions' ? text : image])).join(''))
      }
    } finally {
      await handle.close()
    }
    await rename(unfinished, file)
  } catch (thrown) {
    await rm(unfinished, { force: true })
    throw thrown
  }
}
