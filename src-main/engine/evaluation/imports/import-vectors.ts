import { createHash, type Hash } from 'node:crypto'
import { createReadStream, renameSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Split } from '#shared/domain/vocabulary.ts'
import { encoderSides, type EncoderSide } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { StoredSpec } from '../../inference/encoder-spec.ts'
import { VectorFile, vectorPath } from '../../store/vector-file.ts'
import { readQueries } from '../query-set.ts'
import type { ArraySource, OpenedArray } from './import-protocol.ts'
import type { ImportThread } from './import-thread.ts'
import type { ImportContext } from './kept-import.ts'
import { matchIds } from './match-ids.ts'

/** Where the vectors of a side come from. `ids`: a file with the ids of its rows; null: in the table itself, or the project's own order. */
export interface VectorsSide extends ArraySource {
  readonly ids: string | null
}

export interface VectorsImport {
  readonly text: VectorsSide | null
  readonly image: VectorsSide | null
  readonly split: Split | null
  readonly name: string
}

export interface ImportedVectors {
  readonly encoder: string
  readonly dimensions: number
  /** Vectors of each side. */
  readonly text: number
  readonly image: number
}

interface ReadySide {
  readonly side: EncoderSide
  readonly source: VectorsSide
  readonly array: OpenedArray
  /** For each row of the file the row of its vector here; 0: not of the project. */
  readonly targets: Int32Array
  readonly notices: readonly string[]
}

/**
 * Takes embeddings that were made elsewhere into the project as an encoder without models ("vectors only"): whatever reads
 * kept vectors works with it; nothing new can be embedded. Vectors are read a part at a time. Stopped or failed, nothing
 * of it stays: files are written beside their place and renamed when all of them are whole.
 */
export async function importVectors(context: ImportContext, thread: ImportThread, request: VectorsImport): Promise<ImportedVectors & { notices: string[] }> {
  const { project, signal } = context
  const { name } = request
  const refuseTaken = async (): Promise<void> => {
    if (await project.store.read('encoders.get', { name })) throw new PlanisphereError('ALREADY_EXISTS', `The project has an encoder ${name} already.`, { hint: 'Choose another name, or remove that one first.' })
  }
  await refuseTaken()
  const sides: ReadySide[] = []
  for (const side of encoderSides) {
    const source = request[side]
    if (source !== null) sides.push(await ready(context, thread, request, side, source))
  }
  const [first, second] = sides
  if (first === undefined) throw new PlanisphereError('INVALID_INPUT', 'No file with vectors was given.', { hint: 'Give the vectors of the captions, of the images, or both.' })
  const dimensions = first.array.columns
  if (second && second.array.columns !== dimensions) {
    throw new PlanisphereError('BAD_FILE', `${second.source.file} has vectors of ${second.array.columns} numbers, ${first.source.file} of ${dimensions}: captions and images must share one space.`, { hint: 'Export both after the projection to the common space.', place: { file: second.source.file } })
  }
  const hash = await hashSources(context, sides)
  const counts = { text: 0, image: 0 }
  const unfinished = (side: EncoderSide): string => vectorPath(project.folders.vectors, `.import-${name}`, side)
  try {
    for (const side of sides) {
      VectorFile.remove(unfinished(side.side))
      counts[side.side] = await copy(context, thread, side, { file: unfinished(side.side), dimensions, encoderHash: hash })
    }
    signal.throwIfAborted()
    await refuseTaken()
    for (const { side } of sides) renameSync(unfinished(side), vectorPath(project.folders.vectors, name, side))
    // Vectors that an encoder of this name once left behind are of other files.
    for (const side of encoderSides) if (request[side] === null) VectorFile.remove(vectorPath(project.folders.vectors, name, side))
    const stored = await storedSpec(sides, dimensions)
    await project.store.write('encoders.add', { name, path: first.source.file, hash, layout: 'vectors', dimensions, spec: JSON.stringify(stored), addedAt: Date.now() })
  } finally {
    // The thread may still be writing: it is ended before its files go.
    await thread.close()
    for (const { side } of sides) VectorFile.remove(unfinished(side))
  }
  return { encoder: name, dimensions, ...counts, notices: sides.flatMap(({ notices }) => notices) }
}

async function ready(context: ImportContext, thread: ImportThread, { split }: VectorsImport, side: EncoderSide, source: VectorsSide): Promise<ReadySide> {
  const { store } = context.project
  const array = await thread.ask<'open-array'>({ kind: 'open-array', key: side, source })
  context.progress({ phase: 'matching ids', done: 0, total: null })
  const items = side === 'text' ? 'captions' : 'views'
  if (source.ids === null && !array.hasIds) {
    const own = side === 'text' ? await readQueries(context.project, 'captions', split) : await store.read('gallery.satelliteViews', { split })
    if (own.ids.length !== array.rows) {
      throw new PlanisphereError('BAD_FILE', `${source.file} has ${array.rows.toLocaleString('en-US')} rows; ${own.ids.length.toLocaleString('en-US')} are expected, one for each of the ${side === 'text' ? 'captions' : 'satellite views'} of ${split === null ? 'the project' : `the split ${split}`}.`, {
        hint: 'Give the ids of its rows, or write the vectors in the order of "planisphere runs template".',
        place: { file: source.file }
      })
    }
    return { side, source, array, targets: own.vectors.slice(), notices: [] }
  }
  const file = source.ids ?? source.file
  const count = await thread.ask<'read-ids'>({ kind: 'read-ids', key: side, file: source.ids })
  if (count !== array.rows) {
    throw new PlanisphereError('BAD_FILE', `${source.file} has ${array.rows.toLocaleString('en-US')} rows; ${count.toLocaleString('en-US')} are expected, one for each id of ${file}.`, { hint: 'The ids must be those of the rows, in their order.', place: { file: source.file } })
  }
  const { found, unknown, examples } = await matchIds(thread, { key: side, file, count, wanted: side === 'text' ? 'the uid of a caption' : 'the uid of a view' }, (uids) => store.read('runImports.vectorRows', { of: items, uids }))
  const notice = `${unknown} of the ${count} rows of ${basename(source.file)} are no ${items} of the project and were left out: ${examples.join(', ')}${unknown > examples.length ? ' …' : ''}`
  return { side, source, array, targets: found, notices: unknown === 0 ? [] : [notice] }
}

/** SHA-256 over the files and over which row is whose: equal vectors of equal items are the same encoder. */
async function hashSources(context: ImportContext, sides: readonly ReadySide[]): Promise<string> {
  const hash = createHash('sha256')
  const sizes = await Promise.all(sides.map(async ({ source }) => (await stat(source.file)).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  let done = 0
  for (const { side, source, targets } of sides) {
    hash.update(`${side}\0`)
    hash.update(targets)
    await hashFile(source.file, hash, context.signal, (bytes) => context.progress({ phase: 'reading the files', done: (done += bytes), total }))
  }
  return hash.digest('hex')
}

async function hashFile(file: string, hash: Hash, signal: AbortSignal, read: (bytes: number) => void): Promise<void> {
  const stream = createReadStream(file, { highWaterMark: 2 ** 20 })
  stream.on('data', (chunk) => read(chunk.length))
  await pipeline(stream, hash, { end: false, signal })
}

async function copy(context: ImportContext, thread: ImportThread, { side, source, array, targets }: ReadySide, target: { file: string; dimensions: number; encoderHash: string }): Promise<number> {
  await thread.ask<'open-target'>({ kind: 'open-target', ...target })
  for (let from = 0; from < array.rows; from += array.chunkRows) {
    const to = Math.min(array.rows, from + array.chunkRows)
    await thread.ask<'copy'>({ kind: 'copy', key: side, from, to, targets: targets.slice(from, to) })
    context.progress({ phase: side === 'text' ? 'captions' : 'images', done: to, total: array.rows })
  }
  const count = await thread.ask<'close-target'>({ kind: 'close-target' })
  const wanted = targets.filter((row) => row > 0).length
  if (count !== wanted) throw new PlanisphereError('INTERNAL', `${count} vectors of ${source.file} were written instead of ${wanted}.`)
  return count
}

async function storedSpec(sides: readonly ReadySide[], dimensions: number): Promise<StoredSpec> {
  const checked: StoredSpec['checked'] = {}
  const vectors: NonNullable<StoredSpec['spec']['vectors']> = {}
  for (const { side, source } of sides) {
    checked[side] = { dimensions, bytes: (await stat(source.file)).size }
    vectors[side] = { file: basename(source.file) }
  }
  return { spec: { vectors }, checked }
}
