import type { Estimate } from '#shared/domain/analysis.ts'

interface Row {
  readonly values: readonly Estimate[]
  readonly difference: Estimate | null
}

/**
 * By how much the first of two runs lies above the second in a region: the paired difference, or that of the two figures
 * where the metric has none (medians); null where the row is of one run, or a figure is missing.
 */
export function regionDifference({ values: [a, b], difference }: Row): number | null {
  if (difference !== null) return difference.value
  return a === undefined || b === undefined || a.value === null || b.value === null ? null : a.value - b.value
}
