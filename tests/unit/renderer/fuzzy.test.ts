import { expect, test } from 'vitest'
import { fuzzyScore } from '../../../src-renderer/app/fuzzy.ts'

const best = (query: string, texts: string[]): string | undefined =>
  texts.flatMap((text) => { const score = fuzzyScore(query, text); return score === null ? [] : [{ text, score }] }).sort((a, b) => b.score - a.score)[0]?.text

test('letters must come in order', () => {
  expect(fuzzyScore('lgs', 'Lagos')).not.toBeNull()
  expect(fuzzyScore('sgl', 'Lagos')).toBeNull()
})

test('a beginning beats a middle, a word beats scattered letters', () => {
  expect(best('la', ['Ulaanbaatar', 'Lagos', 'Villa'])).toBe('Lagos')
  expect(best('sf', ['Gansfort', 'San Francisco'])).toBe('Gansfort')
  expect(best('s f', ['Gas leaf', 'San Francisco'])).toBe('San Francisco')
})
