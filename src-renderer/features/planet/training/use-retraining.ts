import { computed } from 'vue'
import { TrainOptions } from '#shared/domain/planet.ts'
import { engine, useSettings } from '../../../platform/index.ts'
import { isOpen, type Planet } from '../use-planet.ts'
import { freeName, reviewedQuery } from './train-draft.ts'

/** Retraining on what people reviewed, with one press: the newest trained encoder (else the project's first with both sides) is compared with the new one, which stands on the same base with the same lambda. */
export function useRetraining(project: string, planet: Planet) {
  const settings = useSettings()
  const newest = computed(() => [...(planet.state.value?.models ?? [])].sort((a, b) => b.createdAt - a.createdAt)[0] ?? null)
  const current = computed(() => newest.value?.encoder ?? planet.encoders.value.find(({ sides }) => sides.length === 2)?.name ?? null)
  const name = computed(() => freeName(planet.encoders.value.map((encoder) => encoder.name), 'planet-reviewed'))
  const reviewed = computed(() => planet.state.value?.data.reviewed ?? 0)
  const possible = computed(() => reviewed.value > 0 && (planet.state.value?.data.places.train ?? 0) > 0 && !isOpen(planet.latest.train.value))

  async function begin(): Promise<string | null> {
    const me = settings.annotator
    const like = newest.value === null ? {} : { base: newest.value.base, lambda: [newest.value.lambda] }
    const options = TrainOptions.parse({ ...like, name: name.value, where: reviewedQuery, ...(me === '' ? {} : { me }), compareWith: current.value })
    return await planet.start('train', async () => {
      // A batch cannot hold more places than there are reviewed ones.
      const { total } = await engine.call('browse.places', { project, filter: { query: reviewedQuery, splits: ['train'], kinds: ['satellite'] }, start: 0, count: 0 })
      return await engine.call('planet.train', { project, options: { ...options, batch: Math.max(1, Math.min(options.batch, total)) } })
    })
  }

  return { current, name, reviewed, possible, begin }
}

export type Retraining = ReturnType<typeof useRetraining>
