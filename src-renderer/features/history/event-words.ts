import { Check, CheckCheck, Flag, Layers, MessageSquare, Pencil, Redo2, Replace, SkipForward, Star, StarOff, Tag, TextSelect, Undo2, UserRoundPlus, X } from '@lucide/vue'
import type { Component } from 'vue'
import type { LogEvent } from '#shared/domain/records.ts'
import { i18n } from '../../i18n/index.ts'

/** How an event of the log reads: what its annotator did, and what she said to it. */
export interface EventWords {
  readonly icon: Component
  /** A colour that means something (`tokens.css`), or none. The icon and the words say it too. */
  readonly tone: 'truth' | 'accent' | 'wrong' | 'answer' | ''
  readonly what: string
  readonly note: string | null
}

const verdictLooks: Record<string, Pick<EventWords, 'icon' | 'tone'>> = {
  accepted: { icon: Check, tone: 'truth' },
  edited: { icon: Pencil, tone: 'accent' },
  rejected: { icon: X, tone: 'wrong' },
  skipped: { icon: SkipForward, tone: '' },
  flagged: { icon: Flag, tone: 'answer' }
}
const bulkIcons: Record<string, Component> = { accept: CheckCheck, flag: Flag, reject: X, tag: Tag, assign: UserRoundPlus, unassign: UserRoundPlus, replace: Replace }

/** With a number that chooses between one and many. */
function translate(key: string, named: Record<string, unknown> = {}, n = 1): string {
  const { t } = i18n.global as unknown as { t: (key: string, named: Record<string, unknown>, n: number) => string }
  return t(key, named, n)
}

/**
 * Words for an event. `reasonOf` names a reason by its code; `targetOf` finds the event that an undo or redo speaks of,
 * where it is at hand.
 */
export function eventWords(event: LogEvent, reasonOf: (code: string) => string, targetOf: (uuid: string) => LogEvent | undefined = () => undefined): EventWords {
  const text = (key: string) => (typeof event.payload[key] === 'string' && event.payload[key] !== '' ? event.payload[key] : null)
  const names = (key: string) => (Array.isArray(event.payload[key]) ? event.payload[key].filter((name) => typeof name === 'string') : [])
  switch (event.kind) {
    case 'verdict': {
      const verdict = text('verdict') ?? ''
      const reason = text('reason')
      const note = [reason === null ? null : reasonOf(reason), text('comment')].filter((part) => part !== null).join(': ')
      return { ...(verdictLooks[verdict] ?? { icon: Check, tone: '' }), what: translate(`status.${verdict}`), note: note || null }
    }
    case 'comment':
      return { icon: MessageSquare, tone: '', what: translate('history.event.comment'), note: text('text') }
    case 'cues': {
      const n = Array.isArray(event.payload['cues']) ? event.payload['cues'].length : 0
      return { icon: TextSelect, tone: '', what: translate('history.event.cues', { n }, n), note: null }
    }
    case 'tags':
      return { icon: Tag, tone: '', what: translate('history.event.tags'), note: tagChange(names('add'), names('remove')) }
    case 'gold': {
      const gone = (event.payload['answer'] ?? null) === null
      return { icon: gone ? StarOff : Star, tone: '', what: translate(gone ? 'history.event.goldGone' : 'history.event.gold'), note: null }
    }
    case 'bulk': {
      const action = text('action') ?? 'other'
      const known = Object.hasOwn(bulkIcons, action)
      const captions = translate('history.captions', { n: event.captions.toLocaleString() }, event.captions)
      const to = names('annotators')
      const note = [tagChange(names('add'), names('remove')), to.length === 0 ? null : translate('history.to', { names: to.join(', ') }), event.payload['blind'] === true ? translate('history.blind') : null, text('find') === null ? null : `${text('find') ?? ''} → ${text('replace') ?? ''}`, text('reason') === null ? null : reasonOf(text('reason') ?? ''), text('comment')]
      return { icon: bulkIcons[action] ?? Layers, tone: '', what: translate(`history.bulk.${known ? action : 'other'}`, { n: captions }), note: note.filter((part) => part !== null).join(' · ') || null }
    }
    case 'undo':
    case 'redo': {
      const target = event.target === null ? undefined : targetOf(event.target)
      const what = target === undefined ? translate(`history.event.${event.kind}`) : translate(`history.event.${event.kind}Of`, { what: eventWords(target, reasonOf).what })
      return { icon: event.kind === 'undo' ? Undo2 : Redo2, tone: '', what, note: null }
    }
  }
}

function tagChange(added: readonly string[], removed: readonly string[]): string | null {
  return [...added.map((tag) => `+ ${tag}`), ...removed.map((tag) => `− ${tag}`)].join(', ') || null
}
