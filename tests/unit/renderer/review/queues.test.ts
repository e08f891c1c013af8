import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { QueueDefinition } from '#shared/domain/queue.ts'
import { PositionKeeper } from '#renderer/features/review/queues/position-keeper.ts'
import { asQuery, builtInOf } from '#renderer/features/review/queues/queue-names.ts'

const define = (definition: object): QueueDefinition => QueueDefinition.parse(definition)

describe('PositionKeeper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const queue = { project: '0123456789abcdef', key: 'a', definition: define({}), annotator: 'Ana', opened: 1 }

  test('writes where the annotator rests, and every few captions where she does not', () => {
    const write = vi.fn(() => Promise.resolve())
    const keeper = new PositionKeeper(write, () => true)
    keeper.keep(1)
    vi.advanceTimersByTime(1000)
    expect(write).not.toHaveBeenCalled()
    keeper.follow(queue)
    for (let caption = 1; caption <= 30; caption++) {
      keeper.keep(caption)
      vi.advanceTimersByTime(100)
    }
    vi.advanceTimersByTime(1000)
    // What the engine keeps ahead of a caption must reach to where she is, whenever the power fails.
    expect(write.mock.calls).toEqual([8, 16, 24, 30].map((caption) => [{ ...queue, caption }]))
  })

  test('a flush writes what waits, in the queue that it was of', async () => {
    const write = vi.fn(() => Promise.reject(new Error('gone')))
    const keeper = new PositionKeeper(write, () => true)
    keeper.follow(queue)
    keeper.keep(5)
    const flushed = keeper.flush()
    keeper.follow({ ...queue, key: 'b' })
    await flushed
    vi.advanceTimersByTime(1000)
    expect(write.mock.calls).toEqual([[{ ...queue, caption: 5 }]])
  })

  test('nothing is kept of someone without a name', () => {
    const write = vi.fn(() => Promise.resolve())
    let named = false
    const keeper = new PositionKeeper(write, () => named)
    keeper.follow({ ...queue, annotator: 'annotator' })
    keeper.keep(1)
    named = true
    keeper.rename('Ana')
    keeper.keep(2)
    vi.advanceTimersByTime(1000)
    expect(write.mock.calls).toEqual([[{ ...queue, caption: 2 }]])
  })
})

describe('names of queues', () => {
  const regions = [{ id: 4, name: 'Lagos' }, { id: 5, name: 'Old Oslo' }]

  test('a filter that another screen handed over is shown in words', () => {
    expect(asQuery(define({ filter: { regions: [5], statuses: ['flagged'], places: [3] } }), regions).filter).toEqual({ query: 'status:flagged region:"Old Oslo"', places: [3] })
    // Until the names are there, nothing is lost.
    expect(asQuery(define({ filter: { regions: [6] } }), regions).filter).toEqual({ regions: [6] })
  })

  test('queues that every project has are known again', () => {
    expect(builtInOf(define({ filter: { statuses: ['unreviewed'] } }), regions)).toMatchObject({ queue: 'unreviewed' })
    expect(builtInOf(define({ filter: { query: 'status:unreviewed region:"Old Oslo"' } }), regions)).toEqual({ queue: 'unreviewed-region', answers: { region: 'Old Oslo' } })
    expect(builtInOf(define({ order: 'rank:clip: large' }), regions)).toEqual({ queue: 'lowest-rank', answers: { encoder: 'clip: large' } })
    expect(builtInOf(define({ filter: { query: 'status:unreviewed' }, order: 'agreement' }), regions)).toEqual({ queue: 'physically-doubtful', answers: {} })
    expect(builtInOf(define({ order: 'disagreement:a,b' }), regions)).toEqual({ queue: 'disagreement', answers: { encoder: 'a', otherEncoder: 'b' } })
    expect(builtInOf(define({ order: 'random', limit: 30, seed: 9 }), regions)).toMatchObject({ queue: 'sample' })
    expect(builtInOf(define({ filter: { query: 'is:gold' } }), regions)).toBeNull()
  })
})
