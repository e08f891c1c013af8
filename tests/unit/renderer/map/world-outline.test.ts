import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { countriesOf, countryName } from '#renderer/map/world-outline.ts'

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
      for (const ring of polygons.flat()) for (const limit of ring.box) expect(limit >= -1e-9 && limit <= 1 + 1e-9).toBe(true)
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
