import * as z from 'zod'

/** Sizes of PLANET-nano, the small dual encoder that is trained from scratch: all of it is in one checkpoint. */
export const NanoConfig = z.object({
  vocabulary: z.int().positive(),
  /** Longest text in tokens. */
  textLength: z.int().positive(),
  /** Side of the square input image in pixels; a multiple of 16. */
  imageSize: z.int().multipleOf(16),
  /** Width of the text tower and of the space that texts and tiles share. */
  width: z.int().positive(),
  heads: z.int().positive(),
  layers: z.int().positive(),
  /** Channels after the stem and the three convolutions. */
  channels: z.tuple([z.int(), z.int(), z.int(), z.int()]),
  /** Dimensions of the space in which a descriptor meets its signature. */
  physical: z.int().positive()
})
export type NanoConfig = z.infer<typeof NanoConfig>

/** The sizes that are used unless something else is asked for. */
export const nanoSizes: Omit<NanoConfig, 'vocabulary'> = { textLength: 96, imageSize: 64, width: 96, heads: 4, layers: 1, channels: [48, 64, 96, 128], physical: 48 }
