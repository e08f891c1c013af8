import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { GraphBuilder } from '#engine/onnx/graph-builder.ts'

/** Deterministic numbers in -1..1. */
function numbers(count: number, seed: number): Float32Array {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
}

/** An image model: pixel_values [N, 3, size, size] -> image_embeds [N, dimensions], one matrix. `gain` large enough overflows float32. */
export function imageModel(options: { dimensions?: number; size?: number; gain?: number; batch?: number | string } = {}): Uint8Array {
  const { dimensions = 8, size = 16, gain = 0.01, batch = 'N' } = options
  const graph = new GraphBuilder('image')
  graph.input('pixel_values', 'float32', [batch, 3, size, size])
  const flat = graph.node('Flatten', ['pixel_values'], { axis: 1 })
  const matrix = graph.initializer('float32', [3 * size * size, dimensions], numbers(3 * size * size * dimensions, 3).map((value) => value * gain))
  graph.output(graph.node('MatMul', [flat, matrix], {}, 'image_embeds'), 'float32', [batch, dimensions])
  return graph.build()
}

/** A text model: the mean of the embeddings of attended tokens. input_ids, attention_mask [N, L] -> text_embeds [N, dimensions]. */
export function textModel(options: { dimensions?: number; words?: number; type?: 'int64' | 'int32' } = {}): Uint8Array {
  const { dimensions = 8, words = 8, type = 'int64' } = options
  const graph = new GraphBuilder('text')
  graph.input('input_ids', type, ['N', 'L'])
  graph.input('attention_mask', type, ['N', 'L'])
  const table = graph.initializer('float32', [words, dimensions], numbers(words * dimensions, 5))
  const mask = graph.node('Unsqueeze', [graph.node('Cast', ['attention_mask'], { to: 1 }), graph.integers([2])])
  const sum = graph.node('ReduceSum', [graph.node('Mul', [graph.node('Gather', [table, 'input_ids']), mask]), graph.integers([1])], { keepdims: 0 })
  graph.output(graph.node('Div', [sum, graph.node('ReduceSum', [mask, graph.integers([1])], { keepdims: 0 })], {}, 'text_embeds'), 'float32', ['N', dimensions])
  return graph.build()
}

/** A WordLevel tokenizer of eight words, with [CLS] before and [SEP] after the text. */
export const tinyTokenizer = {
  version: '1.0',
  added_tokens: ['[PAD]', '[UNK]', '[CLS]', '[SEP]'].map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false })),
  normalizer: { type: 'Lowercase' },
  pre_tokenizer: { type: 'Whitespace' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [{ SpecialToken: { id: '[CLS]', type_id: 0 } }, { Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '[SEP]', type_id: 0 } }],
    pair: [],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } }
  },
  decoder: null,
  model: { type: 'WordLevel', vocab: { '[PAD]': 0, '[UNK]': 1, '[CLS]': 2, '[SEP]': 3, a: 4, red: 5, roof: 6, road: 7 }, unk_token: '[UNK]' }
}

/** A folder in the layout of Hugging Face exports, with a 16 px image side and a text side (`states`: one that gives token states too). */
export function writeTinyEncoder(folder: string, options: { textDimensions?: number; imageDimensions?: number; tokenizer?: boolean; states?: boolean } = {}): string {
  mkdirSync(join(folder, 'onnx'), { recursive: true })
  writeFileSync(join(folder, 'onnx/vision_model.onnx'), imageModel({ dimensions: options.imageDimensions ?? 8 }))
  const dimensions = options.textDimensions ?? 8
  writeFileSync(join(folder, 'onnx/text_model.onnx'), options.states ? statesTextModel({ dimensions }) : textModel({ dimensions }))
  if (options.tokenizer !== false) writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer))
  writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ pad_token: '[PAD]', model_max_length: 1e30 }))
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ text_config: { max_position_embeddings: 6 }, vision_config: { image_size: 16 } }))
  writeFileSync(
    join(folder, 'preprocessor_config.json'),
    JSON.stringify({ do_resize: true, size: { shortest_edge: 20 }, resample: 3, do_center_crop: true, crop_size: { height: 16, width: 16 }, do_rescale: true, rescale_factor: 1 / 255, do_normalize: true, image_mean: [0.5, 0.5, 0.5], image_std: [0.25, 0.25, 0.25] })
  )
  return folder
}

/**
 * A text model with token states: state of a token = its embedding plus a quarter of the mean over the attended tokens.
 * input_ids, attention_mask [N, L] -> last_hidden_state [N, L, width], text_embeds [N, dimensions].
 */
export function statesTextModel(options: { dimensions?: number; width?: number; words?: number; states?: boolean } = {}): Uint8Array {
  const { dimensions = 8, width = 12, words = 8, states = true } = options
  const graph = new GraphBuilder('text')
  graph.input('input_ids', 'int64', ['N', 'L'])
  graph.input('attention_mask', 'int64', ['N', 'L'])
  const table = graph.initializer('float32', [words, width], numbers(words * width, 5))
  const mask = graph.node('Unsqueeze', [graph.node('Cast', ['attention_mask'], { to: 1 }), graph.integers([2])])
  const rows = graph.node('Gather', [table, 'input_ids'])
  const sum = graph.node('ReduceSum', [graph.node('Mul', [rows, mask]), graph.integers([1])], { keepdims: 1 })
  const mean = graph.node('Div', [sum, graph.node('ReduceSum', [mask, graph.integers([1])], { keepdims: 1 })])
  if (states) graph.output(graph.node('Add', [rows, graph.node('Mul', [mean, graph.initializer('float32', [1], Float32Array.of(0.25))])], {}, 'last_hidden_state'), 'float32', ['N', 'L', width])
  const matrix = graph.initializer('float32', [width, dimensions], numbers(width * dimensions, 9))
  graph.output(graph.node('Squeeze', [graph.node('MatMul', [mean, matrix]), graph.integers([1])], {}, 'text_embeds'), 'float32', ['N', dimensions])
  return graph.build()
}
