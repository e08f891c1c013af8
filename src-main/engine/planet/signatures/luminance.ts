/** What one 8-bit level is in the numbers of `luminanceOf`. */
export const levelScale = 1000

/**
 * BT.601 luma of an RGB raster in thousandths of an 8-bit level: 299 R + 587 G + 114 B, into `into` [pixels]. Whole
 * numbers, so that sums are exact, and a tile of one colour has a gradient and a deviation from its mean of exactly 0.
 * Source: Recommendation ITU-R BT.601, 2.5.1.
 */
export function luminanceOf(pixels: Uint8Array, into: Int32Array): void {
  for (let i = 0, at = 0; i < into.length; i++, at += 3) into[i] = 299 * (pixels[at] as number) + 587 * (pixels[at + 1] as number) + 114 * (pixels[at + 2] as number)
}
