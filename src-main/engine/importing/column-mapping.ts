import { viewKinds } from '#shared/domain/vocabulary.ts'
import type { ImportField, ImportMapping } from '#shared/contracts/imports.ts'

/** One sample of a source's rows: column or key -> value. */
export type SampleRow = ReadonlyMap<string, unknown>

// In the order of trust: the first name that a source has is taken.
const names: readonly (readonly [ImportField, readonly string[]])[] = [
  ['place', ['place', 'placeid', 'placeuid', 'location', 'locationid', 'locid', 'site', 'siteid', 'pointid']],
  ['captions', ['captions', 'sentences', 'descriptions', 'texts']],
  ['caption', ['caption', 'text', 'description', 'sentence', 'desc', 'captiontext', 'rawcaption', 'raw', 'sent']],
  ['image', ['image', 'filename', 'imagepath', 'imgpath', 'filepath', 'imagename', 'imagefile', 'imgname', 'img', 'path', 'file', 'imageid', 'name']],
  ['kind', ['kind', 'viewkind', 'viewtype', 'view', 'imagetype', 'platform']],
  ['lat', ['lat', 'latitude', 'gpslat', 'gpslatitude', 'centerlat', 'centrelat', 'y']],
  ['lon', ['lon', 'lng', 'long', 'longitude', 'gpslon', 'gpslng', 'gpslongitude', 'centerlon', 'centrelon', 'x']],
  ['region', ['region', 'regionname', 'city', 'cityname', 'area']],
  ['country', ['country', 'countryname']],
  ['continent', ['continent']],
  ['split', ['split', 'subset', 'partition', 'fold', 'set']],
  ['author', ['author', 'model', 'lvlm', 'captioner', 'generator', 'captionmodel', 'annotator']],
  ['prompt', ['prompt', 'prompttext', 'instruction']],
  ['width', ['width', 'imagewidth', 'w']],
  ['height', ['height', 'imageheight', 'h']],
  ['id', ['captionid', 'sentid', 'sentenceid', 'annotationid', 'uid', 'id']]
]

const imageName = /\.(jpe?g|png|tiff?|webp|gif|bmp|avif|jp2)$/i
const splitNames = new Set(['train', 'training', 'val', 'valid', 'validation', 'dev', 'restval', 'test', 'testing'])

/** Whether a value looks like the name of an image file. */
export function looksLikeImage(value: unknown): boolean {
  return typeof value === 'string' && value.length < 1024 && imageName.test(value.trim())
}

function number(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value.trim().replace(',', '.')) : Number.NaN
}

/** Whether the values that are there could fill the field. Names that mean several things must be borne out by values. */
function fits(field: ImportField, column: string, values: readonly unknown[]): boolean {
  const present = values.filter((value) => value !== null && value !== undefined && value !== '')
  if (present.length === 0) return true
  const share = (test: (value: unknown) => boolean) => present.filter(test).length / present.length
  switch (field) {
    case 'captions':
    case 'caption':
      // Either name is used for one text and for a list of them.
      return share((value) => typeof value === 'string' || Array.isArray(value)) > 0.5
    case 'image':
      if (column === 'name' || column === 'file' || column === 'path' || column === 'imageid') return share(looksLikeImage) > 0.5
      return share((value) => typeof value === 'string') > 0.5
    case 'kind':
      return share((value) => typeof value === 'string' && (viewKinds as readonly string[]).includes(value.toLowerCase())) > 0.5
    case 'lat':
    case 'lon':
      // A column called latitude is one, whatever stands in it: its bad values are reported, never passed over.
      return (column !== 'x' && column !== 'y') || share((value) => Math.abs(number(value)) <= (field === 'lat' ? 90 : 180)) > 0.5
    case 'split':
      return share((value) => typeof value === 'string' && splitNames.has(value.toLowerCase())) > 0.5
    case 'place':
    case 'id':
      return share((value) => typeof value === 'string' || typeof value === 'number') > 0.5
    case 'width':
    case 'height':
      return share((value) => Number.isInteger(number(value))) > 0.5
    default:
      return share((value) => typeof value === 'string') > 0.5
  }
}

/** Which column fills which field: by the columns' names, borne out by their values. `image` falls back to values alone. */
export function guessMapping(columns: readonly string[], rows: readonly SampleRow[]): ImportMapping {
  const mapping: Partial<Record<ImportField, string>> = {}
  const taken = new Set<string>()
  // A key inside an object (`location.lat`) is known by its last part as well.
  const normal = new Map(columns.map((column) => [column, column.toLowerCase().replace(/[\s_-]/g, '')]))
  for (const [field, candidates] of names) {
    search: for (const candidate of candidates) {
      for (const column of columns) {
        const name = normal.get(column) ?? ''
        if (taken.has(column) || (name !== candidate && name.slice(name.lastIndexOf('.') + 1) !== candidate)) continue
        if (!fits(field, candidate, rows.map((row) => row.get(column)))) continue
        mapping[field] = column
        taken.add(column)
        break search
      }
    }
  }
  const { caption, captions } = mapping
  // A record that has both would say the same twice.
  if (caption !== undefined && captions !== undefined && rows.some((row) => row.get(caption) !== undefined && row.get(captions) !== undefined)) {
    if (rows.some((row) => Array.isArray(row.get(captions)))) delete mapping.caption
    else delete mapping.captions
  }
  if (mapping.image === undefined) {
    const column = columns.find((name) => !taken.has(name) && rows.length > 0 && rows.filter((row) => looksLikeImage(row.get(name))).length / rows.length > 0.5)
    if (column !== undefined) mapping.image = column
  }
  // One coordinate alone says nothing.
  if ((mapping.lat === undefined) !== (mapping.lon === undefined)) {
    delete mapping.lat
    delete mapping.lon
  }
  // Without captions an id is the place's.
  if (mapping.id !== undefined && mapping.caption === undefined && mapping.captions === undefined) {
    if (mapping.place === undefined) mapping.place = mapping.id
    delete mapping.id
  }
  return mapping
}

/** The guess with what the person chose over it. A field that she set to no column ('') is not filled. */
export function chosenMapping(guess: ImportMapping, chosen: ImportMapping | undefined): ImportMapping {
  return Object.fromEntries(Object.entries({ ...guess, ...chosen }).filter(([, column]) => column !== ''))
}
