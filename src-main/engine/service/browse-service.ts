import type { BrowseOrder, Filter } from '#shared/domain/filter.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { ClusterIndex } from '../geo/cluster-index.ts'
import { boxesAround } from '../geo/circle-boxes.ts'
import { haversine } from '../geo/distance.ts'
import type { OpenProject } from '../store/open-project.ts'
import { orderedCaptionIds, orderedPlaceIds } from '../store/ordered-ids.ts'
import type { EngineContext } from './engine-context.ts'
import type { Handlers } from './handlers.ts'

type BrowseMethods = 'browse.places' | 'browse.captions' | 'browse.place' | 'browse.locate' | 'browse.clusters' | 'browse.near'

/** Lists, single places and map windows: all that Browse, Overview and the maps ask. */
export function browseHandlers(engine: EngineContext): Pick<Handlers, BrowseMethods> {
  const clusters = new ClusterCache()
  return {
    async 'browse.places'({ project: handle, filter, order, seed, start, count }) {
      const project = engine.project(handle)
      const ids = await orderedPlaceIds(project, { filter, order, seed })
      const rows = await project.store.read('browse.placeRows', { ids: [...ids.subarray(start, start + count)] })
      return { total: ids.length, rows }
    },

    async 'browse.captions'({ project: handle, filter, order, seed, start, count }) {
      const project = engine.project(handle)
      const ids = await orderedCaptionIds(project, { filter, order, seed })
      const rows = await project.store.read('browse.captionRows', { ids: [...ids.subarray(start, start + count)] })
      return { total: ids.length, rows }
    },

    async 'browse.place'({ project: handle, place }) {
      const detail = await engine.project(handle).store.read('browse.placeDetail', { place })
      if (!detail) throw new PlanisphereError('NOT_FOUND', `There is no place ${place} in this project.`, { hint: 'It may have been removed with its import. Read the list again.' })
      return detail
    },

    async 'browse.locate'({ project: handle, filter, order, seed, place }) {
      const index = (await orderedPlaceIds(engine.project(handle), { filter, order, seed })).indexOf(place)
      return { index: index < 0 ? null : index }
    },

    async 'browse.clusters'({ project: handle, filter, box, zoom }) {
      const index = await clusters.get(engine.project(handle), filter, 'id')
      return { total: index.total, features: await index.query(box, zoom) }
    },

    async 'browse.near'({ project: handle, lat, lon, radiusM, limit }) {
      const project = engine.project(handle)
      const found = (
        await Promise.all(boxesAround(lat, lon, radiusM).map((box) => project.store.read('browse.inBox', { box, limit: limit * 4 })))
      ).flat()
      return found
        .map((place) => ({ ...place, distanceM: haversine(lat, lon, place.lat, place.lon) }))
        .filter((place) => place.distanceM <= radiusM)
        .sort((a, b) => a.distanceM - b.distanceM || a.place - b.place)
        .slice(0, limit)
    }
  }
}

/** The two newest cluster indexes of each project: the map being looked at and the one before it. */
class ClusterCache {
  readonly #kept = new WeakMap<OpenProject, Map<string, { ids: Int32Array; index: Promise<ClusterIndex> }>>()

  async get(project: OpenProject, filter: Filter, order: BrowseOrder): Promise<ClusterIndex> {
    const indexes = this.#kept.get(project) ?? new Map<string, { ids: Int32Array; index: Promise<ClusterIndex> }>()
    this.#kept.set(project, indexes)
    const ids = await orderedPlaceIds(project, { filter, order, seed: 1 })
    const key = JSON.stringify(filter)
    const found = indexes.get(key)
    // The same array means that the list did not change since.
    if (found?.ids === ids) return found.index
    const all = Object.keys(filter).length === 0
    const index = project.store.read('browse.points', { ids: all ? null : ids }).then((points) => new ClusterIndex(points))
    indexes.set(key, { ids, index })
    index.catch(() => indexes.delete(key))
    if (found) void found.index.then((old) => old.close())
    for (const [oldKey, old] of indexes) {
      if (indexes.size <= 2) break
      indexes.delete(oldKey)
      void old.index.then((closing) => closing.close())
    }
    return index
  }
}
