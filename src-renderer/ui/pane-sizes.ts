export interface PaneSpec {
  readonly id: string
  /** For people: used in the names of handles and buttons. */
  readonly label: string
  /** Pixels at first; the flexible pane takes what is left. */
  readonly size?: number
  readonly min?: number
  readonly max?: number
  /** Exactly one pane is flexible. */
  readonly flex?: boolean
  readonly collapsible?: boolean
}

export interface PaneState {
  readonly size: number
  readonly collapsed: boolean
}

/** The flexible pane keeps at least this many pixels (or its own `min`). */
const flexibleMinimum = 200

/**
 * Pixel sizes of the fixed panes that fit into `total`: collapsed ones take nothing; if the flexible pane would fall below
 * its minimum, the fixed ones give way from the last to the first, down to their own minimum.
 */
export function fitPanes(panes: readonly PaneSpec[], states: ReadonlyMap<string, PaneState>, total: number): Map<string, number> {
  const sizes = new Map<string, number>()
  let used = 0
  let reserved = flexibleMinimum
  for (const pane of panes) {
    if (pane.flex === true) {
      reserved = pane.min ?? flexibleMinimum
      continue
    }
    const state = states.get(pane.id)
    const size = state?.collapsed === true ? 0 : clamp(state?.size ?? pane.size ?? 280, pane.min ?? 120, pane.max ?? Infinity)
    sizes.set(pane.id, size)
    used += size
  }
  let excess = used + reserved - total
  for (const pane of [...panes].reverse()) {
    if (excess <= 0) break
    const size = sizes.get(pane.id) ?? 0
    const give = Math.min(excess, Math.max(0, size - (pane.min ?? 120)))
    if (size > 0 && give > 0) {
      sizes.set(pane.id, size - give)
      excess -= give
    }
  }
  return sizes
}

/** The size at which the fixed pane `id` is as large as the flexible one, the others as they are. */
export function evenSize(panes: readonly PaneSpec[], sizes: ReadonlyMap<string, number>, id: string, total: number): number {
  const others = panes.reduce((sum, pane) => (pane.flex === true || pane.id === id ? sum : sum + (sizes.get(pane.id) ?? 0)), 0)
  return (total - others - (panes.length - 1)) / 2
}

export function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), Math.max(low, high))
}
