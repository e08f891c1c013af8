import { totalmem } from 'node:os'
import { join } from 'node:path'
import { splits, type Split } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext } from '../../jobs/job-queue.ts'
import type { PlaceArrays, SplitRows } from '../training/training-protocol.ts'
import { signatureLength } from '../network/physical-heads.ts'
import { signaturesFile } from '../signatures/mine-job.ts'
import { signaturesOf } from './signatures-of.ts'
import { specName, tilePixels, type PixelSpec } from './tile-pixels.ts'
import { dataHash, type PairedPlace, type TrainingData } from './training-data.ts'

/** Everything that splits are made of: places with their tiles and signatures in shared memory, row i of which is place i. */
export interface TrainingPool {
  /** Without the places whose tile could not be read or has no signature. */
  readonly data: TrainingData
  /** All that were read; no split has the rows of those that were left out. */
  readonly places: readonly PairedPlace[]
  readonly arrays: PlaceArrays
  readonly rows: SplitRows
  /** SHA-256 over captions, views, regions, splits, and the specs of signatures and tiles. */
  readonly hash: string
  readonly signatureSpec: string
  /** Tiles that could not be read, and places without a signature. */
  readonly broken: number
}

export type PoolContext = Pick<JobContext, 'project' | 'signal' | 'progress' | 'problem'>

/**
 * Brings tiles and signatures to the places that were read. Broken tiles are reported as problems of the job; their
 * places are left out, of every split. INVALID_INPUT if it does not fit into memory.
 */
export async function trainingPool(context: PoolContext, read: TrainingData, pixelSpec: PixelSpec, signatureSpec: string): Promise<TrainingPool> {
  const { project, signal } = context
  const all = placesOf(read)
  refuseTooMany(all.length, pixelSpec.size)
  const tiles = await tilePixels(all.map(({ place: { view, file } }) => ({ view, file })), pixelSpec, {
    folder: join(project.folders.planet, 'cache'),
    signal,
    onProgress: (done, total) => context.progress({ phase: 'Reading tiles', done, total })
  })
  for (const { file, message } of tiles.broken) context.problem({ file, line: null, code: 'BAD_IMAGE', message })
  const found = await signaturesOf(signaturesFile(project), signatureSpec, Int32Array.from(all, ({ place }) => place.view))
  signal.throwIfAborted()

  const brokenViews = new Set(tiles.broken.map(({ view }) => view))
  const out = new Set<number>(found.missing)
  all.forEach(({ place }, row) => void (brokenViews.has(place.view) && out.add(row)))
  const arrays = { size: pixelSpec.size, pixels: tiles.pixels, signatures: found.signatures }
  return assembledPool(read, all, out, arrays, signatureSpec, `${signatureSpec}/${specName(pixelSpec)}`)
}

/** The places of the three splits, one after the other: row i of a pool is place i. */
export function placesOf(read: Pick<TrainingData, 'splits'>): { readonly split: Split; readonly place: PairedPlace }[] {
  return splits.flatMap((split) => read.splits[split].map((place) => ({ split, place })))
}

/** A pool of all places but those in the rows `out`. `specs`: what besides the data decides what is learned, for the hash. */
export async function assembledPool(read: TrainingData, all: ReturnType<typeof placesOf>, out: ReadonlySet<number>, arrays: Omit<PlaceArrays, 'count' | 'regions'>, signatureSpec: string, specs: string): Promise<TrainingPool> {
  const rowsOf = (split: Split): Int32Array => Int32Array.from(all.flatMap((one, row) => (one.split === split && !out.has(row) ? [row] : [])))
  const rows: SplitRows = { train: rowsOf('train'), val: rowsOf('val'), test: rowsOf('test') }
  const places = all.map(({ place }) => place)
  const of = (split: Split): PairedPlace[] => Array.from(rows[split], (row) => places[row] as PairedPlace)
  const data: TrainingData = { ...read, splits: { train: of('train'), val: of('val'), test: of('test') } }
  const regions = new Int32Array(new SharedArrayBuffer(4 * places.length))
  regions.set(places.map(({ region }) => region))
  return {
    data,
    places,
    arrays: { ...arrays, count: places.length, regions },
    rows,
    hash: await dataHash(data, specs),
    signatureSpec,
    broken: out.size
  }
}

/** The pool is held once here and once, split, in the worker. */
function refuseTooMany(places: number, size: number): void {
  const each = 2 * (size * size * 3 + signatureLength * 4)
  const limit = Math.floor(totalmem() / 2 / each)
  if (places <= limit) return
  throw new PlanisphereError('INVALID_INPUT', `The tiles of ${places.toLocaleString('en')} places need ${Math.ceil((places * each) / 2 ** 30)} GB of memory; this machine can take ${limit.toLocaleString('en')} places.`, {
    hint: 'Give a split to fewer places, or train on a machine with more memory.'
  })
}
