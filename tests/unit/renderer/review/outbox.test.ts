import { describe, expect, it, vi } from 'vitest'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { Outbox, type OutboxEntry } from '#renderer/features/review/outbox.ts'
import { memoryStorage } from './memory-storage.ts'

const verdict = (caption: number): OutboxEntry & { method: 'review.submit' } => ({
  method: 'review.submit',
  input: { project: '0123456789abcdef', uuid: `00000000-0000-4000-8000-${String(caption).padStart(12, '0')}`, annotator: 'Ana', at: 1, caption, verdict: 'accepted' }
})

function setUp(send: (entry: OutboxEntry) => Promise<unknown>, storage = memoryStorage()) {
  const onChange = vi.fn()
  const wait = vi.fn(() => Promise.resolve())
  return { storage, onChange, wait, outbox: new Outbox({ send, storage, key: 'outbox', wait, onChange }) }
}

describe('Outbox', () => {
  it('keeps an entry until it is acknowledged, and not longer', async () => {
    let acknowledge: (value: unknown) => void = () => undefined
    const { outbox, storage } = setUp(() => new Promise((resolve) => (acknowledge = resolve)))
    const answered = outbox.add(verdict(1))
    expect(JSON.parse(storage.getItem('outbox') ?? '')).toHaveLength(1)
    expect(outbox.holds(1)).toBe(true)
    acknowledge({ seq: 7 })
    expect(await answered).toEqual({ seq: 7 })
    expect(storage.getItem('outbox')).toBeNull()
    expect(outbox.holds(1)).toBe(false)
  })

  it('sends in order, one at a time', async () => {
    const sent: number[] = []
    let running = 0
    const { outbox } = setUp(async (entry) => {
      expect(++running).toBe(1)
      await Promise.resolve()
      sent.push(entry.method === 'review.submit' ? entry.input.caption : -1)
      running--
    })
    await Promise.all([outbox.add(verdict(1)), outbox.add(verdict(2)), outbox.add(verdict(3))])
    expect(sent).toEqual([1, 2, 3])
  })

  it('sends again with the same uuid when the engine died, waiting longer each time', async () => {
    const uuids: string[] = []
    const { outbox, wait } = setUp((entry) => {
      uuids.push(entry.input.uuid)
      return uuids.length < 4 ? Promise.reject(new PlanisphereError('ENGINE_GONE', 'gone')) : Promise.resolve('ok')
    })
    expect(await outbox.add(verdict(1))).toBe('ok')
    expect(new Set(uuids).size).toBe(1)
    expect(wait.mock.calls).toEqual([[150], [300], [600]])
  })

  it('sends after a restart what an earlier session left', async () => {
    const storage = memoryStorage()
    setUp(() => new Promise(() => undefined), storage).outbox.add(verdict(5)).catch(() => undefined)
    const sent: number[] = []
    const { outbox } = setUp((entry) => {
      sent.push(entry.method === 'review.submit' ? entry.input.caption : -1)
      return Promise.resolve()
    }, storage)
    expect(outbox.size).toBe(1)
    outbox.retry()
    await vi.waitFor(() => expect(outbox.size).toBe(0))
    expect(sent).toEqual([5])
  })

  it('hands a conflict back and goes on with the next', async () => {
    const { outbox } = setUp((entry) =>
      entry.method === 'review.submit' && entry.input.caption === 1 ? Promise.reject(new PlanisphereError('CONFLICT', 'revised meanwhile')) : Promise.resolve('ok')
    )
    const [first, second] = await Promise.allSettled([outbox.add(verdict(1)), outbox.add(verdict(2))])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'CONFLICT' } })
    expect(second).toMatchObject({ status: 'fulfilled', value: 'ok' })
  })

  it('stops at a full disk with everything kept, and goes on when asked', async () => {
    let full = true
    const { outbox, onChange } = setUp(() => (full ? Promise.reject(new PlanisphereError('DISK_FULL', 'The disk is full.')) : Promise.resolve('ok')))
    const answered = outbox.add(verdict(1))
    await vi.waitFor(() => expect(onChange.mock.lastCall?.[0]).toMatchObject({ waiting: 1, blocked: { code: 'DISK_FULL' } }))
    full = false
    outbox.retry()
    expect(await answered).toBe('ok')
    expect(onChange.mock.lastCall?.[0]).toEqual({ waiting: 0, blocked: null })
  })

  it('starts empty when what was kept cannot be read', () => {
    const storage = memoryStorage()
    storage.setItem('outbox', '{broken')
    expect(setUp(() => Promise.resolve(), storage).outbox.size).toBe(0)
  })
})
