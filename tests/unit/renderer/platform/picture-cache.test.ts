import { describe, expect, it } from 'vitest'
import { PictureCache, type DecodedPicture } from '#renderer/platform/picture-cache.ts'

class Picture implements DecodedPicture {
  readonly width = 10
  readonly height = 10
  closed = false
  close(): void {
    this.closed = true
  }
}

/** A cache for `room` pictures; each decodes when `finish` is called for it. */
function make(room: number) {
  const waiting = new Map<string, { resolve: (picture: Picture) => void; reject: (error: Error) => void }>()
  let decodings = 0
  const cache = new PictureCache<Picture>((url) => {
    decodings++
    return new Promise((resolve, reject) => waiting.set(url, { resolve, reject }))
  }, room * 400)
  const finish = async (url: string): Promise<Picture> => {
    const picture = new Picture()
    const done = cache.load(url)
    waiting.get(url)?.resolve(picture)
    await done
    return picture
  }
  return { cache, finish, waiting, decodings: () => decodings }
}

describe('PictureCache', () => {
  it('decodes once for all who ask, and then answers at once', async () => {
    const { cache, finish, decodings } = make(3)
    const first = cache.load('a')
    expect(cache.get('a')).toBeUndefined()
    const picture = await finish('a')
    expect(await first).toBe(picture)
    expect(cache.get('a')).toBe(picture)
    expect(await cache.load('a')).toBe(picture)
    expect(decodings()).toBe(1)
  })

  it('closes what was not used for longest, and never holds more than its limit', async () => {
    const { cache, finish } = make(2)
    const [a, b] = [await finish('a'), await finish('b')]
    cache.get('a')
    const c = await finish('c')
    expect([a.closed, b.closed, c.closed]).toEqual([false, true, false])
    expect(cache.bytes).toBe(800)
    expect(cache.get('b')).toBeUndefined()
  })

  it('keeps one that is larger than the limit while it is the newest', async () => {
    const { cache, finish } = make(0)
    const a = await finish('a')
    expect(cache.get('a')).toBe(a)
    await finish('b')
    expect(a.closed).toBe(true)
    expect(cache.bytes).toBe(400)
  })

  it('can be asked again for one that could not be decoded', async () => {
    const { cache, finish, waiting } = make(2)
    const first = cache.load('a')
    waiting.get('a')?.reject(new Error('broken'))
    await expect(first).rejects.toThrow('broken')
    expect(await finish('a')).toBe(cache.get('a'))
  })

  it('closes all when it is cleared, those still under way too', async () => {
    const { cache, finish, waiting } = make(4)
    const a = await finish('a')
    const late = new Picture()
    const under = cache.load('b')
    cache.clear()
    waiting.get('b')?.resolve(late)
    await expect(under).rejects.toThrow('not wanted')
    expect([a.closed, late.closed, cache.bytes]).toEqual([true, true, 0])
    expect(cache.get('b')).toBeUndefined()
  })
})
