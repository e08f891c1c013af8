import { earthRadiusM, haversine } from '../geo/distance.ts'

/**
 * The nearest of many points on the sphere: a k-d tree over their unit vectors in space, so that poles and the
 * antimeridian are nothing special. The squared chord orders as the great-circle distance does.
 */
export class NearestPoints {
  readonly #points: Float64Array
  readonly #lat: Float64Array
  readonly #lon: Float64Array
  /** Point numbers; the middle of a range is its node, split by depth modulo 3. */
  readonly #tree: Int32Array

  /** Points with a NaN coordinate are left out. */
  constructor(lat: Float64Array, lon: Float64Array) {
    this.#points = new Float64Array(lat.length * 3)
    this.#lat = lat
    this.#lon = lon
    const located: number[] = []
    for (let i = 0; i < lat.length; i++) {
      const [x, y, z] = unitVector(lat[i] as number, lon[i] as number)
      if (Number.isNaN(x + y + z)) continue
      this.#points[3 * i] = x
      this.#points[3 * i + 1] = y
      this.#points[3 * i + 2] = z
      located.push(i)
    }
    this.#tree = Int32Array.from(located)
    this.#build(0, this.#tree.length, 0)
  }

  /** The numbers of the `m` nearest points, nearest first; of equally near ones the lower number first. */
  nearest(lat: number, lon: number, m: number): Int32Array {
    const wanted = Math.min(m, this.#tree.length)
    const found = new NearestHeap(wanted)
    if (wanted > 0) this.#search(0, this.#tree.length, 0, unitVector(lat, lon), found)
    return found.sorted()
  }

  /** The numbers of the points whose great-circle distance (haversine, R = 6371 km) is at most `metres`, rising. */
  within(lat: number, lon: number, metres: number): Int32Array {
    const target = unitVector(lat, lon)
    const found: number[] = []
    if (Number.isNaN(target[0] + target[1] + target[2])) return new Int32Array()
    // The chord of that arc, a hair longer for its rounding: haversine has the last word.
    const chord = 2 * Math.sin(Math.min(Math.PI / 2, metres / (2 * earthRadiusM)))
    const reach = chord * (1 + 1e-9) + 1e-8
    this.#collect(0, this.#tree.length, 0, target, reach, (point) => {
      if (haversine(lat, lon, this.#lat[point] as number, this.#lon[point] as number) <= metres) found.push(point)
    })
    return Int32Array.from(found).sort()
  }

  #collect(start: number, end: number, axis: number, target: readonly [number, number, number], reach: number, take: (point: number) => void): void {
    if (start >= end) return
    const middle = (start + end) >> 1
    const point = this.#tree[middle] as number
    const dx = (this.#points[3 * point] as number) - target[0]
    const dy = (this.#points[3 * point + 1] as number) - target[1]
    const dz = (this.#points[3 * point + 2] as number) - target[2]
    if (dx * dx + dy * dy + dz * dz <= reach * reach) take(point)
    const across = target[axis as 0 | 1 | 2] - (this.#points[3 * point + axis] as number)
    const next = (axis + 1) % 3
    if (across <= reach) this.#collect(start, middle, next, target, reach, take)
    if (across >= -reach) this.#collect(middle + 1, end, next, target, reach, take)
  }

  #build(start: number, end: number, axis: number): void {
    if (end - start <= 1) return
    const middle = (start + end) >> 1
    this.#select(start, end - 1, middle, axis)
    this.#build(start, middle, (axis + 1) % 3)
    this.#build(middle + 1, end, (axis + 1) % 3)
  }

  /** Quickselect: puts the element of rank `middle` along the axis in its place, smaller before, larger after. */
  #select(from: number, to: number, middle: number, axis: number): void {
    const tree = this.#tree
    const value = (at: number): number => this.#points[3 * (tree[at] as number) + axis] as number
    let left = from
    let right = to
    while (left < right) {
      const pivot = value((left + right) >> 1)
      let i = left
      let j = right
      while (i <= j) {
        while (value(i) < pivot) i++
        while (value(j) > pivot) j--
        if (i <= j) {
          const swapped = tree[i] as number
          tree[i++] = tree[j] as number
          tree[j--] = swapped
        }
      }
      if (middle <= j) right = j
      else if (middle >= i) left = i
      else return
    }
  }

  #search(start: number, end: number, axis: number, target: readonly [number, number, number], found: NearestHeap): void {
    if (start >= end) return
    const middle = (start + end) >> 1
    const point = this.#tree[middle] as number
    const dx = (this.#points[3 * point] as number) - target[0]
    const dy = (this.#points[3 * point + 1] as number) - target[1]
    const dz = (this.#points[3 * point + 2] as number) - target[2]
    found.add(dx * dx + dy * dy + dz * dz, point)
    const across = target[axis as 0 | 1 | 2] - (this.#points[3 * point + axis] as number)
    const next = (axis + 1) % 3
    if (across < 0) this.#search(start, middle, next, target, found)
    else this.#search(middle + 1, end, next, target, found)
    // Equal distances may hide on the other side too: the lower number must win.
    if (across * across <= found.worst) {
      if (across < 0) this.#search(middle + 1, end, next, target, found)
      else this.#search(start, middle, next, target, found)
    }
  }
}

function unitVector(lat: number, lon: number): readonly [number, number, number] {
  const [phi, lambda] = [(lat * Math.PI) / 180, (lon * Math.PI) / 180]
  return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)]
}

/** The m least (distance, number), as a heap whose root is the greatest. */
class NearestHeap {
  readonly #m: number
  readonly #items: { distance: number; point: number }[] = []

  constructor(m: number) {
    this.#m = m
  }

  get worst(): number {
    return this.#items.length < this.#m ? Infinity : (this.#items[0]?.distance ?? Infinity)
  }

  add(distance: number, point: number): void {
    const items = this.#items
    const item = { distance, point }
    if (items.length < this.#m) {
      let at = items.push(item) - 1
      while (at > 0) {
        const parent = (at - 1) >> 1
        if (!before(items[parent], item)) break
        items[at] = items[parent] as typeof item
        at = parent
      }
      items[at] = item
      return
    }
    if (!before(item, items[0])) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && before(items[child], items[child + 1])) child++
      if (!before(item, items[child])) break
      items[at] = items[child] as typeof item
      at = child
    }
    items[at] = item
  }

  sorted(): Int32Array {
    return Int32Array.from(this.#items.sort((a, b) => (before(a, b) ? -1 : 1)).map((item) => item.point))
  }
}

function before(a: { distance: number; point: number } | undefined, b: { distance: number; point: number } | undefined): boolean {
  if (a === undefined || b === undefined) return false
  return a.distance < b.distance || (a.distance === b.distance && a.point < b.point)
}
