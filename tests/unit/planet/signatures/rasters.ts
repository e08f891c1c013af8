/** Rasters that the signature tests share. Coordinates: x to the east, y to the south. */
export type Paint = (x: number, y: number) => readonly [number, number, number]

export function raster(size: number, paint: Paint): Uint8Array {
  const out = new Uint8Array(size * size * 3)
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) out.set(paint(x, y), (y * size + x) * 3)
  return out
}

export const grey = (level: number): readonly [number, number, number] => [level, level, level]

/** Turned by a quarter counter-clockwise: what was east is north. */
export function turned(pixels: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(pixels.length)
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) out.set(pixels.subarray((y * size + x) * 3, (y * size + x) * 3 + 3), ((size - 1 - x) * size + y) * 3)
  return out
}

/** Numbers in 0..1 by xorshift32: the same in every run. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

/** A picture like a tile: fields, roads at odd angles, roofs, noise. */
export function tile(size: number, seed: number): Uint8Array {
  const next = random(seed)
  const fields = Array.from({ length: 6 }, () => ({ a: next() * 6, f: 4 + next() * 40, colour: [next() * 90, next() * 90, next() * 90] }))
  const angle = next() * Math.PI
  return raster(size, (x, y) => {
    const across = ((x * Math.sin(angle) + y * Math.cos(angle)) % 40) / 40
    const road = Math.abs(across) < 0.12 ? 70 : 0
    const mixed = [0, 1, 2].map((channel) => 60 + road + fields.reduce((sum, { a, f, colour }) => sum + (colour[channel] as number) * 0.25 * (1 + Math.sin((f * (x * Math.cos(a) + y * Math.sin(a))) / size)), 0) + 12 * next())
    return mixed.map((value) => Math.max(20, Math.min(215, Math.round(value)))) as [number, number, number]
  })
}
