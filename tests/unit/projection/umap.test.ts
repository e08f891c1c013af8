import { describe, expect, it } from 'vitest'
import { fuzzyGraph, type Neighbours } from '#engine/projection/fuzzy-graph.ts'
import { keptNeighbours, nearestInPlane } from '#engine/projection/kept-neighbours.ts'
import { pointsInRing } from '#engine/projection/points-in-ring.ts'
import { fitted, principalPlane, type PlanePoints } from '#engine/projection/principal-plane.ts'
import { UmapLayout } from '#engine/projection/umap-layout.ts'
import { Random } from '#engine/sample/random.ts'

const dimensions = 12
const clusters = 6
const perCluster = 60
const count = clusters * perCluster

/** Six balls of points around seeded centres. */
function planted(): Float32Array {
  const random = new Random('planted clusters')
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.unit())) * Math.cos(2 * Math.PI * random.unit())
  const centres = Array.from({ length: clusters * dimensions }, () => 4 * normal())
  return Float32Array.from({ length: count * dimensions }, (_, i) => centres[Math.floor(i / dimensions / perCluster) * dimensions + (i % dimensions)]! + 0.4 * normal())
}

function distance(rows: Float32Array, a: number, b: number): number {
  let sum = 0
  for (let i = 0; i < dimensions; i++) sum += (rows[a * dimensions + i]! - rows[b * dimensions + i]!) ** 2
  return Math.sqrt(sum)
}

/** Brute force: others by distance. */
function ranked(rows: Float32Array): number[][] {
  return Array.from({ length: count }, (_, a) =>
    Array.from({ length: count }, (_, b) => b)
      .filter((b) => b !== a)
      .sort((x, y) => distance(rows, a, x) - distance(rows, a, y))
  )
}

function neighboursOf(rows: Float32Array, order: number[][], k: number): Neighbours {
  return {
    k,
    others: Int32Array.from(order.flatMap((others) => others.slice(0, k))),
    distances: Float32Array.from(order.flatMap((others, a) => others.slice(0, k).map((b) => distance(rows, a, b))))
  }
}

/** Venna and Kaski 2001: 1 - 2 / (n k (2n - 3k - 1)) * sum over wrong neighbours of (true rank - k). */
function trustworthiness(order: number[][], points: PlanePoints, k: number): number {
  let sum = 0
  order.forEach((others, a) => {
    for (const near of nearestInPlane(points, a, k)) sum += Math.max(0, others.indexOf(near) + 1 - k)
  })
  return 1 - (2 / (count * k * (2 * count - 3 * k - 1))) * sum
}

const rows = planted()
const order = ranked(rows)
const neighbours = neighboursOf(rows, order, 15)

async function layOut(seed: number, parts: number): Promise<PlanePoints> {
  const plane = await principalPlane(rows, count, dimensions)
  const layout = new UmapLayout(fuzzyGraph(neighbours), plane!.points, { seed, epochs: 200 })
  while (layout.done < layout.epochs) layout.run(parts)
  return layout.points()
}

describe('principalPlane', () => {
  it('finds the axes of points whose covariance is known', async () => {
    const random = new Random('plane')
    // Variances 9 and 1 along (3, 4) / 5 and (-4, 3) / 5, a thousandth along the third.
    const n = 5000
    const points = new Float32Array(n * 3)
    for (let i = 0; i < n; i++) {
      const [u, v, w] = [Math.sqrt(12) * 3 * (random.unit() - 0.5), Math.sqrt(12) * (random.unit() - 0.5), 0.03 * (random.unit() - 0.5)]
      points.set([10 + (3 * u - 4 * v) / 5, -7 + (4 * u + 3 * v) / 5, 2 + w], 3 * i)
    }
    const plane = await principalPlane(points, n, 3)
    expect(plane!.explained[0]).toBeCloseTo(0.9, 1)
    expect(plane!.explained[0] + plane!.explained[1]).toBeGreaterThan(0.9999)
    // The first axis is (3, 4) / 5: coordinates follow it up to sign and scale.
    const along = Float64Array.from({ length: n }, (_, i) => (3 * points[3 * i]! + 4 * points[3 * i + 1]!) / 5)
    const mean = along.reduce((sum, value) => sum + value, 0) / n
    let [xy, xx, yy] = [0, 0, 0]
    for (let i = 0; i < n; i++) {
      const [x, y] = [plane!.points[2 * i]!, along[i]! - mean]
      xy += x * y
      xx += x * x
      yy += y * y
    }
    expect(Math.abs(xy) / Math.sqrt(xx * yy)).toBeGreaterThan(0.999)
    expect(Math.max(...plane!.points.map(Math.abs))).toBeCloseTo(1, 5)
  })

  it('keeps one scale for both axes', () => {
    expect([...fitted(Float32Array.of(0, 0, 4, 0, 4, 1))]).toEqual([-1, -0.25, 1, -0.25, 1, 0.25])
    expect([...fitted(Float32Array.of(3, 3, 3, 3))]).toEqual([0, 0, 0, 0])
  })
})

describe('fuzzyGraph', () => {
  it('weighs the nearest with 1 and all with log2 k, and joins both directions', () => {
    const graph = fuzzyGraph(neighbours)
    const weightOf = new Map(Array.from(graph.weight, (weight, i) => [`${graph.from[i]}/${graph.to[i]}`, weight]))
    expect(weightOf.size).toBe(graph.weight.length)
    for (let point = 0; point < count; point++) {
      const near = order[point]![0]!
      expect(weightOf.get(`${point}/${near}`) ?? weightOf.get(`${near}/${point}`)).toBeCloseTo(1, 5)
    }
    // An edge stands once, whichever end names it.
    for (const key of weightOf.keys()) expect(weightOf.has(key.split('/').reverse().join('/'))).toBe(false)
    // One-sided: a line of three points, where the middle is everybody's neighbour; sigma makes the sum log2 2 = 1.
    const line = fuzzyGraph({ k: 2, others: Int32Array.of(1, 2, 0, 2, 1, 0), distances: Float32Array.of(1, 3, 1, 2, 2, 3) })
    expect(line.weight.length).toBe(3)
    for (const weight of line.weight) expect(weight).toBeLessThanOrEqual(1)
  })
})

describe('UmapLayout', () => {
  it('gives the same picture for the same seed, whatever the parts it is made in', async () => {
    const [whole, again, parts, other] = [await layOut(1, 10_000), await layOut(1, 10_000), await layOut(1, 0), await layOut(2, 10_000)]
    expect(again).toEqual(whole)
    expect(parts).toEqual(whole)
    expect(other).not.toEqual(whole)
  })

  it('keeps neighbours together and clusters apart', async () => {
    const points = await layOut(1, 10_000)
    expect(trustworthiness(order, points, 15)).toBeGreaterThan(0.95)
    const near = keptNeighbours(neighbours, points, 1)
    expect(near).toBeGreaterThan(0.4)
    // A shuffled picture keeps what chance keeps: 15 of 359.
    const places = new Random('shuffle').shuffled(Array.from({ length: count }, (_, i) => i))
    const shuffled = Float32Array.from(points, (_, i) => points[2 * places[i >> 1]! + (i & 1)]!)
    expect(keptNeighbours(neighbours, shuffled, 1)).toBeLessThan(0.1)
    expect(trustworthiness(order, shuffled, 15)).toBeLessThan(0.9)
    for (let point = 0; point < count; point += 7) {
      const own = nearestInPlane(points, point, 15).filter((other) => Math.floor(other / perCluster) === Math.floor(point / perCluster))
      expect(own.length).toBeGreaterThanOrEqual(14)
    }
  })
})

describe('pointsInRing', () => {
  it('finds what lies inside, by the even-odd rule, as one by one', async () => {
    const random = new Random('ring')
    const points = Float32Array.from({ length: 6000 }, () => random.between(-1, 1))
    // A bow tie: two triangles that meet in the middle.
    const inside = new Set(await pointsInRing(points, [[-1, -1], [1, 1], [1, -1], [-1, 1]]))
    for (let i = 0; i < 3000; i++) {
      const [x, y] = [points[2 * i]!, points[2 * i + 1]!]
      expect(inside.has(i)).toBe(Math.abs(y) < Math.abs(x))
    }
  })
})
