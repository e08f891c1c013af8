import type { FilterMark, Span } from '#shared/domain/filter-language/index.ts'

/** A stretch of a query that looks alike. */
export interface FilterPiece {
  readonly text: string
  readonly looks: readonly string[]
}

/** A query cut where its look changes: by what each word is, and where something is wrong. Joined, the pieces are the query. */
export function filterPieces(text: string, marks: readonly FilterMark[], errors: readonly Span[], warnings: readonly Span[]): FilterPiece[] {
  // A problem at the very end of the query shows under its last sign.
  const within = ({ start, end }: Span): Span => ({ start: Math.min(start, Math.max(0, text.length - 1)), end: Math.max(end, start + 1) })
  const layers = [
    ...marks.map((mark) => ({ ...mark, look: mark.kind as string })),
    ...errors.map((span) => ({ ...within(span), look: 'error' })),
    ...warnings.map((span) => ({ ...within(span), look: 'warning' }))
  ]
  const cuts = [...new Set([0, text.length, ...layers.flatMap(({ start, end }) => [start, end])])].filter((at) => at <= text.length).sort((a, b) => a - b)
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] ?? text.length
    return { text: text.slice(start, end), looks: layers.filter((layer) => layer.start <= start && layer.end >= end).map(({ look }) => look) }
  })
}
