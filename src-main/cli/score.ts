import { scoreTrecFiles, type TrecDocument } from '#engine/evaluation/score-trec.ts'

/** `planisphere score`: scores a TREC run file against a qrels file; no project is involved. */
export function score(files: { readonly run: string; readonly qrels: string }): Promise<TrecDocument> {
  return scoreTrecFiles(files)
}
