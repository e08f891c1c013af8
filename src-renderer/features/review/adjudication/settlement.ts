import type { OpenVerdict, ReviewItem } from '#shared/contracts/review.ts'
import { remapCues } from '#shared/domain/cue-edits.ts'
import type { Cue } from '#shared/domain/cues.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'

/** What settles a disagreement: an ordinary verdict that knows all sides. `revision`: the text that stands; `text`: a new one. */
export interface Settlement {
  readonly verdict: Verdict
  readonly revision?: number
  readonly text?: string
  readonly reason?: string
}

/** One side of a disagreement as the adjudicator reads it. */
export interface Answer extends OpenVerdict {
  /** Counts from 1, in an order that tells nothing of who answered or when. */
  readonly n: number
  /** Its annotator's cues, as they lie in its text. */
  readonly cues: readonly Cue[]
  /** Whether it can settle anything: a skip gives no opinion. */
  readonly choosable: boolean
}

/** The sides, in the order of their random uuids, so that a hidden name does not show by its place. */
export function answersOf(item: Pick<ReviewItem, 'openVerdicts' | 'cues' | 'revisions'>): Answer[] {
  return [...item.openVerdicts]
    .sort((a, b) => (a.uuid < b.uuid ? -1 : 1))
    .map((verdict, i) => {
      const own = item.cues.find(({ annotator }) => annotator === verdict.annotator)
      const marked = own === undefined ? undefined : own.revision === verdict.revision ? verdict.text : item.revisions.find(({ id }) => id === own.revision)?.text
      const cues = own === undefined || marked === undefined ? [] : remapCues(own.cues, marked, verdict.text)
      return { ...verdict, n: i + 1, cues, choosable: verdict.verdict !== 'skipped' }
    })
}

/** The verdict that lets an answer stand: what it let pass is accepted with its text; a rejection or a flag is given again. */
export function settlementBy(answer: Pick<OpenVerdict, 'verdict' | 'revision' | 'reason'>): Settlement {
  const passes = answer.verdict === 'accepted' || answer.verdict === 'edited'
  return { verdict: passes ? 'accepted' : answer.verdict, revision: answer.revision, ...(answer.reason === null || passes ? {} : { reason: answer.reason }) }
}

/** The verdict that a text merged by hand gives: one that is there already is accepted as it is. Null for an empty one. */
export function settlementWith(text: string, answers: readonly Pick<Answer, 'text' | 'revision'>[], first: { readonly id: number; readonly text: string }): Settlement | null {
  const merged = text.trim()
  if (merged === '') return null
  const same = [...answers, { text: first.text, revision: first.id }].find((answer) => answer.text.trim() === merged)
  return same === undefined ? { verdict: 'edited', text: merged } : { verdict: 'accepted', revision: same.revision }
}
