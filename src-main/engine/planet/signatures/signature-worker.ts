import { parentPort } from 'node:worker_threads'
import { toErrorData } from '#shared/errors/planisphere-error.ts'
import { orderedLookahead } from '../../inference/ordered-lookahead.ts'
import { signatureMeasurer, type SignatureMeasurer } from './measure-signature.ts'
import { readRaster, type Raster } from './read-raster.ts'
import type { Found, SignatureAnswers, SignatureCall, SignatureReply, SignatureRequest } from './signature-protocol.ts'
import { hashSpec, signatureLayout, type SignatureSpec } from './signature-spec.ts'
import { openSignatures, textureScale } from './signature-statistics.ts'

/** Worker thread that reads pictures, measures them, and reads what was measured. While it measures one, libuv's threads decode the next ones. */
const port = parentPort
if (!port) throw new Error('signature-worker.ts is a worker')

/** Pictures that are decoded ahead, a call: more would only hold memory. */
const ahead = 3
const measurers = new Map<string, SignatureMeasurer>()

port.on('message', ({ id, request }: SignatureCall) => {
  void answer(request).then(
    (found) => port.postMessage({ id, answer: found } satisfies SignatureReply, found !== null && typeof found === 'object' && 'numbers' in found ? [found.numbers.buffer as ArrayBuffer] : []),
    (thrown: unknown) => port.postMessage({ id, error: toErrorData(thrown) } satisfies SignatureReply)
  )
})

async function answer(request: SignatureRequest): Promise<SignatureAnswers[keyof SignatureAnswers]> {
  const { spec } = request
  switch (request.kind) {
    case 'measure': {
      const { length } = signatureLayout(spec)
      const measure = measurerOf(spec)
      const numbers = new Float32Array(request.files.length * length).fill(Number.NaN)
      return { numbers, found: await read(request.files, spec, (pixels, row) => numbers.set(measure(pixels), row * length)) }
    }
    case 'decode':
      return read(request.files, spec, () => {})
    case 'row':
      return withSignatures(request.vectors, spec, null, (file) => {
        const row = new Float32Array(file.dimensions)
        return file.has(request.view) && file.gather(Int32Array.of(request.view), row).length === 0 ? row : null
      })
    case 'count':
      return withSignatures(request.vectors, spec, 0, (file) => file.count)
    case 'scale':
      return withSignatures(request.vectors, spec, null, (file) => textureScale(file, request.views, spec))
  }
}

function measurerOf(spec: SignatureSpec): SignatureMeasurer {
  const hash = hashSpec(spec)
  let measurer = measurers.get(hash)
  if (!measurer) measurers.set(hash, (measurer = signatureMeasurer(spec)))
  return measurer
}

async function read(files: readonly string[], spec: SignatureSpec, take: (pixels: Uint8Array, row: number) => void): Promise<Found[]> {
  const found: Found[] = []
  const rasters = orderedLookahead(each(files), ahead, async (file): Promise<Raster | { error: ReturnType<typeof toErrorData> }> => {
    try {
      return await readRaster(file, spec)
    } catch (thrown) {
      return { error: toErrorData(thrown) }
    }
  })
  for await (const raster of rasters) {
    if ('error' in raster) found.push(raster)
    else {
      take(raster.pixels, found.length)
      found.push({ width: raster.width, height: raster.height })
    }
  }
  return found
}

function withSignatures<T>(vectors: string, spec: SignatureSpec, otherwise: T, ask: (file: NonNullable<ReturnType<typeof openSignatures>>) => T): T {
  const file = openSignatures(vectors, spec)
  if (!file) return otherwise
  try {
    return ask(file)
  } finally {
    file.close()
  }
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
