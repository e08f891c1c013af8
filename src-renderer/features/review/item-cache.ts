import type { ReviewItem } from '#shared/contracts/review.ts'

export type ReadItems = (captions: number[]) => Promise<readonly ReviewItem[]>

/** The contract's limit for one call of `review.items`. */
const batch = 20

/**
 * Items read ahead of the person, newest used last. `get` answers at once or not at all, so that the next caption is on
 * the screen when the key comes up.
 */
export class ItemCache {
  readonly #read: ReadItems
  readonly #items = new Map<number, ReviewItem>()
  readonly #reading = new Map<number, Promise<void>>()
  readonly #limit: number

  constructor(read: ReadItems, limit = 120) {
    this.#read = read
    this.#limit = limit
  }

  get(caption: number): ReviewItem | undefined {
    const item = this.#items.get(caption)
    if (item !== undefined) {
      this.#items.delete(caption)
      this.#items.set(caption, item)
    }
    return item
  }

  /** Reads those that are not there and not on their way; resolves when all of them are there. */
  async load(captions: readonly number[]): Promise<void> {
    const missing = captions.filter((caption) => !this.#items.has(caption) && !this.#reading.has(caption))
    for (let i = 0; i < missing.length; i += batch) this.#fetch(missing.slice(i, i + batch))
    await Promise.all(captions.flatMap((caption) => this.#reading.get(caption) ?? []))
  }

  /** Reads one again, whatever is kept of it. */
  async refresh(caption: number): Promise<ReviewItem | undefined> {
    await this.#reading.get(caption)?.catch(() => undefined)
    this.#fetch([caption])
    await this.#reading.get(caption)
    return this.get(caption)
  }

  /** Changes what is kept, before the engine has answered. */
  patch(caption: number, change: (item: ReviewItem) => ReviewItem): ReviewItem | undefined {
    const item = this.#items.get(caption)
    if (item === undefined) return undefined
    const changed = change(item)
    this.#items.set(caption, changed)
    return changed
  }

  clear(): void {
    this.#items.clear()
    this.#reading.clear()
  }

  #fetch(captions: number[]): void {
    const reading = this.#read(captions)
      .then((items) => {
        for (const item of items) {
          this.#items.delete(item.caption.id)
          this.#items.set(item.caption.id, item)
        }
        for (const oldest of this.#items.keys()) {
          if (this.#items.size <= this.#limit) break
          this.#items.delete(oldest)
        }
      })
      .finally(() => {
        for (const caption of captions) this.#reading.delete(caption)
      })
    for (const caption of captions) this.#reading.set(caption, reading)
    reading.catch(() => undefined)
  }
}
