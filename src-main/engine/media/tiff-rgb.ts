import { fromFile, type GeoTIFFImage } from 'geotiff'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { stretchBand } from './percentile-stretch.ts'

export interface RgbPicture {
  readonly width: number
  readonly height: number
  /** 8-bit RGB, width x height x 3. */
  readonly pixels: Uint8Array
  /** Size of the image in full resolution; `width` and `height` may be those of an overview. */
  readonly fullWidth: number
  readonly fullHeight: number
}

/** Decoding holds a few bytes a pixel and band: beyond this, an overview is needed. */
const maxPixels = 120e6

/**
 * Reads a TIFF that browsers and libvips do not show as people expect: more than three bands (the first three are
 * shown; near infrared is often declared as alpha), 16-bit and floating point samples (percentile stretch), one band as
 * grey. Takes the smallest overview whose shorter side is at least `wanted` pixels (0: full resolution).
 * Computes for long: runs in `tiff-worker.ts`. BAD_IMAGE if it cannot be read.
 */
export async function readTiffRgb(file: string, wanted: number): Promise<RgbPicture> {
  const tiff = await fromFile(file)
  try {
    const full = await tiff.getImage(0)
    const image = await chooseLevel(full, await tiff.getImageCount(), (at) => tiff.getImage(at), wanted)
    const width = image.getWidth()
    const height = image.getHeight()
    if (width * height > maxPixels) throw new PlanisphereError('BAD_IMAGE', `${file} has ${width} x ${height} pixels and no overviews.`, { hint: 'Add overviews, for example with gdaladdo.', place: { file } })
    const bands = image.getSamplesPerPixel()
    const samples = bands >= 3 ? [0, 1, 2] : [0]
    const rasters = (await image.readRasters({ samples, interleave: false })) as ArrayLike<number>[]
    const pixels = new Uint8Array(width * height * 3)
    const eightBit = samples.every((sample) => image.getBitsPerSample(sample) === 8 && image.getSampleFormat(sample) === 1)
    for (let channel = 0; channel < 3; channel++) {
      const band = rasters[Math.min(channel, rasters.length - 1)] ?? []
      if (eightBit) for (let i = 0; i < band.length; i++) pixels[i * 3 + channel] = band[i] ?? 0
      else stretchBand(band, image.getGDALNoData(), pixels, channel, 3)
    }
    return { width, height, pixels, fullWidth: full.getWidth(), fullHeight: full.getHeight() }
  } finally {
    await tiff.close()
  }
}

async function chooseLevel(full: GeoTIFFImage, count: number, open: (at: number) => Promise<GeoTIFFImage>, wanted: number): Promise<GeoTIFFImage> {
  let best = full
  // Overviews are few; a hostile file could name thousands.
  for (let at = 1; wanted > 0 && at < Math.min(count, 32); at++) {
    const level = await open(at)
    const shorter = Math.min(level.getWidth(), level.getHeight())
    const sameShape = Math.abs(level.getWidth() / level.getHeight() / (full.getWidth() / full.getHeight()) - 1) < 0.05
    const mask = level.getSamplesPerPixel() !== full.getSamplesPerPixel()
    if (!mask && sameShape && shorter >= wanted && level.getWidth() < best.getWidth()) best = level
  }
  return best
}
