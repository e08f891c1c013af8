import type { SplitRule } from '#shared/domain/splits.ts'
import { answerCalls } from '../threads/answer-calls.ts'
import { dividePlaces, type SplitPlaces } from './divide-places.ts'

export interface DivideRequest {
  readonly places: SplitPlaces
  readonly rule: SplitRule | null
}

/** Worker thread: chaining a million places takes seconds, which the engine's loop has not. */
answerCalls<DivideRequest>(({ places, rule }) => dividePlaces(places, rule))
