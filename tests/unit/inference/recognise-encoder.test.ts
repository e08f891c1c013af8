import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { embeddingRows } from '#engine/inference/embedding-output.ts'
import { recogniseEncoder } from '#engine/inference/recognise-encoder.ts'
import { TextSpec } from '#engine/inference/encoder-spec.ts'
import { openTokenizer } from '#engine/inference/text-tokens.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { tinyTokenizer, writeTinyEncoder } from '../../support/tiny-encoders.ts'

const folder = temporaryFolder()

describe('the Hugging Face layout', () => {
  it('gives CLIP’s preprocessing: shorter side, crop, bicubic, mean, std, text length, pad token', async () => {
    const { layout, spec, files } = await recogniseEncoder(writeTinyEncoder(join(folder, 'clip')))
    expect(layout).toBe('hugging-face')
    expect(spec.image).toMatchObject({ file: 'onnx/vision_model.onnx', size: 16, resize: 20, fit: 'crop', resample: 'bicubic', mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] })
    expect(spec.text).toMatchObject({ file: 'onnx/text_model.onnx', length: 6, padToken: 0, padding: 'length' })
    expect([...files].sort()).toEqual(['config.json', 'onnx/text_model.onnx', 'onnx/vision_model.onnx', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json'])
  })

  it('gives SigLIP’s: both sides stretched, pad token by its name', async () => {
    const home = writeTinyEncoder(join(folder, 'siglip'))
    writeFileSync(join(home, 'preprocessor_config.json'), JSON.stringify({ size: { height: 24, width: 24 }, resample: 2, image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] }))
    writeFileSync(join(home, 'tokenizer_config.json'), JSON.stringify({ pad_token: { content: '[SEP]' }, model_max_length: 64 }))
    writeFileSync(join(home, 'config.json'), JSON.stringify({ text_config: {}, vision_config: {} }))
    const { spec } = await recogniseEncoder(home)
    expect(spec.image).toMatchObject({ size: 24, fit: 'stretch', resample: 'bilinear' })
    expect(spec.text).toMatchObject({ length: 64, padToken: 3 })
  })

  it('takes the most exact of several precisions, and weights beside the graph', async () => {
    const home = join(folder, 'precisions')
    mkdirSync(join(home, 'onnx'), { recursive: true })
    for (const name of ['vision_model_quantized.onnx', 'vision_model_fp16.onnx', 'vision_model_fp16.onnx_data']) writeFileSync(join(home, 'onnx', name), 'x')
    const { spec, files } = await recogniseEncoder(home)
    expect(spec.image?.file).toBe('onnx/vision_model_fp16.onnx')
    expect(files).toContain('onnx/vision_model_fp16.onnx_data')
  })
})

describe('texts', () => {
  it('are cut inside their special tokens, padded and masked; unknown words get the unknown token', async () => {
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer))
    const tokenizer = await openTokenizer(folder, TextSpec.parse({ file: 'x.onnx', length: 5 }))
    const { ids, mask, length } = tokenizer.batch(['a red roof a road', 'zebra'])
    expect(length).toBe(5)
    expect([...ids]).toEqual([2, 4, 5, 6, 3, 2, 1, 3, 0, 0])
    expect([...mask]).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
    expect(tokenizer.count('a red roof a road')).toEqual({ tokens: 7, limit: 5, truncatedAt: 3, cutAt: 11 })
    const longest = await openTokenizer(folder, TextSpec.parse({ file: 'x.onnx', length: 5, padding: 'longest' }))
    expect(longest.batch(['zebra']).length).toBe(3)
  })
})

describe('pooling', () => {
  const states = { type: 'float32' as const, shape: [1, 3, 2], data: Float32Array.of(1, 2, 3, 4, 50, 60) }
  const mask = Int32Array.of(1, 1, 0)
  it.each([
    ['cls', [1, 2]],
    ['mean', [2, 3]],
    ['last', [3, 4]]
  ] as const)('%s', (pooling, expected) => {
    expect([...embeddingRows(states, 1, pooling, mask).data]).toEqual([...expected])
  })
  it('takes [N, D] as it is and refuses other shapes', () => {
    expect([...embeddingRows({ ...states, shape: [3, 2] }, 2, 'cls').data]).toEqual([1, 2, 3, 4])
    expect(() => embeddingRows({ ...states, shape: [6] }, 1, 'cls')).toThrow(expect.objectContaining({ code: 'BAD_ENCODER' }))
  })
})
