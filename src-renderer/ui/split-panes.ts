import type { InjectionKey } from 'vue'

/** What a pane can ask of the panes around it. */
export interface SplitPanes {
  /** Gives two panes the same size, one of which is the flexible one; opens a collapsed one. */
  even(a: string, b: string): void
}

export const splitPanesKey: InjectionKey<SplitPanes> = Symbol('split panes')
