import type { OpenProject } from '../store/open-project.ts'

/** How many captions of a bulk event stand on one line. */
const perLine = 1000

/** The captions of all bulk events after `afterEvent`, as lines of a project export: `{type, event, captions: [[uid, value], …]}`. */
export async function* bulkLines(project: OpenProject, afterEvent: number, signal: AbortSignal): AsyncGenerator<string> {
  for (let after = afterEvent; ; ) {
    const events = await project.store.read('exporting.bulkEvents', { after, limit: 100 })
    for (const { seq, uuid } of events) {
      for (let caption = 0; ; ) {
        signal.throwIfAborted()
        const rows = await project.store.read('exporting.eventCaptions', { event: seq, after: caption, limit: perLine })
        if (rows.length > 0) yield `${JSON.stringify({ type: 'event-captions', event: uuid, captions: rows.map((row) => [row.caption, row.value]) })}\n`
        if (rows.length < perLine) break
        caption = rows.at(-1)?.key ?? caption
      }
    }
    if (events.length < 100) return
    after = events.at(-1)?.seq ?? after
  }
}
