import { computed, ref, shallowRef, watch } from 'vue'
import type { SearchQuery } from '#shared/contracts/retrieval.ts'
import { hasModel, type EncoderInfo } from '#shared/domain/encoder.ts'
import type { Job } from '#shared/domain/job.ts'
import { Rerank } from '#shared/domain/planet.ts'
import type { Split } from '#shared/domain/vocabulary.ts'
import { engine, useJobs, usePlanetEncoders, useProject, useSettings, type RerankBar } from '../../platform/index.ts'
import { useSearch } from './use-search.ts'

export interface RetrieveOptions {
  readonly encoder: string
  /** Empty: one encoder only. */
  readonly second: string
  readonly split: Split | ''
  readonly centered: boolean
  /** Whether the first answers are re-ranked by physical agreement where that is possible. */
  readonly rerank: boolean
  readonly k: number
}

const firstOptions: RetrieveOptions = { encoder: '', second: '', split: '', centered: false, rerank: false, k: 20 }

/** How the switch re-ranks: the defaults of the engine. */
export const reranking: Rerank = Rerank.parse({})

/** The query, the options and up to two encoders' answers to it. */
export function useRetrieval(project: string) {
  const store = useProject()
  const jobs = useJobs()
  const settings = useSettings()
  const encoders = shallowRef<readonly EncoderInfo[] | null>(null)
  const query = shallowRef<SearchQuery | null>(null)
  const kept = shallowRef<RetrieveOptions>({ ...firstOptions, ...(settings.layout('retrieve', `options.${project}`) as Partial<RetrieveOptions> | undefined) })
  const first = useSearch(project)
  const second = useSearch(project)
  const embedJob = ref<string | null>(null)
  const job = computed<Job | undefined>(() => (embedJob.value === null ? undefined : jobs.byId(embedJob.value)))

  const planet = usePlanetEncoders(project)
  const needsText = computed(() => query.value !== null && ('text' in query.value || 'caption' in query.value))
  /** Those that can read the query; all of them before there is one. */
  const needsModel = computed(() => query.value !== null && ('text' in query.value || 'image' in query.value))
  const usable = computed(() => (encoders.value ?? []).filter((encoder) => (!needsModel.value || hasModel(encoder)) && (!needsText.value || encoder.sides.some(({ side }) => side === 'text'))))

  const options = computed<RetrieveOptions>({
    get() {
      const names = new Set((encoders.value ?? []).map(({ name }) => name))
      const best = usable.value.find(({ sides }) => sides.some(({ side, embedded }) => side === 'image' && embedded > 0)) ?? usable.value[0]
      const encoder = names.has(kept.value.encoder) ? kept.value.encoder : (best?.name ?? '')
      return { ...kept.value, encoder, second: names.has(kept.value.second) && kept.value.second !== encoder ? kept.value.second : '' }
    },
    set(next) {
      kept.value = next
      settings.setLayout('retrieve', `options.${project}`, next)
    }
  })

  watch(
    () => store.revision.encoders,
    async () => {
      encoders.value = await engine.call('encoders.list', { project }).catch(() => [])
    },
    { immediate: true }
  )
  /** Why answers of an encoder cannot be re-ranked by physical agreement; null where they can. */
  function cannotRerank(encoder: string): RerankBar | null {
    return planet.rerankBar(encoder, query.value === null || 'text' in query.value || 'caption' in query.value)
  }
  const rerankBar = computed(() => {
    const { encoder, second: other } = options.value
    return other !== '' && cannotRerank(encoder) !== null ? cannotRerank(other) : cannotRerank(encoder)
  })

  watch([query, options, () => options.value.rerank && rerankBar.value === null], () => void run())

  async function run(): Promise<void> {
    const { encoder, second: other, split, centered, rerank, k } = options.value
    if (query.value === null || encoder === '') {
      first.clear()
      second.clear()
      return
    }
    const shared = { query: query.value, k, centered, split: split === '' ? null : split }
    if (other === '') second.clear()
    const by = (name: string) => (rerank && cannotRerank(name) === null ? reranking : null)
    await Promise.all([first.search({ encoder, rerank: by(encoder), ...shared }), other === '' ? Promise.resolve() : second.search({ encoder: other, rerank: by(other), ...shared })])
  }

  /** Embeds what the search lacks, and searches again when that is done. */
  async function embed(name: string): Promise<void> {
    const { job: started } = await engine.call('encoders.embed', { project, name, side: 'both' })
    embedJob.value = started
    await jobs.refresh()
    const ended = await jobs.ending(started)
    if (ended.state === 'done') {
      embedJob.value = null
      await run()
    }
  }

  return { encoders, usable, query, options, first, second, job, rerankBar, run, embed }
}

export type Retrieval = ReturnType<typeof useRetrieval>
