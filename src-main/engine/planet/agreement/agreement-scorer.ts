import { signatureKinds, type Agreement, type PerSignature, type SignatureKind } from '#shared/domain/planet.ts'
import type { VectorFile } from '../../store/vector-file.ts'
import { signatureLength } from '../network/physical-heads.ts'
import { foldFolder, foldOfRegion, type AgreementState, type SplitName } from './agreement-state.ts'
import { comparisonsOf } from './comparison-tiles.ts'
import { FoldHeads } from './fold-heads.ts'
import type { BaseTexts } from './head-base.ts'
import { cosineBins, percentile } from './percentile.ts'

/** A text, and the place that it speaks of. */
export interface ScoredText {
  readonly text: string
  readonly place: number
  readonly region: number
  readonly split: SplitName
  /** The view that stands for the place. */
  readonly view: number
}

export interface TextAgreement {
  readonly agreement: Agreement
  /** Cosines of the text's descriptors with the signatures of its own tile. */
  readonly own: PerSignature
  /** How many tiles it was compared with. */
  readonly comparisons: number
  /** Where they were asked for: the comparisons' cosines in equal bins over [-1, 1]. */
  readonly bins: Readonly<Record<SignatureKind, number[]>> | null
}

interface Projected {
  /** Projections of the split's tiles, [tiles, 3 x physical], without those that have no signature. */
  readonly rows: Float32Array
  readonly tiles: readonly { readonly place: number; readonly view: number }[]
}

/** Folds whose heads stay open; a page of captions may need all of them, a person who edits needs one or two. */
const openFolds = 8

/**
 * Scores texts against their own tiles: the percentile of the cosine with the own tile among the cosines with the
 * comparison tiles of the split, by the heads of the region's fold. The same text, place and heads give exactly the same
 * numbers, alone or among others.
 */
export class AgreementScorer {
  readonly #planet: string
  readonly #state: AgreementState
  readonly #signatures: VectorFile
  readonly #base: BaseTexts | null
  readonly #foldOf: (region: number) => number
  readonly #heads = new Map<number, Promise<FoldHeads>>()
  readonly #projected = new Map<string, Promise<Projected>>()

  /** `planet`: the project's folder of that name. `signatures` must be of the state's spec; `base` is the encoder that the heads stand on. Both stay the caller's to close. */
  constructor(planet: string, state: AgreementState, signatures: VectorFile, base: BaseTexts | null) {
    this.#planet = planet
    this.#state = state
    this.#signatures = signatures
    this.#base = base
    this.#foldOf = foldOfRegion(state)
  }

  /** Null for texts whose view has no signature. `bins`: how many are wanted; 0: none. */
  async score(texts: readonly ScoredText[], bins = 0): Promise<(TextAgreement | null)[]> {
    const out = new Array<TextAgreement | null>(texts.length).fill(null)
    const byFold = new Map<number, number[]>()
    texts.forEach(({ region, view }, i) => {
      if (!this.#signatures.has(view)) return
      const fold = this.#foldOf(region)
      const indices = byFold.get(fold)
      if (indices) indices.push(i)
      else byFold.set(fold, [i])
    })
    for (const [fold, indices] of [...byFold].sort(([a], [b]) => a - b)) {
      const own = indices.map((i) => texts[i] as ScoredText)
      const heads = await this.#foldHeads(fold)
      const descriptors = await heads.describe(own.map(({ text }) => text.trim()))
      const { rows, missing } = this.#read(own.map(({ view }) => view))
      const tiles = await heads.project(rows)
      const width = 3 * heads.physical
      for (const [at, text] of own.entries()) {
        if (missing.has(text.view)) continue
        const among = await this.#comparisons(fold, text.split)
        const others = comparisonsOf(among.tiles, text.place, this.#state.options.comparisons)
        out[indices[at] as number] = compared(descriptors.subarray(at * width, (at + 1) * width), tiles.subarray(at * width, (at + 1) * width), among.rows, others, bins)
      }
    }
    return out
  }

  async close(): Promise<void> {
    const open = [...this.#heads.values()]
    this.#heads.clear()
    for (const heads of open) await heads.then((one) => one.close(), () => undefined)
  }

  #foldHeads(fold: number): Promise<FoldHeads> {
    const found = this.#heads.get(fold) ?? FoldHeads.open(foldFolder(this.#planet, this.#state.heads, fold), this.#base)
    this.#heads.delete(fold)
    this.#heads.set(fold, found)
    found.catch(() => this.#heads.delete(fold))
    for (const [oldest, heads] of this.#heads) {
      if (this.#heads.size <= openFolds) break
      this.#heads.delete(oldest)
      void heads.then((one) => one.close(), () => undefined)
    }
    return found
  }

  #comparisons(fold: number, split: SplitName): Promise<Projected> {
    const key = `${fold} ${split}`
    const found = this.#projected.get(key)
    if (found) return found
    const made = this.#project(fold, split)
    this.#projected.set(key, made)
    made.catch(() => this.#projected.delete(key))
    return made
  }

  async #project(fold: number, split: SplitName): Promise<Projected> {
    const present = this.#state.tiles[split].filter(({ view }) => this.#signatures.has(view))
    const { rows, missing } = this.#read(present.map(({ view }) => view))
    const tiles = present.filter(({ view }) => !missing.has(view))
    const whole = missing.size === 0 ? rows : this.#read(tiles.map(({ view }) => view)).rows
    return { rows: await (await this.#foldHeads(fold)).project(whole), tiles }
  }

  #read(views: readonly number[]): { rows: Float32Array; missing: ReadonlySet<number> } {
    const rows = new Float32Array(views.length * signatureLength)
    return { rows, missing: new Set(this.#signatures.gather(Int32Array.from(views), rows)) }
  }
}

function compared(text: Float32Array, tile: Float32Array, among: Float32Array, others: Int32Array, bins: number): TextAgreement {
  const width = text.length
  const physical = width / 3
  const of = signatureKinds.map((_, kind) => {
    const from = kind * physical
    const own = cosine(text, from, tile, from, physical)
    const cosines = Float64Array.from(others, (row) => cosine(text, from, among, row * width + from, physical))
    return { own, percentile: percentile(own, cosines), bins: bins > 0 ? cosineBins(cosines, bins) : [] }
  })
  const [colour, structure, texture] = of as [(typeof of)[number], (typeof of)[number], (typeof of)[number]]
  return {
    agreement: { colour: colour.percentile, structure: structure.percentile, texture: texture.percentile },
    own: { colour: colour.own, structure: structure.own, texture: texture.own },
    comparisons: others.length,
    bins: bins > 0 ? { colour: colour.bins, structure: structure.bins, texture: texture.bins } : null
  }
}

/** The dot product of two vectors of length 1, summed in double precision. */
function cosine(a: Float32Array, fromA: number, b: Float32Array, fromB: number, count: number): number {
  let sum = 0
  for (let i = 0; i < count; i++) sum += (a[fromA + i] as number) * (b[fromB + i] as number)
  return sum
}
