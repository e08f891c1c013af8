import { copyFile, link, mkdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ImageSpec, TextSpec } from '../../inference/encoder-spec.ts'
import { imageHeadModel, textHeadModel, type FrozenConfig } from '../network/frozen-heads.ts'
import { signatureModel, type TrainingGraph } from '../network/nano-graphs.ts'
import type { SignatureScale } from '../network/physical-heads.ts'
import { exportedKinds } from './write-encoder.ts'

/** Both sides of the encoder that heads stand on, as they were checked. */
export interface FrozenBase {
  readonly folder: string
  readonly text: TextSpec
  readonly image: ImageSpec
}

export interface FrozenWeights {
  readonly base: FrozenBase
  readonly config: FrozenConfig
  readonly weights: Float32Array
  readonly graph: Pick<TrainingGraph, 'offsets' | 'kinds'>
  /** With which the signatures were standardised in training: a part of the exported model. */
  readonly scale: SignatureScale
  /** Hash of the spec by which they were measured. */
  readonly signatureSpec: string
}

/** Large models keep their weights in a file beside the graph. */
const dataSuffixes = ['_data', '.data']

/**
 * Writes trained heads as an encoder folder that loads like any other: the base's files under `base/` (hard links where
 * the file system has them, so that they take no room twice), `text-head.onnx`, `image-head.onnx`, `encoder.json`; and,
 * where all three terms of L_phy were trained, `signature.onnx`. It needs nothing of the base's own folder any more.
 */
export async function writeFrozenEncoder(folder: string, { base, config, weights, graph, scale, signatureSpec }: FrozenWeights): Promise<void> {
  const kinds = exportedKinds(graph.kinds)
  await mkdir(folder, { recursive: true })
  const bring = (name: string): Promise<string> => bringFile(base.folder, name, folder)
  const description = {
    text: {
      ...base.text,
      file: await bring(base.text.file),
      tokenizer: await bring(base.text.tokenizer),
      ...(base.text.tokenizerConfig === undefined ? {} : { tokenizerConfig: await bring(base.text.tokenizerConfig) }),
      head: { file: 'text-head.onnx', ...(base.text.output === undefined ? {} : { embeds: base.text.output }) },
      output: 'text_embeds'
    },
    image: { ...base.image, file: await bring(base.image.file), head: { file: 'image-head.onnx', ...(base.image.output === undefined ? {} : { embeds: base.image.output }) }, output: 'image_embeds' },
    ...(kinds.length > 0 ? { planet: { signature: 'signature.onnx', signatureSpec, dimensions: config.physical } } : {})
  }
  await writeFile(join(folder, 'text-head.onnx'), textHeadModel(config, weights, graph.kinds))
  await writeFile(join(folder, 'image-head.onnx'), imageHeadModel(config, weights, graph.offsets.image))
  if (kinds.length > 0) await writeFile(join(folder, 'signature.onnx'), signatureModel(config.physical, weights, graph.offsets.signature, scale, kinds))
  await writeFile(join(folder, 'encoder.json'), `${JSON.stringify(description, null, 2)}\n`)
}

/** Brings a file of the base, with its external data, under `base/`, its relative path kept; returns the new name. */
async function bringFile(from: string, name: string, to: string): Promise<string> {
  for (const file of [name, ...(name.endsWith('.onnx') ? dataSuffixes.map((suffix) => name + suffix) : [])]) {
    if (file !== name && !(await stat(join(from, file)).catch(() => null))) continue
    const target = join(to, 'base', file)
    await mkdir(dirname(target), { recursive: true })
    // Both sides of an export may be one file.
    if (await stat(target).catch(() => null)) continue
    await link(join(from, file), target).catch(() => copyFile(join(from, file), target))
  }
  return `base/${name}`
}
