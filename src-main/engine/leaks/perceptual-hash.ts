/** Of the grey raster that is hashed: 9 x 8 blocks of 4 x 4 pixels for the differences, the middle 32 x 32 for the frequencies. */
export const hashRaster = { width: 36, height: 32 } as const

/** 16-bit numbers: four of the difference hash, four of the frequency hash. Exact as float32, so that vector files keep them. */
export const hashNumbers = 8
/** Least standard deviation of the grey levels: of a tile of even sea or desert only noise would be hashed. */
const leastContrast = 3

/**
 * Two perceptual hashes of a grey picture (`hashRaster`, 0..255); null where it is too even to have any.
 *
 * - Differences (dHash, Krawetz 2013): for 9 x 8 block means, whether each is darker than its right neighbour.
 * - Frequencies (pHash, Zauner, "Implementation and benchmarking of perceptual image hash functions", 2010): the 8 x 8
 *   lowest frequencies of a 32 x 32 cosine transform, without the mean, each against their median.
 *
 * Both keep what resizing, recompressing and a change of brightness leave; asking both to agree leaves few strangers.
 */
export function perceptualHash(grey: Uint8Array): Uint16Array | null {
  const { width, height } = hashRaster
  let [sum, squares] = [0, 0]
  for (const level of grey) {
    sum += level
    squares += level * level
  }
  const mean = sum / grey.length
  if (squares / grey.length - mean * mean < leastContrast * leastContrast) return null
  const out = new Uint16Array(hashNumbers)
  const blocks = new Float64Array(72)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) blocks[(y >> 2) * 9 + (x >> 2)] = (blocks[(y >> 2) * 9 + (x >> 2)] as number) + (grey[y * width + x] as number)
  for (let bit = 0; bit < 64; bit++) {
    const at = (bit >> 3) * 9 + (bit & 7)
    if ((blocks[at] as number) < (blocks[at + 1] as number)) set(out, bit)
  }
  const frequencies = lowFrequencies(grey)
  // The mean of the picture (0, 0) is no structure: it takes no part in the median.
  const sorted = frequencies.slice(1).sort()
  const median = sorted[sorted.length >> 1] as number
  for (let bit = 1; bit < 64; bit++) if ((frequencies[bit] as number) > median) set(out, 64 + bit)
  return out
}

/** Bits in which two of the four-number halves differ. `half` 0: differences, 1: frequencies. */
export function hashDistance(a: ArrayLike<number>, b: ArrayLike<number>, half: 0 | 1, startA = 0, startB = 0): number {
  let bits = 0
  for (let i = 4 * half; i < 4 * half + 4; i++) bits += bitCount((a[startA + i] as number) ^ (b[startB + i] as number))
  return bits
}

/** Of a 16-bit number. */
export function bitCount(value: number): number {
  let v = value - ((value >>> 1) & 0x5555)
  v = (v & 0x3333) + ((v >>> 2) & 0x3333)
  v = (v + (v >>> 4)) & 0x0f0f
  return (v + (v >>> 8)) & 0x1f
}

function set(numbers: Uint16Array, bit: number): void {
  numbers[bit >> 4] = (numbers[bit >> 4] as number) | (1 << (bit & 15))
}

/** DCT-II over the middle 32 x 32, its 8 x 8 lowest frequencies, row-major. */
function lowFrequencies(grey: Uint8Array): Float64Array {
  const rows = new Float64Array(32 * 8)
  const offset = (hashRaster.width - 32) / 2
  for (let y = 0; y < 32; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0
      for (let x = 0; x < 32; x++) sum += (grey[y * hashRaster.width + x + offset] as number) * (cosines[u * 32 + x] as number)
      rows[y * 8 + u] = sum
    }
  }
  const out = new Float64Array(64)
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0
      for (let y = 0; y < 32; y++) sum += (rows[y * 8 + u] as number) * (cosines[v * 32 + y] as number)
      out[v * 8 + u] = sum
    }
  }
  return out
}

const cosines = Float64Array.from({ length: 8 * 32 }, (_, i) => Math.cos(((2 * (i % 32) + 1) * Math.floor(i / 32) * Math.PI) / 64))
