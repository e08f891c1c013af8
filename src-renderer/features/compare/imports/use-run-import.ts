import { computed, ref, shallowRef, watch, type Ref } from 'vue'
import type { RunImportSource, VectorsFile } from '#shared/contracts/run-imports.ts'
import type { QuerySource } from '#shared/domain/run.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { engine, useJobs } from '../../../platform/index.ts'

export type ImportKind = RunImportSource['kind']
/** Every file that one of the kinds may have. */
export const importFiles = ['run', 'qrels', 'matrix', 'queryIds', 'galleryIds', 'text', 'textIds', 'image', 'imageIds'] as const
export type ImportFile = (typeof importFiles)[number]

/** The name of a file without its folder. */
export function shortName(path: string): string {
  return path.split(/[\\/]/).pop() ?? path
}

/** What a person has chosen to bring in, and the job that does it. `done`: what it made. */
export function useRunImport(project: string, done: (made: { run: string } | { encoder: string }) => void) {
  const jobs = useJobs()
  const kind = ref<ImportKind>('trec')
  const files = ref<Partial<Record<ImportFile, string>>>({})
  const queries = ref<QuerySource>('captions')
  const split: Ref<Split | ''> = ref('')
  const dimensions = ref<number | null>(null)
  const name = ref('')
  const failure = shallowRef<unknown>(null)
  const started = ref<string | null>(null)
  const job = computed(() => (started.value === null ? undefined : jobs.byId(started.value)))
  const running = computed(() => job.value !== undefined && !['done', 'failed', 'cancelled'].includes(job.value.state))
  const flat = computed(() => kind.value === 'vectors' && [files.value.text, files.value.image].some((file) => file?.toLowerCase().endsWith('.f32') === true))
  const tables = computed(() => [files.value.text, files.value.image].some((file) => file?.toLowerCase().endsWith('.parquet') === true))
  const main = computed(() => (kind.value === 'trec' ? files.value.run : kind.value === 'matrix' ? files.value.matrix : (files.value.text ?? files.value.image)))
  const ready = computed(() => main.value !== undefined && name.value.trim() !== '' && (!flat.value || dimensions.value !== null))
  /** The name that was made from a file, so that another file may change it. */
  let given = ''

  watch(main, (file) => {
    if (file === undefined || (name.value !== '' && name.value !== given)) return
    // As an encoder's name too, which has no spaces.
    given = shortName(file).replace(/\.[^.]+$/, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 64)
    name.value = given
  })

  function choose(what: ImportFile, path: string | undefined): void {
    failure.value = null
    files.value = { ...files.value, [what]: path }
  }

  function vectors(file: string | undefined, ids: string | undefined): VectorsFile | undefined {
    if (file === undefined) return undefined
    return { file, ...(ids === undefined ? {} : { ids }), ...(dimensions.value === null || !file.toLowerCase().endsWith('.f32') ? {} : { dimensions: dimensions.value }) }
  }

  function source(): RunImportSource {
    const { run = '', qrels, matrix = '', queryIds, galleryIds, text, textIds, image, imageIds } = files.value
    if (kind.value === 'trec') return { kind: 'trec', file: run, ...(qrels === undefined ? {} : { qrels }) }
    if (kind.value === 'matrix') return { kind: 'matrix', file: matrix, queries: queries.value, ...(queryIds === undefined ? {} : { queryIds }), ...(galleryIds === undefined ? {} : { galleryIds }) }
    const [captions, views] = [vectors(text, textIds), vectors(image, imageIds)]
    return { kind: 'vectors', ...(captions === undefined ? {} : { text: captions }), ...(views === undefined ? {} : { image: views }) }
  }

  async function start(): Promise<void> {
    failure.value = null
    try {
      const answer = await engine.call('runs.import', { project, import: { source: source(), name: name.value.trim(), split: split.value === '' ? null : split.value } })
      started.value = answer.job
      await jobs.refresh()
      const { state, result } = await jobs.ending(answer.job)
      if (state !== 'done' || result === null) return
      if (typeof result['encoder'] === 'string' && !('run' in result)) done({ encoder: result['encoder'] })
      else if (typeof result['run'] === 'string') done({ run: result['run'] })
    } catch (thrown) {
      failure.value = thrown
    }
  }

  return { kind, files, queries, split, dimensions, name, failure, job, running, flat, tables, ready, choose, start }
}
