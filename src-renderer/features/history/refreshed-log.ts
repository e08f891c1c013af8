import type { LogEntry } from '#shared/contracts/review-history.ts'

/**
 * A log as it was read, with its newest page read again: what is new stands on top, and what was undone or redone since is
 * marked wherever it stands. Null where the pages no longer meet, and all must be read anew. `whole`: the page is all there is.
 */
export function refreshed(known: readonly LogEntry[], newest: readonly LogEntry[], whole: boolean): readonly LogEntry[] | null {
  if (whole || known.length === 0) return newest
  const meet = known.findIndex(({ seq }) => seq === newest.at(-1)?.seq)
  if (meet < 0) return null
  const before = new Set(known.map(({ seq }) => seq))
  const stands = new Map<string, boolean>()
  // Oldest first: the last step that speaks of an event decides.
  for (const { seq, kind, target } of [...newest].reverse()) if (!before.has(seq) && target !== null && (kind === 'undo' || kind === 'redo')) stands.set(target, kind === 'redo')
  const older = known.slice(meet + 1).map((entry) => (stands.has(entry.uuid) ? { ...entry, stands: stands.get(entry.uuid) ?? entry.stands } : entry))
  return [...newest, ...older]
}
