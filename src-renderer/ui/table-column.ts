export interface Column {
  readonly key: string
  readonly label: string
  /** CSS grid width: `120px`, `minmax(160px, 2fr)`. */
  readonly width?: string
  readonly align?: 'start' | 'end' | 'center'
  readonly sortable?: boolean
  /** Longer explanation of the header, on hover. */
  readonly title?: string
  readonly mono?: boolean
}

export interface Sort {
  readonly key: string
  readonly descending: boolean
}
