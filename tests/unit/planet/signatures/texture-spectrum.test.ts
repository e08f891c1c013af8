import { describe, expect, test } from 'vitest'
import { fourierTransform } from '#engine/planet/signatures/fourier-transform.ts'
import { hannWindow, powerSpectrum } from '#engine/planet/signatures/power-spectrum.ts'
import { ringEdges, textureSpectrum } from '#engine/planet/signatures/texture-spectrum.ts'
import { random } from './rasters.ts'

const floor = 1 / 12
const levels = (size: number, of: (x: number, y: number) => number): Int32Array => Int32Array.from({ length: size * size }, (_, i) => Math.round(1000 * of(i % size, Math.floor(i / size))))
const texture = (size: number, values: Int32Array, bands = 32): Float32Array => {
  const into = new Float32Array(bands)
  textureSpectrum(size, bands, floor)(values, into)
  return into
}

test('the transform is the sum that defines it, for every size', () => {
  for (const size of [4, 8, 16, 32, 64, 128, 256, 512]) {
    const next = random(size)
    const given = Array.from({ length: size }, () => [next() - 0.5, next() - 0.5] as const)
    const transform = fourierTransform(size)
    // It may stand anywhere in a longer array.
    const [real, imaginary] = [new Float64Array(size + 7), new Float64Array(size + 7)]
    given.forEach(([re, im], i) => {
      real[3 + (transform.order[i] as number)] = re
      imaginary[3 + (transform.order[i] as number)] = im
    })
    transform.run(real, imaginary, 3)
    for (let k = 0; k < size; k++) {
      let [re, im] = [0, 0]
      given.forEach(([a, b], n) => {
        const angle = (-2 * Math.PI * ((k * n) % size)) / size
        re += a * Math.cos(angle) - b * Math.sin(angle)
        im += a * Math.sin(angle) + b * Math.cos(angle)
      })
      expect(Math.abs((real[3 + k] as number) - re) + Math.abs((imaginary[3 + k] as number) - im)).toBeLessThan(1e-11)
    }
    expect([...real.subarray(0, 3), ...real.subarray(size + 3)]).toEqual(new Array(7).fill(0))
  }
  for (const size of [0, 2, 12, 100]) expect(() => fourierTransform(size)).toThrow('power of two')
})

/** The definition, written apart: |sum w w (f - mean) e|^2 / sum w^2 w^2 over the whole plane. */
function naivePower(size: number, values: Int32Array): number[][] {
  const window = Array.from({ length: size }, (_, n) => Math.sin((Math.PI * (n + 0.5)) / size) ** 2)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const energy = window.reduce((sum, w) => sum + w ** 2, 0) ** 2
  return Array.from({ length: size }, (_, u) =>
    Array.from({ length: size }, (__, v) => {
      let [re, im] = [0, 0]
      values.forEach((value, i) => {
        const [x, y] = [i % size, Math.floor(i / size)]
        const weighted = ((value - mean) / 1000) * (window[x] as number) * (window[y] as number)
        const angle = (-2 * Math.PI * (u * x + v * y)) / size
        re += weighted * Math.cos(angle)
        im += weighted * Math.sin(angle)
      })
      return (re * re + im * im) / energy
    })
  )
}

describe('the power spectrum', () => {
  const size = 32
  const next = random(11)
  const values = levels(size, () => next() * 255)

  test('is the periodogram of the definition', () => {
    const spectrum = powerSpectrum(size)
    spectrum.measure(values)
    const expected = naivePower(size, values)
    for (let u = 0; u <= size / 2; u++) for (let v = 0; v < size; v++) expect(spectrum.power[u * size + v]).toBeCloseTo(expected[u]?.[v] as number, 6)
  })

  test('keeps the energy (Parseval): the sum over the plane is size^2 times that of the windowed raster', () => {
    const spectrum = powerSpectrum(size)
    spectrum.measure(values)
    let plane = 0
    for (let u = 0; u <= size / 2; u++) for (let v = 0; v < size; v++) plane += (u === 0 || u === size / 2 ? 1 : 2) * (spectrum.power[u * size + v] as number)
    const window = hannWindow(size)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const energy = values.reduce((sum, value, i) => sum + (((value - mean) / 1000) * (window[i % size] as number) * (window[Math.floor(i / size)] as number)) ** 2, 0)
    expect(plane / (size * size * energy / window.reduce((sum, w) => sum + w * w, 0) ** 2)).toBeCloseTo(1, 10)
  })

  test('a grating has its power where its frequency is, to the east and to the south', () => {
    const spectrum = powerSpectrum(64)
    spectrum.measure(levels(64, (x, y) => 128 + 50 * Math.cos((2 * Math.PI * (10 * x + 4 * y)) / 64)))
    expect(spectrum.power.indexOf(Math.max(...spectrum.power))).toBe(10 * 64 + 4)
    // A cosine of amplitude a has half of it in each of its two conjugates: P = (a / 2 sum w w)^2 / sum w^2 w^2.
    const window = hannWindow(64)
    const [sum, squares] = [window.reduce((s, w) => s + w, 0), window.reduce((s, w) => s + w * w, 0)]
    expect(Math.max(...spectrum.power) / ((25 * sum * sum) ** 2 / squares ** 2)).toBeCloseTo(1, 4)
  })
})

describe('the texture', () => {
  test('rings end at 4, 8, ..., 128 cycles a side', () => {
    expect([...ringEdges(256, 32)]).toEqual(Array.from({ length: 32 }, (_, i) => 4 * (i + 1)))
  })

  test('a grating of any direction peaks in the ring of its frequency', () => {
    for (const [u, v] of [[6, 0], [0, 22], [30, 40], [-77, 36], [90, 90]] as const) {
      const found = texture(256, levels(256, (x, y) => 128 + 60 * Math.cos((2 * Math.PI * (u * x + v * y)) / 256)))
      expect(found.indexOf(Math.max(...found)), `${u}, ${v}`).toBe(Math.ceil(Math.hypot(u, v) / 4) - 1)
    }
  })

  test('is the mean logarithm over each ring, every pair of conjugates once, computed apart', () => {
    const next = random(13)
    const values = levels(16, () => next() * 255)
    const power = naivePower(16, values)
    const found = texture(16, values, 4)
    for (let ring = 0; ring < 4; ring++) {
      const logarithms: number[] = []
      const seen = new Set<string>()
      for (let u = -7; u <= 8; u++) {
        for (let v = -7; v <= 8; v++) {
          const radius = Math.hypot(u, v)
          const mirrored = `${u === 8 ? 8 : -u} ${v === 8 ? 8 : -v}`
          if (radius <= 2 * ring || radius > 2 * (ring + 1) || radius > 8 || seen.has(mirrored)) continue
          seen.add(`${u} ${v}`)
          logarithms.push(Math.log((power[(u + 16) % 16]?.[(v + 16) % 16] as number) + floor))
        }
      }
      expect(found[ring]).toBeCloseTo(logarithms.reduce((sum, value) => sum + value, 0) / logarithms.length, 5)
    }
  })

  test('white noise is flat at ln(variance) less Euler’s constant', () => {
    const next = random(17)
    const found = texture(256, levels(256, () => 60 + 120 * next()))
    const expected = Math.log(120 ** 2 / 12) - 0.5772
    // The deviation of a logarithm is pi / sqrt 6; of a ring's pairs, Hann's window leaves one in 2.25 independent.
    found.forEach((value, ring) => {
      const independent = (Math.PI * 8 * (2 * ring + 1)) / 2.25
      expect(Math.abs(value - expected), `ring ${ring}`).toBeLessThan((4 * Math.PI) / Math.sqrt(6 * independent))
    })
  })

  test('a flat raster has the logarithm of the floor everywhere; large powers do not overflow', () => {
    expect(texture(256, levels(256, () => 255))).toEqual(new Float32Array(32).fill(Math.log(floor)))
    const board = texture(256, levels(256, (x, y) => ((x >> 3) + (y >> 3)) % 2 ? 255 : 0))
    expect(board.every(Number.isFinite)).toBe(true)
    expect(Math.max(...board)).toBeGreaterThan(Math.log(floor) + 1)
  })
})
