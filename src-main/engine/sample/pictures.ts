import { rasterStreet, rasterTile } from './raster.ts'
import type { SamplePlace } from './sample-places.ts'
import { makeSitePlan } from './site-plan.ts'
import { drawStreet } from './street-drawing.ts'
import { drawTile } from './tile-drawing.ts'

/** The satellite tile of a place: JPEG, 256 x 256. The same seed and place give the same bytes with the same sharp. */
export function tilePicture(place: SamplePlace, seed: number): Promise<Buffer> {
  const name = `${seed}/${place.uid}`
  return rasterTile(drawTile(place.scene, makeSitePlan(place.scene, name), name), name)
}

/** The street view of a place: JPEG, 384 x 256. */
export function streetPicture(place: SamplePlace, seed: number): Promise<Buffer> {
  return rasterStreet(drawStreet(place.scene, `${seed}/${place.uid}`))
}
