import { Random } from '../../sample/random.ts'

/** Up to so many units, all 2^n assignments of signs are counted. */
const exactUnits = 16

/**
 * Two-sided sign-flip (randomisation) test of paired differences, one a unit: under the hypothesis of no difference each
 * unit's sign is as likely plus as minus. Statistic: |sum of differences|. Exact over all 2^n assignments for up to 16
 * units that are not zero (Fisher, The Design of Experiments, 1935, section 21); beyond, `flips` seeded assignments and
 * p = (b + 1) / (B + 1) (Phipson and Smyth, 2010), which can never be zero.
 *
 * Where queries of a region are not independent, a unit is a whole region: give the region's summed or mean difference.
 */
export function signFlipTest(differences: readonly number[], options: { flips?: number; seed?: string } = {}): { p: number; exact: boolean } {
  const units = differences.filter((value) => value !== 0)
  if (units.length === 0) return { p: 1, exact: true }
  const seen = Math.abs(sum(units))
  // Sums of the same numbers in another order differ in their last bits.
  const reaches = (value: number): boolean => Math.abs(value) >= seen * (1 - 1e-12)
  if (units.length <= exactUnits) {
    const all = 2 ** units.length
    let as = 0
    for (let signs = 0; signs < all; signs++) if (reaches(units.reduce((total, value, i) => total + (signs & (1 << i) ? -value : value), 0))) as++
    return { p: as / all, exact: true }
  }
  const { flips = 9999, seed = 'sign-flip' } = options
  const random = new Random(seed)
  let as = 0
  for (let flip = 0; flip < flips; flip++) {
    let total = 0
    let bits = 0
    units.forEach((value, i) => {
      if (i % 32 === 0) bits = random.uint32()
      total += bits & 1 ? value : -value
      bits >>>= 1
    })
    if (reaches(total)) as++
  }
  return { p: (as + 1) / (flips + 1), exact: false }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
