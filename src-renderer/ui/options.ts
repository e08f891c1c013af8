/** One choice of a Select, MultiSelect, Combobox or SegmentedControl. */
export interface Option<V extends string | number = string> {
  readonly value: V
  readonly label: string
  /** Smaller, to the right: a count, say. */
  readonly hint?: string
  readonly disabled?: boolean
}
