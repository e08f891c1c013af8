import { describe, expect, test } from 'vitest'
import { composeReport } from '#engine/reporting/compose/compose-report.ts'
import { landRings } from '#engine/reporting/figures/land.ts'
import { drawPdf } from '#engine/reporting/pdf/draw-pdf.ts'
import { interFiles } from '#engine/reporting/pdf/font-files.ts'
import { pdfPages } from '../../support/pdf-text.ts'
import { example, groupFacts, reportFacts, runSummary } from '../../support/report-facts.ts'

/** Inter alone, as on a computer without a Chinese font. */
const plain = { inter: interFiles, system: () => [] }
const squeezed = (text: string): string => text.replaceAll(/\s+/g, '')

describe('a report as PDF', () => {
  test('has the texts of the document on numbered pages, and is the same file for the same facts', async () => {
    const facts = reportFacts()
    const { document } = composeReport(facts, await landRings())
    const drawn = await drawPdf({ document, madeAt: facts.madeAt, fonts: plain })
    const pages = pdfPages(drawn.bytes)
    expect(pages.length).toBe(drawn.pages)
    expect(drawn.missing).toEqual([])
    pages.forEach((page, i) => expect(page).toContain(`${i + 1} / ${drawn.pages}\n`))
    const all = squeezed(pages.join('\n'))
    for (const block of document.blocks) {
      if (block.kind === 'heading' || block.kind === 'paragraph' || block.kind === 'warning') expect(all).toContain(squeezed(block.text))
      if (block.kind === 'figure') expect(all).toContain(squeezed(block.title))
      if (block.kind === 'table') for (const cell of block.rows.flat().filter(({ text }) => !text.includes('hash'))) for (const word of cell.text.split(/\s+/)) expect(all).toContain(word)
    }
    expect(pages[0]).toContain('62.0 %')
    const again = await drawPdf({ document, madeAt: facts.madeAt, fonts: plain })
    expect(Buffer.from(again.bytes).equals(Buffer.from(drawn.bytes))).toBe(true)
  })

  test('signs that no font has are boxes, and are told', async () => {
    const runs = [runSummary('r1', 'model 甲'), runSummary('r2', 'b')]
    const facts = reportFacts({ runs, groups: [groupFacts(runs, { examples: { wins: 1, losses: 0, ties: 0, unpaired: 0, won: [example(1, '红色屋顶', 1, 2)], lost: [] } })] })
    const drawn = await drawPdf({ document: composeReport(facts, []).document, madeAt: 0, fonts: plain })
    expect([...drawn.missing].sort()).toEqual([...new Set('甲红色屋顶')].sort())
  })

  test('a table longer than a page has its head on each, and no row is lost', async () => {
    const drawn = await drawPdf({
      document: { language: 'en', title: 'Long', lead: [], footer: 'f', dataWord: 'Data', blocks: [{ kind: 'table', title: 'Rows', columns: [{ title: 'Number', align: 'left' }, { title: 'Text', align: 'left', prose: true }], rows: Array.from({ length: 150 }, (_, i) => [{ text: `row-${i}.` }, { text: 'a word '.repeat(1 + (i % 40)) }]), data: null }] },
      madeAt: 0,
      fonts: plain
    })
    const pages = pdfPages(drawn.bytes)
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toContain('Number\n')
    const all = pages.join('')
    for (let i = 0; i < 150; i++) expect(all).toContain(`row-${i}.`)
  })

  test('whatever a text holds, it is drawn: words longer than a line, nothing, signs beyond the plane', async () => {
    const texts = ['', 'x'.repeat(2000), '𝒳'.repeat(50), 'e\u0301', '\u0000\u001b[31m', '🏙️', 'a\u200bb']
    const drawn = await drawPdf({ document: { language: 'en', title: 'x'.repeat(200), lead: texts, footer: '', dataWord: '', blocks: texts.map((text) => ({ kind: 'paragraph' as const, text })) }, madeAt: 0, fonts: plain })
    expect(squeezed(pdfPages(drawn.bytes).join(''))).toContain('x'.repeat(2000))
  })
})
