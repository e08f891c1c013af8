import type { GoldAnswer } from '#shared/domain/review-events.ts'
import type { Verdict } from '#shared/domain/vocabulary.ts'
import { verdictClass } from './verdict-class.ts'
import { editSimilarity, tokenF1 } from './text-agreement.ts'

/** Least token F1 of a right answer's text with the known text. */
export const goldTextF1 = 0.9

export interface GoldCase {
  readonly answer: GoldAnswer
  /** The first text: what annotators were shown. */
  readonly first: string
  readonly verdict: Verdict
  /** The caption's text by the annotator's verdict. */
  readonly text: string
}

/**
 * Whether an annotator's verdict is that of a gold caption. Right is:
 *
 * 1. a verdict of the same class as the known one: pass (accepted, edited) or fail (rejected, flagged). A skip is no answer;
 * 2. where the class is pass, a text whose token F1 with the known text (the answer's own, else the first text) is at
 *    least 0.9;
 * 3. where the known text differs from the first, a text that is nearer to it than the first was (edit similarity). An
 *    edit of one word of forty leaves a token F1 of 0.975: without this, accepting the wrong text would be right.
 *
 * @returns null for a skip
 * @example answer edited, "a red roof" for "a blue roof": accepting is wrong, "a red roof" right, "a red barn" wrong (F1 0.67)
 */
export function isRight({ answer, first, verdict, text }: GoldCase): boolean | null {
  const given = verdictClass(verdict)
  if (given === null) return null
  if (given !== verdictClass(answer.verdict)) return false
  if (given === 'fail') return true
  const known = answer.text ?? first
  if (text === known) return true
  if (tokenF1(text, known) < goldTextF1) return false
  return known === first || editSimilarity(text, known) > editSimilarity(first, known)
}
