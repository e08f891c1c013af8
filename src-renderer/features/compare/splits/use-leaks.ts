import { computed, reactive, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { LeakOptions, type LeakKind, type LeakPair } from '#shared/domain/leaks.ts'
import { engine, useJobs, useProject } from '../../../platform/index.ts'

const page = 20

/** The last leak check, its pairs of one kind as far as they were asked for, and the next check. */
export function useLeaks(project: string) {
  const store = useProject()
  const jobs = useJobs()
  const last = shallowRef<MethodOutput<'leaks.last'>>(null)
  const kind = ref<LeakKind>('tiles')
  const pairs = shallowRef<readonly LeakPair[]>([])
  const kept = ref(0)
  const shown = ref(page)
  const failure = shallowRef<unknown>(null)
  const started = ref<string | null>(null)
  const job = computed(() => (started.value === null ? undefined : jobs.byId(started.value)))
  const running = computed(() => job.value !== undefined && !['done', 'failed', 'cancelled'].includes(job.value.state))
  const first = LeakOptions.parse({})
  const draft = reactive({ tiles: true, bits: first.bits, captions: true, similarity: first.similarity, places: true, metres: first.metres, encoder: '', cosine: first.cosine as number | null })

  async function read(): Promise<void> {
    try {
      last.value = await engine.call('leaks.last', { project })
      const counts = last.value?.counts ?? []
      if (counts.length > 0 && !counts.some((one) => one.kind === kind.value)) kind.value = (counts.find((one) => one.pairs > 0) ?? counts[0])?.kind ?? 'tiles'
      if (last.value === null) return
      const found = await engine.call('leaks.pairs', { project, kind: kind.value, start: 0, count: shown.value })
      pairs.value = found.pairs
      kept.value = found.kept
    } catch (thrown) {
      failure.value = thrown
    }
  }
  watch([() => store.revision.places, kind, shown], read, { immediate: true })
  watch(kind, () => (shown.value = page))

  async function check(): Promise<void> {
    failure.value = null
    try {
      const options = LeakOptions.parse({
        bits: draft.tiles ? draft.bits : null,
        encoder: draft.encoder === '' ? null : draft.encoder,
        cosine: draft.cosine ?? first.cosine,
        similarity: draft.captions ? draft.similarity : null,
        metres: draft.places ? draft.metres : null
      })
      started.value = (await engine.call('leaks.check', { project, options })).job
      await jobs.refresh()
      await jobs.ending(started.value)
      await read()
    } catch (thrown) {
      failure.value = thrown
    }
  }

  /** Up to 200 pairs are shown; the report has a thousand. */
  function more(): void {
    shown.value = Math.min(200, shown.value + page)
  }

  return { last, kind, pairs, kept, shown, failure, job, running, draft, check, more }
}
