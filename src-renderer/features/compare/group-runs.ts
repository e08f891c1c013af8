import { protocolKey } from '#shared/domain/protocol-key.ts'
import type { Protocol, RunSummary } from '#shared/domain/run.ts'

export interface RunGroup {
  readonly key: string
  readonly protocol: Protocol
  readonly runs: readonly RunSummary[]
}

/** Runs with the same protocol stand together, the group with the newest run first, newest first inside. */
export function groupRuns(runs: readonly RunSummary[]): RunGroup[] {
  const groups = new Map<string, RunSummary[]>()
  for (const run of [...runs].sort((a, b) => b.createdAt - a.createdAt)) {
    const key = protocolKey(run.protocol)
    groups.set(key, [...(groups.get(key) ?? []), run])
  }
  return [...groups].flatMap(([key, members]) => (members[0] === undefined ? [] : [{ key, protocol: members[0].protocol, runs: members }]))
}
