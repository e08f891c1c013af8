export interface Schedule {
  /** Peak, reached after `warmUp` steps. */
  readonly rate: number
  readonly warmUp: number
  readonly steps: number
}

/** Linear warm-up from rate / warmUp to `rate`, then a cosine to zero at `steps`. `step` counts from 1. */
export function learningRate(step: number, { rate, warmUp, steps }: Schedule): number {
  if (step <= warmUp) return (rate * step) / warmUp
  return (rate * (1 + Math.cos((Math.PI * (step - warmUp)) / Math.max(1, steps - warmUp)))) / 2
}
