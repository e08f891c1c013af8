import { earthRadiusM } from './distance.ts'

/** Points under a leaf of the tree. */
const leaf = 16

/**
 * The least distance in metres between two points of different classes; null where there are no two. Class 0 counts
 * nowhere, nor do points with a NaN coordinate. For each class a k-d tree with bounding boxes over unit vectors in space; the points
 * of the other, smaller classes are looked up in it, and the best distance so far prunes every look-up.
 */
export function nearestBetween(lat: Float64Array, lon: Float64Array, classes: Uint8Array): number | null {
  const byClass = new Map<number, number[]>()
  const points = new Float64Array(3 * lat.length)
  const radians = Math.PI / 180
  for (let i = 0; i < lat.length; i++) {
    const [phi, lambda] = [(lat[i] as number) * radians, (lon[i] as number) * radians]
    const own = classes[i] as number
    if (own === 0 || Number.isNaN(phi + lambda)) continue
    points[3 * i] = Math.cos(phi) * Math.cos(lambda)
    points[3 * i + 1] = Math.cos(phi) * Math.sin(lambda)
    points[3 * i + 2] = Math.sin(phi)
    const members = byClass.get(own)
    if (members) members.push(i)
    else byClass.set(own, [i])
  }
  const sorted = [...byClass.values()].sort((a, b) => b.length - a.length)
  let best = Infinity
  sorted.forEach((members, rank) => {
    const others = sorted.slice(rank + 1).flat()
    if (others.length === 0) return
    const tree = new BoxTree(points, Int32Array.from(members))
    for (const other of others) best = tree.nearer(other, best)
  })
  return best === Infinity ? null : 2 * earthRadiusM * Math.asin(Math.min(1, Math.sqrt(best) / 2))
}

/** A balanced tree in an array; node n has the children 2n + 1 and 2n + 2, and halves the range of its parent. */
class BoxTree {
  readonly #points: Float64Array
  readonly #order: Int32Array
  readonly #boxes = new Map<number, Float64Array>()

  constructor(points: Float64Array, order: Int32Array) {
    this.#points = points
    this.#order = order
    this.#build(0, 0, order.length)
  }

  /** The lesser of `best` and the squared chord from a point to the nearest of the tree. */
  nearer(point: number, best: number): number {
    return this.#search(0, 0, this.#order.length, point, best)
  }

  #build(node: number, start: number, end: number): void {
    const box = Float64Array.of(Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity)
    for (let i = start; i < end; i++) {
      for (let axis = 0; axis < 3; axis++) {
        const value = this.#points[3 * (this.#order[i] as number) + axis] as number
        if (value < (box[axis] as number)) box[axis] = value
        if (value > (box[axis + 3] as number)) box[axis + 3] = value
      }
    }
    this.#boxes.set(node, box)
    if (end - start <= leaf) return
    const spans = [0, 1, 2].map((axis) => (box[axis + 3] as number) - (box[axis] as number))
    const axis = spans.indexOf(Math.max(...spans))
    const middle = (start + end) >> 1
    this.#select(start, end - 1, middle, axis)
    this.#build(2 * node + 1, start, middle)
    this.#build(2 * node + 2, middle, end)
  }

  /** Quickselect (Hoare): the element of rank `middle` along the axis in its place, smaller ones before, larger after. */
  #select(from: number, to: number, middle: number, axis: number): void {
    const order = this.#order
    const value = (at: number): number => this.#points[3 * (order[at] as number) + axis] as number
    while (from < to) {
      const pivot = value((from + to) >> 1)
      let [i, j] = [from, to]
      while (i <= j) {
        while (value(i) < pivot) i++
        while (value(j) > pivot) j--
        if (i > j) break
        const moved = order[i] as number
        order[i++] = order[j] as number
        order[j--] = moved
      }
      if (middle <= j) to = j
      else if (middle >= i) from = i
      else return
    }
  }

  #search(node: number, start: number, end: number, point: number, best: number): number {
    if (this.#toBox(node, point) >= best) return best
    if (end - start <= leaf) {
      for (let i = start; i < end; i++) {
        const other = this.#order[i] as number
        let sum = 0
        for (let axis = 0; axis < 3; axis++) sum += ((this.#points[3 * other + axis] as number) - (this.#points[3 * point + axis] as number)) ** 2
        if (sum < best) best = sum
      }
      return best
    }
    const middle = (start + end) >> 1
    const leftFirst = this.#toBox(2 * node + 1, point) <= this.#toBox(2 * node + 2, point)
    for (const left of leftFirst ? [true, false] : [false, true]) best = left ? this.#search(2 * node + 1, start, middle, point, best) : this.#search(2 * node + 2, middle, end, point, best)
    return best
  }

  #toBox(node: number, point: number): number {
    const box = this.#boxes.get(node)
    if (box === undefined) return Infinity
    let sum = 0
    for (let axis = 0; axis < 3; axis++) {
      const value = this.#points[3 * point + axis] as number
      const outside = Math.max((box[axis] as number) - value, 0, value - (box[axis + 3] as number))
      sum += outside * outside
    }
    return sum
  }
}
