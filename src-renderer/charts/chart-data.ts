import type { ChartColour } from './chart-theme.ts'

/** What an axis measures. `unit` stands in its title: "Distance (m)". */
export interface ChartAxis {
  readonly title: string
  readonly unit?: string
  readonly scale?: 'linear' | 'log'
  readonly min?: number
  readonly max?: number
  /** Distance between ticks; on a log scale, decades. Absent: chosen to fit. */
  readonly every?: number
  /** Writes the tick labels and tooltips. */
  readonly format?: (value: number) => string
}

export interface BarSeries {
  readonly name: string
  readonly values: readonly (number | null)[]
  readonly colour?: ChartColour
}

export interface LineSeries {
  readonly name: string
  /** [x, y], x ascending. */
  readonly points: readonly (readonly [number, number])[]
  readonly colour?: ChartColour
  readonly dashed?: boolean
  /** Written at its end where the name is too long. */
  readonly short?: string
}

/** A place on the x axis that is worth a line and a few words. */
export interface ChartMark {
  readonly x: number
  readonly label: string
  /** On which side of its line the label stands; absent: towards the middle of the plot. */
  readonly side?: 'left' | 'right'
}

/** A bin [from, to) and how many fell into it. */
export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

export interface ChartTable {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly (string | number | null)[])[]
}

/** RFC 4180, with a header line. */
export function tableAsCsv({ columns, rows }: ChartTable): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? '' : String(value)
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n'
}

export function axisTitle({ title, unit }: ChartAxis): string {
  return unit === undefined ? title : `${title} (${unit})`
}

/** The empirical distribution as steps: share of the values at most x. Values are sorted here. */
export function cumulative(values: readonly number[]): [number, number][] {
  const sorted = [...values].sort((a, b) => a - b)
  const points: [number, number][] = []
  sorted.forEach((value, i) => {
    if (sorted[i + 1] !== value) points.push([value, (i + 1) / sorted.length])
  })
  return points
}

/** Counts values into bins by their edges (ascending); what lies outside the edges is left out. */
export function histogram(values: readonly number[], edges: readonly number[]): HistogramBin[] {
  const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0)
  for (const value of values) {
    let low = 0
    let high = edges.length - 1
    if (high < 1 || value < (edges[0] ?? 0) || value >= (edges[high] ?? 0)) continue
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (value >= (edges[middle] ?? 0)) low = middle
      else high = middle
    }
    counts[low] = (counts[low] ?? 0) + 1
  }
  return counts.map((count, i) => ({ from: edges[i] ?? 0, to: edges[i + 1] ?? 0, count }))
}

/** Edges for ranks: 1, 2-3, 4-5, 6-10, 11-20, 21-50, and so on, as far as the gallery reaches. */
export function rankEdges(gallery: number): number[] {
  const edges = [1, 2, 4, 6, 11, 21, 51, 101, 201, 501, 1001, 2001, 5001, 10_001, 20_001, 50_001, 100_001, 200_001, 500_001, 1_000_001, 2_000_001]
  const last = edges.findIndex((edge) => edge > gallery)
  return last === -1 ? edges : edges.slice(0, last + 1)
}
