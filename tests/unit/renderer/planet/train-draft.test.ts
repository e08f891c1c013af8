import { describe, expect, test } from 'vitest'
import { ablateOptions, ablationProblem, freshAblation, readSeeds, trainingsOf } from '../../../../src-renderer/features/planet/ablation/ablation-draft.ts'
import { draftProblem, freeName, freshDraft, optionsOf, readLambdas, reviewedQuery } from '../../../../src-renderer/features/planet/training/train-draft.ts'
import { parseFilter } from '#shared/domain/filter-language/index.ts'

describe('a training as it is filled in', () => {
  test('the next free name, whatever its case', () => {
    expect(freeName([])).toBe('planet')
    expect(freeName(['demo', 'Planet', 'planet-2'])).toBe('planet-3')
    expect(freeName(['planet'], 'planet-reviewed')).toBe('planet-reviewed')
  })

  test.each([
    ['0.5', [0.5]],
    ['0.5, 0  0.25', [0, 0.25, 0.5]],
    ['0；0.1', [0, 0.1]],
    ['0，0.1', [0, 0.1]],
    ['0.1, 0.1', [0.1]],
    ['', null],
    ['a', null],
    ['-1', null],
    ['101', null],
    ['1 2 3 4 5 6 7 8 9', null],
    ['1e400', null]
  ])('weights written as %j', (text, weights) => {
    expect(readLambdas(text)).toEqual(weights)
  })

  test('what stands in the way is said, the first first', () => {
    const draft = freshDraft('planet')
    expect(draftProblem(draft, [])).toBeNull()
    expect(draftProblem(draft, ['PLANET'])).toBe('taken')
    expect(draftProblem({ ...draft, name: 'a b' }, [])).toBe('name')
    expect(draftProblem({ ...draft, name: 'a b', lambda: '' }, [])).toBe('name')
    expect(draftProblem({ ...draft, lambda: '' }, [])).toBe('lambda')
    expect(draftProblem({ ...draft, captions: 'filter', filter: ' ' }, [])).toBe('filter')
    expect(draftProblem({ ...draft, steps: null }, [])).toBe('numbers')
    expect(draftProblem({ ...draft, patience: null }, [])).toBeNull()
  })

  test('becomes the options of the contract', () => {
    const draft = { ...freshDraft('nano-2'), lambda: '0.5 0', steps: 40, patience: null }
    expect(optionsOf(draft, 'Ana')).toMatchObject({ name: 'nano-2', base: null, lambda: [0, 0.5], steps: 40, patience: null, compareWith: null })
    expect(optionsOf(draft, 'Ana')).not.toHaveProperty('where')
    expect(optionsOf({ ...draft, captions: 'reviewed', base: 'clip', compareWith: 'demo' }, 'Ana')).toMatchObject({ where: reviewedQuery, me: 'Ana', base: 'clip', compareWith: 'demo' })
    expect(optionsOf({ ...draft, captions: 'filter', filter: ' region:Lagos ' }, '')).toMatchObject({ where: 'region:Lagos' })
  })

  test('what people reviewed is a query that the filter language knows', () => {
    expect(parseFilter(reviewedQuery).errors ?? []).toEqual([])
  })
})

describe('an ablation as it is filled in', () => {
  test('seeds are whole numbers, each once', () => {
    expect(readSeeds('3, 1 1 2')).toEqual([3, 1, 2])
    expect(readSeeds('1.5')).toBeNull()
    expect(readSeeds('')).toBeNull()
  })

  test('needs contrastive learning, another variant, a weight above zero and somewhere to be tested', () => {
    const draft = freshAblation()
    expect(ablationProblem(draft)).toBeNull()
    expect(ablationProblem({ ...draft, variants: ['contrastive'] })).toBe('variants')
    expect(ablationProblem({ ...draft, variants: ['planet', 'colour'] })).toBe('variants')
    expect(ablationProblem({ ...draft, levels: [] })).toBe('levels')
    expect(ablationProblem({ ...draft, lambda: '0' })).toBe('lambda')
    expect(ablationProblem({ ...draft, levels: ['continents'], captions: 'reviewed' })).toBe('continents')
    expect(ablationProblem({ ...draft, seeds: 'one' })).toBe('seeds')
  })

  test('says how many encoders will be trained', () => {
    const draft = { ...freshAblation(), seeds: '1 2 3', lambda: '0.1', levels: ['world' as const] }
    expect(trainingsOf(draft, 6)).toBe(15)
    expect(trainingsOf({ ...draft, lambda: '0.1 0.5' }, 6)).toBe(27)
    expect(trainingsOf({ ...draft, levels: ['world', 'continents'], variants: ['contrastive', 'planet'] }, 6)).toBe(42)
  })

  test('becomes the options of the contract, variants in their order', () => {
    expect(ablateOptions({ ...freshAblation(), variants: ['planet', 'contrastive'], seeds: '7', captions: 'reviewed' }, 'Ana')).toMatchObject({ variants: ['contrastive', 'planet'], seeds: [7], where: reviewedQuery, me: 'Ana' })
  })
})
