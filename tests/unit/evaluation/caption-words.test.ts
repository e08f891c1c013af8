import fc from 'fast-check'
import { expect, test } from 'vitest'
import { captionWords, withoutWord } from '#engine/evaluation/caption-words.ts'

const shown = (text: string): string[] => captionWords(text).map(({ from, to }) => text.slice(from, to))

test('words are words in any script, without what stands between them', () => {
  expect(shown('Two red roofs, and a pond (the north-east one).')).toEqual(['Two', 'red', 'roofs', 'and', 'a', 'pond', 'the', 'north', 'east', 'one'])
  expect(shown('红色屋顶旁的道路')).toContain('道路')
  expect(shown(' … -- ')).toEqual([])
})

test('a word that is left out takes one stretch of white space with it', () => {
  const without = (text: string, n: number): string => withoutWord(text, captionWords(text)[n] ?? { from: 0, to: 0 })
  expect(without('red roofs, a pond', 0)).toBe('roofs, a pond')
  expect(without('red roofs, a pond', 1)).toBe('red , a pond')
  expect(without('red roofs, a pond', 3)).toBe('red roofs, a ')
  expect(without('red', 0)).toBe('')
})

test('what is left holds every other character in its order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), (text, n) => {
      const words = captionWords(text)
      const word = words[n % Math.max(1, words.length)]
      if (word === undefined) return
      const solid = (of: string): string => of.replaceAll(/\s/g, '')
      expect(solid(withoutWord(text, word))).toBe(solid(text.slice(0, word.from)) + solid(text.slice(word.to)))
    })
  )
})
