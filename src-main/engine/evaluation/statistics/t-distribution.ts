/**
 * Student's t distribution. The distribution function is the regularised incomplete beta function by its continued
 * fraction (NIST Digital Library of Mathematical Functions, 8.17.22, evaluated by the modified method of Lentz: I.
 * Thompson, A. Barnett, "Coulomb and Bessel functions of complex arguments and order", J. Comput. Phys. 64, 1986), and
 * the quantile is found by bisection of it: slow beside a series, right to the last digits for every number of degrees.
 */

/** Probability that |T| is at least |t|, with `df` > 0 degrees of freedom (not necessarily whole): I_x(df/2, 1/2), x = df / (df + t^2). */
export function twoSidedT(t: number, df: number): number {
  checkDegrees(df)
  if (Number.isNaN(t)) return Number.NaN
  if (!Number.isFinite(t)) return 0
  return incompleteBeta(df / (df + t * t), t * t / (df + t * t), df / 2, 0.5)
}

/** The t >= 0 with P(|T| <= t) = `confidence`: 2.262 for 9 degrees and 0.95. `confidence` in [0, 1). */
export function tQuantile(confidence: number, df: number): number {
  checkDegrees(df)
  if (!(confidence >= 0 && confidence < 1)) throw new RangeError(`A confidence of ${confidence} is not in [0, 1).`)
  const tail = 1 - confidence
  let [low, high] = [0, 1]
  while (twoSidedT(high, df) > tail) high *= 2
  // Until both are neighbours as numbers: at most 1075 halvings of any double, about 60 here.
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return high
    if (twoSidedT(middle, df) > tail) low = middle
    else high = middle
  }
}

/** Standard normal distribution function; error under 1.5e-7 (M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 7.1.26). */
export function normalProbability(z: number): number {
  const x = Math.abs(z) / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const erfc = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.exp(-x * x)
  return z < 0 ? erfc / 2 : 1 - erfc / 2
}

function checkDegrees(df: number): void {
  if (!(df > 0)) throw new RangeError(`There is no t distribution with ${df} degrees of freedom.`)
}

/** I_x(a, b); `y` = 1 - x, given apart because the difference would lose its digits near 1. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (y <= 0) return 1
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(y))
  // The fraction converges fast below the mean; above it, the other tail is taken (DLMF 8.17.4).
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(y, b, a)) / b
}

function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300
  const atLeast = (value: number): number => (Math.abs(value) < tiny ? tiny : value)
  let c = 1
  let d = 1 / atLeast(1 - ((a + b) * x) / (a + 1))
  let fraction = d
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / atLeast(1 + even * d)
    c = atLeast(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / atLeast(1 + odd * d)
    c = atLeast(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return fraction
}

/** ln Gamma(x), x > 0: Stirling's series (DLMF 5.11.1) after moving x above 10 by the recurrence; relative error under 1e-14. */
function logGamma(x: number): number {
  let shift = 0
  let z = x
  while (z < 10) shift += Math.log(z++)
  const r = 1 / (z * z)
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360_360)))))) / z
  return (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + series - shift
}
