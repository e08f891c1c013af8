import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import nspell from 'nspell'
import { beforeAll, describe, expect, it } from 'vitest'
import { mergeDictionaries } from '#renderer/features/review/editor/spelling/merge-dictionaries.ts'
import { fieldWords, rankSuggestions, spellWords, typingDistance } from '#renderer/features/review/editor/spelling/spell-words.ts'

describe('what is checked', () => {
  const words = (text: string) => spellWords(text, (word) => word === 'cul-de-sac').map(({ word }) => word)

  it('are words, at their places', () => {
    const text = 'The roff’s “tiled” edge, (grey).'
    expect(words(text)).toEqual(['The', "roff's", 'tiled', 'edge', 'grey'])
    expect(spellWords(text).map(({ start, end }) => text.slice(start, end))).toEqual(['The', 'roff’s', 'tiled', 'edge', 'grey'])
  })

  it.each([
    ['numbers and ids', 'tile-000123 at A4 and B-52 and 12m', ['at', 'and', 'and']],
    ['abbreviations and single letters', 'USA NATO a I', []],
    ['names in CamelCase, addresses and files', 'OpenStreetMap at https://osm.org/way in roof.png for me@here', ['at', 'in', 'for']],
    ['Chinese and Cyrillic', '红色屋顶 рядом roof', ['roof']],
    ['parts of compounds, but for known ones', 'a south-eestern cul-de-sac', ['south', 'eestern']]
  ])('leaves out %s', (_, text, expected) => {
    expect(words(text)).toEqual(expected)
  })
})

describe('the dictionaries', () => {
  let speller: ReturnType<typeof nspell>
  beforeAll(() => {
    const read = (file: string) => readFileSync(resolve(import.meta.dirname, '../../../../../node_modules', file), 'utf8')
    speller = nspell(read('dictionary-en/index.aff'), mergeDictionaries(read('dictionary-en/index.dic'), read('dictionary-en-gb/index.dic')))
    for (const word of fieldWords) speller.add(word)
  })

  it('know both spellings and the words of the field, and no misspellings', () => {
    for (const word of ['colour', 'color', 'centre', 'center', 'grey', 'gray', 'neighbourhood', 'rooftops', 'roundabout', 'terracotta', 'carpark', 'gridlike', "building's"]) expect([word, speller.correct(word)]).toEqual([word, true])
    for (const word of ['roff', 'bulding', 'sattelite', 'recieve', 'paralel', 'intersectoin']) expect([word, speller.correct(word)]).toEqual([word, false])
  })

  it.each([['roff', 'roof'], ['bulding', 'building'], ['sattelite', 'satellite'], ['rectanguler', 'rectangular'], ['intersectoin', 'intersection'], ['hte', 'the'], ['adn', 'and'], ['colr', 'color'], ['gren', 'green'], ['buildng', 'building']])('%s is taken for %s, among the first two', (wrong, right) => {
    expect(rankSuggestions(wrong, speller.suggest(wrong), 2)).toContain(right)
  })
})

describe('the distance of typing slips', () => {
  it('counts letters put in, left out, wrong and exchanged', () => {
    expect(typingDistance('roof', 'roof')).toBe(0)
    expect(typingDistance('roff', 'roof')).toBe(1)
    expect(typingDistance('rof', 'roof')).toBe(0.8)
    expect(typingDistance('hte', 'the')).toBe(0.5)
    expect(typingDistance('', 'abc')).toBeCloseTo(2.4)
  })
})
