import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { makeCaptions, sampleAuthors, wrongShare } from '#engine/sample/captions.ts'
import { sampleRegions } from '#engine/sample/cities.ts'
import { Random } from '#engine/sample/random.ts'
import { RenderPool } from '#engine/sample/render-pool.ts'
import { samplePlace, spiral, tileMetres } from '#engine/sample/sample-places.ts'
import { makeScene, regionStyle } from '#engine/sample/scene.ts'
import { makeSitePlan } from '#engine/sample/site-plan.ts'
import { drawTile } from '#engine/sample/tile-drawing.ts'
import { haversine } from '#engine/geo/distance.ts'

const regions = sampleRegions(resolve(import.meta.dirname, '../../../resources'))
const style = regionStyle('Lagos', 6.455)

test('the random source gives the same numbers everywhere', () => {
  const random = new Random('planisphere')
  expect([random.uint32(), random.uint32(), random.uint32()]).toEqual([2846569784, 3296801640, 3859530994])
  const spread = new Random('spread')
  const mean = Array.from({ length: 20_000 }, () => spread.unit()).reduce((sum, value) => sum + value, 0) / 20_000
  expect(mean).toBeCloseTo(0.5, 1)
})

test('the regions are 225 real cities on six continents; splits do not depend on the seed', () => {
  expect(regions).toHaveLength(225)
  expect(new Set(regions.map(({ city }) => `${city.name}, ${city.country}`)).size).toBe(225)
  expect(new Set(regions.map(({ city }) => city.continent)).size).toBe(6)
  const count = (split: string): number => regions.filter((region) => region.split === split).length
  expect([count('train'), count('val'), count('test')]).toEqual([150, 25, 50])
  // A handful of places has test regions already.
  expect(regions.slice(0, 5).map((region) => region.split)).toContain('test')
})

test('the same seed gives the same place, another seed another one', () => {
  const digest = (seed: number): string => createHash('sha256').update(JSON.stringify([0, 1, 224, 500].map((index) => samplePlace(regions, seed, index, 2000)))).digest('hex')
  expect(digest(1)).toBe(digest(1))
  expect(digest(1)).not.toBe(digest(2))
  const scene = makeScene(1, 7, style)
  const draw = (): string => drawTile(scene, makeSitePlan(scene, '1/7'), '1/7')
  expect(draw()).toBe(draw())
})

test('footprints are squares of 300 m around their place, near the city, and never overlap', () => {
  for (const index of [0, 3, 100, 224, 1999]) {
    const { lat, lon, footprint, city } = samplePlace(regions, 1, index, 2000)
    const [nw, ne, se] = footprint
    if (!nw || !ne || !se) throw new Error('a footprint has four corners')
    expect(haversine(nw[1], nw[0], ne[1], ne[0])).toBeCloseTo(tileMetres, -1)
    expect(haversine(ne[1], ne[0], se[1], se[0])).toBeCloseTo(tileMetres, -1)
    expect((nw[0] + ne[0]) / 2).toBeCloseTo(lon, 6)
    expect(haversine(city.lat, city.lon, lat, lon)).toBeLessThan(13_000)
  }
  // All places of one city, of a sample with 40 places a city.
  const places = Array.from({ length: 40 }, (_, nth) => samplePlace(regions, 3, nth * 225 + 17, 9000))
  for (const a of places) {
    for (const b of places) {
      if (a === b) continue
      const apartLat = Math.abs(a.lat - b.lat) * 111_195
      const apartLon = Math.abs(a.lon - b.lon) * 111_195 * Math.cos((a.lat * Math.PI) / 180)
      expect(Math.max(apartLat, apartLon)).toBeGreaterThan(tileMetres)
    }
  }
})

test('the spiral takes every cell once', () => {
  const cells = Array.from({ length: 81 }, (_, n) => spiral(n))
  expect(new Set(cells.map(({ x, y }) => `${x},${y}`)).size).toBe(81)
  expect(cells.every(({ x, y }) => Math.abs(x) <= 4 && Math.abs(y) <= 4)).toBe(true)
})

test('captions: several authors, no mark left, the known share of wrong claims, each where it says', () => {
  let [captions, wrong] = [0, 0]
  for (let index = 0; index < 1500; index++) {
    for (const caption of makeCaptions(makeScene(1, index, style), 1, index)) {
      captions += 1
      expect(sampleAuthors).toContain(caption.author)
      expect(caption.text).not.toMatch(/[\u0000-\u001f]|undefined|null|  /)
      if (!caption.wrong) continue
      wrong += 1
      const { start, end } = caption.wrong
      expect(caption.text.slice(start, end)).toBe(caption.wrong.wrong)
      expect(caption.wrong.wrong.length).toBeGreaterThan(2)
    }
  }
  expect(captions / 1500).toBeGreaterThan(3)
  expect(wrong / captions).toBeGreaterThan(wrongShare - 0.025)
  expect(wrong / captions).toBeLessThan(wrongShare + 0.025)
})

test('a wrong colour is not a true one said otherwise', () => {
  for (let index = 0; index < 800; index++) {
    const scene = makeScene(5, index, style)
    for (const { wrong } of makeCaptions(scene, 5, index)) {
      if (wrong?.kind !== 'colour') continue
      expect(wrong.wrong).not.toContain(wrong.right)
    }
  }
})

test('tiles come out byte for byte the same, and differ between places', async () => {
  const pool = new RenderPool(regions, 2)
  const tile = async (index: number): Promise<string> => createHash('sha256').update((await pool.run({ kind: 'pixels', place: { seed: 1, index, total: 2000 }, size: 64 })) ?? '').digest('hex')
  const [a, b, c] = await Promise.all([tile(4), tile(4), tile(5)])
  pool.close()
  expect(a).toBe(b)
  expect(a).not.toBe(c)
})
