import PDFDocument from 'pdfkit'
import { lightPaints } from '../drawing.ts'
import { printable } from '../markup.ts'
import type { Block, ReportDocument } from '../report-document.ts'
import type { FontFile } from './font-files.ts'
import { contentWidth, page, PageFlow } from './page-flow.ts'
import { drawFigure } from './pdf-figure.ts'
import { drawTable, keptHeight } from './pdf-table.ts'
import { PdfText, type Weight } from './pdf-text.ts'

export interface DrawnPdf {
  readonly bytes: Uint8Array
  readonly pages: number
  /** Signs that no font had. */
  readonly missing: readonly string[]
}

/** A report to draw: plain data, so that a thread can do it. */
export interface PdfRequest {
  readonly document: ReportDocument
  /** Milliseconds since 1970: the PDF's date, so that the same report is the same file. */
  readonly madeAt: number
  readonly fonts?: { inter(weight: Weight): FontFile[]; system(weight: Weight): FontFile[] }
}

/** Draws a report on A4 pages: headings as bookmarks, page numbers, figures and tables whole where a page can hold them. */
export async function drawPdf({ document: report, madeAt, fonts }: PdfRequest): Promise<DrawnPdf> {
  const pdf = new PDFDocument({
    size: [page.width, page.height],
    margin: 0,
    bufferPages: true,
    lang: report.language === 'zh' ? 'zh-CN' : 'en',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: printable(report.title), Creator: printable(report.footer), Producer: 'Planisphere', CreationDate: new Date(madeAt), ModDate: new Date(madeAt) }
  })
  const chunks: Uint8Array[] = []
  const ended = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk))
    pdf.on('end', resolve)
    pdf.on('error', reject)
  })
  const text = new PdfText(pdf, fonts)
  const flow = new PageFlow(pdf)
  const paragraph = (content: string, look: { size: number; colour: string; leading: number; weight?: Weight; indent?: number }): void => {
    const indent = look.indent ?? 0
    for (const line of text.lines(content, look.size, contentWidth - indent, look.weight)) {
      flow.need(look.leading)
      text.line(line, page.left + indent, flow.y + look.size, look)
      flow.y += look.leading
    }
  }
  paragraph(report.title, { size: 20, colour: lightPaints.ink, leading: 25, weight: 600 })
  flow.y += 4
  for (const line of report.lead) paragraph(line, { size: 9, colour: lightPaints.muted, leading: 13 })
  report.blocks.forEach((block, i) => drawBlock(block, report.blocks[i + 1]))

  const { count } = pdf.bufferedPageRange()
  for (let i = 0; i < count; i++) {
    pdf.switchToPage(i)
    text.line(report.footer, page.left, page.height - 30, { size: 7.5, colour: lightPaints.faint })
    text.line(`${i + 1} / ${count}`, page.width - page.right, page.height - 30, { size: 7.5, colour: lightPaints.faint, anchor: 'end' })
  }
  pdf.end()
  await ended
  return { bytes: Buffer.concat(chunks), pages: count, missing: [...text.missing] }

  function heading(content: string, level: 2 | 3, following: number): void {
    const size = level === 2 ? 14 : 10
    const lines = text.lines(content, size, contentWidth, 600)
    flow.space(level === 2 ? 24 : 16)
    flow.need(lines.length * (size + 4) + following)
    if (level === 2) pdf.outline.addItem(printable(content))
    for (const line of lines) {
      text.line(line, page.left, flow.y + size, { size, colour: lightPaints.ink, weight: 600 })
      flow.y += size + 4
    }
    flow.y += level === 2 ? 6 : 4
  }

  function note(content: string | undefined): void {
    if (content === undefined) return
    flow.y += 4
    paragraph(content, { size: 7, colour: lightPaints.faint, leading: 9.5 })
  }

  function drawBlock(block: Block, next: Block | undefined): void {
    switch (block.kind) {
      case 'heading':
        heading(block.text, block.level, next === undefined ? 0 : leastHeight(next))
        return
      case 'paragraph':
        flow.space(5)
        paragraph(block.text, { size: 9, colour: block.tone === 'quiet' ? lightPaints.muted : lightPaints.ink, leading: 13.5 })
        return
      case 'warning': {
        flow.space(8)
        const height = text.lines(block.text, 9, contentWidth - 12).length * 13.5
        flow.need(height)
        pdf.rect(page.left, flow.y, 2.5, height).fill(lightPaints.wrong)
        paragraph(block.text, { size: 9, colour: lightPaints.ink, leading: 13.5, indent: 12 })
        return
      }
      case 'facts':
        flow.space(4)
        for (const { label, value } of block.rows) {
          const lines = text.lines(value, 8, contentWidth - 110)
          flow.need(lines.length * 11)
          text.line(label, page.left, flow.y + 8, { size: 8, colour: lightPaints.muted })
          for (const line of lines) {
            text.line(line, page.left + 110, flow.y + 8, { size: 8, colour: lightPaints.ink })
            flow.y += 11
          }
          flow.y += 2
        }
        return
      case 'table':
        if (block.title === '') flow.space(12)
        else heading(block.title, 3, keptHeight(block))
        drawTable(pdf, text, flow, block)
        note(block.note)
        return
      case 'figure': {
        const scale = Math.min(contentWidth / block.drawing.width, (page.height - page.top - page.bottom - 60) / block.drawing.height)
        const height = block.drawing.height * scale
        if (block.title === '') {
          flow.space(12)
          flow.need(height)
        } else heading(block.title, 3, height + (block.note === undefined ? 0 : 26))
        drawFigure(pdf, text, block.drawing, page.left, flow.y, scale)
        flow.y += height
        note(block.note)
      }
    }
  }
}

/** How much of the following must stand under a heading on its page. */
function leastHeight(block: Block): number {
  if (block.kind === 'figure') return Math.min(420, block.drawing.height * 0.75 + 40)
  return block.kind === 'table' ? 90 : 40
}
