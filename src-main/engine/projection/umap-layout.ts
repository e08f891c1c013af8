import type { FuzzyGraph } from './fuzzy-graph.ts'
import { fitted, type PlanePoints } from './principal-plane.ts'

/** 1 / (1 + a d^2b) fitted to min_dist 0.1 and spread 1, the defaults of the paper's authors. */
const a = 1.576943460405378
const b = 0.8950608781227859
const negatives = 5
const furthestStep = 4
/** The width that the points are first laid out in. */
const startWidth = 10

/**
 * The pull and the push at a squared distance, looked up by the sign, exponent and first ten bits of the mantissa of its
 * float32: within a two-thousandth of the distance. Powers took most of the time.
 */
const shift = 13
let forces: { readonly pull: Float32Array; readonly push: Float32Array } | null = null
const asFloat = new Float32Array(1)
const asBits = new Uint32Array(asFloat.buffer)

function forceTables(): NonNullable<typeof forces> {
  if (forces !== null) return forces
  // Positive numbers only: squared distances.
  const size = 2 ** (31 - shift)
  forces = { pull: new Float32Array(size), push: new Float32Array(size) }
  for (let i = 0; i < size; i++) {
    asBits[0] = (i << shift) | (1 << (shift - 1))
    const squared = asFloat[0] as number
    const power = squared ** b
    forces.pull[i] = squared > 0 ? (-2 * a * b * power) / (squared * (1 + a * power)) : 0
    forces.push[i] = (2 * b) / ((0.001 + squared) * (1 + a * power))
  }
  return forces
}

export interface LayoutOptions {
  readonly seed: number
  readonly epochs: number
}

/** Epochs as the paper's authors choose them. */
export function usualEpochs(points: number): number {
  return points <= 10_000 ? 500 : 200
}

/**
 * The layout of UMAP (McInnes, Healy and Melville 2018, section 3.2): neighbours pull each other in proportion to their
 * weight, five random others a pull push away, with a step that falls to zero. It starts from the plane of the principal
 * components (Kobak and Linderman 2021: what is kept of the global shape comes from the start), so the same points and
 * the same seed give the same picture. `run` lays out as many epochs as fit into some milliseconds, to be called again.
 */
export class UmapLayout {
  readonly epochs: number
  readonly #heads: Int32Array
  readonly #tails: Int32Array
  /** Epochs between two pulls of an edge, and the epoch of the next pull and the next push. */
  readonly #every: Float32Array
  readonly #nextPull: Float32Array
  readonly #nextPush: Float32Array
  readonly #at: Float64Array
  #random: number
  #done = 0

  constructor(graph: FuzzyGraph, start: Float32Array, options: LayoutOptions) {
    this.epochs = options.epochs
    let largest = 0
    for (const weight of graph.weight) largest = Math.max(largest, weight)
    // Edges that would not be pulled once are left out. The others are pulled from both ends.
    const kept = Array.from(graph.weight, (_, i) => i).filter((i) => (graph.weight[i] as number) * options.epochs >= largest)
    const n = kept.length
    this.#heads = new Int32Array(2 * n)
    this.#tails = new Int32Array(2 * n)
    this.#every = new Float32Array(2 * n)
    kept.forEach((edge, i) => {
      this.#heads[i] = this.#tails[n + i] = graph.from[edge] as number
      this.#tails[i] = this.#heads[n + i] = graph.to[edge] as number
      this.#every[i] = this.#every[n + i] = largest / (graph.weight[edge] as number)
    })
    this.#nextPull = Float32Array.from(this.#every)
    this.#nextPush = this.#every.map((every) => every / negatives)
    this.#random = (Math.imul(options.seed | 0, 0x9e3779b1) ^ 0x5bd1e995) | 0 || 1
    // Points at one place would never part: a little noise.
    this.#at = Float64Array.from(start, (value) => (value * startWidth) / 2 + (this.#unit() - 0.5) * 1e-3)
  }

  get done(): number {
    return this.#done
  }

  /** Lays out epochs until the time is over or all are done. */
  run(milliseconds: number): void {
    const end = performance.now() + milliseconds
    while (this.#done < this.epochs) {
      this.#epoch()
      if (performance.now() >= end) return
    }
  }

  points(): PlanePoints {
    return fitted(Float32Array.from(this.#at))
  }

  #epoch(): void {
    const epoch = this.#done++
    const alpha = 1 - epoch / this.epochs
    const { pull: pulls, push: pushForces } = forceTables()
    const at = this.#at
    const points = at.length / 2
    for (let edge = 0; edge < this.#heads.length; edge++) {
      if ((this.#nextPull[edge] as number) > epoch) continue
      const every = this.#every[edge] as number
      const head = 2 * (this.#heads[edge] as number)
      const tail = 2 * (this.#tails[edge] as number)
      let x = at[head] as number
      let y = at[head + 1] as number
      const dx = x - (at[tail] as number)
      const dy = y - (at[tail + 1] as number)
      const apart = dx * dx + dy * dy
      if (apart > 0) {
        asFloat[0] = apart
        const pull = pulls[(asBits[0] as number) >>> shift] as number
        const [stepX, stepY] = [step(pull * dx) * alpha, step(pull * dy) * alpha]
        x += stepX
        y += stepY
        at[tail] = (at[tail] as number) - stepX
        at[tail + 1] = (at[tail + 1] as number) - stepY
      }
      this.#nextPull[edge] = (this.#nextPull[edge] as number) + every
      const pushes = Math.floor((epoch - (this.#nextPush[edge] as number)) / (every / negatives))
      for (let push = 0; push < pushes; push++) {
        const other = 2 * Math.floor(this.#unit() * points)
        if (other === head) continue
        const ox = x - (at[other] as number)
        const oy = y - (at[other + 1] as number)
        const far = ox * ox + oy * oy
        if (far > 0) {
          asFloat[0] = far
          const away = pushForces[(asBits[0] as number) >>> shift] as number
          x += step(away * ox) * alpha
          y += step(away * oy) * alpha
        } else {
          x += furthestStep * alpha
          y += furthestStep * alpha
        }
      }
      this.#nextPush[edge] = (this.#nextPush[edge] as number) + pushes * (every / negatives)
      at[head] = x
      at[head + 1] = y
    }
  }

  /** Xorshift32: the same on every platform, and quick. */
  #unit(): number {
    let x = this.#random
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#random = x
    return (x >>> 0) / 4294967296
  }
}

function step(value: number): number {
  return value > furthestStep ? furthestStep : value < -furthestStep ? -furthestStep : value
}
