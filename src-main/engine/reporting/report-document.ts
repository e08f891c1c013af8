import type { Drawing } from './drawing.ts'
import type { ReportLanguage } from '#shared/contracts/report.ts'

/** `small` stands after the text in smaller type; `strong`: the difference stands. `index`: a run's, shown as its mark before the text. */
export interface Cell {
  readonly text: string
  readonly small?: string
  readonly strong?: boolean
  readonly index?: number
}

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
  /** How much of the width it wants beside others; default 1. */
  readonly share?: number
  /** Long texts: broken over lines, and never squeezed under a fifth of the table. */
  readonly prose?: boolean
}

export type Block =
  | { readonly kind: 'heading'; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly tone?: 'plain' | 'quiet' }
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'facts'; readonly rows: readonly { readonly label: string; readonly value: string; readonly mono?: boolean }[] }
  /** `data`: the file under data/ that holds what it shows, and more digits. */
  | { readonly kind: 'table'; readonly title: string; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]; readonly note?: string; readonly data: string | null }
  | { readonly kind: 'figure'; readonly title: string; readonly drawing: Drawing; readonly note?: string; readonly data: string | null }

/** A report as it is read, in one language: what HTML and PDF both show. */
export interface ReportDocument {
  readonly language: ReportLanguage
  readonly title: string
  /** Under the title: project, date, what was compared. */
  readonly lead: readonly string[]
  readonly blocks: readonly Block[]
  readonly footer: string
  
  readonly dataWord: string
}
