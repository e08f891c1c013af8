/** The quantile of rising numbers, linear between order statistics (definition 7 of Hyndman and Fan, 1996). `share` in 0..1; at least one number. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const position = (sorted.length - 1) * share
  const below = sorted[Math.floor(position)] as number
  return below + ((sorted[Math.ceil(position)] as number) - below) * (position - Math.floor(position))
}
