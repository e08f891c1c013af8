/**
 * Exact two-sided McNemar test of paired yes-or-no outcomes that are independent of each other (Q. McNemar, Psychometrika
 * 12, 1947; exact: the binomial sign test of the discordant pairs): min(1, 2 P(X <= min(b, c))), X ~ Binomial(b + c, 1/2).
 * Example: 7 against 3: 0.34375.
 */
export function mcnemarTest(onlyA: number, onlyB: number): number {
  const n = onlyA + onlyB
  const fewer = Math.min(onlyA, onlyB)
  // Summed from the term of `fewer` downwards, each by its ratio to the one above, in logarithms at the top alone.
  let term = 1
  let sum = 1
  for (let k = fewer; k > 0 && term > 1e-18 * sum; k--) {
    term *= k / (n - k + 1)
    sum += term
  }
  return Math.min(1, 2 * Math.exp(logChoose(n, fewer) - n * Math.LN2 + Math.log(sum)))
}

/** ln of the binomial coefficient, to about 1e-12 of its terms. */
function logChoose(n: number, k: number): number {
  let sum = 0
  for (let i = 1; i <= k; i++) sum += Math.log((n - k + i) / i)
  return sum
}
