import { createHash } from 'node:crypto'
import * as z from 'zod'
import type { SignatureKind } from '#shared/domain/planet.ts'

const powerOfTwo = z.int().min(16).max(1024).refine((size) => (size & (size - 1)) === 0, 'is not a power of two')

/** How a view becomes numbers. Signatures by different specs are never compared: its hash is kept with the vectors. */
export const SignatureSpec = z.object({
  /** Raised when the same parameters would give other numbers. */
  version: z.literal(1).default(1),
  /** Side of the square raster that all three are measured on, in pixels. */
  size: powerOfTwo.default(256),
  /** `cover`: the shorter side becomes `size`, the middle is cut out. Angles stay what they are. */
  fit: z.literal('cover').default('cover'),
  /** How sharp resamples. */
  kernel: z.enum(['cubic', 'mitchell', 'lanczos3']).default('cubic'),
  /** Whether the decoder may shrink large JPEG and WebP pictures by a power of two first. */
  shrinkOnLoad: z.boolean().default(true),
  /** 8-bit sRGB, transparency on black. */
  colourSpace: z.literal('srgb').default('srgb'),
  /** 0.299 R + 0.587 G + 0.114 B of the encoded (not linear) values: BT.601's luma, in 8-bit levels. */
  luminance: z.literal('bt601').default('bt601'),
  colour: z.object({ /** Bins of equal width a channel. */ bins: z.int().min(2).max(256).default(32) }).prefault({}),
  structure: z.object({ operator: z.literal('scharr').default('scharr'), /** Bins over half a turn. */ bins: z.int().min(2).max(360).default(36) }).prefault({}),
  texture: z
    .object({
      window: z.literal('hann').default('hann'),
      /** Rings of equal width between DC and the Nyquist frequency. */
      bands: z.int().min(2).max(128).default(32),
      /** Added to the power before the logarithm, in squared 8-bit levels: the variance of rounding to whole levels. */
      floor: z.number().positive().default(1 / 12)
    })
    .prefault({})
})
export type SignatureSpec = z.infer<typeof SignatureSpec>

/** What projects are mined by. */
export const defaultSpec: SignatureSpec = SignatureSpec.parse({})

/** SHA-256 of a spec, in hex. */
export function hashSpec(spec: SignatureSpec): string {
  // Parsing puts keys into the schema's order.
  return createHash('sha256').update(JSON.stringify(SignatureSpec.parse(spec))).digest('hex')
}

/** Where each signature stands in a view's numbers: by default 96 of colour, 36 of structure, 32 of texture. */
export function signatureLayout(spec: SignatureSpec): Readonly<Record<SignatureKind, { readonly from: number; readonly to: number }>> & { readonly length: number } {
  const colour = 3 * spec.colour.bins
  const structure = colour + spec.structure.bins
  const length = structure + spec.texture.bands
  return { colour: { from: 0, to: colour }, structure: { from: colour, to: structure }, texture: { from: structure, to: length }, length }
}
