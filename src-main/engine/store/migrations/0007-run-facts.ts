import type { Migration } from './migration.ts'

/**
 * What analyses read of every query of a run stands in an index that answers alone: a ranking's row holds its thousand
 * answers, about 8 KB, and 500,000 of them must be read in a second. The first answer is the first four bytes of the
 * kept top.
 */
export const runFacts: Migration = {
  id: 7,
  name: 'run facts',
  up(db) {
    db.exec(`
CREATE INDEX run_queries_facts ON run_queries
  (run, query, place, gallery, best_rank, optimistic_rank, pessimistic_rank, error_m, positive_ranks, substr(top_views, 1, 4));
`)
  }
}
