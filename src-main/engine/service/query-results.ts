import type { Protocol, QueryResult } from '#shared/domain/run.ts'
import { readDocuments } from '../retrieval/ranked-document.ts'
import type { OpenProject } from '../store/open-project.ts'
import type { QueryLabel, RankingRow } from '../store/repositories/runs.ts'

/** What is told of a query's ranking in a list. */
export type ResultRow = Pick<RankingRow, 'query' | 'place' | 'bestRank' | 'errorM' | 'answerView'>

/** Rows whose caption or view has been removed from the project since are left out. */
export async function queryResults(project: OpenProject, protocol: Protocol, rows: readonly ResultRow[]): Promise<QueryResult[]> {
  const of = protocol.queries === 'captions' ? 'captions' : 'views'
  const [labels, answers] = await Promise.all([
    project.store.read('runs.queryLabels', { of, queries: Int32Array.from(rows, (row) => row.query) }),
    readDocuments(project, protocol, Int32Array.from(rows, (row) => row.answerView))
  ])
  return rows.flatMap((row, i) => {
    const label: QueryLabel | null = labels[i] ?? null
    if (!label) return []
    const answer = answers[i] ?? null
    return [
      {
        query: row.query,
        ...label,
        place: row.place,
        rank: row.bestRank,
        answerView: row.answerView,
        answerLat: answer?.lat ?? null,
        answerLon: answer?.lon ?? null,
        errorM: row.errorM
      }
    ]
  })
}
