import { drawKey, uidHash } from '#shared/domain/queue-draw.ts'

/**
 * Draws `count` items from any number, held a few thousand at a time: those that come first in the order that the seed
 * and their uids draw. An item keeps its position in that order whatever others come or go.
 */
export class PlaceDraw<T extends { readonly uid: string }> {
  readonly #count: number
  readonly #seed: number
  #held: { readonly item: T; readonly key: number }[] = []

  constructor(count: number, seed: number) {
    this.#count = count
    this.#seed = seed
  }

  offer(item: T): void {
    this.#held.push({ item, key: drawKey(uidHash(item.uid), this.#seed) })
    if (this.#held.length > 4 * this.#count + 64) this.#cut()
  }

  /** In the draw's order. */
  drawn(): T[] {
    this.#cut()
    return this.#held.map(({ item }) => item)
  }

  #cut(): void {
    this.#held.sort((a, b) => a.key - b.key || (a.item.uid < b.item.uid ? -1 : 1))
    this.#held.length = Math.min(this.#held.length, this.#count)
  }
}
