import { PenLine } from '@lucide/vue'
import type { Component } from 'vue'
import type { ReviewItem } from '#shared/contracts/review.ts'
import type { Cue } from '#shared/domain/cues.ts'
import type { Caption, LogEvent } from '#shared/domain/records.ts'
import { eventWords } from '../../history/index.ts'

/** One line of a caption's history: a text that was written, or something that was decided, or (an edit) both. */
export interface HistoryEntry {
  readonly key: string
  readonly icon: Component
  readonly tone: string
  readonly who: string
  readonly what: string
  readonly note: string | null
  readonly at: number | null
  readonly undone: boolean
  /** The text that was written, and the one before it (null: it is the first). */
  readonly text: { readonly revision: number; readonly before: string | null; readonly after: string } | null
  /** Whether this text is the caption's now. */
  readonly current: boolean
}

export interface HistoryWords {
  reason(code: string): string
  author(revision: Caption): string
  wrote(revision: Caption): string
  cue(kind: string, words: string): string
}

const shownCues = 6

/** The history of a caption, oldest first. */
export function historyEntries(item: Pick<ReviewItem, 'caption' | 'revisions' | 'events'>, words: HistoryWords): HistoryEntry[] {
  const byId = new Map(item.revisions.map((revision) => [revision.id, revision]))
  const byUid = new Map(item.revisions.map((revision) => [revision.uid, revision]))
  const byUuid = new Map(item.events.map((event) => [event.uuid, event]))
  const textOf = (revision: Caption): NonNullable<HistoryEntry['text']> => ({
    revision: revision.id,
    before: revision.revises === null ? null : (byId.get(revision.revises)?.text ?? null),
    after: revision.text
  })

  // An edit is both a text and an event: one line. `made`: the texts whose event is at hand.
  const made = new Set<number>()
  const decided = item.events.map((event): HistoryEntry => {
    const edit = event.kind === 'verdict' && event.payload['verdict'] === 'edited' ? byUid.get(String(event.payload['revision'])) : undefined
    if (edit !== undefined) made.add(edit.id)
    const { icon, tone, what, note } = eventWords(event, words.reason, (uuid) => byUuid.get(uuid))
    return {
      key: `e${event.seq}`,
      icon,
      tone,
      who: event.annotator,
      what,
      note: event.kind === 'cues' ? cueNote(event, byUid, words) : note,
      at: event.at,
      undone: event.stands === false,
      text: edit === undefined ? null : textOf(edit),
      current: edit !== undefined && edit.id === item.caption.head
    }
  })
  const written = item.revisions
    .filter(({ id }) => !made.has(id))
    .map((revision): HistoryEntry => ({
      key: `r${revision.id}`,
      icon: PenLine,
      tone: '',
      who: words.author(revision),
      what: words.wrote(revision),
      note: revision.prompt,
      at: revision.createdAt,
      undone: false,
      text: textOf(revision),
      current: revision.id === item.caption.head
    }))
  const order = new Map(item.events.map((event) => [`e${event.seq}`, event.seq]))
  // What has no time was there before all that was reviewed; of equal times, the log's order.
  return [...written, ...decided].sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || (order.get(a.key) ?? 0) - (order.get(b.key) ?? 0))
}

function cueNote(event: LogEvent, byUid: ReadonlyMap<string, Caption>, words: HistoryWords): string | null {
  const text = byUid.get(String(event.payload['revision']))?.text
  const cues = Array.isArray(event.payload['cues']) ? (event.payload['cues'] as readonly Cue[]) : []
  if (text === undefined || cues.length === 0) return null
  const named = cues.slice(0, shownCues).map(({ kind, start, end }) => words.cue(kind, text.slice(start, end)))
  return named.join(', ') + (cues.length > shownCues ? ', …' : '')
}
