import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import * as z from 'zod'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { TrainingState } from './train.ts'

const magic = Buffer.from('PLNSTRN1', 'latin1')
const prefixBytes = magic.length + 8

const Header = z.object({
  /** What the run is of: data, options, model. A state of another run is never gone on with. */
  key: z.string(),
  step: z.int().min(0),
  count: z.int().positive(),
  best: z.object({ step: z.int().min(0), mrr: z.number() }),
  looks: z.int().min(0),
  /** `ended`: this run needs no more steps. `diverged`: the loss was no number at the next step. */
  state: z.enum(['running', 'ended', 'diverged']),
  stoppedEarly: z.boolean(),
  stepsPerSecond: z.number(),
  provider: z.string()
})

export type CheckpointHeader = z.infer<typeof Header>

export interface Checkpoint extends Omit<CheckpointHeader, 'step' | 'count' | 'best' | 'looks'> {
  readonly training: TrainingState
}

/**
 * Writes a training state so that a crash leaves the one before or this one: into a file beside it, made durable, then
 * renamed. Layout: magic, length and CRC-32 of the header, the header as JSON, then float32 little-endian `parameters`,
 * `moment1`, `moment2`, best `parameters`, and a CRC-32 of those. Synchronous: belongs in a worker.
 */
export function writeCheckpoint(file: string, { training, ...more }: Checkpoint): void {
  const { step, best, looks } = training
  const header = Buffer.from(JSON.stringify({ ...more, step, count: training.parameters.length, best: { step: best.step, mrr: best.mrr }, looks } satisfies CheckpointHeader))
  const prefix = Buffer.alloc(prefixBytes)
  magic.copy(prefix)
  prefix.writeUInt32LE(header.length, magic.length)
  prefix.writeUInt32LE(crc32(header), magic.length + 4)
  const arrays = [training.parameters, training.moment1, training.moment2, best.parameters].map((array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  const end = Buffer.alloc(4)
  end.writeUInt32LE(arrays.reduce((sum, bytes) => crc32(bytes, sum), 0))

  const part = `${file}.part`
  const descriptor = openSync(part, 'w')
  try {
    for (const bytes of [prefix, header, ...arrays, end]) for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  renameSync(part, file)
  syncFolder(dirname(file))
}

/** The state in a file; null if there is none or it is of another run. PROJECT_DAMAGED if its checksums do not fit. */
export function readCheckpoint(file: string, key: string): Checkpoint | null {
  if (!existsSync(file)) return null
  const bytes = readFileSync(file)
  const damaged = (why: string): PlanisphereError => new PlanisphereError('PROJECT_DAMAGED', `The training state at ${file} is damaged: ${why}.`, { hint: 'Remove that file; training then starts again.', place: { file } })
  if (bytes.length < prefixBytes || !bytes.subarray(0, magic.length).equals(magic)) throw damaged('it does not begin as one')
  const length = bytes.readUInt32LE(magic.length)
  const json = bytes.subarray(prefixBytes, prefixBytes + length)
  if (json.length !== length || crc32(json) !== bytes.readUInt32LE(magic.length + 4)) throw damaged('its header’s checksum does not fit')
  const header = Header.parse(JSON.parse(json.toString('utf8')))
  if (header.key !== key) return null
  const from = prefixBytes + length
  const size = 4 * header.count
  const whole = bytes.subarray(from, from + 4 * size)
  if (bytes.length !== from + 4 * size + 4 || crc32(whole) !== bytes.readUInt32LE(bytes.length - 4)) throw damaged('its checksum does not fit')
  // Copied: the arrays need an offset that is a multiple of four.
  const array = (index: number): Float32Array => new Float32Array(Uint8Array.from(whole.subarray(index * size, (index + 1) * size)).buffer)
  const { step, count: _count, best, looks, ...more } = header
  return { ...more, training: { step, parameters: array(0), moment1: array(1), moment2: array(2), best: { ...best, parameters: array(3) }, looks } }
}

/** A rename is durable when its folder is; where folders cannot be opened (Windows) the system sees to it. */
function syncFolder(folder: string): void {
  let descriptor: number
  try {
    descriptor = openSync(folder, 'r')
  } catch {
    return
  }
  try {
    fsyncSync(descriptor)
  } catch {
    // Not every file system syncs folders.
  } finally {
    closeSync(descriptor)
  }
}
