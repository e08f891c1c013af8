/**
 * Polygons of many documents as flat arrays in shared memory. Document i's corners are `[lon, lat]` pairs from
 * `starts[i]` to `starts[i + 1]` (counted in pairs), not closed; none: it has no footprint. Longitudes go on beyond 180
 * where a polygon crosses the antimeridian, so that its sides are never longer than half the Earth.
 */
export interface Footprints {
  readonly starts: Int32Array
  readonly corners: Float64Array
}

/** Corners as they are kept: sides take the short way round the Earth. Null where they enclose nothing. */
export function unrolled(ring: readonly (readonly [number, number])[]): number[] | null {
  const out: number[] = []
  for (const [lon, lat] of ring) {
    if (!Number.isFinite(lon) || !Number.isFinite(lat)) return null
    const before = out.length === 0 ? lon : (out[out.length - 2] as number)
    out.push(lon - 360 * Math.round((lon - before) / 360), lat)
  }
  return out.length < 6 ? null : out
}

/** Boxes of a leaf. */
const leaf = 16

/**
 * Which of many footprints hold a point. Boxes are packed into a tree (sorted in strips by longitude, within a strip by
 * latitude), so that a million are asked in microseconds. A point on a side belongs to the footprint. Footprints around
 * a pole are read as the plane of longitudes and latitudes shows them.
 */
export class FootprintIndex {
  readonly #footprints: Footprints
  /** Documents in the order of the leaves. */
  readonly #order: Int32Array
  /** West, south, east, north of each node, by level: the documents first, the root last. */
  readonly #levels: Float64Array[] = []

  constructor(footprints: Footprints) {
    this.#footprints = footprints
    const { starts } = footprints
    const boxes = new Float64Array(4 * (starts.length - 1))
    const present: number[] = []
    for (let i = 0; i + 1 < starts.length; i++) if (this.#box(i, boxes)) present.push(i)
    const centre = (i: number, axis: 0 | 1): number => (boxes[4 * i + axis] as number) + (boxes[4 * i + axis + 2] as number)
    present.sort((a, b) => centre(a, 0) - centre(b, 0))
    const strips = Math.max(1, Math.ceil(Math.sqrt(present.length / leaf)))
    const length = Math.max(leaf, Math.ceil(present.length / strips / leaf) * leaf)
    const order: number[] = []
    for (let from = 0; from < present.length; from += length) for (const document of present.slice(from, from + length).sort((a, b) => centre(a, 1) - centre(b, 1))) order.push(document)
    this.#order = Int32Array.from(order)
    const lowest = new Float64Array(4 * order.length)
    order.forEach((document, at) => lowest.set(boxes.subarray(4 * document, 4 * document + 4), 4 * at))
    this.#levels.push(lowest)
    for (let below: Float64Array = lowest; below.length > 4; ) {
      const above = joined(below)
      this.#levels.push(above)
      below = above
    }
  }

  /** Documents whose footprint holds the point, rising. */
  holding(lat: number, lon: number): Int32Array {
    const found: number[] = []
    // A polygon that was unrolled across the antimeridian lies up to a whole turn away.
    for (const turned of [lon, lon + 360, lon - 360]) this.#search(this.#levels.length - 1, 0, turned, lat, found)
    return Int32Array.from(new Set(found)).sort()
  }

  has(document: number): boolean {
    return (this.#footprints.starts[document + 1] as number) > (this.#footprints.starts[document] as number)
  }

  #search(level: number, node: number, lon: number, lat: number, found: number[]): void {
    const boxes = this.#levels[level] as Float64Array
    if (boxes.length === 0) return
    const at = 4 * node
    if (!(lon >= (boxes[at] as number) && lat >= (boxes[at + 1] as number) && lon <= (boxes[at + 2] as number) && lat <= (boxes[at + 3] as number))) return
    if (level === 0) {
      const document = this.#order[node] as number
      if (this.#holds(document, lon, lat)) found.push(document)
      return
    }
    const last = Math.min((this.#levels[level - 1] as Float64Array).length / 4, (node + 1) * leaf)
    for (let child = node * leaf; child < last; child++) this.#search(level - 1, child, lon, lat, found)
  }

  /** Even-odd rule; a point on a side counts as inside. */
  #holds(document: number, x: number, y: number): boolean {
    const { starts, corners } = this.#footprints
    const [first, end] = [starts[document] as number, starts[document + 1] as number]
    let inside = false
    for (let i = first, j = end - 1; i < end; j = i++) {
      const [ax, ay, bx, by] = [corners[2 * i] as number, corners[2 * i + 1] as number, corners[2 * j] as number, corners[2 * j + 1] as number]
      const turn = (bx - ax) * (y - ay) - (by - ay) * (x - ax)
      if (turn === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx) && y >= Math.min(ay, by) && y <= Math.max(ay, by)) return true
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
    }
    return inside
  }

  #box(document: number, into: Float64Array): boolean {
    const { starts, corners } = this.#footprints
    const box = into.subarray(4 * document, 4 * document + 4)
    box.set([Infinity, Infinity, -Infinity, -Infinity])
    for (let i = starts[document] as number; i < (starts[document + 1] as number); i++) grow(box, corners[2 * i] as number, corners[2 * i + 1] as number)
    return this.has(document)
  }
}

function grow(box: Float64Array, x: number, y: number): void {
  box[0] = Math.min(box[0] as number, x)
  box[1] = Math.min(box[1] as number, y)
  box[2] = Math.max(box[2] as number, x)
  box[3] = Math.max(box[3] as number, y)
}

function joined(below: Float64Array): Float64Array {
  const nodes = below.length / 4
  const out = new Float64Array(4 * Math.ceil(nodes / leaf))
  for (let i = 0; i < out.length / 4; i++) {
    const box = out.subarray(4 * i, 4 * i + 4)
    box.set([Infinity, Infinity, -Infinity, -Infinity])
    for (let child = leaf * i; child < Math.min(nodes, leaf * (i + 1)); child++) {
      grow(box, below[4 * child] as number, below[4 * child + 1] as number)
      grow(box, below[4 * child + 2] as number, below[4 * child + 3] as number)
    }
  }
  return out
}
