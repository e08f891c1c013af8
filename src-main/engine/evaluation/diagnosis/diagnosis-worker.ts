import { VectorFile } from '../../store/vector-file.ts'
import type { DiagnosisPage } from '../../store/repositories/run-scores.ts'
import { answerCalls } from '../../threads/answer-calls.ts'
import { AnswerColumns, type AnswerFacts } from './answer-columns.ts'
import { measureSide, type MeasuredSide } from './embedded-side.ts'

/** Counts a diagnosis away from the engine's loop. One thread a diagnosis. */
export type DiagnosisRequest =
  | { readonly kind: 'page'; readonly page: DiagnosisPage }
  | { readonly kind: 'figures'; readonly facts: AnswerFacts }
  | { readonly kind: 'side'; readonly side: 'queries' | 'documents'; readonly file: string; readonly encoderHash: string; readonly ids: Int32Array }
  | { readonly kind: 'gap' }

export type Figures = NonNullable<ReturnType<AnswerColumns['figures']>>

const columns = new AnswerColumns()
const means: MeasuredSide['mean'][] = []

answerCalls<DiagnosisRequest>(async (request, stopped) => {
  switch (request.kind) {
    case 'page':
      columns.add(request.page)
      return null
    case 'figures':
      return columns.figures(request.facts, stopped)
    case 'side': {
      const file = VectorFile.open(request.file, { encoderHash: request.encoderHash })
      try {
        const measured = await measureSide(file, request.ids, request.side, stopped)
        if (measured !== null) means.push(measured.mean)
        return measured?.side ?? null
      } finally {
        file.close()
      }
    }
    case 'gap': {
      const [a, b] = means
      return a === undefined || b === undefined || a.length !== b.length ? null : Math.sqrt(a.reduce((sum, value, i) => sum + (value - (b[i] as number)) ** 2, 0))
    }
  }
})
