import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { badTrecLine, trecFields, trecScore, utf8 } from '../trec-files.ts'

/** Lines of one query that stand together. */
interface Stretch {
  readonly start: number
  end: number
  /** Number of its first line. */
  readonly line: number
}

export interface TrecRanking {
  /** As latin1 bytes, like all ids here. */
  readonly qid: string
  /** Numbers of documents (see `takeNewDocuments`), best first, in trec_eval's order. */
  readonly documents: Int32Array
  readonly scores: Float64Array
}

const longestLine = 65_536

/**
 * A TREC run file, read a query at a time, however large it is: a scan first remembers where each query's lines stand
 * (they need not stand together), and checks them. Only the ids of documents stay in memory. For worker threads.
 */
export class TrecRunFile {
  readonly file: string
  readonly #descriptor: number
  readonly #size: number
  readonly #stretches = new Map<string, Stretch[]>()
  readonly #documents = new Map<string, number>()
  #fresh: string[] = []
  #at = 0
  #lines = 0
  #last: { qid: string; stretch: Stretch } | undefined

  constructor(file: string) {
    this.file = file
    this.#descriptor = openSync(file, 'r')
    this.#size = fstatSync(this.#descriptor).size
  }

  /**
   * Reads on for about `bytes`; `done` equals `total` at the end. BAD_FILE names the line that has not six columns or whose
   * score is not a finite number, and a file without rankings.
   */
  scan(bytes: number): { done: number; total: number } {
    const chunk = Buffer.allocUnsafe(Math.min(bytes, this.#size - this.#at))
    const have = this.#fill(chunk, this.#at)
    const whole = this.#at + have >= this.#size
    const end = whole ? have : chunk.lastIndexOf(0x0a, have - 1) + 1
    if (end === 0 && have > 0) throw badTrecLine(this.file, this.#lines + 1, 'is too long')
    eachLine(chunk.subarray(0, end), (text, start, after) => {
      this.#lines++
      if (text.length > longestLine) throw badTrecLine(this.file, this.#lines, 'is too long')
      const fields = trecFields(text, this.#lines)
      if (fields === null) return
      const [qid] = checked(this.file, this.#lines, fields)
      if (this.#last?.qid === qid) {
        this.#last.stretch.end = this.#at + after
        return
      }
      const stretch = { start: this.#at + start, end: this.#at + after, line: this.#lines }
      const known = this.#stretches.get(qid)
      if (known) known.push(stretch)
      else this.#stretches.set(qid, [stretch])
      this.#last = { qid, stretch }
    })
    this.#at += end
    if (this.#at >= this.#size && this.#stretches.size === 0) {
      throw new PlanisphereError('BAD_FILE', `${this.file} has no rankings.`, { hint: 'A run has lines of: qid Q0 docid rank score tag.', place: { file: this.file } })
    }
    return { done: this.#at, total: this.#size }
  }

  get queries(): string[] {
    return [...this.#stretches.keys()]
  }

  /** BAD_FILE names the line that gives a document of the query a second time. */
  ranking(qid: string): TrecRanking {
    const found = new Map<string, number>()
    for (const stretch of this.#stretches.get(qid) ?? []) {
      const bytes = Buffer.allocUnsafe(stretch.end - stretch.start)
      if (this.#fill(bytes, stretch.start) < bytes.length) throw new PlanisphereError('BAD_FILE', `${this.file} has been changed while it was read.`, { hint: 'Import it again when it is whole.', place: { file: this.file } })
      let line = stretch.line - 1
      eachLine(bytes, (text) => {
        line++
        const fields = trecFields(text, line)
        if (fields === null) return
        const [, docid, score] = checked(this.file, line, fields)
        if (found.has(docid)) throw badTrecLine(this.file, line, `gives document ${utf8(docid)} of query ${utf8(qid)} a second time`)
        found.set(docid, score)
      })
    }
    const entries = [...found].sort(([a, x], [b, y]) => y - x || (a < b ? 1 : -1))
    return { qid, documents: Int32Array.from(entries, ([docid]) => this.#number(docid)), scores: Float64Array.from(entries, ([, score]) => score) }
  }

  /** The documents that were met since this was asked last, in the order of their numbers. */
  takeNewDocuments(): string[] {
    const fresh = this.#fresh
    this.#fresh = []
    return fresh
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  #number(docid: string): number {
    const known = this.#documents.get(docid)
    if (known !== undefined) return known
    this.#documents.set(docid, this.#documents.size)
    this.#fresh.push(docid)
    return this.#documents.size - 1
  }

  #fill(into: Buffer, from: number): number {
    let have = 0
    for (let read = -1; have < into.length && read !== 0; have += read) read = readSync(this.#descriptor, into, have, into.length - have, from + have)
    return have
  }
}

function checked(file: string, line: number, fields: readonly string[]): [qid: string, docid: string, score: number] {
  const [qid, , docid, , scoreText] = fields
  if (fields.length !== 6 || qid === undefined || docid === undefined || scoreText === undefined) {
    throw badTrecLine(file, line, `has ${fields.length} columns; a run has six: qid Q0 docid rank score tag`)
  }
  const score = trecScore(scoreText)
  if (score === null) throw badTrecLine(file, line, `has the score ${utf8(scoreText)}, which is not a finite number`)
  return [qid, docid, score]
}

/** Calls with each line as latin1 text, and where it starts and the next one does, in bytes. */
function eachLine(bytes: Buffer, take: (text: string, start: number, after: number) => void): void {
  const text = bytes.toString('latin1')
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    take(text.slice(start, end), start, newline < 0 ? end : end + 1)
    start = end + 1
  }
}
