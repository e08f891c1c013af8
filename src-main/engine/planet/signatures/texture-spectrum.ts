import { powerSpectrum } from './power-spectrum.ts'

/** Writes the texture signature of a square luminance raster [size x size] into `into` [bands]. */
export type TextureSpectrum = (luminance: Int32Array, into: Float32Array) => void

/** Not in a ring: DC, the corners beyond the Nyquist frequency, and what mirrors another coefficient. */
const none = 255
/** Powers are multiplied and the logarithm is taken of the product, before it leaves what a double can hold. */
const [least, most] = [1e-280, 1e280]

/** Upper edge of each ring in cycles per image side: rings of equal width up to the Nyquist frequency size / 2. */
export function ringEdges(size: number, bands: number): Float64Array {
  return Float64Array.from({ length: bands }, (_, ring) => ((ring + 1) * size) / 2 / bands)
}

/**
 * Texture: how fine and how rough. For each of `bands` rings of frequencies, f_(b-1) < sqrt(u^2 + v^2) <= f_b, the mean of
 * ln(P + floor) over the ring's coefficients, P the periodogram of the Hann-windowed luminance (`powerSpectrum`); every
 * pair of conjugates counts once, DC and the corners beyond the Nyquist frequency do not count. Natural logarithm of
 * squared 8-bit levels, NOT standardised: that takes the statistics of a training split. A tile of one colour has
 * ln(floor) in every ring. White noise of standard deviation s has about ln(s^2) - 0.577 (the mean of the logarithm of an
 * exponentially distributed power is Euler's constant below the logarithm of its mean).
 */
export function textureSpectrum(size: number, bands: number, floor: number): TextureSpectrum {
  const spectrum = powerSpectrum(size)
  const { power } = spectrum
  const rings = ringsOf(size, bands)
  const counts = new Float64Array(bands)
  for (const ring of rings) if (ring !== none) counts[ring] = (counts[ring] as number) + 1
  const products = new Float64Array(bands)
  const sums = new Float64Array(bands)
  return (luminance, into) => {
    spectrum.measure(luminance)
    products.fill(1)
    sums.fill(0)
    for (let i = 0; i < rings.length; i++) {
      const ring = rings[i] as number
      if (ring === none) continue
      const product = (products[ring] as number) * ((power[i] as number) + floor)
      if (product > least && product < most) {
        products[ring] = product
        continue
      }
      sums[ring] = (sums[ring] as number) + Math.log(products[ring] as number)
      products[ring] = (power[i] as number) + floor
    }
    for (let ring = 0; ring < bands; ring++) into[ring] = ((sums[ring] as number) + Math.log(products[ring] as number)) / (counts[ring] as number)
  }
}

/** The ring of each coefficient of a `PowerSpectrum`. */
function ringsOf(size: number, bands: number): Uint8Array {
  const half = size / 2
  const rings = new Uint8Array((half + 1) * size).fill(none)
  for (let u = 0; u <= half; u++) {
    for (let at = 0; at < size; at++) {
      const v = at > half ? at - size : at
      const radius = Math.sqrt(u * u + v * v)
      if (radius === 0 || radius > half || (u === 0 && v < 0)) continue
      rings[u * size + at] = Math.ceil((radius * bands) / half) - 1
    }
  }
  return rings
}
