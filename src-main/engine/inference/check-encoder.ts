import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { EncoderCheck } from '#shared/domain/encoder.ts'
import { PlanisphereError, toErrorData } from '#shared/errors/planisphere-error.ts'
import type { OpenedSide } from './encode-protocol.ts'
import type { EncoderFiles, EncoderSpec, ImageSpec, PlanetSpec, StoredSpec, TextSpec } from './encoder-spec.ts'
import { modelBytes } from './encoder-hash.ts'
import type { Embeddings } from './encoder-side.ts'
import { SideSession } from './side-session.ts'
import type { TensorInfo } from './session.ts'

export interface CheckedEncoder {
  readonly items: EncoderCheck['items']
  /** The spec as the graphs have it, with each side's dimensions. */
  readonly stored: StoredSpec
  readonly dimensions: number
}

/**
 * Opens each side of an encoder on the CPU and runs it once: the files are ONNX, inputs and outputs are understood, the
 * embedding is finite and not all zeros, both sides have the same dimensions. Throws BAD_ENCODER at the first that is not so.
 */
export async function checkEncoder(files: EncoderFiles): Promise<CheckedEncoder> {
  const items: { what: string; ok: boolean; detail: string }[] = [{ what: 'files', ok: true, detail: files.files.join(', ') }]
  const spec: { text?: TextSpec; image?: ImageSpec; planet?: PlanetSpec } = files.spec.planet ? { planet: files.spec.planet } : {}
  const checked: StoredSpec['checked'] = {}
  if (files.spec.image) {
    await refuseNonOnnx(join(files.folder, files.spec.image.file))
    if (files.spec.image.head) await refuseNonOnnx(join(files.folder, files.spec.image.head.file))
    const session = await SideSession.openImage(files.folder, files.spec.image, { provider: 'cpu', threads: 1 })
    try {
      spec.image = session.spec
      items.push({ what: 'image model', ok: true, detail: described(session.graph?.inputs, session.graph?.outputs) }, ...headItem('image', session.graph))
      const side = spec.image.size
      const pixels = Uint8Array.from({ length: 2 * side * side * 3 }, (_, i) => (i < side * side * 3 ? (i * 37) % 256 : 128))
      checked.image = { dimensions: usable(await session.encodeImages(pixels, 2), 'image'), bytes: await sideBytes(files.folder, spec.image) }
      items.push({ what: 'image trial run', ok: true, detail: `${checked.image.dimensions} numbers from ${side} x ${side} pixels` })
    } finally {
      await session.close()
    }
  }
  if (files.spec.text) {
    await refuseNonOnnx(join(files.folder, files.spec.text.file))
    if (files.spec.text.head) await refuseNonOnnx(join(files.folder, files.spec.text.head.file))
    const session = await SideSession.openText(files.folder, files.spec.text, { provider: 'cpu', threads: 1 })
    try {
      spec.text = session.spec
      items.push({ what: 'text model', ok: true, detail: described(session.graph?.inputs, session.graph?.outputs) }, ...headItem('text', session.graph))
      checked.text = { dimensions: usable(await session.encodeTexts(['a red roof beside a park', 'a road']), 'text'), bytes: await sideBytes(files.folder, spec.text) }
      items.push({ what: 'text trial run', ok: true, detail: `${checked.text.dimensions} numbers from up to ${spec.text.length} tokens` })
    } finally {
      await session.close()
    }
  }
  const dimensions = checked.image?.dimensions ?? checked.text?.dimensions
  if (dimensions === undefined) throw new PlanisphereError('BAD_ENCODER', 'The encoder has neither a text side nor an image side.', { hint: 'Name at least one in encoder.json.' })
  if (checked.text && checked.image) {
    if (checked.text.dimensions !== checked.image.dimensions) {
      throw new PlanisphereError(
        'BAD_ENCODER',
        `The sides do not fit each other: ${files.spec.text?.file} gives ${checked.text.dimensions} numbers, ${files.spec.image?.file} gives ${checked.image.dimensions}.`,
        { hint: 'Use the text and image models of one encoder, and their projected outputs (text_embeds, image_embeds).' }
      )
    }
    items.push({ what: 'equal dimensions', ok: true, detail: `${dimensions} on both sides` })
  }
  return { items, stored: { spec: spec as EncoderSpec, checked }, dimensions }
}

/** The same as a list of what is well and what is not; nothing is thrown. */
export async function encoderReport(check: () => Promise<EncoderCheck['items']>): Promise<EncoderCheck> {
  try {
    const items = await check()
    return { ok: items.every((item) => item.ok), items }
  } catch (thrown) {
    return { ok: false, items: [{ what: 'encoder', ok: false, detail: toErrorData(thrown).message }] }
  }
}

/** A protocol buffer of ONNX begins with the field ir_version (tag 8) or another low field; text and archives do not. */
async function refuseNonOnnx(file: string): Promise<void> {
  const handle = await open(file).catch((thrown: unknown) => {
    throw new PlanisphereError('BAD_ENCODER', `${file} cannot be read.`, { hint: 'Check that the file is there.', place: { file }, cause: thrown })
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    const text = buffer.subarray(0, bytesRead).toString('latin1')
    if (bytesRead === 0) throw new PlanisphereError('BAD_ENCODER', `${file} is empty.`, { hint: 'Copy the file again.', place: { file } })
    if (text.startsWith('version https://')) {
      throw new PlanisphereError('BAD_ENCODER', `${file} is a Git LFS pointer, not the model.`, { hint: 'Fetch the model itself, for example with git lfs pull.', place: { file } })
    }
    if (/^(PK\x03\x04|\x89PNG|\xff\xd8\xff|%PDF|\s*[{<[])/.test(text)) throw new PlanisphereError('BAD_ENCODER', `${file} is not an ONNX model.`, { hint: 'Export the model to ONNX first.', place: { file } })
  } finally {
    await handle.close()
  }
}

/** Bytes of a side's model and of its head. */
async function sideBytes(folder: string, { file, head }: Pick<TextSpec, 'file' | 'head'>): Promise<number> {
  return (await modelBytes(folder, file)) + (head ? await modelBytes(folder, head.file) : 0)
}

function headItem(side: 'text' | 'image', graph: OpenedSide | undefined): EncoderCheck['items'] {
  return graph?.headOutputs ? [{ what: `${side} head`, ok: true, detail: `-> ${tensorList(graph.headOutputs)}` }] : []
}

function usable(embeddings: Embeddings, side: string): number {
  if (!embeddings.rows.every((value) => Number.isFinite(value))) {
    throw new PlanisphereError('BAD_ENCODER', `The ${side} model’s trial run gave NaN or infinite numbers.`, { hint: 'Check the export; models in float16 often overflow.' })
  }
  if (embeddings.rows.every((value) => value === 0)) throw new PlanisphereError('BAD_ENCODER', `The ${side} model’s trial run gave only zeros.`, { hint: 'Check the export and the named output.' })
  return embeddings.dimensions
}

function described(inputs: readonly TensorInfo[] = [], outputs: readonly TensorInfo[] = []): string {
  return `${tensorList(inputs)} -> ${tensorList(outputs)}`
}

function tensorList(tensors: readonly TensorInfo[]): string {
  return tensors.map((tensor) => `${tensor.name} ${tensor.type}[${tensor.shape.join(', ')}]`).join('; ')
}
