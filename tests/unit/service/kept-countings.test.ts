import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { keptCounting, type CountingContext } from '#engine/service/kept-countings.ts'
import { plainProject } from '../../support/plain-project.ts'

let project: ReturnType<typeof plainProject>['project']
let begun: CountingContext[]
let finish: ((value: string) => void)[]

beforeEach(() => {
  project = plainProject().project
  begun = []
  finish = []
})
afterEach(() => vi.useRealTimers())

/** Counts until it is told the result; given up, it takes a moment to end. */
const count = (context: CountingContext): Promise<string> =>
  new Promise((resolve, reject) => {
    begun.push(context)
    finish.push(resolve)
    context.signal.addEventListener('abort', () => setTimeout(() => reject(context.signal.reason as Error), 20))
  })
const ask = (more: { stamp?: string; patience?: number; signal?: AbortSignal } = {}) =>
  keptCounting(project, { key: 'k', stamp: more.stamp ?? '1', patience: more.patience, signal: more.signal ?? new AbortController().signal }, count)
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('all who ask share one counting; its result is kept while the data are the same', async () => {
  const both = [ask(), ask()]
  await turn()
  expect(begun).toHaveLength(1)
  finish[0]?.('a')
  expect(await Promise.all(both)).toEqual([{ progress: null, result: 'a' }, { progress: null, result: 'a' }])
  expect(await ask()).toEqual({ progress: null, result: 'a' })
  expect(begun).toHaveLength(1)
  const changed = ask({ stamp: '2' })
  await turn()
  finish[1]?.('b')
  expect(await changed).toEqual({ progress: null, result: 'b' })
})

test('who has little patience is told how far it is, and finds the same counting again', async () => {
  expect(await ask({ patience: 0 })).toEqual({ progress: { done: 0, total: 1 }, result: null })
  begun[0]?.progress(3, 10)
  expect(await ask({ patience: 0, stamp: 'newer' })).toEqual({ progress: { done: 3, total: 10 }, result: null })
  expect(begun).toHaveLength(1)
  finish[0]?.('a')
  expect(await ask()).toEqual({ progress: null, result: 'a' })
})

test('a question that is given up ends its counting and does not spoil the next one', async () => {
  const stop = new AbortController()
  const given = ask({ signal: stop.signal })
  await turn()
  stop.abort()
  await expect(given).rejects.toMatchObject({ code: 'CANCELLED' })
  expect(begun[0]?.signal.aborted).toBe(true)
  // The first is still on its way to its end.
  const next = ask()
  await turn()
  finish[1]?.('b')
  expect(await next).toEqual({ progress: null, result: 'b' })
})

test('one of two who gives up does not take it from the other', async () => {
  const stop = new AbortController()
  const [given, other] = [ask({ signal: stop.signal }), ask()]
  await turn()
  stop.abort()
  await expect(given).rejects.toMatchObject({ code: 'CANCELLED' })
  finish[0]?.('a')
  expect(await other).toEqual({ progress: null, result: 'a' })
})

test('a counting that nobody asks after for five seconds ends', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const tired = ask({ patience: 10 })
  await turn()
  await vi.advanceTimersByTimeAsync(10)
  expect((await tired).result).toBeNull()
  await vi.advanceTimersByTimeAsync(4900)
  expect(begun[0]?.signal.aborted).toBe(false)
  await vi.advanceTimersByTimeAsync(200)
  expect(begun[0]?.signal.aborted).toBe(true)
})

test('one that fails is counted afresh when it is asked again', async () => {
  const failing = keptCounting(project, { key: 'f', stamp: '1', patience: undefined, signal: new AbortController().signal }, () => Promise.reject(new Error('no')))
  await expect(failing).rejects.toThrow('no')
  expect((await keptCounting(project, { key: 'f', stamp: '1', patience: undefined, signal: new AbortController().signal }, () => Promise.resolve(7))).result).toBe(7)
})
