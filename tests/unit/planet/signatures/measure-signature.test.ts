import { describe, expect, test } from 'vitest'
import { signatureLength, signatureParts } from '#engine/planet/network/physical-heads.ts'
import { drawnSignature, signatureMeasurer } from '#engine/planet/signatures/measure-signature.ts'
import { defaultSpec, hashSpec, signatureLayout, SignatureSpec } from '#engine/planet/signatures/signature-spec.ts'
import { grey, random, raster, tile, turned } from './rasters.ts'

const size = 256
const measure = signatureMeasurer(defaultSpec)
const parts = (numbers: Float32Array) => ({ colour: numbers.slice(0, 96), structure: numbers.slice(96, 132), texture: numbers.slice(132) })
const farthest = (a: Float32Array, b: Float32Array): number => Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))

test('the parts stand where the network looks for them', () => {
  const { length, ...layout } = signatureLayout(defaultSpec)
  expect(layout).toEqual(signatureParts)
  expect(length).toBe(signatureLength)
  expect(() => measure(new Uint8Array(5))).toThrow('raster')
})

test('the hash names the spec: the same however it is written, another for other parameters', () => {
  expect(hashSpec(SignatureSpec.parse({ texture: { bands: 32 }, size: 256 }))).toBe(hashSpec(defaultSpec))
  expect(hashSpec({ ...defaultSpec, texture: { ...defaultSpec.texture, floor: 1 } })).not.toBe(hashSpec(defaultSpec))
  // Mined files of every project bear this: whoever changes the spec or its defaults makes them all be mined again.
  expect(hashSpec(defaultSpec)).toBe('3aaf5f28c2d040f1f8ca7f6121bbd861e295bc93e4e1f339210b8efde408679c')
  expect(SignatureSpec.safeParse({ size: 200 }).success).toBe(false)
})

test('all three as NumPy computes them (numpy.fft.fft2, numpy.bincount; by the definitions, without our code)', () => {
  const { colour, structure, texture } = parts(measure(raster(size, (x, y) => [(x * 3 + y * 5 + Math.floor((x * y) / 37)) % 256, (Math.floor((x * x) / 19) + 2 * y) % 256, (7 * Math.floor((x + y) / 5) + x) % 256])))
  expect(farthest(Float32Array.from([0, 5, 31, 40, 63, 64, 90, 95], (i) => colour[i] as number), Float32Array.of(0.101788, 0.101962, 0.101312, 0.102062, 0.102062, 0.100201, 0.099692, 0.099565))).toBeLessThan(1e-6)
  expect(
    farthest(
      structure,
      Float32Array.of(
        0.05671, 0.050703, 0.081571, 0.097464, 0.092822, 0.097018, 0.116544, 0.130963, 0.158651, 0.159999, 0.130933, 0.251521, 0.229664, 0.264637, 0.422271, 0.417256, 0.180633, 0.111479, 0.239682, 0.427977, 0.032475, 0.056614,
        0.045299, 0.037146, 0.029998, 0.025477, 0.024053, 0.021335, 0.024428, 0.021013, 0.027784, 0.059745, 0.081851, 0.078085, 0.068241, 0.06445
      )
    )
  ).toBeLessThan(1e-6)
  expect(
    farthest(
      texture,
      Float32Array.of(
        8.09943, 5.83483, 6.24473, 5.20837, 5.5945, 5.91852, 5.58273, 5.84297, 5.92138, 5.69808, 5.56987, 5.44814, 5.22582, 5.15884, 5.05713, 5.00549, 4.9388, 5.0213, 4.85855, 4.73453, 4.59419, 4.65414, 4.47469, 4.58315, 4.50253,
        4.52469, 4.43508, 4.3081, 4.30168, 4.26898, 4.26041, 4.24949
      )
    )
  ).toBeLessThan(1e-5)
})

describe('invariances, over pictures like tiles', () => {
  const tiles = [1, 2, 3, 4, 5].map((seed) => tile(size, seed))

  test('a quarter turn moves structure by 18 bins and leaves colour and texture', () => {
    for (const pixels of tiles) {
      const before = parts(measure(pixels))
      const after = parts(measure(turned(pixels, size)))
      expect(after.colour).toEqual(before.colour)
      expect(farthest(after.structure, before.structure.map((_, bin) => before.structure[(bin + 18) % 36] as number))).toBeLessThan(1e-6)
      expect(farthest(after.texture, before.texture)).toBeLessThan(1e-5)
    }
  })

  test('brighter by 16 levels without clipping: structure and texture as they were, colour two bins on', () => {
    for (const pixels of tiles) {
      expect(Math.max(...pixels.subarray(0, 9999))).toBeLessThan(240)
      const before = parts(measure(pixels))
      const after = parts(measure(pixels.map((level) => level + 16)))
      expect(farthest(after.structure, before.structure)).toBeLessThan(1e-7)
      expect(farthest(after.texture, before.texture)).toBeLessThan(1e-6)
      expect(farthest(after.colour, before.colour.map((_, i) => (i % 32 < 2 ? 0 : (before.colour[i - 2] as number))))).toBe(0)
    }
  })

  test('mirrored from east to west: structure mirrored, texture as it was', () => {
    for (const pixels of tiles) {
      const mirrored = raster(size, (x, y) => [0, 1, 2].map((c) => pixels[(y * size + size - 1 - x) * 3 + c]) as [number, number, number])
      const [before, after] = [parts(measure(pixels)), parts(measure(mirrored))]
      expect(farthest(after.structure, before.structure.map((_, bin) => before.structure[(36 - bin) % 36] as number))).toBeLessThan(1e-6)
      expect(farthest(after.texture, before.texture)).toBeLessThan(1e-5)
    }
  })

  test('half the contrast: structure as it was, texture lower by about ln 4 in every ring', () => {
    const next = random(19)
    const pixels = raster(size, (x, y) => grey(2 * Math.round(30 + 20 * Math.sin((x + 3 * y) / 90) + 40 * next())))
    const [before, after] = [parts(measure(pixels)), parts(measure(pixels.map((level) => level / 2)))]
    expect(farthest(after.structure, before.structure)).toBeLessThan(1e-6)
    after.texture.forEach((value, ring) => expect(Math.abs((before.texture[ring] as number) - value - Math.log(4))).toBeLessThan(0.1))
  })
})

test('a tile of one colour: one bin a channel, no structure, the floor in every ring; drawn as shares', () => {
  const numbers = measure(raster(size, () => [10, 200, 77]))
  const drawn = drawnSignature(numbers, defaultSpec)
  expect(drawn.colour.red[1]).toBeCloseTo(1, 6)
  expect(drawn.colour.green[25]).toBeCloseTo(1, 6)
  expect(drawn.colour.blue[9]).toBeCloseTo(1, 6)
  expect(drawn.structure).toEqual(new Array(36).fill(0))
  expect(drawn.texture).toEqual(new Array(32).fill(Math.fround(Math.log(1 / 12))))
  expect(drawn.frequencies.at(-1)).toBe(128)
  const busy = drawnSignature(measure(tile(size, 9)), defaultSpec)
  for (const shares of [busy.colour.red, busy.colour.green, busy.colour.blue, busy.structure]) expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 5)
})
