import { parentPort } from 'node:worker_threads'
import type { CuedText } from './cue-agreement.ts'
import { isRight, type GoldCase } from './gold-score.ts'
import { TeamAgreementSum, type TeamAnswer } from './team-agreement.ts'

/** Worker thread that adds up agreement: comparing a hundred thousand texts takes a minute, and the engine's loop must not wait. */
export type AgreementRequest =
  | { readonly kind: 'units'; readonly units: readonly (readonly TeamAnswer[])[] }
  | { readonly kind: 'cues'; readonly texts: readonly CuedText[] }
  | { readonly kind: 'result'; readonly seed: string }
  | { readonly kind: 'gold'; readonly cases: readonly GoldCase[] }

const sum = new TeamAgreementSum()

function answer(request: AgreementRequest): unknown {
  switch (request.kind) {
    case 'units':
      for (const unit of request.units) sum.add(unit)
      return null
    case 'cues':
      for (const text of request.texts) sum.addCues(text)
      return null
    case 'result':
      return sum.result(request.seed)
    case 'gold':
      return request.cases.map(isRight)
  }
}

parentPort?.on('message', ({ id, request }: { id: number; request: AgreementRequest }) => {
  try {
    parentPort?.postMessage({ id, answer: answer(request) })
  } catch (thrown) {
    parentPort?.postMessage({ id, error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) })
  }
})
