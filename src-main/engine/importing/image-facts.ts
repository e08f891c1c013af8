import { open, stat } from 'node:fs/promises'
import ExifReader from 'exifreader'
import sharp, { type Metadata } from 'sharp'
import type { ViewKind } from '#shared/domain/vocabulary.ts'
import { readGeoTiff, type GeoTiff } from '../geo/geotiff-area.ts'
import type { Ring } from '../geo/tiles.ts'

/** What an image's own header says. */
export interface ImageFacts {
  readonly width: number
  readonly height: number
  readonly lat: number | null
  readonly lon: number | null
  readonly footprint: Ring | null
  /** The kind that the header implies: GeoTIFF satellite, a drone's camera drone, another geo-tagged photo street. */
  readonly kind: ViewKind | null
  /** Why the image can be opened but not used whole. */
  readonly problem: string | null
  /** Something to tell that does not keep the image from being used. */
  readonly note: { readonly code: string; readonly message: string } | null
}

export type ImageLook = { readonly facts: ImageFacts; readonly error?: undefined } | { readonly facts?: undefined; readonly error: { readonly code: string; readonly message: string } }

// Makers whose cameras fly.
const droneMakers = /^(dji|parrot|autel|sensefly|skydio|yuneec)/i

/** Reads an image's header: size, EXIF position (altitude is left out), georeference, and whether its end is there. */
export async function lookAtImage(path: string): Promise<ImageLook> {
  let size: number
  try {
    size = (await stat(path)).size
  } catch {
    return { error: { code: 'MISSING_IMAGE', message: 'The image file is not there.' } }
  }
  if (size === 0) return { error: { code: 'BAD_IMAGE', message: 'The image file is empty.' } }
  let metadata: Metadata
  try {
    metadata = await sharp(path, { limitInputPixels: false }).metadata()
  } catch (error) {
    // Bands that the decoder does not take (more than four, float) do not make a bad GeoTIFF.
    const tiff = await tiffFacts(path)
    if (tiff) return { facts: tiff }
    return { error: { code: 'BAD_IMAGE', message: `It cannot be opened as an image: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''}` } }
  }
  const { width, height } = metadata
  const problem = (await isTruncated(path, size, metadata.format)) ? 'The image is truncated: its end is missing.' : null
  const plain = { width, height, lat: null, lon: null, footprint: null, kind: null, problem, note: null }
  if (metadata.format === 'tiff') {
    const tiff = await tiffFacts(path)
    if (tiff && (tiff.lat !== null || tiff.note)) return { facts: tiff }
  }
  const exif = metadata.exif ? readExif(metadata.exif) : null
  if (!exif) return { facts: plain }
  // A quarter turn by the EXIF orientation (5 to 8) swaps the sides.
  const turned = (metadata.orientation ?? 1) >= 5 ? { width: height, height: width } : {}
  return { facts: { ...plain, ...turned, lat: exif.lat, lon: exif.lon, kind: exif.drone ? 'drone' : exif.lat === null ? null : 'street', note: exif.note } }
}

/** What the TIFF library says, or null if the file is not a TIFF. */
async function tiffFacts(path: string): Promise<ImageFacts | null> {
  let tiff: GeoTiff
  try {
    tiff = await readGeoTiff(path)
  } catch {
    return null
  }
  const { width, height, area } = tiff
  const note = tiff.problem === null ? null : { code: 'BAD_GEOREFERENCE', message: `The georeference cannot be read: ${tiff.problem}` }
  return { width, height, lat: area?.lat ?? null, lon: area?.lon ?? null, footprint: area?.footprint ?? null, kind: area ? 'satellite' : null, problem: null, note }
}

/** EXIF position in WGS 84 degrees with its hemisphere references, and whether a drone's camera took the picture. */
export function readExif(exif: Buffer): { lat: number | null; lon: number | null; drone: boolean; note: ImageFacts['note'] } {
  // sharp gives the JPEG segment with its "Exif\0\0" prefix; what follows is a TIFF stream.
  const tiff = exif.subarray(0, 4).toString('latin1') === 'Exif' ? exif.subarray(6) : exif
  try {
    const tags = ExifReader.load(Uint8Array.from(tiff).buffer, { expanded: true })
    const drone = droneMakers.test(tags.exif?.Make?.description ?? '')
    const lat = tags.gps?.Latitude
    const lon = tags.gps?.Longitude
    if (lat === undefined || lon === undefined || !Number.isFinite(lat) || !Number.isFinite(lon)) return { lat: null, lon: null, drone, note: null }
    // Cameras without a fix write zeros.
    if (lat === 0 && lon === 0) return { lat: null, lon: null, drone, note: null }
    if (Math.abs(lat) > 90 || Math.abs(lon) > 180) {
      return { lat: null, lon: null, drone, note: { code: 'BAD_LATITUDE', message: `The EXIF position ${lat}, ${lon} is not on the Earth.` } }
    }
    return { lat, lon, drone, note: null }
  } catch {
    return { lat: null, lon: null, drone: false, note: null }
  }
}

/** Whether a file's end is missing: JPEG without end marker, PNG without IEND, WebP shorter than its header says. */
async function isTruncated(path: string, size: number, format: string): Promise<boolean> {
  if (format !== 'jpeg' && format !== 'png' && format !== 'webp') return false
  const handle = await open(path)
  try {
    const length = Math.min(size, 65_536)
    const tail = Buffer.alloc(length)
    await handle.read(tail, 0, length, format === 'webp' ? 0 : size - length)
    // Some cameras append data of their own after the end marker: it is looked for in the last 64 KiB.
    if (format === 'jpeg') return tail.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0
    if (format === 'png') return tail.lastIndexOf('IEND', undefined, 'latin1') < 0
    return tail.readUInt32LE(4) + 8 > size
  } finally {
    await handle.close()
  }
}
