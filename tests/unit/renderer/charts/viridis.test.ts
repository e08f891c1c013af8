import { expect, test } from 'vitest'
import { viridis } from '../../../../src-renderer/charts/viridis.ts'

const channels = (colour: string): number[] => (colour.startsWith('#') ? [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16)) : (colour.match(/\d+/g) ?? []).map(Number))
const luminance = (colour: string): number => {
  const [r = 0, g = 0, b = 0] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

test('lightness rises all the way, and the number can be read on every colour (4.5 : 1)', () => {
  let before = -1
  for (let i = 0; i <= 100; i++) {
    const { ground, text } = viridis(i / 100)
    const [a, b] = [luminance(ground), luminance(text)]
    expect(a).toBeGreaterThan(before)
    before = a
    expect((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), `at ${i}`).toBeGreaterThanOrEqual(4.5)
  }
})

test('ends are those of viridis; what lies outside has the colour of the nearer end', () => {
  expect(viridis(0).ground).toBe('rgb(68 1 84)')
  expect(viridis(1).ground).toBe('rgb(253 231 37)')
  expect([viridis(-0.4), viridis(1.2)]).toEqual([viridis(0), viridis(1)])
})
