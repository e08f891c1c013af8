/** Reads positions [start, start + count) of the opened queue. */
export type ReadQueue = (start: number, count: number) => Promise<{ total: number; captions: readonly number[] }>

const pageSize = 200

/** The ids of a queue, read in pages when they are needed, and where each known caption stands. */
export class QueuePages {
  readonly #read: ReadQueue
  readonly #pages = new Map<number, Promise<readonly number[]>>()
  readonly #ids = new Map<number, number>()
  readonly #positions = new Map<number, number>()
  /** Null until the first page is there. */
  total: number | null = null

  constructor(read: ReadQueue) {
    this.#read = read
  }

  /** The caption at a position if it is known already. */
  peek(index: number): number | undefined {
    return this.#ids.get(index)
  }

  /** Where a caption stands, if its page has been read. */
  positionOf(caption: number): number | undefined {
    return this.#positions.get(caption)
  }

  /** Captions at [start, start + count), fewer at the end. */
  async range(start: number, count: number): Promise<number[]> {
    if (start < 0 || count <= 0) return []
    const pages: Promise<readonly number[]>[] = []
    for (let page = Math.floor(start / pageSize); page * pageSize < start + count; page++) {
      if (this.total !== null && page > 0 && page * pageSize >= this.total) break
      pages.push(this.#page(page))
    }
    await Promise.all(pages)
    const found: number[] = []
    for (let index = start; index < start + count; index++) {
      const caption = this.#ids.get(index)
      if (caption !== undefined) found.push(caption)
    }
    return found
  }

  #page(page: number): Promise<readonly number[]> {
    let reading = this.#pages.get(page)
    if (reading === undefined) {
      reading = this.#read(page * pageSize, pageSize).then(({ total, captions }) => {
        this.total = total
        captions.forEach((caption, i) => {
          this.#ids.set(page * pageSize + i, caption)
          this.#positions.set(caption, page * pageSize + i)
        })
        return captions
      })
      // A page that could not be read is asked for again the next time.
      reading.catch(() => this.#pages.delete(page))
      this.#pages.set(page, reading)
    }
    return reading
  }
}
