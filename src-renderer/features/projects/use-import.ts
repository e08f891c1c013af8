import { computed, ref, shallowRef, watch } from 'vue'
import type { ImportField, ImportFormat, ImportMapping, ImportOptions, ImportReport } from '#shared/contracts/imports.ts'
import type { MethodOutput } from '#shared/contracts/index.ts'
import type { Job } from '#shared/domain/job.ts'
import { engine, isCancelled, useJobs, useProject } from '../../platform/index.ts'

export type Preview = MethodOutput<'imports.preview'>

/** One import from the choice of a source to its undo. */
export function useImport() {
  const project = useProject()
  const jobs = useJobs()
  const source = ref<string | null>(null)
  const format = ref<ImportFormat | 'auto'>('auto')
  /** Only what the person changed; null while the guess stands. */
  const mapping = shallowRef<ImportMapping | null>(null)
  const kind = ref('')
  const author = ref('')
  const preview = shallowRef<Preview | null>(null)
  const reading = ref(false)
  const failure = shallowRef<unknown>(null)
  const dryJob = ref<string | null>(null)
  const realJob = ref<string | null>(null)
  const removed = shallowRef<{ places: number; views: number; captions: number } | null>(null)
  let controller = new AbortController()

  const options = computed<ImportOptions | null>(() =>
    source.value === null
      ? null
      : {
          source: source.value,
          format: format.value,
          ...(mapping.value === null ? {} : { mapping: mapping.value }),
          ...(kind.value === '' ? {} : { kind: kind.value }),
          ...(author.value.trim() === '' ? {} : { author: author.value.trim() })
        }
  )
  const job = (id: string | null): Job | null => (id === null ? null : (jobs.byId(id) ?? null))
  const dry = computed(() => job(dryJob.value))
  const real = computed(() => job(realJob.value))
  const report = (of: Job | null): ImportReport | null => (of?.state === 'done' ? (of.result as ImportReport | null) : null)
  const dryReport = computed(() => report(dry.value))
  const realReport = computed(() => report(real.value))

  function choose(path: string): void {
    source.value = path
    format.value = 'auto'
    mapping.value = null
    kind.value = ''
    preview.value = null
    dryJob.value = null
    realJob.value = null
    removed.value = null
    void look()
  }

  async function look(): Promise<void> {
    if (options.value === null) return
    controller.abort()
    controller = new AbortController()
    const { signal } = controller
    reading.value = true
    failure.value = null
    try {
      preview.value = await engine.call('imports.preview', { options: options.value, rows: 20 }, { signal })
    } catch (thrown) {
      if (isCancelled(thrown)) return
      preview.value = null
      failure.value = thrown
    }
    reading.value = false
  }

  /** Another format or mapping: looked at again, and an old count no longer counts. */
  function changeFormat(next: ImportFormat): void {
    format.value = next
    mapping.value = null
    dryJob.value = null
    void look()
  }

  function assign(column: string, field: ImportField | ''): void {
    // '' takes a guessed column away from its field: leaving the field out would let it be guessed again.
    const next: ImportMapping = Object.fromEntries(Object.entries(mapping.value ?? preview.value?.mapping ?? {}).map(([key, value]) => [key, value === column ? '' : value]))
    if (field !== '') next[field] = column
    mapping.value = next
    dryJob.value = null
    void look()
  }

  let optionTimer: ReturnType<typeof setTimeout> | undefined
  watch([kind, author], () => {
    dryJob.value = null
    clearTimeout(optionTimer)
    optionTimer = setTimeout(() => void look(), 300)
  })

  async function start(dryRun: boolean): Promise<void> {
    if (options.value === null || project.handle === null) return
    failure.value = null
    try {
      const { job: id } = await engine.call('imports.start', { project: project.handle, options: options.value, dryRun })
      if (dryRun) dryJob.value = id
      else realJob.value = id
      await jobs.refresh()
    } catch (thrown) {
      failure.value = thrown
    }
  }

  async function undo(): Promise<void> {
    if (realJob.value === null) return
    try {
      removed.value = await jobs.undo(realJob.value)
    } catch (thrown) {
      failure.value = thrown
    }
  }

  return { source, format, kind, author, preview, reading, failure, dry, real, dryReport, realReport, removed, choose, look, changeFormat, assign, start, undo }
}

export type ImportState = ReturnType<typeof useImport>
