/**
 * The WebAssembly of `ScoreCounter`, written out instruction by instruction: a compiler for fifty instructions would be
 * more to look after than they are. Sixteen queries (a cache line) at a time:
 *
 *     count(scores, rows, queries, best, above, tied) -> whether a score is not a number
 *       for q in 0, 16 .. queries
 *         for row in 0 .. rows
 *           s = scores[row * queries + q]       16 float32, as are best, above and tied at q
 *           above[q] += s > best[q];  tied[q] += s == best[q];  nan |= s != s
 *
 * All arguments but the counts are addresses in bytes; rows is at least 1, queries a multiple of 16.
 */
export function countProgram(pages: number): Uint8Array<ArrayBuffer> {
  const memory = [...text('m'), ...text('m'), 0x02, 0x03, ...leb(1), ...leb(pages)]
  const type = [0x60, 6, i32, i32, i32, i32, i32, i32, 1, i32]
  const body = [
    // Locals: three i32 (q, row, at), seventeen v128.
    ...leb(2), ...leb(3), i32, ...leb(17), v128,
    ...loop(
      ...vectors((v) => [...get(best), ...get(q), ...add, ...load(16 * v), ...set(bests + v)]),
      ...vectors((v) => [...get(above), ...get(q), ...add, ...load(16 * v), ...set(aboves + v)]),
      ...vectors((v) => [...get(tied), ...get(q), ...add, ...load(16 * v), ...set(tieds + v)]),
      ...constant(0), ...set(row),
      ...get(scores), ...get(q), ...add, ...set(at),
      ...loop(
        ...vectors((v) => [
          ...get(at), ...load(16 * v), ...set(score),
          // A comparison gives -1 where it holds.
          ...get(aboves + v), ...get(score), ...get(bests + v), ...simd(0x44), ...simd(0xb1), ...set(aboves + v),
          ...get(tieds + v), ...get(score), ...get(bests + v), ...simd(0x41), ...simd(0xb1), ...set(tieds + v),
          ...get(nan), ...get(score), ...get(score), ...simd(0x42), ...simd(0x50), ...set(nan)
        ]),
        ...get(at), ...get(queries), ...constant(2), 0x74, ...add, ...set(at),
        ...get(row), ...constant(1), ...add, ...tee(row), ...get(rows), 0x49, ...again
      ),
      ...vectors((v) => [...get(above), ...get(q), ...add, ...get(aboves + v), ...store(16 * v)]),
      ...vectors((v) => [...get(tied), ...get(q), ...add, ...get(tieds + v), ...store(16 * v)]),
      // q counts in bytes.
      ...get(q), ...constant(64), ...add, ...tee(q), ...get(queries), ...constant(2), 0x74, 0x49, ...again
    ),
    ...get(nan), ...simd(0x53),
    0x0b
  ]
  return Uint8Array.from([
    0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00,
    ...section(1, [1, ...type]),
    ...section(2, [1, ...memory]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('count'), 0x00, 0]),
    ...section(10, [1, ...leb(body.length), ...body])
  ])
}

const i32 = 0x7f
const v128 = 0x7b
// Parameters, then locals, by their number.
const [scores, rows, queries, best, above, tied, q, row, at] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const
const [bests, aboves, tieds, score, nan] = [9, 13, 17, 21, 22] as const

const add = [0x6a]
/** Back to the head of the innermost loop if the top of the stack is not 0. */
const again = [0x0d, 0]
const get = (local: number): number[] => [0x20, ...leb(local)]
const set = (local: number): number[] => [0x21, ...leb(local)]
const tee = (local: number): number[] => [0x22, ...leb(local)]
const constant = (value: number): number[] => [0x41, ...signedLeb(value)]
const simd = (code: number): number[] => [0xfd, ...leb(code)]
const load = (offset: number): number[] => [...simd(0x00), 4, ...leb(offset)]
const store = (offset: number): number[] => [...simd(0x0b), 4, ...leb(offset)]
const loop = (...body: number[]): number[] => [0x03, 0x40, ...body, 0x0b]
const vectors = (of: (v: number) => number[]): number[] => [0, 1, 2, 3].flatMap(of)
const section = (id: number, bytes: readonly number[]): number[] => [id, ...leb(bytes.length), ...bytes]
const text = (name: string): number[] => [name.length, ...Buffer.from(name, 'ascii')]

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)]
}

/** Of a number in 0..2^31: a set sixth bit would read as a minus. */
function signedLeb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signedLeb(value >>> 7)]
}
