import { computed, onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { MethodOutput } from '#shared/contracts/index.ts'
import { SplitRule, type SplitOverview } from '#shared/domain/splits.ts'
import { engine, isCancelled, useJobs, useProject } from '../../../platform/index.ts'

/** The splits as they are, a rule that is being thought of and what it would give, and the last division. */
export function useSplits(project: string) {
  const store = useProject()
  const jobs = useJobs()
  const now = shallowRef<SplitOverview | null>(null)
  const preview = shallowRef<SplitOverview | null>(null)
  const last = shallowRef<MethodOutput<'splits.last'>>(null)
  const failure = shallowRef<unknown>(null)
  const undone = shallowRef<MethodOutput<'splits.undo'> | null>(null)
  const started = ref<string | null>(null)
  const job = computed(() => (started.value === null ? undefined : jobs.byId(started.value)))
  const running = computed(() => job.value !== undefined && !['done', 'failed', 'cancelled'].includes(job.value.state))
  /** Shares in percent, as they are written. */
  const draft = reactive<{ kind: 'region' | 'continent' | 'random'; train: number | null; val: number | null; test: number | null; continents: readonly string[]; valShare: number | null; bufferM: number | null; buffer: 'together' | 'leave-out'; seed: number | null }>({
    kind: 'region', train: 70, val: 10, test: 20, continents: [], valShare: 10, bufferM: 0, buffer: 'together', seed: 1
  })
  const sum = computed(() => (draft.train ?? 0) + (draft.val ?? 0) + (draft.test ?? 0))
  /** Null while what is written makes no rule. */
  const rule = computed<SplitRule | null>(() => {
    const common = { bufferM: draft.bufferM ?? 0, seed: draft.seed ?? 1 }
    const shares = { train: (draft.train ?? 0) / 100, val: (draft.val ?? 0) / 100, test: (draft.test ?? 0) / 100 }
    const made = draft.kind === 'continent' ? { kind: draft.kind, test: draft.continents, valShare: (draft.valShare ?? 0) / 100, ...common } : draft.kind === 'region' ? { kind: draft.kind, shares, ...common } : { kind: draft.kind, shares, buffer: draft.buffer, ...common }
    const parsed = SplitRule.safeParse(made)
    return parsed.success ? parsed.data : null
  })
  const continents = computed(() => [...new Set((now.value?.regions ?? []).flatMap(({ continent }) => continent ?? []))].sort())

  let abort = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  onScopeDispose(() => {
    clearTimeout(timer)
    abort.abort()
  })

  async function read(): Promise<void> {
    try {
      ;[now.value, last.value] = await Promise.all([engine.call('splits.preview', { project, rule: null }), engine.call('splits.last', { project })])
    } catch (thrown) {
      failure.value = thrown
    }
  }
  watch(() => store.revision.places, read, { immediate: true })

  async function look(): Promise<void> {
    abort.abort()
    abort = new AbortController()
    if (rule.value === null) {
      preview.value = null
      return
    }
    try {
      preview.value = await engine.call('splits.preview', { project, rule: rule.value }, { signal: abort.signal })
      failure.value = null
    } catch (thrown) {
      if (isCancelled(thrown)) return
      preview.value = null
      failure.value = thrown
    }
  }
  watch([rule, now], () => {
    clearTimeout(timer)
    timer = setTimeout(() => void look(), 250)
  })

  /** Divides by the rule, or moves some places. Resolves when the job has ended. */
  async function assign(chosen: SplitRule): Promise<void> {
    failure.value = null
    undone.value = null
    try {
      started.value = (await engine.call('splits.assign', { project, rule: chosen })).job
      await jobs.refresh()
      await jobs.ending(started.value)
    } catch (thrown) {
      failure.value = thrown
    }
  }

  async function undo(): Promise<void> {
    failure.value = null
    try {
      undone.value = await engine.call('splits.undo', { project })
    } catch (thrown) {
      failure.value = thrown
    }
  }

  return { now, preview, last, failure, undone, job, running, draft, sum, rule, continents, assign, undo, look }
}

export type Splits = ReturnType<typeof useSplits>
