import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { Continent, Latitude, Longitude } from '#shared/domain/vocabulary.ts'
import { regionsInOrder } from './sample-places.ts'

const Cities = z.array(z.object({ name: z.string(), country: z.string(), continent: Continent, lat: Latitude, lon: Longitude }))

/** The sample's regions in the order in which places go round them, with their splits. */
export type SampleRegions = ReturnType<typeof regionsInOrder>

/** The regions made of the 225 cities of `resources/sample/cities.json`. */
export function sampleRegions(resources: string): SampleRegions {
  return regionsInOrder(Cities.parse(JSON.parse(readFileSync(join(resources, 'sample', 'cities.json'), 'utf8'))))
}
