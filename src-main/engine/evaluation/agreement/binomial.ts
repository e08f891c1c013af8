import type { Random } from '../../sample/random.ts'

/**
 * A number of successes in n trials of probability p, drawn exactly: one uniform number is compared with the
 * probabilities summed up from the mode outwards, which takes in the order of √(n p (1−p)) steps. The same draws give
 * the same numbers on every platform up to the rounding of log and exp.
 */
export function drawBinomial(random: Random, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0
  if (p >= 1) return n
  const odds = p / (1 - p)
  const mode = Math.min(n, Math.floor((n + 1) * p))
  let left = random.unit()
  let low = mode
  let high = mode
  let below = Math.exp(logFactorial(n) - logFactorial(mode) - logFactorial(n - mode) + mode * Math.log(p) + (n - mode) * Math.log1p(-p))
  let above = below
  left -= below
  while (left >= 0) {
    // Rounding may leave a little over when all is summed: it belongs to the mode, the likeliest.
    if (low === 0 && high === n) return mode
    if (high < n) {
      above *= ((n - high) / (high + 1)) * odds
      high++
      left -= above
      if (left < 0) return high
    }
    if (low > 0) {
      below *= low / ((n - low + 1) * odds)
      low--
      left -= below
      if (left < 0) return low
    }
    if (above === 0 && below === 0) return mode
  }
  return mode
}

/** ln k!: summed for small k, Stirling's series with four terms beyond (error under 1e-13). */
export function logFactorial(k: number): number {
  if (k < 20) {
    let product = 1
    for (let i = 2; i <= k; i++) product *= i
    return Math.log(product)
  }
  const x = k + 1
  const inverse = 1 / x
  const square = inverse * inverse
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680)))
}
