import { answerCalls } from '../threads/answer-calls.ts'
import { composeReport } from './compose/compose-report.ts'
import { csvOf } from './data-file.ts'
import { landRings } from './figures/land.ts'
import { drawPdf } from './pdf/draw-pdf.ts'
import type { ReportFacts } from './report-facts.ts'
import type { ReportFiles } from './report-folder.ts'
import { htmlOf } from './write-html.ts'

export interface MadeReport extends ReportFiles {
  readonly pages: number
  /** Signs of the PDF that no font has. */
  readonly missing: readonly string[]
}

// In a thread: fonts are read and texts measured for up to some seconds.
answerCalls<ReportFacts>(async (facts): Promise<MadeReport> => {
  const { document, latex, data } = composeReport(facts, await landRings())
  const pdf = await drawPdf({ document, madeAt: facts.madeAt })
  return { html: htmlOf(document), latex, data: data.map((file) => ({ name: file.name, csv: csvOf(file) })), pdf: pdf.bytes, pages: pdf.pages, missing: pdf.missing }
})
