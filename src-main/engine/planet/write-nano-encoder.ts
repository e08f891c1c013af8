import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { nanoImageModel, nanoTextModel } from './nano-graphs.ts'
import type { NanoConfig } from './nano-model.ts'
import type { NanoTrained } from './nano-training.ts'

/** Writes a trained nano as an encoder folder that loads like any other: two ONNX files, tokenizer.json, encoder.json. */
export async function writeNanoEncoder(folder: string, config: NanoConfig, trained: Pick<NanoTrained, 'weights' | 'graph'>, tokenizer: object): Promise<void> {
  await mkdir(folder, { recursive: true })
  const description = {
    text: { file: 'text.onnx', tokenizer: 'tokenizer.json', inputs: { ids: 'input_ids', mask: 'attention_mask' }, output: 'text_embeds', length: config.textLength, padToken: 0 },
    image: {
      file: 'image.onnx', input: 'pixel_values', output: 'image_embeds', size: config.imageSize, fit: 'stretch', resample: 'bicubic', layout: 'NHWC',
      mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5]
    }
  }
  await writeFile(join(folder, 'text.onnx'), nanoTextModel(config, trained.weights))
  await writeFile(join(folder, 'image.onnx'), nanoImageModel(config, trained.weights, trained.graph.imageOffset))
  await writeFile(join(folder, 'tokenizer.json'), `${JSON.stringify(tokenizer)}\n`)
  await writeFile(join(folder, 'encoder.json'), `${JSON.stringify(description, null, 2)}\n`)
}
