import { fourierTransform } from './fourier-transform.ts'
import { levelScale } from './luminance.ts'

export interface PowerSpectrum {
  /** Power at (u, v), at u x size + v: u = 0 .. size/2 cycles a side to the east, v to the south (v - size where v > size/2). Valid until the next `measure`. */
  readonly power: Float64Array
  /** Fills `power` from a luminance raster [size x size] in thousandths of a level. */
  measure(luminance: Int32Array): void
}

/** Hann's window w[n] = (1 - cos(2 pi (n + 1/2) / size)) / 2, sampled symmetrically: a tile turned by a quarter has the same spectrum, turned. */
export function hannWindow(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, n) => (1 - Math.cos((2 * Math.PI * (n + 0.5)) / size)) / 2)
}

/**
 * The periodogram of a square raster: its mean is taken away, then it is windowed, then
 * P(u, v) = |sum w[x] w[y] f(x, y) exp(-2 pi i (u x + v y) / size)|^2 / sum w[x]^2 w[y]^2, in squared 8-bit levels
 * (Welch 1967): white noise of variance s^2 has E P = s^2 everywhere. The half with u < 0 mirrors the other and is left
 * out. Two real rows are transformed as one complex one and then taken apart by their symmetry.
 */
export function powerSpectrum(size: number): PowerSpectrum {
  const transform = fourierTransform(size)
  const { order } = transform
  const window = hannWindow(size)
  const energy = window.reduce((sum, w) => sum + w * w, 0) ** 2 * levelScale ** 2
  const half = size / 2
  const [real, imaginary] = [new Float64Array((half + 1) * size), new Float64Array((half + 1) * size)]
  const [rowReal, rowImaginary] = [new Float64Array(size), new Float64Array(size)]
  const power = new Float64Array((half + 1) * size)

  const rows = (luminance: Int32Array, mean: number, y: number): void => {
    const upper = window[y] as number
    const lower = window[y + 1] as number
    for (let x = 0, at = y * size; x < size; x++, at++) {
      const w = window[x] as number
      const to = order[x] as number
      rowReal[to] = ((luminance[at] as number) - mean) * w * upper
      rowImaginary[to] = ((luminance[at + size] as number) - mean) * w * lower
    }
    transform.run(rowReal, rowImaginary, 0)
    const [a, b] = [order[y] as number, order[y + 1] as number]
    for (let u = 0; u <= half; u++) {
      const mirrored = (size - u) & (size - 1)
      const [r, i, mr, mi] = [rowReal[u] as number, rowImaginary[u] as number, rowReal[mirrored] as number, rowImaginary[mirrored] as number]
      const column = u * size
      real[column + a] = (r + mr) / 2
      imaginary[column + a] = (i - mi) / 2
      real[column + b] = (i + mi) / 2
      imaginary[column + b] = (mr - r) / 2
    }
  }

  return {
    power,
    measure(luminance) {
      let sum = 0
      for (let i = 0; i < luminance.length; i++) sum += luminance[i] as number
      const mean = sum / luminance.length
      for (let y = 0; y < size; y += 2) rows(luminance, mean, y)
      for (let u = 0; u <= half; u++) transform.run(real, imaginary, u * size)
      for (let i = 0; i < power.length; i++) power[i] = ((real[i] as number) ** 2 + (imaginary[i] as number) ** 2) / energy
    }
  }
}
