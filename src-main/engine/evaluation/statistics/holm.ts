/**
 * Holm's step-down adjustment of p values of several tests (S. Holm, "A simple sequentially rejective multiple test
 * procedure", Scand. J. Statist. 6, 1979): the i-th smallest of m becomes max over k <= i of min(1, (m - k + 1) p_(k)).
 * Rejecting those at most alpha keeps the chance of any false rejection at alpha, whatever the tests' dependence. In the
 * order of the input.
 */
export function holm(p: readonly number[]): number[] {
  const order = p.map((_, i) => i).sort((a, b) => (p[a] as number) - (p[b] as number))
  const adjusted = new Array<number>(p.length)
  let most = 0
  order.forEach((i, k) => {
    most = Math.max(most, Math.min(1, (p.length - k) * (p[i] as number)))
    adjusted[i] = most
  })
  return adjusted
}
