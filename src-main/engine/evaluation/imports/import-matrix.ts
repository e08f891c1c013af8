import type { QuerySource, RunSummary } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { keptDepth } from '../evaluate-job.ts'
import type { ImportThread } from './import-thread.ts'
import { keepImport, readFrame, type ImportContext, type ImportFrame } from './kept-import.ts'
import { matchIds } from './match-ids.ts'

export interface MatrixImport {
  readonly file: string
  /** Files with the ids of the rows (queries) and the columns (satellite views); null: the project's own order. */
  readonly queryIds: string | null
  readonly galleryIds: string | null
  readonly queries: QuerySource
  readonly split: Split | null
  readonly name: string
  readonly version: string
}

/**
 * Keeps a similarity matrix [queries, gallery] of a `.npy` file as a run: higher is nearer. It is read a few rows at a
 * time and never held whole. Rows and columns that the project does not know (or that are of another split) are left out
 * and reported; satellite views that the matrix lacks are counted as missing from the gallery. A NaN or infinite score
 * anywhere fails the import, as it fails an evaluation.
 */
export async function importMatrix(context: ImportContext, thread: ImportThread, request: MatrixImport): Promise<{ run: RunSummary; notices: string[] }> {
  const { project } = context
  const key = 'matrix'
  const array = await thread.ask<'open-array'>({ kind: 'open-array', key, source: { file: request.file } })
  context.progress({ phase: 'matching ids', done: 0, total: null })
  const frame = await readFrame(project, request.queries, request.split)
  const rows = await side(project, thread, request, frame, 'rows', array.rows)
  const columns = await side(project, thread, request, frame, 'columns', array.columns)

  const columnOfGallery = new Int32Array(frame.gallery.ids.length).fill(-1)
  columns.index.forEach((row, column) => {
    if (row >= 0) columnOfGallery[row] = column
  })
  const galleryOfRow = shared(columnOfGallery.map((_, row) => row).filter((row) => (columnOfGallery[row] as number) >= 0))
  const columnOfRow = shared(galleryOfRow.map((row) => columnOfGallery[row] as number))
  await thread.ask<'meet'>({ kind: 'meet', meeting: { queryOfRow: rows.index, columnOfRow, galleryOfRow, gallery: frame.gallery, queries: frame.queries, k: keptDepth } })

  const run = await keepImport(context, frame, request, async (take) => {
    let withoutTruth = 0
    let kept = 0
    const part = (from: number) => thread.ask<'rank'>({ kind: 'rank', key, from, to: Math.min(array.rows, from + array.chunkRows) })
    let next = part(0)
    for (let from = 0; from < array.rows; from += array.chunkRows) {
      const ranked = await next
      if (from + array.chunkRows < array.rows) next = part(from + array.chunkRows)
      // Whatever becomes of this part, the next one's failure is told when it is awaited.
      next.catch(() => undefined)
      await take(ranked.rankings)
      kept += ranked.rankings.length
      withoutTruth += ranked.withoutTruth
      context.progress({ phase: 'ranking', done: Math.min(array.rows, from + array.chunkRows), total: array.rows })
    }
    if (kept === 0) throw new PlanisphereError('NO_TRUTH', `No query of ${request.file} has a satellite view of its own place among the matrix’s columns.`, { hint: 'Check the ids of rows and columns.' })
    return { gallery: galleryOfRow.length, galleryMissing: frame.gallery.ids.length - galleryOfRow.length, withoutTruth }
  })
  return { run, notices: [...rows.notices, ...columns.notices] }
}

/** For each row (or column) its number among the queries (or the gallery); -1: left out. */
async function side(
  project: ImportContext['project'],
  thread: ImportThread,
  request: MatrixImport,
  frame: ImportFrame,
  what: 'rows' | 'columns',
  length: number
): Promise<{ index: Int32Array; notices: string[] }> {
  const own = what === 'rows' ? frame.queries : frame.gallery
  const file = what === 'rows' ? request.queryIds : request.galleryIds
  const items = what === 'columns' ? 'satellite views' : request.queries === 'captions' ? 'captions' : `${request.queries} views`
  const where = request.split === null ? 'the project' : `the split ${request.split}`
  if (own.ids.length === 0) throw new PlanisphereError('NO_TRUTH', `${where[0]?.toUpperCase() ?? ''}${where.slice(1)} has no ${items}.`, { hint: 'Choose other queries, or another split.' })
  const misfit = (expected: number, of: string): PlanisphereError =>
    new PlanisphereError('BAD_FILE', `${request.file} has ${length.toLocaleString('en-US')} ${what}; ${expected.toLocaleString('en-US')} are expected, one for each ${of}.`, {
      hint: file === null ? `Give the ids of its ${what}, or write the matrix in the order of "planisphere runs template".` : 'Rows are queries, columns the satellite views. Transpose the matrix, or check the list.',
      place: { file: request.file }
    })
  if (file === null) {
    if (length !== own.ids.length) throw misfit(own.ids.length, `of the ${items} of ${where}`)
    return { index: shared(Int32Array.from(own.ids, (_, i) => i)), notices: [] }
  }
  const count = await thread.ask<'read-ids'>({ kind: 'read-ids', key: what, file })
  if (count !== length) throw misfit(count, `id of ${file}`)
  const indexOf = new Map(Array.from(own.ids, (id, i) => [id, i]))
  const of = what === 'columns' ? 'satellite' : request.queries === 'captions' ? 'captions' : 'views'
  const wanted = what === 'columns' ? 'the uid of a satellite view' : `the uid of ${request.queries === 'captions' ? 'a caption' : `a view of the kind ${request.queries}`}`
  const { found, unknown, examples } = await matchIds(thread, { key: what, file, count, wanted: request.split === null ? wanted : `${wanted} of ${where}` }, async (uids) => {
    const ids = await project.store.read('gallery.idsOf', { of, uids })
    return ids.map((id) => (indexOf.has(id) ? id : 0))
  })
  const index = shared(found.map((id) => indexOf.get(id) ?? -1))
  if (unknown === 0) return { index, notices: [] }
  return { index, notices: [`${unknown} of the matrix’s ${length} ${what} are no ${items} of ${where} and were left out: ${examples.join(', ')}${unknown > examples.length ? ' …' : ''}`] }
}

function shared(from: Int32Array): Int32Array {
  const out = new Int32Array(new SharedArrayBuffer(from.byteLength))
  out.set(from)
  return out
}
