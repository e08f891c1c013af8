/** Writes the colour signature of an RGB raster [pixels x 3] into `into` [3 x bins]. */
export type ColourHistogram = (pixels: Uint8Array, into: Float32Array) => void

/**
 * Colour: of each channel of 8-bit sRGB the share of pixels in `bins` bins of equal width, square-rooted and divided by
 * the root of 3: h = sqrt(n / N / 3), red first, then green, blue. Each channel's shares sum to 1, so the vector has
 * length 1, and the dot product of two is the mean over channels of the Bhattacharyya coefficient sum sqrt(p q)
 * (Bhattacharyya 1943; Aherne, Thacker and Rockett 1998), in 0..1.
 */
export function colourHistogram(bins: number): ColourHistogram {
  const binOf = Uint16Array.from({ length: 256 }, (_, level) => Math.floor((level * bins) / 256))
  const levels = new Uint32Array(3 * 256)
  const counts = new Float64Array(3 * bins)
  return (pixels, into) => {
    levels.fill(0)
    counts.fill(0)
    for (let i = 0; i + 2 < pixels.length; i += 3) {
      const red = pixels[i] as number
      const green = 256 + (pixels[i + 1] as number)
      const blue = 512 + (pixels[i + 2] as number)
      levels[red] = (levels[red] as number) + 1
      levels[green] = (levels[green] as number) + 1
      levels[blue] = (levels[blue] as number) + 1
    }
    for (let channel = 0; channel < 3; channel++) {
      for (let level = 0; level < 256; level++) {
        const bin = channel * bins + (binOf[level] as number)
        counts[bin] = (counts[bin] as number) + (levels[channel * 256 + level] as number)
      }
    }
    const pixelCount = Math.floor(pixels.length / 3)
    for (let bin = 0; bin < 3 * bins; bin++) into[bin] = Math.sqrt((counts[bin] as number) / pixelCount / 3)
  }
}
