import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { join } from 'node:path'
import type { EngineEvent } from '#shared/contracts/events.ts'
import type { Job, JobState } from '#shared/domain/job.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { JobContext, JobRunner } from '#engine/jobs/job-queue.ts'
import { ProjectJobQueue } from '#engine/jobs/project-job-queue.ts'
import type { OpenProject } from '#engine/store/open-project.ts'
import { OpenProjects } from '#engine/store/open-projects.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const folder = temporaryFolder()
let projects: OpenProjects
let project: OpenProject
let queue: ProjectJobQueue
let events: EngineEvent[]
let defects: unknown[]
let count = 0

type Context = JobContext<{ name: string }, { upTo: number }>
/** What each run of a job does, set by the test. */
let work: (context: Context) => Promise<Record<string, unknown>>

function newQueue(): ProjectJobQueue {
  const made = new ProjectJobQueue({ emit: (event) => events.push(event), onDefect: (_kind, error) => defects.push(error), stopLimitMs: 300 })
  const runner: JobRunner<{ name: string }, { upTo: number }> = {
    kind: 'import',
    undoable: true,
    title: ({ name }) => `import ${name}`,
    run: (context) => work(context),
    undo: async () => ({ places: 1, views: 2, captions: 3 })
  }
  made.register(runner)
  made.register({ kind: 'bulk', beside: true, title: () => 'accept captions', run: (context: Context) => work(context) })
  return made
}

beforeEach(async () => {
  events = []
  defects = []
  queue = newQueue()
  projects = new OpenProjects({ opened: (opened) => queue.recover(opened), closing: (closing) => queue.stopAll(closing), notice: () => undefined })
  project = await projects.open(join(folder, `${++count}.planisphere`), { readOnly: false, create: true })
})
afterEach(() => projects.closeAll())

async function ended(id: string, states: JobState[] = ['done', 'failed', 'paused', 'cancelled', 'interrupted']): Promise<Job> {
  await expect.poll(async () => (await queue.get(project, id)).state, { interval: 5 }).toSatisfy((state: JobState) => states.includes(state))
  return queue.get(project, id)
}

/** Works until it is stopped. */
const untilStopped = ({ signal }: Context): Promise<never> =>
  new Promise((_resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error)
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop)
  })

describe('a job', () => {
  test('runs, and its record says so at every step', async () => {
    work = async (context) => {
      context.progress({ phase: 'reading', done: 3, total: 4 })
      return { places: 7 }
    }
    const job = await queue.start(project, 'import', { name: 'a.csv' })
    expect(job).toMatchObject({ state: 'queued', title: 'import a.csv', finishedAt: null })
    expect(await ended(job.id)).toMatchObject({ state: 'done', result: { places: 7 }, error: null, undoable: true, progress: { phase: 'reading', done: 3, total: 4 } })
    expect((await queue.list(project, 10))[0]).toEqual(await queue.get(project, job.id))
    const states = events.flatMap((event) => (event.type === 'job' ? [event.job.state] : []))
    expect([states[0], states[1], states.at(-1)]).toEqual(['queued', 'running', 'done'])
  })

  test('for which a person waits runs beside long work, and waits for others of its own', async () => {
    const ends: (() => void)[] = []
    work = () => new Promise((resolve) => ends.push(() => resolve({})))
    const long = await queue.start(project, 'import', { name: 'a.csv' })
    const [first, second] = [await queue.start(project, 'bulk', {}), await queue.start(project, 'bulk', {})]
    const states = async () => Promise.all([long, first, second].map(async ({ id }) => (await queue.get(project, id)).state))
    await expect.poll(states).toEqual(['running', 'running', 'queued'])
    expect((await queue.list(project, 10)).map(({ state }) => state).toSorted()).toEqual(['queued', 'running', 'running'])
    expect((await queue.cancel(project, second.id)).state).toBe('cancelled')
    ends[1]?.()
    expect((await ended(first.id)).state).toBe('done')
    expect(await states()).toEqual(['running', 'done', 'cancelled'])
    ends[0]?.()
    await ended(long.id)
  })

  test('waits while another of its project runs, in the order of starting', async () => {
    const order: string[] = []
    let together = 0
    work = async ({ params }) => {
      expect(++together).toBe(1)
      order.push(params.name)
      await new Promise((resolve) => setTimeout(resolve, 10))
      together--
      return {}
    }
    const jobs = []
    for (const name of ['a', 'b', 'c', 'd']) jobs.push(await queue.start(project, 'import', { name }))
    for (const job of jobs) expect((await ended(job.id)).state).toBe('done')
    expect(order).toEqual(['a', 'b', 'c', 'd'])
  })

  test('that fails keeps its checkpoint and its error, and goes on from there when it is resumed', async () => {
    const seen: unknown[] = []
    work = async (context) => {
      seen.push(context.checkpoint)
      if (context.checkpoint) return { from: context.checkpoint.upTo }
      await context.saveCheckpoint({ upTo: 42 })
      throw new PlanisphereError('DISK_FULL', 'The disk is full.', { hint: 'Free some space.' })
    }
    const { id } = await queue.start(project, 'import', { name: 'a' })
    expect(await ended(id)).toMatchObject({ state: 'failed', error: { code: 'DISK_FULL', message: 'The disk is full.', hint: 'Free some space.' } })
    await queue.resume(project, id)
    expect(await ended(id, ['done'])).toMatchObject({ result: { from: 42 }, error: null })
    expect(seen).toEqual([null, { upTo: 42 }])
    await expect(queue.resume(project, id)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  test('that throws what nobody expected is INTERNAL and is reported with its cause', async () => {
    work = async () => {
      throw new TypeError('x is not a function')
    }
    const { id } = await queue.start(project, 'import', { name: 'a' })
    expect(await ended(id)).toMatchObject({ state: 'failed', error: { code: 'INTERNAL' } })
    expect(defects).toHaveLength(1)
  })

  test('is paused, resumed and cancelled where it stands', async () => {
    work = untilStopped
    const { id } = await queue.start(project, 'import', { name: 'a' })
    await ended(id, ['running'])
    expect((await queue.pause(project, id)).state).toBe('paused')
    expect((await queue.resume(project, id)).state).toBe('queued')
    await ended(id, ['running'])
    const cancelled = await queue.cancel(project, id)
    expect(cancelled).toMatchObject({ state: 'cancelled', error: null })
    expect(cancelled.finishedAt).not.toBeNull()
    expect(await queue.cancel(project, id)).toEqual(await queue.get(project, id))
  })

  test('that waits is cancelled without ever running', async () => {
    const ran: string[] = []
    work = (context) => {
      ran.push(context.params.name)
      return untilStopped(context)
    }
    const first = await queue.start(project, 'import', { name: 'first' })
    const second = await queue.start(project, 'import', { name: 'second' })
    expect((await queue.cancel(project, second.id)).state).toBe('cancelled')
    await ended(first.id, ['running'])
    await queue.cancel(project, first.id)
    expect((await queue.get(project, second.id)).state).toBe('cancelled')
    expect(ran).toEqual(['first'])
  })

  test('reports at most ten times a second, however often it says how far it is', async () => {
    work = async (context) => {
      const until = performance.now() + 500
      for (let done = 0; performance.now() < until; done++) {
        context.progress({ phase: 'reading', done, total: null })
        if (done % 500 === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      return {}
    }
    const { id } = await queue.start(project, 'import', { name: 'a' })
    await ended(id)
    const running = events.filter((event) => event.type === 'job' && event.job.state === 'running')
    expect(running.length).toBeGreaterThan(2)
    expect(running.length).toBeLessThanOrEqual(8)
  })

  test('counts and keeps every problem; its record shows the first', async () => {
    work = async (context) => {
      for (let line = 1; line <= 5000; line++) context.problem({ file: 'a.csv', line, code: 'BAD_ROW', message: `Row ${line}.` })
      return {}
    }
    const { id } = await queue.start(project, 'import', { name: 'a' })
    const job = await ended(id)
    expect(job.problemCount).toBe(5000)
    expect(job.problems.map((problem) => problem.line)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    const page = await queue.problems(project, id, 4990, 100)
    expect(page.total).toBe(5000)
    expect(page.problems.map((problem) => problem.line)).toEqual([4991, 4992, 4993, 4994, 4995, 4996, 4997, 4998, 4999, 5000])
  })

  test('can be taken back once, and forgotten, but not while it works', async () => {
    work = untilStopped
    const { id } = await queue.start(project, 'import', { name: 'a' })
    await ended(id, ['running'])
    await expect(queue.undo(project, id)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(queue.forget(project, id)).rejects.toMatchObject({ code: 'CONFLICT' })
    await queue.cancel(project, id)
    expect(await queue.undo(project, id)).toEqual({ places: 1, views: 2, captions: 3 })
    await expect(queue.undo(project, id)).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    await queue.forget(project, id)
    await expect(queue.get(project, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  test('of a kind that nobody does is UNSUPPORTED, on a read-only project READ_ONLY', async () => {
    await expect(queue.start(project, 'embed', {})).rejects.toMatchObject({ code: 'UNSUPPORTED' })
    const { path } = project
    await projects.close(project.handle)
    project = await projects.open(path, { readOnly: true })
    await expect(queue.start(project, 'import', { name: 'a' })).rejects.toMatchObject({ code: 'READ_ONLY' })
  })
})

describe('closing and opening', () => {
  test('stops a running job at its safe point, and leaves it and those that waited interrupted, with their checkpoint', async () => {
    work = async (context) => {
      await context.saveCheckpoint({ upTo: 9 })
      return untilStopped(context)
    }
    const running = await queue.start(project, 'import', { name: 'a' })
    const waiting = await queue.start(project, 'import', { name: 'b' })
    await ended(running.id, ['running'])
    const { path } = project
    await projects.close(project.handle)
    project = await projects.open(path, { readOnly: false })
    expect((await queue.get(project, running.id)).state).toBe('interrupted')
    expect((await queue.get(project, waiting.id)).state).toBe('interrupted')
    work = async ({ checkpoint }) => ({ from: checkpoint?.upTo ?? null })
    await queue.resume(project, running.id)
    expect((await ended(running.id, ['done'])).result).toEqual({ from: 9 })
  })

  test('does not wait for ever for a job that never stops', async () => {
    let leave = (): void => undefined
    work = () => new Promise((resolve) => (leave = () => resolve({})))
    const { id } = await queue.start(project, 'import', { name: 'a' })
    await ended(id, ['running'])
    const { path } = project
    await projects.close(project.handle)
    project = await projects.open(path, { readOnly: false })
    expect((await queue.get(project, id)).state).toBe('interrupted')
    leave()
  })
})
