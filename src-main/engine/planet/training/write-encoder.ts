import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SignatureKind } from '#shared/domain/planet.ts'
import type { NanoConfig } from '../network/nano-config.ts'
import { nanoImageModel, nanoTextModel, signatureModel, type TrainingGraph } from '../network/nano-graphs.ts'
import type { SignatureScale } from '../network/physical-heads.ts'

export interface NanoWeights {
  readonly config: NanoConfig
  readonly weights: Float32Array
  readonly graph: Pick<TrainingGraph, 'offsets' | 'kinds'>
  /** With which the signatures were standardised in training: a part of the exported model. */
  readonly scale: SignatureScale
  /** Hash of the spec by which they were measured. */
  readonly signatureSpec: string
  /** tokenizer.json, as an object. */
  readonly tokenizer: object
}

/** How tiles are made the pixels of nano: when it is trained and when it embeds. */
export const nanoPixels = { fit: 'stretch', resample: 'bicubic' } as const

/** The kinds whose descriptors a model gives out: all three, or none, so that agreement is always whole. */
export function exportedKinds(kinds: readonly SignatureKind[]): readonly SignatureKind[] {
  return kinds.length === 3 ? kinds : []
}

/**
 * Writes a trained nano as an encoder folder that loads like any other: `text.onnx` and `image.onnx`, `tokenizer.json`,
 * `encoder.json`; and, where all three terms of L_phy were trained, `signature.onnx`, which projects signatures into the
 * space of the text's descriptors.
 */
export async function writeNano(folder: string, { config, weights, graph, scale, signatureSpec, tokenizer }: NanoWeights): Promise<void> {
  const kinds = exportedKinds(graph.kinds)
  const description = {
    text: { file: 'text.onnx', tokenizer: 'tokenizer.json', inputs: { ids: 'input_ids', mask: 'attention_mask' }, output: 'text_embeds', length: config.textLength, padToken: 0 },
    image: { file: 'image.onnx', input: 'pixel_values', output: 'image_embeds', size: config.imageSize, ...nanoPixels, layout: 'NHWC', mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] },
    ...(kinds.length > 0 ? { planet: { signature: 'signature.onnx', signatureSpec, dimensions: config.physical } } : {})
  }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'text.onnx'), nanoTextModel(config, weights, graph.kinds))
  await writeFile(join(folder, 'image.onnx'), nanoImageModel(config, weights, graph.offsets.image))
  if (kinds.length > 0) await writeFile(join(folder, 'signature.onnx'), signatureModel(config.physical, weights, graph.offsets.signature, scale, kinds))
  await writeFile(join(folder, 'tokenizer.json'), `${JSON.stringify(tokenizer)}\n`)
  await writeFile(join(folder, 'encoder.json'), `${JSON.stringify(description, null, 2)}\n`)
}
