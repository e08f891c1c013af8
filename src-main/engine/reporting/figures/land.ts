import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { MultiPolygon, Polygon, Position } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'

/** A country's rings as [longitude, latitude, …]; longitudes may go on past 180 where it crosses the antimeridian. */
export type LandRings = readonly (readonly number[])[]

let loaded: Promise<readonly LandRings[]> | undefined

/** The countries of Natural Earth at 1:110 million, read once. */
export function landRings(): Promise<readonly LandRings[]> {
  return (loaded ??= readLand().catch((thrown: unknown) => {
    loaded = undefined
    throw thrown
  }))
}

async function readLand(): Promise<LandRings[]> {
  const topology = JSON.parse(await readFile(fileURLToPath(import.meta.resolve('world-atlas/countries-110m.json')), 'utf8')) as Topology
  const countries = feature(topology, topology.objects['countries'] as GeometryCollection)
  return countries.features.flatMap(({ geometry }) => polygons(geometry as Polygon | MultiPolygon | null).map((rings) => rings.map(flat)))
}

function polygons(geometry: Polygon | MultiPolygon | null): Position[][][] {
  if (geometry?.type === 'Polygon') return [geometry.coordinates]
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates : []
}

/** The outline is stitched over the antimeridian and around the pole: a jump goes on past 180, and what does not come back is closed along the pole. */
function flat(ring: readonly Position[]): number[] {
  const points: number[] = []
  let shift = 0
  let before: number | undefined
  for (const [lon = 0, lat = 0] of ring) {
    if (before !== undefined && lon - before > 180) shift -= 360
    if (before !== undefined && lon - before < -180) shift += 360
    before = lon
    points.push(lon + shift, lat)
  }
  const [first, last] = [points[0] ?? 0, points[points.length - 2] ?? 0]
  if (Math.abs(last - first) > 180) points.push(last, -90, first, -90)
  return points
}
