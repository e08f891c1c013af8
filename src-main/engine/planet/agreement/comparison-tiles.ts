import { drawKey, uidHash } from '#shared/domain/queue-draw.ts'

/** A place with the satellite view that stands for it. */
export interface ComparisonTile {
  readonly place: number
  readonly view: number
}

/**
 * Draws the tiles of a split that captions are compared with: of the places in the order that the seed and their uids
 * draw, the first `count` and one more, since a caption's own place is left out where it is among them. A place keeps
 * its position in the draw whatever other places come or go.
 */
export class ComparisonDraw {
  readonly #count: number
  readonly #seed: number
  #drawn: (ComparisonTile & { readonly uid: string; readonly key: number })[] = []

  constructor(count: number, seed: number) {
    this.#count = count
    this.#seed = seed
  }

  /** Offers a place that has a signature. Of millions only the first few thousand in the draw's order are held. */
  offer(place: number, view: number, uid: string): void {
    this.#drawn.push({ place, view, uid, key: drawKey(uidHash(uid), this.#seed) })
    if (this.#drawn.length > 4 * this.#count + 64) this.#cut()
  }

  /** In the draw's order; at most one more than was asked for. */
  tiles(): ComparisonTile[] {
    this.#cut()
    return this.#drawn.map(({ place, view }) => ({ place, view }))
  }

  #cut(): void {
    this.#drawn.sort((a, b) => a.key - b.key || (a.uid < b.uid ? -1 : 1))
    this.#drawn.length = Math.min(this.#drawn.length, this.#count + 1)
  }
}

/** Indices of the tiles that a caption of `place` is compared with: the first `count` of other places; if there are fewer, all. */
export function comparisonsOf(tiles: readonly ComparisonTile[], place: number, count: number): number[] {
  const others: number[] = []
  for (let i = 0; i < tiles.length && others.length < count; i++) if (tiles[i]?.place !== place) others.push(i)
  return others
}
