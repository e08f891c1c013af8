import { ref, shallowRef, watch } from 'vue'
import { engine } from './engine-client.ts'
import { useProject } from './project-store.ts'

/** Why an encoder's answers cannot be re-ranked by physical agreement: PLANET did not train it, no tile is measured, or what is searched with has no words. */
export type RerankBar = 'encoder' | 'signatures' | 'picture'

/** Which of the project's encoders can re-rank by physical agreement. */
export function usePlanetEncoders(project: string): { rerankBar(encoder: string, words: boolean): RerankBar | null } {
  const store = useProject()
  /** Those that PLANET trained with all three physical terms. */
  const names = shallowRef<ReadonlySet<string>>(new Set())
  const measured = ref(false)
  watch(
    [() => store.revision.encoders, () => store.revision.views],
    async () => {
      const [encoders, state] = await Promise.all([engine.call('encoders.list', { project }), engine.call('planet.state', { project })]).catch(() => [null, null])
      if (encoders === null || state === null) return
      names.value = new Set(encoders.filter(({ reranks }) => reranks).map(({ name }) => name))
      measured.value = state.mining.mined > 0
    },
    { immediate: true }
  )
  return { rerankBar: (encoder, words) => (!names.value.has(encoder) ? 'encoder' : !measured.value ? 'signatures' : words ? null : 'picture') }
}
