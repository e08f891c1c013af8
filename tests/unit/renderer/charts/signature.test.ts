import { describe, expect, test } from 'vitest'
import { bearing, linearScale, logScale, roseBin, roseOutline, rosePath, roseRadius, stepPath } from '../../../../src-renderer/charts/signature/figure-paths.ts'
import { compassOf, ringCentres, summariseColour, summariseStructure, summariseTexture } from '../../../../src-renderer/charts/signature/signature-summary.ts'

const bins = 36
/** A rose with all of its strength at some degrees, counter-clockwise from east. */
const rose = (...degrees: number[]) => Array.from({ length: bins }, (_, bin) => (degrees.includes((bin * 180) / bins) ? 1 / degrees.length : 0))
/** A histogram with all pixels in one bin of 32. */
const level = (bin: number) => Array.from({ length: 32 }, (_, i) => (i === bin ? 1 : 0))

describe('paths', () => {
  test('an outline of steps goes through every value and closes along its base', () => {
    const scale = linearScale([0, 2], [0, 20])
    expect(stepPath([1, 0.5], scale, linearScale([0, 1], [10, 0]), 10)).toBe('M0,10V0H10V5H20V10Z')
    expect(stepPath([1, 0.5], scale, linearScale([0, 1], [10, 0]))).toBe('M0,0V0H10V5H20')
  })

  test('on a logarithmic scale equal ratios are equal distances', () => {
    const scale = logScale([1, 16], [0, 100])
    expect([1, 2, 4, 8, 16].map((value) => Math.round(scale(value)))).toEqual([0, 25, 50, 75, 100])
  })

  test('a wedge’s length tells its share', () => {
    expect(roseRadius(0.25, 1, 80)).toBe(20)
    expect(roseRadius(0, 1, 80)).toBe(0)
    expect(roseRadius(1, 0, 80)).toBe(0)
  })

  test('a direction is drawn at both of its ends, north up; nothing is drawn of a flat tile', () => {
    // East-west edges: wedges to the right and to the left.
    const wedges = rosePath(rose(0), 1, 100).split('Z').filter((part) => part !== '')
    expect(wedges).toHaveLength(2)
    expect(wedges[0]).toMatch(/^M0,0L99\.9,4\.36A100,100 0 0 0 99\.9,-4\.36/)
    expect(wedges[1]).toMatch(/^M0,0L-99\.9,-4\.36A100,100/)
    // North-east: up and to the right is a smaller y.
    expect(rosePath(rose(45), 1, 100)).toMatch(/^M0,0L73\.73,-67\.56/)
    expect(rosePath(Array.from({ length: bins }, () => 0), 1, 100)).toBe('')
    expect(roseOutline(rose(90), 1, 100)).toContain('L0,-100')
  })

  test('the bin under the pointer is that of the direction, at either end', () => {
    expect(roseBin(10, 0, bins)).toBe(0)
    expect(roseBin(-10, 0.001, bins)).toBe(0)
    expect(roseBin(0, -10, bins)).toBe(18)
    expect(roseBin(0, 10, bins)).toBe(18)
    expect(roseBin(10, -10, bins)).toBe(9)
    expect(roseBin(-10, 10, bins)).toBe(9)
  })
})

describe('words', () => {
  test('edges along one axis are named by its bearing', () => {
    expect(bearing(0)).toBe(90)
    expect(bearing(90)).toBe(0)
    expect(bearing(135)).toBe(135)
    expect(summariseStructure(rose(45))).toEqual({ kind: 'one', bearing: 45, compass: 2 })
    expect(summariseStructure(rose(0))).toEqual({ kind: 'one', bearing: 90, compass: 4 })
    // Across the seam of half a turn: 175 and 5 degrees are neighbours of east-west.
    expect(summariseStructure(rose(175, 5))).toEqual({ kind: 'one', bearing: 90, compass: 4 })
  })

  test('streets that cross at right angles are two axes, evenly spread edges are none, a flat tile says so', () => {
    expect(summariseStructure(rose(20, 110))).toEqual({ kind: 'crossed', bearing: 70, other: 160, compass: 3, otherCompass: 7 })
    expect(summariseStructure(Array.from({ length: bins }, () => 1 / bins))).toEqual({ kind: 'all' })
    expect(summariseStructure(Array.from({ length: bins }, () => 0))).toEqual({ kind: 'flat' })
  })

  test('eight axes of the compass, the last wrapping to the first', () => {
    expect([0, 11, 12, 45, 90, 135, 168, 170].map(compassOf)).toEqual([0, 0, 1, 2, 4, 6, 7, 0])
  })

  test('brightness and cast of the histograms', () => {
    expect(summariseColour({ red: level(0), green: level(0), blue: level(0) })).toMatchObject({ brightness: 'dark', cast: 'grey', means: { red: 3.5 } })
    expect(summariseColour({ red: level(31), green: level(31), blue: level(31) })).toMatchObject({ brightness: 'bright', cast: 'grey', means: { blue: 251.5 } })
    expect(summariseColour({ red: level(10), green: level(16), blue: level(9) })).toMatchObject({ brightness: 'medium', cast: 'green' })
    expect(summariseColour({ red: level(20), green: level(19), blue: level(8) }).cast).toBe('yellow')
    expect(summariseColour({ red: level(5), green: level(19), blue: level(20) }).cast).toBe('cyan')
    expect(summariseColour({ red: level(20), green: level(5), blue: level(19) }).cast).toBe('magenta')
  })

  test('the exponent of a power law is found, and fine detail is told by the upper half of the deviations', () => {
    const frequencies = [4, 8, 16, 32, 64, 128]
    const texture = ringCentres(frequencies).map((f) => 12 - 2.5 * Math.log(f))
    const told = summariseTexture({ texture, frequencies, textureStandardised: [3, 3, 3, -1, -1, -1] })
    expect(told.exponent).toBeCloseTo(-2.5, 10)
    expect(told.detail).toBe('less')
    expect(summariseTexture({ texture, frequencies, textureStandardised: [-3, -3, -3, 1, 1, 1] }).detail).toBe('more')
    expect(summariseTexture({ texture, frequencies, textureStandardised: null }).detail).toBeNull()
    expect(summariseTexture({ texture: [], frequencies: [], textureStandardised: null })).toEqual({ exponent: null, detail: null })
    expect(ringCentres([4, 8])).toEqual([2, 6])
  })
})
