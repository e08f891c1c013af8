import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { countriesOf, countryName, unwrapped } from '#renderer/map/world-outline.ts'

const countries = countriesOf(JSON.parse(readFileSync('node_modules/world-atlas/countries-110m.json', 'utf8')))
const named = (name: string) => {
  const country = countries.find((other) => other.name === name)
  if (country === undefined) throw new Error(`no ${name}`)
  return country
}

describe('the offline outline', () => {
  it('has the countries of the world on the Mercator square', () => {
    expect(countries.length).toBeGreaterThan(170)
    for (const { polygons } of countries)
      for (const { box } of polygons.flat()) expect(box[0] > -1 && box[2] < 2 && box[1] >= -1e-9 && box[3] <= 1 + 1e-9).toBe(true)
  })

  it('never jumps across the map: no country but Antarctica is wider than half of it', () => {
    const wide = countries.filter(({ polygons }) => polygons.flat().some(({ box }) => box[2] - box[0] > 0.55)).map(({ name }) => name)
    expect(wide).toEqual(['Antarctica'])
  })

  it('goes on over the antimeridian, and closes what goes around the pole', () => {
    expect(unwrapped([[178, 1], [-178, 1], [-178, 2], [178, 1]])).toEqual([[178, 1], [182, 1], [182, 2], [178, 1]])
    const around = unwrapped([[-170, -70], [-60, -70], [60, -70], [170, -70], [-170, -70]])
    expect(around.slice(-2)).toEqual([[190, -90], [-170, -90]])
  })

  it('puts a name inside its country', () => {
    const { label, polygons } = named('Brazil')
    const box = polygons.map((rings) => rings[0]?.box).find((candidate) => candidate !== undefined && label.x > candidate[0] && label.x < candidate[2])
    expect(box).toBeDefined()
    expect(label.x).toBeCloseTo(-53 / 360 + 0.5, 1)
  })

  it('names countries in Chinese by their number, and falls back to English', () => {
    expect(countryName(named('France'), 'zh')).toBe('法国')
    expect(countryName(named('China'), 'zh')).toBe('中国')
    expect(countryName(named('France'), 'en')).toBe('France')
    expect(countryName({ ...named('France'), code: '' }, 'zh')).toBe('France')
  })
})
