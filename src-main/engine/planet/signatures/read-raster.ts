import { imageError, openImage } from '../../media/open-image.ts'
import type { SignatureSpec } from './signature-spec.ts'

export interface Raster {
  /** 8-bit sRGB, size x size x 3, north up. */
  readonly pixels: Uint8Array
  /** Pixels of the original, after its EXIF orientation. */
  readonly width: number
  readonly height: number
}

/**
 * Decodes a view to the raster that its signatures are measured on: turned as its EXIF says, 8-bit sRGB (CMYK and 16 bits
 * converted, grey repeated), transparency on black; the shorter side resampled to `size`, the middle cut out. With
 * `shrinkOnLoad`, the decoder halves JPEG and WebP of at least three times the size as often as leaves some resampling.
 * BAD_IMAGE if it cannot be decoded, or is more than 64 times as long as wide.
 */
export async function readRaster(source: string | Uint8Array, { size, kernel, shrinkOnLoad, fit }: Pick<SignatureSpec, 'size' | 'kernel' | 'shrinkOnLoad' | 'fit'>): Promise<Raster> {
  const image = await openImage(source, size)
  try {
    if (Math.max(image.width, image.height) > 64 * Math.min(image.width, image.height)) throw new Error(`${image.width} x ${image.height} pixels are too narrow`)
    const { data, info } = await image.pipeline.resize(size, size, { kernel, fastShrinkOnLoad: shrinkOnLoad, fit }).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    return { pixels: info.channels === 3 ? data : threeChannels(data, info.channels), width: image.width, height: image.height }
  } catch (thrown) {
    throw imageError(thrown, typeof source === 'string' ? source : 'the image')
  }
}

/** libvips leaves grey pictures with one channel. */
function threeChannels(data: Uint8Array, channels: number): Uint8Array {
  const out = new Uint8Array((data.length / channels) * 3)
  for (let i = 0, from = 0; i < out.length; i += 3, from += channels) for (let channel = 0; channel < 3; channel++) out[i + channel] = data[from + (channels > 3 ? channel : 0)] as number
  return out
}
