import type { ImageSpec } from '../inference/encoder-spec.ts'
import { imageError, openImage } from './open-image.ts'

export interface ModelImage {
  /** 8-bit RGB, size x size x 3: resized and cropped, not yet normalised. */
  readonly pixels: Uint8Array
  /** Pixels of the original, after its EXIF orientation. */
  readonly width: number
  readonly height: number
}

const kernels = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const

/** Reads an image as an encoder wants it. BAD_IMAGE if it cannot be decoded. */
export async function readModelImage(source: string | Uint8Array, spec: Pick<ImageSpec, 'size' | 'fit' | 'resize' | 'resample'>): Promise<ModelImage> {
  const resize = spec.fit === 'crop' ? Math.max(spec.size, spec.resize ?? spec.size) : spec.size
  const image = await openImage(source, resize)
  const options = { kernel: kernels[spec.resample], fastShrinkOnLoad: false }
  try {
    let pipeline = image.pipeline
    if (spec.fit === 'stretch') pipeline = pipeline.resize(spec.size, spec.size, { ...options, fit: 'fill' })
    else {
      // As transformers does it: the shorter side becomes `resize`, then the middle is cut out, rounding down.
      const shorter = Math.min(image.width, image.height)
      const width = Math.max(resize, Math.floor((image.width * resize) / shorter))
      const height = Math.max(resize, Math.floor((image.height * resize) / shorter))
      pipeline = pipeline
        .resize(width, height, { ...options, fit: 'fill' })
        .extract({ left: Math.floor((width - spec.size) / 2), top: Math.floor((height - spec.size) / 2), width: spec.size, height: spec.size })
    }
    const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    return { pixels: threeChannels(data, info.channels), width: image.width, height: image.height }
  } catch (thrown) {
    throw imageError(thrown, typeof source === 'string' ? source : 'the image')
  }
}

/** libvips leaves grey pictures with one channel. */
function threeChannels(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data
  const count = data.length / channels
  const out = new Uint8Array(count * 3)
  for (let i = 0; i < count; i++) for (let channel = 0; channel < 3; channel++) out[i * 3 + channel] = data[i * channels + (channels >= 3 ? channel : 0)] ?? 0
  return out
}
