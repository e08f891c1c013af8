import { tQuantile } from './t-distribution.ts'

/**
 * How many units show a mean difference of `difference` in a two-sided paired t test at `alpha` with `power`, their
 * differences having the standard deviation `spread`: the least n with n >= ((t(1 - alpha/2, n - 1) + t(power, n - 1))
 * spread / difference)^2 (J. Cohen, "Statistical Power Analysis for the Behavioral Sciences", 2nd ed. 1988, chapter 2; t
 * quantiles in place of normal ones, so that few units are not promised too much). At least 2.
 */
export function unitsNeeded(difference: number, spread: number, power: number, alpha: number): number {
  let [low, high] = [2, 4]
  const enough = (n: number): boolean => n >= ((multiple(n, power, alpha) * spread) / difference) ** 2
  if (enough(low)) return low
  while (!enough(high)) {
    low = high
    high *= 2
    if (high > 2 ** 40) return high
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (enough(middle)) high = middle
    else low = middle
  }
  return high
}

/** The least difference that `units` units show so. */
export function leastDifference(units: number, spread: number, power: number, alpha: number): number {
  return (multiple(units, power, alpha) * spread) / Math.sqrt(units)
}

/** t(1 - alpha/2) + t(power), one-sided quantiles with n - 1 degrees of freedom; `tQuantile` takes what lies between both tails. */
function multiple(n: number, power: number, alpha: number): number {
  const df = n - 1
  return tQuantile(1 - alpha, df) + tQuantile(2 * power - 1, df)
}
