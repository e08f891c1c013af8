/** Transforms `size` complex numbers that stand at `from` in the order of `order`, in place; the result stands in its natural order. */
export interface FourierTransform {
  readonly size: number
  /** Where number i of the input is to be put: its bits reversed. */
  readonly order: Uint16Array
  run(real: Float64Array, imaginary: Float64Array, from: number): void
}

/**
 * The discrete Fourier transform X[k] = sum x[n] exp(-2 pi i k n / size), size a power of two of at least 4, without a
 * factor (Cooley and Tukey 1965; decimation in time by passes of radix 4, with one of radix 2 where the size is no power
 * of 4).
 */
export function fourierTransform(size: number): FourierTransform {
  const bits = Math.log2(size)
  if (!Number.isInteger(bits) || bits < 2 || bits > 16) throw new Error(`${size} is no power of two between 4 and 65536`)
  const order = Uint16Array.from({ length: size }, (_, i) => {
    let reversed = 0
    for (let bit = 0; bit < bits; bit++) if (i & (1 << bit)) reversed |= 1 << (bits - 1 - bit)
    return reversed
  })
  const passes: { readonly part: number; readonly turns: Float64Array }[] = []
  for (let part = 4; 4 * part <= size; part *= 4) passes.push({ part, turns: turnsOf(part) })
  const lastHalf = bits % 2 === 1 ? size / 2 : null
  const lastTurns = Float64Array.from({ length: size }, (_, i) => (i % 2 === 0 ? Math.cos((Math.PI * i) / size) : -Math.sin((Math.PI * (i - 1)) / size)))
  return {
    size,
    order,
    run(real, imaginary, from) {
      const end = from + size
      fourPoints(real, imaginary, from, end)
      for (const { part, turns } of passes) for (let start = from; start + 4 * part <= end; start += 4 * part) joinFour(real, imaginary, start, part, turns)
      if (lastHalf !== null) joinTwo(real, imaginary, from, lastHalf, lastTurns)
    }
  }
}

/** Cosine and sine of -2 pi j k / (4 part) for j = 1, 2, 3: six numbers for each k below `part`. */
function turnsOf(part: number): Float64Array {
  return Float64Array.from({ length: 6 * part }, (_, i) => {
    const angle = (-2 * Math.PI * (Math.floor((i % 6) / 2) + 1) * Math.floor(i / 6)) / (4 * part)
    return i % 2 === 0 ? Math.cos(angle) : Math.sin(angle)
  })
}

/** The transforms of every four numbers, which stand in the order 0, 2, 1, 3. */
function fourPoints(real: Float64Array, imaginary: Float64Array, from: number, end: number): void {
  for (let i = from; i < end; i += 4) {
    const ar = (real[i] as number) + (real[i + 1] as number)
    const ai = (imaginary[i] as number) + (imaginary[i + 1] as number)
    const cr = (real[i] as number) - (real[i + 1] as number)
    const ci = (imaginary[i] as number) - (imaginary[i + 1] as number)
    const br = (real[i + 2] as number) + (real[i + 3] as number)
    const bi = (imaginary[i + 2] as number) + (imaginary[i + 3] as number)
    const dr = (real[i + 2] as number) - (real[i + 3] as number)
    const di = (imaginary[i + 2] as number) - (imaginary[i + 3] as number)
    real[i] = ar + br
    imaginary[i] = ai + bi
    real[i + 1] = cr + di
    imaginary[i + 1] = ci - dr
    real[i + 2] = ar - br
    imaginary[i + 2] = ai - bi
    real[i + 3] = cr - di
    imaginary[i + 3] = ci + dr
  }
}

/** Joins four transforms of `part` numbers each, of every fourth number from the 0th, 2nd, 1st and 3rd, to one. */
function joinFour(real: Float64Array, imaginary: Float64Array, start: number, part: number, turns: Float64Array): void {
  for (let k = 0, turn = 0; k < part; k++, turn += 6) {
    const p0 = start + k
    const p2 = p0 + part
    const p1 = p2 + part
    const p3 = p1 + part
    const r1 = (real[p1] as number) * (turns[turn] as number) - (imaginary[p1] as number) * (turns[turn + 1] as number)
    const i1 = (real[p1] as number) * (turns[turn + 1] as number) + (imaginary[p1] as number) * (turns[turn] as number)
    const r2 = (real[p2] as number) * (turns[turn + 2] as number) - (imaginary[p2] as number) * (turns[turn + 3] as number)
    const i2 = (real[p2] as number) * (turns[turn + 3] as number) + (imaginary[p2] as number) * (turns[turn + 2] as number)
    const r3 = (real[p3] as number) * (turns[turn + 4] as number) - (imaginary[p3] as number) * (turns[turn + 5] as number)
    const i3 = (real[p3] as number) * (turns[turn + 5] as number) + (imaginary[p3] as number) * (turns[turn + 4] as number)
    const evenR = (real[p0] as number) + r2
    const evenI = (imaginary[p0] as number) + i2
    const restR = (real[p0] as number) - r2
    const restI = (imaginary[p0] as number) - i2
    real[p0] = evenR + r1 + r3
    imaginary[p0] = evenI + i1 + i3
    real[p2] = restR + i1 - i3
    imaginary[p2] = restI - r1 + r3
    real[p1] = evenR - r1 - r3
    imaginary[p1] = evenI - i1 - i3
    real[p3] = restR - i1 + i3
    imaginary[p3] = restI + r1 - r3
  }
}

/** Joins two transforms of `half` numbers each, of the even and the odd ones, to one. */
function joinTwo(real: Float64Array, imaginary: Float64Array, start: number, half: number, turns: Float64Array): void {
  for (let k = 0; k < half; k++) {
    const even = start + k
    const odd = even + half
    const c = turns[2 * k] as number
    const s = turns[2 * k + 1] as number
    const re = (real[odd] as number) * c - (imaginary[odd] as number) * s
    const im = (real[odd] as number) * s + (imaginary[odd] as number) * c
    real[odd] = (real[even] as number) - re
    imaginary[odd] = (imaginary[even] as number) - im
    real[even] = (real[even] as number) + re
    imaginary[even] = (imaginary[even] as number) + im
  }
}
