import { describe, expect, it, vi } from 'vitest'
import { DraftKeeper } from '#renderer/features/review/draft-keeper.ts'
import { memoryStorage } from './memory-storage.ts'

function setUp(save = vi.fn((_caption: number, _text: string | null) => Promise.resolve<unknown>({}))) {
  const scheduled: { run: () => void; ms: number }[] = []
  const storage = memoryStorage()
  const keeper = new DraftKeeper({
    save,
    storage,
    prefix: 'draft',
    schedule: (run, ms) => {
      const entry = { run, ms }
      scheduled.push(entry)
      return () => scheduled.splice(scheduled.indexOf(entry), 1)
    }
  })
  return { keeper, save, storage, scheduled }
}

describe('DraftKeeper', () => {
  it('saves the newest text within a second of the first key, however long one types on', async () => {
    const { keeper, save, scheduled } = setUp()
    keeper.type(1, 'a')
    keeper.type(1, 'ab')
    keeper.type(1, 'abc')
    expect(scheduled).toHaveLength(1)
    expect(scheduled[0]?.ms).toBeLessThanOrEqual(1000)
    scheduled[0]?.run()
    await keeper.flush()
    expect(save.mock.calls).toEqual([[1, 'abc']])
  })

  it('has a local copy at once, and only until the engine has it', async () => {
    const { keeper } = setUp()
    keeper.type(1, 'typed')
    expect(keeper.leftBehind(1)).toBe('typed')
    await keeper.flush()
    expect(keeper.leftBehind(1)).toBeUndefined()
  })

  it('keeps the local copy when the engine is gone', async () => {
    const { keeper } = setUp(vi.fn(() => Promise.reject(new Error('gone'))))
    keeper.type(1, 'typed')
    await keeper.flush()
    expect(keeper.leftBehind(1)).toBe('typed')
  })

  it('saves the draft of the caption one leaves', async () => {
    const { keeper, save } = setUp()
    keeper.type(1, 'one')
    keeper.type(2, 'two')
    await keeper.flush()
    expect(save.mock.calls).toEqual([[1, 'one'], [2, 'two']])
  })

  it('does not take away a local copy that is newer than what was saved', async () => {
    let finish: () => void = () => undefined
    const { keeper } = setUp(vi.fn(() => new Promise<void>((resolve) => (finish = resolve))))
    keeper.type(1, 'old')
    const saving = keeper.flush()
    keeper.type(1, 'new')
    await Promise.resolve()
    finish()
    await saving
    expect(keeper.leftBehind(1)).toBe('new')
  })
})
