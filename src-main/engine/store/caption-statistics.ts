import type { OpenProject } from './open-project.ts'
import type { CaptionStatistics } from './repositories/overview.ts'

const key = 'caption_statistics'
/** Captions counted in one statement: some tens of milliseconds of one reader. */
const chunk = 50_000

interface Known {
  latest: CaptionStatistics | null
  running: Promise<void> | null
}

const known = new WeakMap<OpenProject, Known>()

/**
 * Lengths and authors of the captions as far as they are counted, at once. Where captions have come (or gone) since, the
 * counting goes on behind, in short steps, and `whenDone` is called at its end. Kept in the project, so that a million
 * captions are counted once.
 */
export async function captionStatistics(project: OpenProject, captions: number, whenDone: () => void): Promise<CaptionStatistics> {
  const state = known.get(project) ?? { latest: null, running: null }
  known.set(project, state)
  state.latest ??= await kept(project)
  const latest = state.latest
  if (latest?.count === captions) return latest
  state.running ??= countOn(project, state, captions).then(
    () => {
      state.running = null
      whenDone()
    },
    () => {
      // The project was closed meanwhile; the next opening counts on.
      state.running = null
    }
  )
  // Few captions are counted before a person could see them missing.
  if (captions <= chunk) await state.running
  return state.latest ?? { upTo: 0, count: 0, words: {}, authors: {} }
}

async function kept(project: OpenProject): Promise<CaptionStatistics | null> {
  const text = await project.store.read('meta.get', { key })
  return text === null ? null : (JSON.parse(text) as CaptionStatistics)
}

async function countOn(project: OpenProject, state: Known, captions: number): Promise<void> {
  // More were counted than there are: some were taken back with their import. Counted afresh.
  let now = state.latest !== null && state.latest.count < captions ? state.latest : null
  for (;;) {
    const before: number = now?.upTo ?? -1
    now = await project.store.read('overview.captionStatistics', { from: now, chunk })
    state.latest = now
    if (now.upTo === before || now.done) break
  }
  if (!project.readOnly) await project.store.write('meta.set', { key, value: JSON.stringify(now) })
}
