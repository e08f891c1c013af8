/** A decoded picture, as `ImageBitmap` is one. */
export interface DecodedPicture {
  readonly width: number
  readonly height: number
  close(): void
}

/**
 * Pictures decoded ahead of their use, off the main thread, so that drawing one is a copy and never a decoding. What was
 * not used for longest is closed when they take more than `limit` bytes (4 a pixel).
 */
export class PictureCache<P extends DecodedPicture> {
  readonly #decode: (url: string, signal: AbortSignal) => Promise<P>
  readonly #limit: number
  /** Least recently used first. */
  readonly #kept = new Map<string, P>()
  readonly #loading = new Map<string, { readonly picture: Promise<P>; readonly abort: AbortController }>()
  #bytes = 0

  constructor(decode: (url: string, signal: AbortSignal) => Promise<P>, limit: number) {
    this.#decode = decode
    this.#limit = limit
  }

  /** Bytes of all decoded pictures that are kept. */
  get bytes(): number {
    return this.#bytes
  }

  /** The picture if it is decoded. Draw it at once: it may be closed later. */
  get(url: string): P | undefined {
    const picture = this.#kept.get(url)
    if (picture === undefined) return undefined
    this.#kept.delete(url)
    this.#kept.set(url, picture)
    return picture
  }

  /** Decodes it unless that is done or under way. Rejects where it cannot be shown, and may be tried again. */
  load(url: string): Promise<P> {
    const kept = this.get(url)
    if (kept !== undefined) return Promise.resolve(kept)
    const under = this.#loading.get(url)
    if (under !== undefined) return under.picture
    const abort = new AbortController()
    const picture = this.#decode(url, abort.signal)
      .then((decoded) => {
        if (abort.signal.aborted) {
          decoded.close()
          throw new DOMException('The picture is not wanted any more', 'AbortError')
        }
        this.#kept.set(url, decoded)
        this.#bytes += size(decoded)
        this.#shrink(url)
        return decoded
      })
      .finally(() => {
        if (this.#loading.get(url)?.abort === abort) this.#loading.delete(url)
      })
    this.#loading.set(url, { picture, abort })
    return picture
  }

  /** Closes all of them and ends what is under way. */
  clear(): void {
    for (const { abort } of this.#loading.values()) abort.abort()
    this.#loading.clear()
    for (const picture of this.#kept.values()) picture.close()
    this.#kept.clear()
    this.#bytes = 0
  }

  #shrink(newest: string): void {
    for (const [url, picture] of this.#kept) {
      if (this.#bytes <= this.#limit) return
      if (url === newest) continue
      this.#kept.delete(url)
      this.#bytes -= size(picture)
      picture.close()
    }
  }
}

function size({ width, height }: DecodedPicture): number {
  return width * height * 4
}

async function decodeUrl(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch(url, { signal })
  if (!answer.ok) throw new Error(`The picture could not be read (${answer.status})`)
  return await createImageBitmap(await answer.blob())
}

/** The pictures of the application: 24 of 1024 x 1024 pixels. */
export const pictures = new PictureCache(decodeUrl, 96 * 2 ** 20)
