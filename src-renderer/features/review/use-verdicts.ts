import { ref, shallowRef } from 'vue'
import type { MethodInput } from '#shared/contracts/index.ts'
import type { ReviewItem } from '#shared/contracts/review.ts'
import type { Cue } from '#shared/domain/cues.ts'
import type { CaptionSummary } from '#shared/domain/records.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { engine, useSaving, useSettings } from '../../platform/index.ts'
import { Outbox, type OutboxEntry, type OutboxMethod } from './outbox.ts'
import type { ReviewQueue } from './use-review-queue.ts'

export interface VerdictDetails {
  readonly text?: string
  /** Another revision of the caption than the one on the screen: it is this one that the verdict lets stand. */
  readonly revision?: number
  readonly reason?: string
  readonly comment?: string
  readonly cues?: readonly Cue[]
}

/** What is written beside verdicts; each is an event that an undo takes back. */
type Mark = Extract<OutboxMethod, 'review.comment' | 'review.cues' | 'review.tags' | 'review.gold'>
type Written<M extends Mark> = Omit<MethodInput<M>, 'project' | 'uuid' | 'annotator' | 'at'>

/** A verdict that the engine refused because someone else revised the caption; `text` is what would have been lost. */
export interface Conflict {
  readonly caption: number
  readonly text: string | null
  readonly error: unknown
}

/** Verdicts, undo and redo: shown at once, sent in the background, kept until they are acknowledged. */
export function useVerdicts(project: string, queue: ReviewQueue) {
  const settings = useSettings()
  const saving = useSaving()
  const waiting = ref(0)
  const blocked = shallowRef<unknown>(null)
  const conflict = shallowRef<Conflict | null>(null)
  const nothingLeft = ref<'undo' | 'redo' | null>(null)
  /** Counts acknowledged events: what shows progress reads again when it grows. */
  const acknowledged = ref(0)
  /** What was written in this session, newest last, by its caption: where an undo goes before the engine has answered. */
  const mine: number[] = []

  /** By caption, its verdict that is on its way: until it is there, the caption's head is not known. */
  const pending = new Map<number, Promise<unknown>>()

  const outbox = new Outbox({
    send,
    storage: localStorage,
    key: `planisphere.outbox.${project}`,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    onChange: (state) => {
      waiting.value = state.waiting
      if (state.blocked !== null && blocked.value === null) saving.failure = state.blocked
      if (state.blocked === null && blocked.value !== null) saving.failure = null
      blocked.value = state.blocked
    }
  })
  waiting.value = outbox.size
  queue.unsavedFrom(() => outbox.oldest)
  if (outbox.size > 0) outbox.retry()

  function send(entry: OutboxEntry): Promise<unknown> {
    return engine.call<OutboxMethod>(entry.method, entry.input)
  }

  const who = () => ({ project, uuid: crypto.randomUUID(), annotator: settings.annotator, at: Date.now() })

  function decide({ id, head }: Pick<CaptionSummary, 'id' | 'head'>, verdict: Verdict, details: VerdictDetails = {}): void {
    const { cues, ...others } = details
    const input: MethodInput<'review.submit'> = { ...who(), caption: id, verdict, ...others, ...(cues === undefined ? {} : { cues: [...cues] }) }
    // While an earlier verdict of the same caption is on its way, its head is about to change by our own hand.
    if (!outbox.holds(id)) input.expectedHead = head
    nothingLeft.value = null
    mine.push(id)
    queue.patch(id, (kept) => ({
      ...kept,
      draft: verdict === 'edited' ? null : kept.draft,
      caption: { ...kept.caption, status: verdict, annotator: input.annotator, reviewedAt: input.at, text: details.text ?? kept.revisions.find((revision) => revision.id === details.revision)?.text ?? kept.caption.text }
    }))
    const answered = outbox.add({ method: 'review.submit', input })
    pending.set(id, answered)
    saving
      .during(answered)
      .finally(() => pending.get(id) === answered && pending.delete(id))
      .then(({ caption }) => settle(caption))
      .catch((error: unknown) => {
        conflict.value = { caption: id, text: details.text ?? null, error }
        saving.failure = null
        void queue.refresh(id)
      })
  }

  /** Writes a comment, cues, tags or a gold answer. */
  function write<M extends Mark>(method: M, input: Written<M>): void {
    nothingLeft.value = null
    mine.push(input.caption)
    const entry = { method, input: { ...who(), ...input } } as unknown as OutboxEntry
    saving
      .during(outbox.add(entry) as Promise<{ caption: CaptionSummary }>)
      .then(({ caption }) => settle(caption))
      .catch((error: unknown) => {
        conflict.value = { caption: input.caption, text: null, error }
        saving.failure = null
        void queue.refresh(input.caption)
      })
  }

  /** The annotator's cues of the text on the screen, all of them. */
  async function mark(item: ReviewItem, cues: readonly Cue[]): Promise<void> {
    const { id } = item.caption
    const shown = { annotator: settings.annotator, revision: item.caption.head, cues: [...cues] }
    queue.patch(id, (kept) => ({ ...kept, cues: [...kept.cues.filter(({ annotator }) => annotator !== shown.annotator), shown] }))
    // Their offsets are those of the revision that is the head once the verdict before has arrived.
    const answer = await pending.get(id)?.catch(() => undefined)
    const head = answer === undefined ? item.caption.head : (answer as { caption: CaptionSummary }).caption.head
    write('review.cues', { caption: id, revision: head, cues: shown.cues })
  }

  async function back(method: 'review.undo' | 'review.redo'): Promise<void> {
    nothingLeft.value = null
    const expected = method === 'review.undo' ? mine.pop() : undefined
    if (expected !== undefined) void queue.showCaption(expected)
    try {
      const answer = await saving.during(outbox.add({ method, input: who() }))
      if (answer === null) {
        nothingLeft.value = method === 'review.undo' ? 'undo' : 'redo'
        return
      }
      // A bulk event speaks of many: all that is shown is read again.
      if (answer.caption === null) {
        acknowledged.value++
        await queue.refreshAll()
        return
      }
      if (method === 'review.redo') mine.push(answer.caption.id)
      settle(answer.caption)
      // Where the guess was right, the person may have gone on already.
      if (answer.caption.id !== expected) await queue.showCaption(answer.caption.id)
    } catch (error) {
      conflict.value = { caption: queue.current.value?.caption.id ?? 0, text: null, error }
    }
  }

  function settle(caption: CaptionSummary): void {
    acknowledged.value++
    if (outbox.oldest === null) queue.keepPosition()
    // A later verdict of the same caption may be on its way: its own answer will be the true one.
    if (outbox.holds(caption.id)) return
    queue.patch(caption.id, (kept) => ({ ...kept, caption }))
    void queue.refresh(caption.id)
  }

  return { waiting, blocked, conflict, nothingLeft, acknowledged, decide, write, mark, undo: () => back('review.undo'), redo: () => back('review.redo'), retry: () => outbox.retry() }
}

export type Verdicts = ReturnType<typeof useVerdicts>
