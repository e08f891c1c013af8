import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TextSpec } from '#engine/inference/encoder-spec.ts'
import { openTokenizer } from '#engine/inference/text-tokens.ts'
import { words, wordTokenizer } from '#engine/planet/word-tokenizer.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()

test('the tokenizer file gives the words that it was made from, through the library that every encoder uses', async () => {
  const texts = ['A red roof, beside a river.', 'a RED roof; a park.', 'A river-side park']
  const { file, size } = wordTokenizer(texts, 2)
  expect(words('Red-brick "ROOF"!')).toEqual(['red', '-', 'brick', '"', 'roof', '"!'])
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(file))
  const tokenizer = await openTokenizer(folder, TextSpec.parse({ file: 'text.onnx', length: 8 }))
  const vocabulary = (file as { model: { vocab: Record<string, number> } }).model.vocab
  // Four special tokens; a, park, red, river, roof and '.' occur twice or more.
  expect(size).toBe(10)
  const { ids, mask } = tokenizer.batch(['A purple roof.'])
  expect([...ids]).toEqual([2, vocabulary['a'], 1, vocabulary['roof'], vocabulary['.'], 3, 0, 0])
  expect([...mask]).toEqual([1, 1, 1, 1, 1, 1, 0, 0])
  expect(tokenizer.count('a red roof a red roof a red roof')).toEqual({ tokens: 11, limit: 8, truncatedAt: 6, cutAt: 22 })
})
