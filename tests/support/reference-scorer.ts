/**
 * A slow scorer of TREC files, written apart from the product's: sorts each query's documents by score descending, then
 * by document id descending in byte order, and reads every metric off the sorted list. For checking, never for use.
 */
export interface ReferenceScores {
  readonly queries: number
  readonly R: (k: number) => number
  readonly recall: (k: number) => number
  readonly mrr: number
  readonly ndcg: (k: number) => number
  readonly medianRank: number
}

export function referenceScores(runText: string, qrelsText: string): ReferenceScores {
  const run = new Map<string, { doc: string; score: number }[]>()
  for (const line of runText.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [qid, , doc, , score] = line.trim().split(/\s+/) as [string, string, string, string, string]
    run.set(qid, [...(run.get(qid) ?? []), { doc, score: Number(score) }])
  }
  const relevant = new Map<string, Map<string, number>>()
  for (const line of qrelsText.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue
    const [qid, , doc, rel] = line.trim().split(/\s+/) as [string, string, string, string]
    relevant.set(qid, (relevant.get(qid) ?? new Map<string, number>()).set(doc, Number(rel)))
  }
  const ranked: { gains: number[]; ideal: number[]; relevant: number }[] = []
  for (const [qid, documents] of run) {
    const judged = relevant.get(qid)
    if (!judged) continue
    const sorted = [...documents].sort((a, b) => b.score - a.score || Buffer.compare(Buffer.from(b.doc), Buffer.from(a.doc)))
    const positive = [...judged.values()].filter((rel) => rel > 0)
    ranked.push({ gains: sorted.map(({ doc }) => Math.max(0, judged.get(doc) ?? 0)), ideal: positive.sort((a, b) => b - a), relevant: positive.length })
  }
  const mean = (of: (query: (typeof ranked)[number]) => number): number => ranked.reduce((sum, query) => sum + of(query), 0) / ranked.length
  const dcg = (gains: number[], k: number): number => gains.slice(0, k).reduce((sum, gain, i) => sum + gain / Math.log2(i + 2), 0)
  const firsts = ranked.map((query) => query.gains.findIndex((gain) => gain > 0) + 1).sort((a, b) => a - b)
  const middle = firsts.length >> 1
  return {
    queries: ranked.length,
    R: (k) => mean((query) => (query.gains.slice(0, k).some((gain) => gain > 0) ? 1 : 0)),
    recall: (k) => mean((query) => query.gains.slice(0, k).filter((gain) => gain > 0).length / query.relevant),
    mrr: mean((query) => {
      const first = query.gains.findIndex((gain) => gain > 0)
      return first < 0 ? 0 : 1 / (first + 1)
    }),
    ndcg: (k) => mean((query) => dcg(query.gains, k) / dcg(query.ideal, k)),
    medianRank: firsts.length % 2 === 1 ? (firsts[middle] as number) : ((firsts[middle - 1] as number) + (firsts[middle] as number)) / 2
  }
}
