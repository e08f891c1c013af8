/**
 * IEEE 754 half precision in software: Node 22 has no Float16Array, and where a newer Node has one it must stay hidden
 * from ONNX Runtime. Rounds to nearest, ties to even; overflow gives infinity.
 */
export function encodeFloat16(from: Float32Array, into: Uint16Array): void {
  const bits = new Uint32Array(from.buffer, from.byteOffset, from.length)
  for (let i = 0; i < from.length; i++) into[i] = halfOf(bits[i] ?? 0)
}

/** Decodes by a table of all 65,536 values. */
export function decodeFloat16(from: Uint16Array, into: Float32Array): void {
  table ??= makeTable()
  for (let i = 0; i < from.length; i++) into[i] = table[from[i] ?? 0] ?? 0
}

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const magnitude = bits & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x47800000) return sign | 0x7c00
  if (magnitude < 0x33000000) return sign
  const exponent = magnitude >>> 23
  // Below 2^-14 the result is subnormal: the implicit bit is written out and shifted.
  const shift = exponent < 113 ? 126 - exponent : 13
  const mantissa = exponent < 113 ? (magnitude & 0x7fffff) | 0x800000 : magnitude - 0x38000000
  const half = mantissa >>> shift
  const rest = mantissa & ((1 << shift) - 1)
  const middle = 1 << (shift - 1)
  const up = rest > middle || (rest === middle && (half & 1) === 1) ? 1 : 0
  return sign | (half + up)
}

let table: Float32Array | undefined

function makeTable(): Float32Array {
  const out = new Float32Array(65_536)
  for (let half = 0; half < 65_536; half++) {
    const sign = half & 0x8000 ? -1 : 1
    const exponent = (half >>> 10) & 31
    const fraction = half & 1023
    if (exponent === 31) out[half] = fraction ? NaN : sign * Infinity
    else out[half] = sign * (exponent ? (1 + fraction / 1024) * 2 ** (exponent - 15) : (fraction / 1024) * 2 ** -14)
  }
  return out
}
