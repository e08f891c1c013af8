import { parentPort } from 'node:worker_threads'
import Supercluster from 'supercluster'

/** Builds the cluster index of a list of places and answers map windows. One worker an index, so that closing it frees all. */
export type ClusterRequest =
  | { readonly type: 'build'; readonly ids: Int32Array; readonly lon: Float64Array; readonly lat: Float64Array }
  | { readonly type: 'query'; readonly id: number; readonly box: readonly [number, number, number, number]; readonly zoom: number }

export interface ClusterFeature {
  readonly lon: number
  readonly lat: number
  readonly count: number
  readonly place: number | null
}

export type ClusterAnswer = { readonly id: number; readonly features: ClusterFeature[] }

// An extent of 256 makes the radius pixels of a web map, whose tiles have that size.
const index = new Supercluster<{ place: number }>({ radius: 60, extent: 256, maxZoom: 16, minPoints: 3 })

parentPort?.on('message', (request: ClusterRequest) => {
  if (request.type === 'build') {
    index.load(
      Array.from(request.ids, (place, i) => ({
        type: 'Feature' as const,
        properties: { place },
        geometry: { type: 'Point' as const, coordinates: [request.lon[i] as number, request.lat[i] as number] }
      }))
    )
    return
  }
  const [west, south, east, north] = request.box
  const features = index.getClusters([west, south, east, north], Math.floor(request.zoom)).map((feature) => ({
    lon: feature.geometry.coordinates[0] as number,
    lat: feature.geometry.coordinates[1] as number,
    count: 'point_count' in feature.properties ? (feature.properties as { point_count: number }).point_count : 1,
    place: 'place' in feature.properties ? feature.properties.place : null
  }))
  parentPort?.postMessage({ id: request.id, features } satisfies ClusterAnswer)
})
