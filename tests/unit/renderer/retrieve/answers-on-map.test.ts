import { describe, expect, it } from 'vitest'
import type { SearchAnswer } from '#shared/contracts/retrieval.ts'
import type { RankedView } from '#shared/domain/run.ts'
import { answersOnMap, cornersToShow, scoreShare } from '#renderer/features/retrieve/answers-on-map.ts'

const view = (id: number, rank: number, more: Partial<RankedView> = {}): RankedView => ({
  rank, score: 1 / rank, view: id, viewUid: `v${id}`, place: id, placeUid: `p${id}`, lat: id, lon: id, region: null, distanceM: 1000 * rank, truth: false, ...more
})
const answer = (results: RankedView[], truth: RankedView | null = null): SearchAnswer => ({ results, truth, gallery: 100, provider: 'cpu', milliseconds: 1 })
const metres = (m: number) => `${m} m`

describe('answersOnMap', () => {
  it('has the truth once, and a line from it to the first answer with their distance', () => {
    const truth = view(7, 30, { truth: true, distanceM: 0 })
    const { points, lines } = answersOnMap(answer([view(1, 1), view(2, 2)], truth), null, metres)
    expect(points.filter(({ role }) => role === 'truth')).toHaveLength(1)
    expect(lines).toEqual([{ key: 'view-1', from: { lat: 7, lon: 7 }, to: { lat: 1, lon: 1 }, role: 'answer', label: '1000 m' }])
  })

  it('draws no line where the first answer is the truth', () => {
    const truth = view(1, 1, { truth: true, distanceM: 0 })
    const { points, lines } = answersOnMap(answer([truth, view(2, 2)], truth), null, metres)
    expect(lines).toEqual([])
    expect(points.map(({ role }) => role).sort()).toEqual(['answer', 'truth'])
  })

  it('leaves out what has no coordinates', () => {
    const nowhere = view(1, 1, { lat: null, lon: null, distanceM: null })
    expect(answersOnMap(answer([nowhere]), null, metres)).toEqual({ points: [], lines: [] })
    expect(cornersToShow(answer([nowhere]), null)).toEqual([])
  })

  it('tells the second encoder’s answers apart by role and key', () => {
    const { points } = answersOnMap(answer([view(1, 1)]), answer([view(1, 1)]), metres)
    expect(points.map(({ key, role }) => [key, role])).toEqual([['second-1', 'second'], ['view-1', 'answer']])
  })

  it('draws a score as its share of the best, and nothing below zero', () => {
    expect([scoreShare(0.5, 1), scoreShare(-0.2, 1), scoreShare(-0.2, -0.1), scoreShare(2, 1)]).toEqual([0.5, 0, 0, 1])
  })
})
