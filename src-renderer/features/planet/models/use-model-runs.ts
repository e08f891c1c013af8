import { computed, ref, shallowRef, watch } from 'vue'
import type { RunSummary } from '#shared/domain/run.ts'
import { engine, useJobs, useProject } from '../../../platform/index.ts'

/** What must be equal for two runs to be set beside each other, but for the encoder. */
function task({ protocol: { queries, gallery, galleryKind, positives, split, where, centered, rerank, datasetHash } }: RunSummary): string {
  return JSON.stringify([queries, gallery, galleryKind, positives, split, where, centered, rerank, datasetHash])
}

/** The runs of the project as a model sees them: its own, and for each of those the others of the same task. */
export function useModelRuns(project: string, encoder: string) {
  const store = useProject()
  const jobs = useJobs()
  const runs = shallowRef<readonly RunSummary[]>([])
  const failure = shallowRef<unknown>(null)
  const started = ref<string | null>(null)
  const job = computed(() => (started.value === null ? undefined : jobs.byId(started.value)))

  watch(() => store.revision.runs, async () => {
    runs.value = await engine.call('runs.list', { project }).catch(() => runs.value)
  }, { immediate: true })

  const own = computed(() => runs.value.filter(({ protocol }) => protocol.encoder === encoder).sort((a, b) => b.createdAt - a.createdAt))
  /** The newest run of each other encoder on the same task as `run`. */
  function besides(run: RunSummary): RunSummary[] {
    const newest = new Map<string, RunSummary>()
    for (const other of [...runs.value].sort((a, b) => b.createdAt - a.createdAt)) {
      const name = other.protocol.encoder
      if (name !== null && name !== encoder && task(other) === task(run) && !newest.has(name)) newest.set(name, other)
    }
    return [...newest.values()]
  }

  async function attempt(begin: () => Promise<{ job: string }>): Promise<string | null> {
    failure.value = null
    try {
      const answer = await begin()
      started.value = answer.job
      await jobs.refresh()
      const ended = await jobs.ending(answer.job)
      return ended.state === 'done' ? answer.job : null
    } catch (thrown) {
      failure.value = thrown
      return null
    }
  }

  /** Embeds what has no vector yet and evaluates captions of the test split (of all places, without one) against its tiles. Null where that did not come to its end. */
  async function evaluate(name: string, test: boolean): Promise<string | null> {
    if ((await attempt(() => engine.call('encoders.embed', { project, name }))) === null) return null
    const done = await attempt(() => engine.call('runs.evaluate', { project, options: { encoder: name, queries: 'captions', gallery: 'all', centered: false, split: test ? 'test' : null } }))
    const run = done === null ? undefined : jobs.byId(done)?.result?.['run']
    return typeof run === 'string' ? run : null
  }

  return { own, besides, evaluate, job, failure }
}
