import { describe, expect, it } from 'vitest'
import { changedWords, wordDiff } from '#renderer/features/review/word-diff.ts'

const written = (before: string, after: string) => wordDiff(before, after).map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `{${text}}` : `~${text}~`)).join('')

describe('wordDiff', () => {
  it('marks the word that changed and nothing else', () => {
    expect(written('past a red roof', 'past a blue roof')).toBe('past a ~red ~{blue }roof')
  })

  it('gives both texts back', () => {
    const [before, after] = ['Two roads meet\nat a square, near a park.', 'Three roads meet\nat a plaza near the park!']
    const runs = wordDiff(before, after)
    expect(runs.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('')).toBe(before)
    expect(runs.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('')).toBe(after)
  })

  it('cuts Chinese into words', () => {
    expect(written('道路旁边有红色屋顶', '道路旁边有蓝色屋顶')).toMatch(/^道路旁边有~红色?~\{蓝色?\}(色)?屋顶$/)
  })

  it('counts words, not characters', () => {
    expect(changedWords(wordDiff('a red roof here', 'a very blue roof'))).toEqual({ removed: 2, added: 2 })
    expect(wordDiff('', '')).toEqual([])
  })
})
