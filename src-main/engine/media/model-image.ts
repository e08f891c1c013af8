import type { Sharp } from 'sharp'
import type { ImageSpec } from '../inference/encoder-spec.ts'
import { imageError, openImage } from './open-image.ts'
import { resampleRgb } from './resample.ts'

export interface ModelImage {
  /** 8-bit RGB, size x size x 3: resized and cropped, not yet normalised. */
  readonly pixels: Uint8Array
  /** Pixels of the original, after its EXIF orientation. */
  readonly width: number
  readonly height: number
}

interface Raw {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

const kernels = { nearest: 'nearest', bilinear: 'linear', bicubic: 'cubic', lanczos: 'lanczos3' } as const

/** Reads an image as an encoder wants it. BAD_IMAGE if it cannot be decoded. */
export async function readModelImage(source: string | Uint8Array, spec: Pick<ImageSpec, 'size' | 'fit' | 'resize' | 'resample'>): Promise<ModelImage> {
  const resize = spec.fit === 'crop' ? Math.max(spec.size, spec.resize ?? spec.size) : spec.size
  const image = await openImage(source, resize)
  try {
    // As transformers does it: the shorter side becomes `resize`, then the middle is cut out, rounding down.
    const shorter = Math.min(image.width, image.height)
    if (Math.max(image.width, image.height) > 64 * shorter) throw new Error(`${image.width} x ${image.height} pixels are too narrow`)
    const width = spec.fit === 'stretch' ? spec.size : Math.max(resize, Math.floor((image.width * resize) / shorter))
    const height = spec.fit === 'stretch' ? spec.size : Math.max(resize, Math.floor((image.height * resize) / shorter))
    const resized = width > image.width || height > image.height ? await enlarged(image.pipeline, width, height, spec.resample) : await shrunk(image.pipeline, width, height, spec.resample)
    return { pixels: cutMiddle(resized, spec.size), width: image.width, height: image.height }
  } catch (thrown) {
    throw imageError(thrown, typeof source === 'string' ? source : 'the image')
  }
}

function shrunk(pipeline: Sharp, width: number, height: number, resample: ImageSpec['resample']): Promise<Raw> {
  return rawRgb(pipeline.resize(width, height, { kernel: kernels[resample], fastShrinkOnLoad: false, fit: 'fill' }))
}

async function enlarged(pipeline: Sharp, width: number, height: number, resample: ImageSpec['resample']): Promise<Raw> {
  const raw = await rawRgb(pipeline)
  return { data: resampleRgb(raw.data, raw.width, raw.height, width, height, resample), width, height }
}

/** libvips leaves grey pictures with one channel. */
async function rawRgb(pipeline: Sharp): Promise<Raw> {
  const { data, info } = await pipeline.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels === 3) return { data, width, height }
  const out = new Uint8Array(width * height * 3)
  for (let i = 0; i < width * height; i++) for (let channel = 0; channel < 3; channel++) out[i * 3 + channel] = data[i * channels + (channels > 3 ? channel : 0)] ?? 0
  return { data: out, width, height }
}

function cutMiddle({ data, width, height }: Raw, size: number): Uint8Array {
  if (width === size && height === size) return data
  const left = Math.floor((width - size) / 2)
  const top = Math.floor((height - size) / 2)
  const out = new Uint8Array(size * size * 3)
  for (let y = 0; y < size; y++) out.set(data.subarray(((top + y) * width + left) * 3, ((top + y) * width + left + size) * 3), y * size * 3)
  return out
}
