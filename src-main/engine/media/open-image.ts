import { constants } from 'node:fs'
import { open, readFile } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { readTiffInThread } from './tiff-thread.ts'

// One thread a picture: several pictures are decoded side by side instead (FACTS: 605 against 457 images a second).
sharp.concurrency(1)
// Pictures are used once; libvips' cache would only hold memory and stale files.
sharp.cache(false)
// Formats that can pull in other files or run programs have no place in a data set that a stranger made.
sharp.block({ operation: ['VipsForeignLoadSvg', 'VipsForeignLoadPdf', 'VipsForeignLoadMagick', 'VipsForeignLoadOpenslide'] })

/** Guards memory: 400 megapixels are 1.2 GB in RGB. */
const maxPixels = 400e6
/** Larger files are left to libvips' own reading instead of being held whole. */
const maxBuffered = 128 * 2 ** 20

export interface OpenedImage {
  /** Oriented, 8-bit sRGB with three channels, no alpha (transparency on black). */
  readonly pipeline: Sharp
  /** Pixels of the picture as people see it: after the EXIF orientation. */
  readonly width: number
  readonly height: number
  /** What the file is: jpeg, png, webp, tiff, ... */
  readonly format: string
  /** The bytes of the file where they were read whole. */
  readonly bytes: Uint8Array | null
  /** Whether a browser would show the file itself as `pipeline` does. */
  readonly browserReady: boolean
}

/**
 * Opens an image of any kind that data sets hold: JPEG (CMYK and EXIF-turned too), PNG (16 bits, palettes, alpha),
 * WebP, AVIF, GIF (first frame), TIFF and GeoTIFF (many bands, 16 bits, floating point). `wanted` is the shorter side
 * that will be needed, so that a pyramid's overview can be used (0: all of it).
 * BAD_IMAGE if it is missing, truncated or none of these. Decoding errors can also come from the pipeline: `imageError`.
 */
export async function openImage(source: string | Uint8Array, wanted = 0): Promise<OpenedImage> {
  const name = typeof source === 'string' ? source : 'the image'
  const input = typeof source === 'string' ? await readSource(source) : source
  try {
    const header = sharp(input, { failOn: 'error', limitInputPixels: maxPixels, sequentialRead: true })
    const isTiff = await looksLikeTiff(input)
    const metadata = await header.metadata().catch((thrown: unknown) => {
      if (isTiff) return null
      throw thrown
    })
    if (isTiff && typeof source === 'string' && !(metadata && metadata.depth === 'uchar' && (metadata.channels === 3 || metadata.channels === 1))) {
      const picture = await readTiffInThread(source, wanted)
      return {
        pipeline: sharp(picture.pixels, { raw: { width: picture.width, height: picture.height, channels: 3 } }),
        width: picture.fullWidth,
        height: picture.fullHeight,
        format: 'tiff',
        bytes: null,
        browserReady: false
      }
    }
    if (!metadata) throw new Error('unsupported TIFF')
    const { width, height } = metadata.autoOrient
    const format = metadata.format ?? 'unknown'
    const browserReady = ['jpeg', 'png', 'webp', 'gif', 'avif'].includes(format) && (metadata.space === 'srgb' || metadata.space === 'b-w') && metadata.depth === 'uchar'
    return { pipeline: header.autoOrient().flatten({ background: '#000000' }).toColourspace('srgb'), width, height, format, bytes: typeof input === 'string' ? null : input, browserReady }
  } catch (thrown) {
    throw imageError(thrown, name)
  }
}

/** What decoding threw, as BAD_IMAGE with the file's name; errors made on purpose stay as they are. */
export function imageError(thrown: unknown, name: string): PlanisphereError {
  if (thrown instanceof PlanisphereError) return thrown
  const reason = (thrown instanceof Error ? thrown.message : String(thrown)).split('\n')[0] ?? ''
  // libvips says "Unknown error" of a PNG whose pixels end too early.
  const truncated = /premature end|truncated|unexpected end|corrupt|Read error|not enough data|Unknown error/i.test(reason)
  return new PlanisphereError('BAD_IMAGE', `${name} cannot be decoded${truncated ? ': it is truncated or damaged' : ''} (${reason}).`, {
    hint: truncated ? 'Copy the image again.' : 'Planisphere reads JPEG, PNG, WebP, AVIF, GIF and TIFF.',
    place: { file: name },
    cause: thrown
  })
}

async function readSource(path: string): Promise<string | Uint8Array> {
  // Without O_NONBLOCK, opening a pipe in a hostile project would hang.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((thrown: NodeJS.ErrnoException) => {
    throw thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR'
      ? new PlanisphereError('BAD_IMAGE', `There is no image at ${path}.`, { hint: 'If the images moved, point the project to their new folder.', place: { file: path } })
      : new PlanisphereError('BAD_IMAGE', `${path} cannot be read (${thrown.code ?? thrown.message}).`, { hint: 'Check the rights of the file.', place: { file: path } })
  })
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw new PlanisphereError('BAD_IMAGE', `${path} is not a file.`, { hint: 'Check the path.', place: { file: path } })
    if (status.size === 0) throw new PlanisphereError('BAD_IMAGE', `${path} is empty.`, { hint: 'Copy the image again.', place: { file: path } })
    return status.size > maxBuffered ? path : await readFile(handle)
  } finally {
    await handle.close()
  }
}

async function looksLikeTiff(input: string | Uint8Array): Promise<boolean> {
  let start: Uint8Array
  if (typeof input === 'string') {
    const handle = await open(input, 'r')
    try {
      start = (await handle.read(new Uint8Array(4), 0, 4, 0)).buffer
    } finally {
      await handle.close()
    }
  } else start = input
  const [a, b, c, d] = start
  // II*\0, MM\0*, and their BigTIFF forms.
  return (a === 0x49 && b === 0x49 && (c === 42 || c === 43) && d === 0) || (a === 0x4d && b === 0x4d && c === 0 && (d === 42 || d === 43))
}
