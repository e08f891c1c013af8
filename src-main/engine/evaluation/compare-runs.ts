import type { Protocol, RunSummary } from '#shared/domain/run.ts'

/** What may differ between runs that are compared: it is what is being compared, only says where numbers came from, or follows from other fields. */
const compared: readonly string[] = ['encoder', 'encoderHash', 'provider', 'version', 'preset', 'positivesFound', 'me']

/** Metrics beside each other, and which fields of the protocols differ: numbers under different protocols are not comparable. */
export function compareRuns(runs: readonly RunSummary[]): { runs: RunSummary[]; metrics: string[]; protocolDifferences: { field: string; values: string[] }[] } {
  const metrics = [...new Set(runs.flatMap((run) => Object.keys(run.metrics)))]
  const fields = Object.keys(runs[0]?.protocol ?? {}).filter((field) => !compared.includes(field))
  const described = (run: RunSummary, field: string): string => (field === 'rerank' ? rerankText(run.protocol.rerank) : String((run.protocol as Record<string, unknown>)[field]))
  const differences = fields.map((field) => ({ field, values: runs.map((run) => described(run, field)) }))
  // The sizes are not part of the protocol, but say as much: a run over other queries is another task.
  differences.push({ field: 'queryCount', values: runs.map((run) => String(run.queries)) }, { field: 'galleryCount', values: runs.map((run) => String(run.gallery)) })
  return { runs: [...runs], metrics, protocolDifferences: differences.filter(({ values }) => new Set(values).size > 1) }
}

/** How a run was re-ranked, as it is shown. */
function rerankText(rerank: Protocol['rerank']): string {
  if (rerank === null) return 'none'
  const missing = rerank.signaturesMissing > 0 ? `, ${rerank.signaturesMissing} tiles without signature` : ''
  return `weight ${rerank.weight}, first ${rerank.depth}${missing}`
}
