import { describe, expect, it, vi } from 'vitest'
import type { ReviewItem } from '#shared/contracts/review.ts'
import { ItemCache } from '#renderer/features/review/item-cache.ts'
import { QueuePages } from '#renderer/features/review/queue-pages.ts'

const item = (id: number, text = `text ${id}`) => ({ caption: { id, text } }) as ReviewItem

describe('QueuePages', () => {
  const queue = Array.from({ length: 450 }, (_, i) => 1000 + i)
  const reader = () => vi.fn((start: number, count: number) => Promise.resolve({ total: queue.length, captions: queue.slice(start, start + count) }))

  it('reads a page once, and gives positions of what it has read', async () => {
    const read = reader()
    const pages = new QueuePages(read)
    expect(await pages.range(198, 4)).toEqual([1198, 1199, 1200, 1201])
    expect(await pages.range(0, 3)).toEqual([1000, 1001, 1002])
    expect(read.mock.calls).toEqual([[0, 200], [200, 200]])
    expect(pages.positionOf(1250)).toBe(250)
    expect(pages.positionOf(1449)).toBeUndefined()
    expect(pages.peek(3)).toBe(1003)
  })

  it('stops at the end, and asks again for a page that failed', async () => {
    const read = reader()
    const pages = new QueuePages(read)
    expect(await pages.range(448, 10)).toEqual([1448, 1449])
    read.mockRejectedValueOnce(new Error('gone'))
    await expect(pages.range(0, 1)).rejects.toThrow('gone')
    expect(await pages.range(0, 1)).toEqual([1000])
  })
})

describe('ItemCache', () => {
  it('reads what is missing, in calls of at most twenty, and nothing twice', async () => {
    const read = vi.fn((ids: number[]) => Promise.resolve(ids.map((id) => item(id))))
    const cache = new ItemCache(read)
    const ids = Array.from({ length: 25 }, (_, i) => i + 1)
    await Promise.all([cache.load(ids), cache.load([1, 2, 3])])
    expect(read.mock.calls.map(([asked]) => asked.length)).toEqual([20, 5])
    expect(cache.get(25)?.caption.text).toBe('text 25')
  })

  it('forgets the longest unused first', async () => {
    const cache = new ItemCache((ids) => Promise.resolve(ids.map((id) => item(id))), 3)
    await cache.load([1, 2, 3])
    cache.get(1)
    await cache.load([4])
    expect([1, 2, 3, 4].map((id) => cache.get(id) !== undefined)).toEqual([true, false, true, true])
  })

  it('shows a change at once and the engine’s truth after a refresh', async () => {
    let text = 'before'
    const cache = new ItemCache((ids) => Promise.resolve(ids.map((id) => item(id, text))))
    await cache.load([1])
    cache.patch(1, (kept) => ({ ...kept, caption: { ...kept.caption, status: 'accepted' } }))
    expect(cache.get(1)?.caption.status).toBe('accepted')
    text = 'after'
    expect((await cache.refresh(1))?.caption.text).toBe('after')
  })
})
