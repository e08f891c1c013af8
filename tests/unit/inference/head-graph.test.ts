import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BatchSize } from '#engine/inference/batch-size.ts'
import { checkEncoder } from '#engine/inference/check-encoder.ts'
import { hashEncoder } from '#engine/inference/encoder-hash.ts'
import { recogniseEncoder } from '#engine/inference/recognise-encoder.ts'
import { SideSession } from '#engine/inference/side-session.ts'
import { GraphBuilder } from '#engine/onnx/graph-builder.ts'
import { imageModel, statesTextModel, textModel, tinyTokenizer } from '../../support/tiny-encoders.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const cpu = { provider: 'cpu', threads: 1 } as const

/** text_embeds = base_embeds plus, in its first number, the sum of the first numbers of the attended states. */
function textHead(more: (graph: GraphBuilder) => void = () => undefined): Uint8Array {
  const graph = new GraphBuilder('head')
  graph.input('base_embeds', 'float32', ['N', 8])
  graph.input('token_states', 'float32', ['N', 'T', 12])
  graph.input('attention_mask', 'int64', ['N', 'T'])
  const first = graph.node('Squeeze', [graph.node('Slice', ['token_states', graph.integers([0]), graph.integers([1]), graph.integers([2])]), graph.integers([2])])
  const sum = graph.node('ReduceSum', [graph.node('Mul', [first, graph.node('Cast', ['attention_mask'], { to: 1 })]), graph.integers([1])], { keepdims: 1 })
  const unit = graph.initializer('float32', [1, 8], Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0))
  graph.output(graph.node('Add', ['base_embeds', graph.node('MatMul', [sum, unit])], {}, 'text_embeds'), 'float32', ['N', 8])
  graph.output(graph.node('Neg', ['base_embeds'], {}, 'text_physical'), 'float32', ['N', 8])
  more(graph)
  return graph.build()
}

function imageHead(): Uint8Array {
  const graph = new GraphBuilder('head')
  graph.input('base_embeds', 'float32', ['N', 8])
  graph.output(graph.node('Neg', ['base_embeds'], {}, 'image_embeds'), 'float32', ['N', 8])
  return graph.build()
}

function written(name: string, options: { base?: Uint8Array; text?: Uint8Array; head?: object | null; output?: string } = {}): string {
  const folder = join(temporaryFolder(), name)
  mkdirSync(join(folder, 'base'), { recursive: true })
  writeFileSync(join(folder, 'base/text.onnx'), options.base ?? statesTextModel())
  writeFileSync(join(folder, 'base/image.onnx'), imageModel())
  writeFileSync(join(folder, 'text-head.onnx'), options.text ?? textHead())
  writeFileSync(join(folder, 'image-head.onnx'), imageHead())
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer))
  const head = options.head === undefined ? { file: 'text-head.onnx' } : options.head
  writeFileSync(
    join(folder, 'encoder.json'),
    JSON.stringify({
      text: { file: 'base/text.onnx', length: 6, padding: 'longest', ...(head ? { head } : {}), ...(options.output ? { output: options.output } : {}) },
      image: { file: 'base/image.onnx', size: 16, ...(head ? { head: { file: 'image-head.onnx' } } : {}) }
    })
  )
  return folder
}
const texts = ['a red roof', 'road', 'a a a a a a a']

describe('an encoder with heads', () => {
  test('gives what its head makes of the base’s embedding and token states', async () => {
    const files = await recogniseEncoder(written('heads'))
    expect(files.files).toEqual(expect.arrayContaining(['text-head.onnx', 'image-head.onnx', 'base/text.onnx', 'base/image.onnx']))
    const spec = files.spec
    if (!spec.text || !spec.image) throw new Error('two sides')
    const [plain, headed] = [{ ...spec.text, head: undefined, output: undefined }, spec.text]
    const base = await SideSession.openText(files.folder, plain, cpu)
    const states = await base.encodeStates(texts)
    const embeds = await base.encodeTexts(texts)
    expect(states.rows).toEqual(embeds.rows)
    expect([...states.tokens]).toEqual([5, 3, 6])
    expect(states.states).toHaveLength(14 * 12)
    const session = await SideSession.openText(files.folder, headed, cpu)
    const answer = await session.encodeTexts(texts)
    let token = 0
    for (let text = 0; text < 3; text++) {
      const expected = embeds.rows.slice(text * 8, text * 8 + 8)
      for (let i = 0; i < (states.tokens[text] as number); i++) expected[0] = (expected[0] as number) + (states.states[token++ * 12] as number)
      answer.rows.slice(text * 8, text * 8 + 8).forEach((value, d) => expect(value).toBeCloseTo(expected[d] as number, 4))
    }
    // The states are those of the base, head or none.
    expect((await session.encodeStates(texts)).states).toEqual(states.states)
    const physical = await SideSession.openText(files.folder, { ...headed, output: 'text_physical' }, cpu)
    expect((await physical.encodeTexts(texts)).rows).toEqual(embeds.rows.map((value) => -value))
    await Promise.all([base.close(), session.close(), physical.close()])

    const pixels = Uint8Array.from({ length: 3 * 768 }, (_, i) => (i * 7) % 256)
    const bare = await SideSession.openImage(files.folder, { ...spec.image, head: undefined }, cpu)
    const image = await SideSession.openImage(files.folder, spec.image, cpu)
    expect((await image.encodeImages(pixels, 3)).rows).toEqual((await bare.encodeImages(pixels, 3)).rows.map((value) => -value))
    await Promise.all([bare.close(), image.close()])
  })

  test('many texts in batches of changing length equal each alone', async () => {
    const { folder, spec } = await recogniseEncoder(written('batches'))
    if (!spec.text) throw new Error('a text side')
    const many = Array.from({ length: 40 }, (_, i) => ['a', 'red roof', 'road a road a', 'a red'][i % 4] as string)
    const session = await SideSession.openText(folder, spec.text, cpu)
    expect(new BatchSize({ start: 8, limit: 32 }).size).toBeLessThan(many.length)
    const [all, states] = [await session.encodeTexts(many), await session.encodeStates(many)]
    let at = 0
    for (let i = 0; i < many.length; i++) {
      const one = await session.encodeTexts([many[i] as string])
      one.rows.forEach((value, d) => expect(value).toBeCloseTo(all.rows[i * 8 + d] as number, 5))
      const alone = await session.encodeStates([many[i] as string])
      alone.states.forEach((value) => expect(value).toBeCloseTo(states.states[at++] as number, 5))
    }
    expect(at).toBe(states.states.length)
    await session.close()
  })

  test('is checked whole, and its hash is that of its heads too', async () => {
    const folder = written('checked')
    const files = await recogniseEncoder(folder)
    const { items, stored, dimensions } = await checkEncoder(files)
    expect(items.map(({ what }) => what)).toEqual(expect.arrayContaining(['text head', 'image head']))
    expect(dimensions).toBe(8)
    expect(stored.spec.text?.head).toEqual({ file: 'text-head.onnx' })
    const before = await hashEncoder(folder, files.files)
    writeFileSync(join(folder, 'image-head.onnx'), textHead())
    expect(await hashEncoder(folder, files.files)).not.toBe(before)
  })
})

describe('refused, with what is wrong', () => {
  const check = async (folder: string): Promise<unknown> => checkEncoder(await recogniseEncoder(folder))
  test.each([
    ['a head that is missing', written('missing', { head: { file: 'other.onnx' } }), { code: 'BAD_ENCODER', message: expect.stringContaining('other.onnx') }],
    ['a base without token states', written('stateless', { base: textModel() }), { code: 'UNSUPPORTED', message: expect.stringContaining('text_embeds float32[N, 8]'), hint: expect.stringContaining('last_hidden_state') }],
    ['states that are no output of the base', written('misnamed', { head: { file: 'text-head.onnx', states: 'pooled' } }), { code: 'UNSUPPORTED', message: expect.stringContaining('pooled') }],
    ['an output that the head lacks', written('output', { output: 'last_hidden_state' }), { code: 'BAD_ENCODER', message: expect.stringContaining('last_hidden_state') }],
    ['a head that wants what nobody has', written('wants', { text: textHead((graph) => void graph.input('more', 'float32', ['N', 1])) }), { code: 'BAD_ENCODER', message: expect.stringContaining('more') }],
    ['states of another width', written('width', { base: statesTextModel({ width: 10 }) }), { code: expect.any(String), message: expect.stringContaining('token_states') }],
    ['a head outside of the folder', written('outside', { head: { file: '../text-head.onnx' } }), { code: 'BAD_ENCODER' }]
  ])('%s', async (_what, folder, error) => {
    await expect(check(folder)).rejects.toMatchObject(error)
  })

  test('token states of a text model that has none', async () => {
    const { folder, spec } = await recogniseEncoder(written('none', { base: textModel(), head: null }))
    if (!spec.text) throw new Error('a text side')
    const session = await SideSession.openText(folder, spec.text, cpu)
    await expect(session.encodeStates(['a'])).rejects.toMatchObject({ code: 'UNSUPPORTED', hint: expect.stringContaining('last_hidden_state') })
    await session.close()
  })
})
