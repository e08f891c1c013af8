import * as z from 'zod'
import type { JobContext, JobRunner } from '../jobs/job-queue.ts'
import { DuplicatesThread } from './duplicates-thread.ts'
import type { NearDuplicates } from './near-duplicates.ts'

const DuplicatesParams = z.object({ threshold: z.number().min(0.5).max(1) })
type DuplicatesParams = z.infer<typeof DuplicatesParams>

/** Captions in a page: some ten milliseconds of one reader. */
const pageCaptions = 1000
/** Rows in one transaction, which must stay under 20 ms. */
const batchRows = 400

/**
 * Finds captions that nearly repeat each other, over the texts as they are now, and keeps them in `near_duplicates`. Same
 * texts, same result. Stopped, it starts again from the beginning: until all is compared nothing is known.
 */
export function duplicatesRunner(): JobRunner<DuplicatesParams> {
  return {
    kind: 'duplicates',
    title: ({ threshold }) => `find near-duplicates (${Math.round(threshold * 100)} %)`,
    async run(context) {
      const { threshold } = DuplicatesParams.parse(context.params)
      const { store } = context.project
      const { captions, newest } = await store.read('duplicates.extent', {})
      const thread = new DuplicatesThread({ threshold, captions })
      let found: NearDuplicates
      try {
        // Stopped while the thread is at work: nothing waits for its answer.
        found = await Promise.race([compareCaptions(context, thread, { captions, newest }), aborted(context.signal)])
      } finally {
        await thread.close()
      }
      const groups = await keep(context, found)
      const members = found.captions.length
      await store.write('duplicates.setState', { state: { at: Date.now(), threshold, captions, groups, members, newest } })
      context.project.dataVersion++
      context.emit({ type: 'changed', project: context.project.handle, what: ['captions'] })
      return { captions, groups, members }
    }
  }
}

/** Compares the captions of a project, for whichever job. The next page is read while one is worked on. */
export async function compareCaptions(context: Pick<JobContext, 'project' | 'signal' | 'progress'>, thread: DuplicatesThread, { captions, newest }: { captions: number; newest: number }): Promise<NearDuplicates> {
  const { store } = context.project
  const read = (after: number) => store.read('duplicates.shingles', { after, newest, limit: pageCaptions })
  let done = 0
  for (let page = await read(0); page.ids.length > 0; ) {
    context.signal.throwIfAborted()
    done += page.ids.length
    const [next] = await Promise.all([read(page.ids.at(-1) as number), thread.take('sign', page)])
    context.progress({ phase: 'read', done, total: Math.max(captions, done) })
    page = next
  }
  const candidates = await thread.candidates()
  for (let from = 0; from < candidates.length; from += pageCaptions) {
    context.signal.throwIfAborted()
    await thread.take('hold', await store.read('duplicates.shinglesOf', { captions: candidates.slice(from, from + pageCaptions) }))
    context.progress({ phase: 'compare', done: Math.min(from + pageCaptions, candidates.length), total: candidates.length })
  }
  return thread.finish()
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
}

/** Replaces what was found before, in short transactions; returns the number of groups. */
async function keep(context: JobContext<DuplicatesParams>, { captions, groups, similarities }: NearDuplicates): Promise<number> {
  const { store } = context.project
  // Without its state, what stands in the table half way is not taken for a result.
  await store.write('duplicates.setState', { state: null })
  while (!(await store.write('duplicates.clear', { limit: batchRows }))) context.signal.throwIfAborted()
  for (let from = 0; from < captions.length; from += batchRows) {
    context.signal.throwIfAborted()
    const to = from + batchRows
    await store.write('duplicates.add', { captions: captions.slice(from, to), groups: groups.slice(from, to), similarities: similarities.slice(from, to) })
    context.progress({ phase: 'write', done: Math.min(to, captions.length), total: captions.length })
  }
  return new Set(groups).size
}
