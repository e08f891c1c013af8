import type { Database } from 'better-sqlite3'
import type { FoundCaption } from '#shared/contracts/bulk.ts'
import { readFind, replaced, replacementsIn, unusableText, type Finder, type FindReplace } from '#shared/domain/find-replace.ts'
import { captionStatuses } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { isBlind } from '../blind-review.ts'
import { statement } from '../statement.ts'
import { summaryFor } from './caption-summary.ts'

export interface FindArgs {
  readonly captions: Int32Array
  readonly find: FindReplace
  /**
   * Two shared numbers, for whoever watches from another thread: the caption whose text is being searched (0: none), and
   * how many were searched. An expression can take for ever on one text.
   */
  readonly watch?: SharedArrayBuffer
}

/** Captions that would change, the matches in each, and what each is now (index of captionStatuses). */
export interface FoundTexts {
  readonly captions: Int32Array
  readonly matches: Int32Array
  readonly statuses: Uint8Array
  /** Captions with matches that stay as they are. */
  readonly unusable: number
}

export interface NewText {
  readonly caption: number
  /** The revision that was read. */
  readonly head: number
  readonly text: string
}

interface TextRow {
  readonly head: number
  readonly text: string
  readonly status: (typeof captionStatuses)[number]
}

export function findIn(db: Database, args: FindArgs): FoundTexts {
  const [captions, matches, statuses]: [number[], number[], number[]] = [[], [], []]
  let unusable = 0
  eachChange(db, args, (caption, row, found, made) => {
    if (unusableText(made) !== null) {
      unusable++
      return
    }
    captions.push(caption)
    matches.push(found)
    statuses.push(captionStatuses.indexOf(row.status))
  })
  return { captions: Int32Array.from(captions), matches: Int32Array.from(matches), statuses: Uint8Array.from(statuses), unusable }
}

export function newTexts(db: Database, args: FindArgs): NewText[] {
  const texts: NewText[] = []
  eachChange(db, args, (caption, { head }, _found, text) => {
    if (unusableText(text) === null) texts.push({ caption, head, text })
  })
  return texts
}

/** A caption that changed since it was found has the matches that it has now: perhaps none. */
export function matchesIn(db: Database, args: FindArgs, annotator: number | null): FoundCaption[] {
  const finder = finderOf(args.find)
  return [...args.captions].map((id) => {
    const caption = summaryFor(db, id, annotator)
    return { caption, matches: isBlind(db, id, annotator) ? [] : searched(args, id, () => replacementsIn(caption.text, finder)) }
  })
}

function eachChange(db: Database, args: FindArgs, take: (caption: number, row: TextRow, found: number, made: string) => void): void {
  const finder = finderOf(args.find)
  const read = statement<[number], TextRow>(
    db,
    `SELECT t.id AS head, t.text, coalesce(s.status, 'unreviewed') AS status FROM captions c LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id) WHERE c.id = ?`
  )
  for (const caption of args.captions) {
    const row = read.get(caption)
    if (!row) continue
    const replacements = searched(args, caption, () => replacementsIn(row.text, finder))
    if (replacements.length === 0) continue
    const made = replaced(row.text, replacements)
    if (made !== row.text) take(caption, row, replacements.length, made)
  }
}

function searched<T>({ watch }: FindArgs, caption: number, search: () => T): T {
  if (watch === undefined) return search()
  const numbers = new Int32Array(watch)
  Atomics.store(numbers, 0, caption)
  const found = search()
  Atomics.store(numbers, 0, 0)
  Atomics.add(numbers, 1, 1)
  return found
}

function finderOf(find: FindReplace): Finder {
  const { finder, problem } = readFind(find)
  if (problem) throw new PlanisphereError('INVALID_INPUT', problem.message, { place: { item: `find:${problem.start}-${problem.end}` } })
  return finder
}
