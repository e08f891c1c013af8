import { captionUid, type ImportBatch, type ImportRow } from '../store/repositories/import-rows.ts'
import type { SampleRegions } from './cities.ts'
import { sampleAuthors, samplePrompts, type WrongClaim } from './captions.ts'
import type { SamplePlace } from './sample-places.ts'

/** One line of `ground-truth.jsonl`: which words of which caption are wrong. */
export interface GroundTruth extends WrongClaim {
  /** The caption's uid. */
  readonly caption: string
}

/** Part of the identity of the sample's captions, as a file's name is of imported ones. */
export const sampleSource = 'sample'
export const tileName = (place: SamplePlace): string => `tiles/${place.uid}.jpg`
export const streetName = (place: SamplePlace): string => `street/${place.uid}.jpg`

const authors = sampleAuthors.flatMap((name) => samplePrompts[name].map((prompt) => ({ kind: 'lvlm', name, prompt })))
const authorIndex = new Map(authors.map(({ name, prompt }, index) => [`${name}/${prompt}`, index]))

/** What all batches of a sample share. `images`: the folder that tiles lie under. */
export function batchFrame(regions: SampleRegions, images: string): Pick<ImportBatch, 'source' | 'roots' | 'regions' | 'authors'> {
  return { source: sampleSource, roots: [images], regions: regions.map(({ city: { name, country, continent } }) => ({ name, country, continent })), authors }
}

/** The rows of a place: its tile with the captions, and its street view if it has one. */
export function rowsOf(place: SamplePlace, region: number, pictures: { readonly tile: boolean; readonly street: boolean }): { rows: ImportRow[]; truth: GroundTruth[] } {
  const seen = new Map<string, number>()
  const truth: GroundTruth[] = []
  const captions = place.captions.map(({ text, author, prompt, wrong }) => {
    const index = authorIndex.get(`${author}/${prompt}`) ?? 0
    const key = `${index}/${text}`
    const occurrence = seen.get(key) ?? 0
    seen.set(key, occurrence + 1)
    if (wrong) truth.push({ caption: captionUid(place.uid, sampleSource, { kind: 'lvlm', name: author, prompt }, text, occurrence), ...wrong })
    return { id: null, text, author: index, occurrence, extra: null }
  })
  const shared = { place: place.uid, name: place.uid, root: 0, lat: place.lat, lon: place.lon, region, split: place.split, extra: null }
  const tile: ImportRow = {
    ...shared, path: tileName(place), kind: 'satellite', width: 256, height: 256, footprint: JSON.stringify(place.footprint), problem: pictures.tile ? null : 'The sample was made without pictures.', captions
  }
  if (!pictures.street) return { rows: [tile], truth }
  return { rows: [tile, { ...shared, path: streetName(place), kind: 'street', width: 384, height: 256, footprint: null, problem: null, captions: [] }], truth }
}
