import type { Verdict } from '#shared/domain/vocabulary.ts'

/** One verdict on a caption, by itself or through a bulk event. */
export interface Decision {
  readonly seq: number
  readonly uuid: string
  readonly clock: number
  readonly annotator: number
  readonly at: number
  readonly verdict: Verdict
  /** The caption row that is the head after it; null: the head stays what it was. */
  readonly revision: number | null
  /** Verdicts that its annotator had seen; null: all before it, as far as `seen` goes. */
  readonly parents: readonly string[] | null
  /** By annotator, the newest clock of hers that was in the project (a bulk event's way to say what it saw); null: no limit. */
  readonly seen: ReadonlyMap<number, number> | null
  readonly stands: boolean
  /** Whether it was given to this caption alone. */
  readonly single: boolean
}

export interface Leaves {
  /** Standing verdicts that no standing verdict knows of, in the log's order. */
  readonly leaves: readonly Decision[]
  /** Uuids of all that a decision knows of, directly or through others. */
  ancestors(decision: Decision): ReadonlySet<string>
}

/**
 * Verdicts as a graph: each knows those that its annotator had seen, and all that came before by her own hand. The
 * standing ones that nobody knows of are what the caption's annotators say now: one, where each saw the verdict before;
 * several, where they decided apart (a blind second review, a work package). One that knows them all settles them.
 * `decisions` in the log's order (clock, uuid); any two logs with the same events give the same leaves.
 */
export function findLeaves(decisions: readonly Decision[]): Leaves {
  const known = new Map<string, Set<string>>()
  decisions.forEach((decision, index) => {
    const ancestors = new Set<string>()
    const add = (uuid: string): void => {
      ancestors.add(uuid)
      for (const further of known.get(uuid) ?? []) ancestors.add(further)
    }
    for (const earlier of decisions.slice(0, index)) if (knows(decision, earlier)) add(earlier.uuid)
    known.set(decision.uuid, ancestors)
  })
  const superseded = new Set<string>()
  for (const decision of decisions) if (decision.stands) for (const uuid of known.get(decision.uuid) ?? []) superseded.add(uuid)
  return {
    leaves: decisions.filter(({ stands, uuid }) => stands && !superseded.has(uuid)),
    ancestors: (decision) => known.get(decision.uuid) ?? new Set()
  }
}

function knows(decision: Decision, earlier: Decision): boolean {
  if (earlier.annotator === decision.annotator) return true
  if (decision.parents !== null) return decision.parents.includes(earlier.uuid)
  return decision.seen === null || earlier.clock <= (decision.seen.get(earlier.annotator) ?? -1)
}
