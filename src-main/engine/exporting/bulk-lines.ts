import type { OpenProject } from '../store/open-project.ts'

/** How many captions of a bulk event are read at once and stand on one line. */
const perLine = 1000

/** Which bulk events: those after a number. Which of their captions: up to a number. */
interface Span {
  readonly afterEvent: number
  readonly upToCaption: number
}

export interface BulkCaptions {
  /** The event's uuid. */
  readonly event: string
  /** Each caption's uid, with the uid of the revision that a replacement made, or what stands in the table. */
  readonly captions: readonly (readonly [caption: string, value: string | number | null])[]
}

/** The captions of bulk events, some at a time. */
export async function* bulkCaptions(project: OpenProject, span: Span, signal: AbortSignal): AsyncGenerator<BulkCaptions> {
  for (let after = span.afterEvent; ; ) {
    const events = await project.store.read('exporting.bulkEvents', { after, limit: 100 })
    for (const { seq, uuid } of events) {
      for (let caption = 0; ; ) {
        signal.throwIfAborted()
        const rows = await project.store.read('exporting.eventCaptions', { event: seq, after: caption, limit: perLine })
        const within = rows.filter(({ key }) => key <= span.upToCaption)
        if (within.length > 0) yield { event: uuid, captions: within.map((row) => [row.caption, row.value] as const) }
        if (rows.length < perLine || within.length < rows.length) break
        caption = rows.at(-1)?.key ?? caption
      }
    }
    if (events.length < 100) return
    after = events.at(-1)?.seq ?? after
  }
}

/** The captions of all bulk events, as lines of a project export: `{type, event, captions: [[uid, value], …]}`. */
export async function* bulkLines(project: OpenProject, signal: AbortSignal): AsyncGenerator<string> {
  for await (const { event, captions } of bulkCaptions(project, { afterEvent: 0, upToCaption: Number.MAX_SAFE_INTEGER }, signal)) {
    yield `${JSON.stringify({ type: 'event-captions', event, captions })}\n`
  }
}
