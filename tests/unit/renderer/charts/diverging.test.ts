import { describe, expect, test } from 'vitest'
import { diverging } from '../../../../src-renderer/charts/diverging.ts'

const channels = (colour: string): number[] => (colour.match(/\d+/g) ?? []).map(Number)
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe.each(['dark', 'light'] as const)('on %s ground', (ground) => {
  test('the further from 0, the further from the neutral in lightness, on both sides', () => {
    for (const side of [-1, 1]) {
      let before = luminance(diverging(0, ground))
      for (let i = 1; i <= 20; i++) {
        const now = luminance(diverging((side * i) / 20, ground))
        if (ground === 'dark') expect(now).toBeGreaterThan(before)
        else expect(now).toBeLessThan(before)
        before = now
      }
    }
  })

  test('below 0 it is purple (more blue than green), above it is orange (more red than blue); beyond the ends the ends', () => {
    for (const size of [0.1, 0.5, 1]) {
      const [, green = 0, blue = 0] = channels(diverging(-size, ground))
      expect(blue).toBeGreaterThan(green)
      const [red = 0, , less = 0] = channels(diverging(size, ground))
      expect(red).toBeGreaterThan(less)
    }
    expect(diverging(3, ground)).toBe(diverging(1, ground))
    expect(diverging(-3, ground)).toBe(diverging(-1, ground))
  })
})
