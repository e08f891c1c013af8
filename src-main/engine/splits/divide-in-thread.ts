import { Worker } from 'node:worker_threads'
import type { SplitRule } from '#shared/domain/splits.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import type { OpenProject } from '../store/open-project.ts'
import { CallThread } from '../threads/call-thread.ts'
import type { DividedPlaces, SplitPlaces } from './divide-places.ts'
import type { DivideRequest } from './splits-worker.ts'

const page = 20_000

/** What a rule gives for a project's places, worked out in a thread that an aborted signal ends. */
export async function divideInThread(project: OpenProject, rule: SplitRule | null, signal: AbortSignal): Promise<DividedPlaces & { ids: Int32Array; before: Uint8Array }> {
  const places = await readSplitPlaces(project, signal)
  refuseUnknown(places, rule)
  const thread = new CallThread<DivideRequest>({ start: () => new Worker(new URL('./splits-worker.ts', import.meta.url)), end: (worker) => worker.terminate(), doing: 'Dividing the places', hint: 'Try again.' })
  try {
    const divided = (await thread.call({ places, rule }, { signal })) as DividedPlaces
    return { ...divided, ids: places.ids, before: places.splitOf }
  } finally {
    await thread.close()
  }
}

/** Every place, by id, read a page at a time. */
export async function readSplitPlaces({ store }: OpenProject, signal: AbortSignal): Promise<SplitPlaces> {
  const { count, regions } = await store.read('splits.extent', {})
  const out = { ids: new Int32Array(count), lat: new Float64Array(count), lon: new Float64Array(count), regionOf: new Int32Array(count), splitOf: new Uint8Array(count) }
  const indexOf = new Map(regions.map(({ id }, i) => [id, i]))
  let at = 0
  for (let after = 0; ; ) {
    signal.throwIfAborted()
    const rows = await store.read('splits.page', { after, limit: page })
    const last = rows.ids.at(-1)
    if (last === undefined) break
    // Places that came while they were read are divided the next time.
    const kept = Math.min(rows.ids.length, count - at)
    out.ids.set(rows.ids.subarray(0, kept), at)
    out.lat.set(rows.lat.subarray(0, kept), at)
    out.lon.set(rows.lon.subarray(0, kept), at)
    out.splitOf.set(rows.splitOf.subarray(0, kept), at)
    for (let i = 0; i < kept; i++) out.regionOf[at + i] = indexOf.get(rows.regions[i] as number) ?? -1
    at += kept
    after = last
  }
  const cut = <T extends Int32Array | Float64Array | Uint8Array>(array: T): T => array.subarray(0, at) as T
  return { ids: cut(out.ids), lat: cut(out.lat), lon: cut(out.lon), regionOf: cut(out.regionOf), splitOf: cut(out.splitOf), regions: regions.map(({ name, continent }) => ({ name, continent })) }
}

function refuseUnknown(places: SplitPlaces, rule: SplitRule | null): void {
  if (rule === null) return
  if (places.ids.length === 0) throw new PlanisphereError('NOT_FOUND', 'The project has no places to divide.', { hint: 'Import some first.' })
  const continents = [...new Set(places.regions.flatMap(({ continent }) => continent ?? []))].sort()
  if (rule.kind === 'region' && places.regions.length === 0) throw new PlanisphereError('UNSUPPORTED', 'The project’s places have no regions.', { hint: 'Divide at random with a buffer instead.' })
  if (rule.kind !== 'continent') return
  const unknown = rule.test.find((continent) => !continents.includes(continent))
  if (unknown !== undefined) throw new PlanisphereError('NOT_FOUND', `The project has no region in ${unknown}.`, { hint: continents.length === 0 ? 'Its regions have no continents.' : `It has: ${continents.join(', ')}.` })
}
