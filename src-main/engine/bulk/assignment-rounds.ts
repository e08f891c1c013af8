import { drawKey, mixBits } from '#shared/domain/queue-draw.ts'

/**
 * Who gets which caption: for the first caption, the second and so on, `overlap` of `annotators` as bits (bit 0: the
 * first of them). Rounds in which everyone has a turn, each in an order of its own, one after the other: after any number
 * of captions no annotator has more than one more than another, all pairs of annotators meet, and the same seed gives the
 * same to whoever asks. A caption never goes to one annotator twice.
 */
export function* assignmentRounds(annotators: number, overlap: number, seed: number): Generator<number, never> {
  let round = 0
  let turns: number[] = []
  for (;;) {
    const taken = turns.splice(0, overlap)
    if (taken.length < overlap) {
      const next = inOrder(annotators, mixBits(seed ^ mixBits(++round)))
      // Those who have this caption already come later in their round.
      const [free, had] = [next.filter((one) => !taken.includes(one)), next.filter((one) => taken.includes(one))]
      const rest = overlap - taken.length
      taken.push(...free.slice(0, rest))
      turns = [...had, ...free.slice(rest)].toSorted((a, b) => next.indexOf(a) - next.indexOf(b))
    }
    yield taken.reduce((bits, one) => bits + 2 ** one, 0)
  }
}

/** 0 to n − 1 in an order that the seed draws. */
function inOrder(n: number, seed: number): number[] {
  return Array.from({ length: n }, (_, i) => ({ i, key: drawKey(mixBits(i + 1), seed) }))
    .toSorted((a, b) => a.key - b.key || a.i - b.i)
    .map(({ i }) => i)
}
