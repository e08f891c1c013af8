import type { Database } from 'better-sqlite3'
import type { FoundCaption } from '#shared/contracts/bulk.ts'
import { readFind, replaced, replacementsIn, unusableText, type Finder, type FindReplace } from '#shared/domain/find-replace.ts'
import { captionStatuses } from '#shared/domain/vocabulary.ts'
import { PlanisphereError } from '#shared/errors/planisphere-error.ts'
import { isBlind } from '../blind-review.ts'
import { partHidden } from '../hidden-captions.ts'
import { statement } from '../statement.ts'
import { summaryFor } from './caption-summary.ts'

export interface FindArgs {
  readonly captions: Int32Array
  readonly find: FindReplace
  /** Whether captions whose review is hidden are looked at as well (store/hidden-captions.ts). */
  readonly hidden: boolean
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
  /** Captions with matches whose review is hidden. */
  readonly leftOut: number
}

export interface NewText {
  readonly caption: number
  /** The revision that was read. */
  readonly head: number
  readonly text: string
}

interface TextRow {
  readonly caption: number
  readonly head: number
  readonly text: string
  readonly status: (typeof captionStatuses)[number]
}

export function findIn(db: Database, args: FindArgs): FoundTexts {
  const [captions, matches, statuses]: [number[], number[], number[]] = [[], [], []]
  let [unusable, leftOut] = [0, 0]
  const isHidden = hiddenOf(db, args)
  eachChange(db, args, (row, found, made) => {
    if (isHidden(row.caption)) {
      leftOut++
      return
    }
    if (unusableText(made) !== null) {
      unusable++
      return
    }
    captions.push(row.caption)
    matches.push(found)
    statuses.push(captionStatuses.indexOf(row.status))
  })
  return { captions: Int32Array.from(captions), matches: Int32Array.from(matches), statuses: Uint8Array.from(statuses), unusable, leftOut }
}

export function newTexts(db: Database, args: FindArgs): NewText[] {
  const texts: NewText[] = []
  const isHidden = hiddenOf(db, args)
  eachChange(db, args, ({ caption, head }, _found, text) => {
    if (!isHidden(caption) && unusableText(text) === null) texts.push({ caption, head, text })
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

function hiddenOf(db: Database, { captions, hidden }: FindArgs): (caption: number) => boolean {
  if (hidden || captions.length === 0) return () => false
  const found = new Set(partHidden(db, captions).hidden)
  return (caption) => found.has(caption)
}

/** Texts of one statement: reading them one by one takes ten times as long. */
const chunk = 500

function eachChange(db: Database, args: FindArgs, take: (row: TextRow, found: number, made: string) => void): void {
  const finder = finderOf(args.find)
  const read = statement<[string], TextRow>(
    db,
    `SELECT c.id AS caption, t.id AS head, t.text, coalesce(s.status, 'unreviewed') AS status FROM json_each(?) j CROSS JOIN captions c ON c.id = j.value
     LEFT JOIN caption_state s ON s.caption = c.id JOIN captions t ON t.id = coalesce(s.head, c.id)`
  )
  for (let at = 0; at < args.captions.length; at += chunk) {
    for (const row of read.all(JSON.stringify([...args.captions.subarray(at, at + chunk)]))) {
      const replacements = searched(args, row.caption, () => replacementsIn(row.text, finder))
      if (replacements.length === 0) continue
      const made = replaced(row.text, replacements)
      if (made !== row.text) take(row, replacements.length, made)
    }
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
