import { createReadStream } from 'node:fs'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'

/** One line of a TREC file, split at white space. Bytes are kept as latin1, so that comparing texts compares bytes. */
interface TrecLine {
  readonly number: number
  readonly fields: readonly string[]
}

/** Longer lines are not lines of a TREC file, and would fill the memory. */
const longestLine = 65_536

/** Text that was read as latin1, as the UTF-8 that it is. */
export function utf8(text: string): string {
  return Buffer.from(text, 'latin1').toString('utf8')
}

/** The columns of a line; null for one that is empty or a comment. A byte-order mark before the first is taken off. */
export function trecFields(text: string, number: number): string[] | null {
  const trimmed = (number === 1 && text.startsWith('\u00ef\u00bb\u00bf') ? text.slice(3) : text).trim()
  return trimmed === '' || trimmed.startsWith('#') ? null : trimmed.split(/[ \t\r\f\v]+/)
}

/** The lines that are neither empty nor comments (`#`), streaming. */
async function* trecLines(file: string): AsyncGenerator<TrecLine[]> {
  let rest = ''
  let number = 0
  const parse = (text: string): TrecLine | null => {
    number++
    const fields = trecFields(text, number)
    return fields && { number, fields }
  }
  // Small parts: files are read in the engine's loop, too, which must not block for longer than some milliseconds.
  for await (const chunk of createReadStream(file, { encoding: 'latin1', highWaterMark: 1 << 16 }) as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw badTrecLine(file, number + 1, 'is too long')
    yield lines.map(parse).filter((line) => line !== null)
  }
  const last = parse(rest)
  if (last) yield [last]
}

export interface RunEntry {
  /** As latin1 bytes, like all ids here. */
  readonly docid: string
  readonly score: number
}

/**
 * Reads a run: `qid Q0 docid rank score tag`. The rank column is ignored, as trec_eval does. BAD_FILE names the line
 * that is not one, a score that is not a finite number, and a document that stands twice under a query.
 */
export async function readRunFile(file: string): Promise<Map<string, RunEntry[]>> {
  const run = new Map<string, Map<string, number>>()
  for await (const lines of trecLines(file)) {
    for (const { number, fields } of lines) {
      const [qid, , docid, , scoreText] = fields
      if (fields.length !== 6 || qid === undefined || docid === undefined || scoreText === undefined) {
        throw badTrecLine(file, number, `has ${fields.length} columns; a run has six: qid Q0 docid rank score tag`)
      }
      const score = trecScore(scoreText)
      if (score === null) throw badTrecLine(file, number, `has the score ${utf8(scoreText)}, which is not a finite number`)
      const documents = run.get(qid)
      if (!documents) run.set(qid, new Map([[docid, score]]))
      else if (documents.has(docid)) throw badTrecLine(file, number, `gives document ${utf8(docid)} of query ${utf8(qid)} a second time`)
      else documents.set(docid, score)
    }
  }
  if (run.size === 0) throw new PlanisphereError('BAD_FILE', `${file} has no rankings.`, { hint: 'A run has lines of: qid Q0 docid rank score tag.', place: { file } })
  return new Map([...run].map(([qid, documents]) => [qid, [...documents].map(([docid, score]) => ({ docid, score }))]))
}

/** Reads qrels: `qid 0 docid relevance`, relevance a whole number; one above 0 is relevant. */
export async function readQrelsFile(file: string): Promise<Map<string, Map<string, number>>> {
  const qrels = new Map<string, Map<string, number>>()
  for await (const lines of trecLines(file)) {
    for (const { number, fields } of lines) {
      const [qid, , docid, relevanceText] = fields
      if (fields.length !== 4 || qid === undefined || docid === undefined || relevanceText === undefined) {
        throw badTrecLine(file, number, `has ${fields.length} columns; qrels have four: qid 0 docid relevance`)
      }
      if (!/^[+-]?\d{1,9}$/.test(relevanceText)) throw badTrecLine(file, number, `has the relevance ${utf8(relevanceText)}, which is not a whole number`)
      const judged = qrels.get(qid) ?? new Map<string, number>()
      if (judged.has(docid)) throw badTrecLine(file, number, `judges document ${utf8(docid)} of query ${utf8(qid)} a second time`)
      qrels.set(qid, judged.set(docid, Number(relevanceText)))
    }
  }
  if (qrels.size === 0) throw new PlanisphereError('BAD_FILE', `${file} has no judgements.`, { hint: 'Qrels have lines of: qid 0 docid relevance.', place: { file } })
  return qrels
}

/** trec_eval's order: score descending (in double precision), of equal scores the document id descending in byte order. */
export function inTrecOrder(entries: readonly RunEntry[]): RunEntry[] {
  return [...entries].sort((a, b) => b.score - a.score || (a.docid < b.docid ? 1 : a.docid > b.docid ? -1 : 0))
}

/** A score as trec_eval's files have it; null for what is not a finite decimal number. */
export function trecScore(text: string): number | null {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null
  const value = Number(text)
  return Number.isFinite(value) ? value : null
}

export function badTrecLine(file: string, line: number, what: string): PlanisphereError {
  return new PlanisphereError('BAD_FILE', `Line ${line} of ${file} ${what}.`, { hint: 'Correct the line; lines that begin with # are comments.', place: { file, line } })
}
