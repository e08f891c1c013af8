import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { composeReport } from '#engine/reporting/compose/compose-report.ts'
import { csvOf, plainCell } from '#engine/reporting/data-file.ts'
import { landRings } from '#engine/reporting/figures/land.ts'
import { markup, printable } from '#engine/reporting/markup.ts'
import { htmlOf } from '#engine/reporting/write-html.ts'
import { svgOf } from '#engine/reporting/write-svg.ts'
import { example, groupFacts, reportFacts, runSummary } from '../../support/report-facts.ts'

const land = await landRings()

describe('a report as HTML', () => {
  const html = htmlOf(composeReport(reportFacts(), land).document)

  test('has every part in its order', () => {
    const parts = [...html.matchAll(/<(h1|h2|h3|figcaption|caption)>([^<]*)</g)].map(([, tag, text]) => `${tag} ${text}`)
    expect(parts).toEqual([
      'h1 Evaluation of CORE sample', 'caption What was compared', 'h2 Results', 'caption Main table', 'figcaption R@1 with its interval', 'caption Differences in R@1', 'caption R@1 by continent', 'caption R@1 by author (LVLM)',
      'caption R@1 by caption length', 'caption R@1 by verdict', 'caption R@1 by region', 'h3 Where', 'figcaption R@1 of A by region', 'figcaption R@1 by region, A minus B', 'h3 Distance between truth and first answer',
      'figcaption Share of queries whose first answer is at most so far from the truth', 'caption Distance between truth and first answer', 'figcaption Share of queries whose truth is among the first so many',
      'h3 Wins and losses of A against B', 'caption Gained most under A', 'caption Lost most under A', 'h2 Protocols', 'h2 How the figures were made', 'h2 Where the figures come from'
    ])
  })

  test('figures carry their intervals; bold only where the difference stands', () => {
    expect(html).toContain('<td>R@1</td><td class="r"><b>62.0 %</b><small>[60.0, 64.0]</small></td><td class="r">55.0 %<small>[53.0, 57.0]</small></td>')
    expect(html).toContain('<td>R@10</td><td class="r">92.0 %<small>[90.0, 94.0]</small></td>')
    expect(html).toContain('<b>+7.0 pp</b><small>[+5.5, +8.5]</small>')
    expect(html).toContain('hash-of-r1')
    expect(html).toContain('24.21.0')
  })

  test('needs nothing else: no script, nothing remote, styles by their hash alone', () => {
    expect(html).not.toMatch(/<script|javascript:|<link|<iframe|<img|@import|\bon\w+=|style="/i)
    expect(html.match(/(?:src|href|url)\s*[=(]\s*["']?[^"')\s>]*/gi)?.filter((link) => !/^href="data\/|^url\(#/.test(link))).toEqual([])
    expect(html).toContain("default-src 'none'; style-src 'sha256-")
    for (const query of ['prefers-color-scheme:dark', '@media print']) expect(html).toContain(query)
  })

  test('every figure and table names a data file that is there', () => {
    const report = composeReport(reportFacts(), land)
    const linked = [...htmlOf(report.document).matchAll(/href="data\/([^"]+)\.csv"/g)].map(([, name]) => name)
    expect(linked.length).toBeGreaterThan(12)
    for (const name of linked) expect(report.data.map((file) => file.name)).toContain(name)
  })

  test('Chinese has all of it in Chinese', () => {
    const facts = reportFacts()
    const chinese = htmlOf(composeReport({ ...facts, options: { ...facts.options, language: 'zh' } }, land).document)
    expect(chinese).toContain('<html lang="zh-CN">')
    expect(chinese).toContain('按大洲划分的 R@1')
    // Captions, names, metrics and values of fields stay; no sentence of English does.
    expect(chinese.replaceAll(/<[^>]*>/g, ' ').match(/[a-z]{3,} [a-z]{2,} [a-z]{3,} [a-z]{3,}/gi)?.filter((text) => !/trec|red roof|road bends/.test(text)) ?? []).toEqual([])
  })

  test('protocols stand apart with the reason, and no table holds runs of two', () => {
    const runs = [runSummary('r1', 'alpha'), runSummary('r2', 'beta', { gallery: 'nearest:100' })]
    const [a, b] = runs
    if (a === undefined || b === undefined) throw new Error('two runs')
    const facts = reportFacts({ runs, groups: [groupFacts([a]), groupFacts([b], { differs: [{ field: 'gallery', here: 'nearest:100', there: 'all' }], warnings: ['few-regions'] })] })
    const { document, data, latex } = composeReport(facts, land)
    const page = htmlOf(document)
    expect(page).toContain('The runs follow 2 different protocols')
    expect(page).toContain('B stand apart: their protocol differs from the first in Ranked against (nearest:100 here, all there)')
    expect(page).toContain('Fewer than 20 regions')
    const mains = document.blocks.filter((block) => block.kind === 'table' && block.title === 'Main table')
    expect(mains.map((block) => (block.kind === 'table' ? block.columns.map(({ title }) => title) : []))).toEqual([['', 'alpha'], ['', 'beta']])
    expect(data.map(({ name }) => name)).toEqual(expect.arrayContaining(['main-table-protocol-1', 'main-table-protocol-2', 'worst-protocol-2']))
    expect(latex).toContain('\\emph{Results, protocol 2 of 2}')
  })

  test('what cannot be computed is a dash, and an empty part says so', () => {
    const [run] = [runSummary('r1', 'alone')]
    if (run === undefined) throw new Error('a run')
    const group = groupFacts([run], { errors: [{ run: 'r1', counted: 0, all: 1200, steps: [], marks: [], median: null }], slices: [], pairs: null })
    const page = htmlOf(composeReport(reportFacts({ runs: [run], groups: [{ ...group, rows: group.rows.map((row) => ({ ...row, metrics: { 'R@1': { value: null, low: null, high: null, kind: 'none' as const } } })) }] }), land).document)
    expect(page).toContain('<td>R@1</td><td class="r">–</td>')
    expect(page).toContain('there are no errors in metres')
    expect(page).toContain('there is no map')
    expect(page).not.toMatch(/NaN|undefined|null|Infinity/)
  })

  test('many runs are several tables, many regions both ends', () => {
    const runs = Array.from({ length: 9 }, (_, i) => runSummary(`r${i}`, `model ${i}`))
    const group = groupFacts(runs)
    const region = group.slices.find(({ by }) => by === 'region')
    const rows = Array.from({ length: 225 }, (_, i) => ({ ...(region?.rows[0] ?? (() => { throw new Error('a row') })()), key: `c${i}`, label: `City ${i}`, difference: { value: i / 225, low: 0, high: 1, kind: 'bootstrap' as const } }))
    const { document, data } = composeReport(reportFacts({ runs, groups: [{ ...group, slices: [{ by: 'region', rows, overlapping: false }] }] }), land)
    expect(document.blocks.filter((block) => block.kind === 'table' && block.title.startsWith('Main table')).length).toBe(2)
    const table = document.blocks.find((block) => block.kind === 'table' && block.title === 'R@1 by region')
    if (table?.kind !== 'table') throw new Error('no table')
    expect(table.rows.map(([cell]) => cell?.text)).toEqual([...Array.from({ length: 10 }, (_, i) => `City ${224 - i}`), ...Array.from({ length: 10 }, (_, i) => `City ${9 - i}`)])
    expect(table.note).toContain('The 20 ends of 225 slices')
    expect(data.find(({ name }) => name === 'by-region')?.rows.length).toBe(225)
  })
})

describe('hostile texts', () => {
  const nasty = fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', "'; drop table", '</style><svg/onload=x>', '=HYPERLINK("http://x","y")', '@SUM(A1)', '+1', '-cmd|calc', '\u202egnp.exe', '\ud800', '\0', '&amp;', ']]>', '\\input{/etc/passwd}', '$x_1^2$', '\t=1', ' =1'))

  test('no text becomes markup: HTML', () => {
    fc.assert(
      fc.property(nasty, nasty, (name, caption) => {
        const runs = [runSummary('r1', name), runSummary('r2', 'other')]
        const facts = reportFacts({ runs, groups: [groupFacts(runs, { examples: { wins: 1, losses: 0, ties: 0, unpaired: 0, won: [example(1, caption, 1, 2)], lost: [] } })] })
        const page = htmlOf(composeReport({ ...facts, options: { ...facts.options, title: caption }, project: { ...facts.project, name } }, []).document)
        const tags = new Set([...page.matchAll(/<\/?([a-zA-Z][a-zA-Z0-9]*)/g)].map(([, tag]) => tag))
        const known = ['a', 'b', 'body', 'caption', 'circle', 'clipPath', 'dd', 'div', 'dl', 'dt', 'figcaption', 'figure', 'footer', 'g', 'h1', 'h2', 'h3', 'head', 'header', 'html', 'main', 'meta', 'p', 'path', 'rect', 'small', 'style', 'svg', 'table', 'tbody', 'td', 'text', 'th', 'thead', 'title', 'tr']
        expect([...tags].filter((tag) => !known.includes(tag ?? ''))).toEqual([])
        expect(page).not.toMatch(/<[^>]*\son\w+\s*=/i)
        expect(page.isWellFormed()).toBe(true)
        // Where a name stands it reads as it is.
        if (printable(name).trim() !== '') expect(page).toContain(markup(name))
      }),
      { numRuns: 60 }
    )
  })

  test('no text becomes markup: SVG', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const svg = svgOf({ width: 10, height: 10, alt: text, shapes: [{ kind: 'text', x: 0, y: 0, text, size: 9, fill: 'ink' }, { kind: 'dot', x: 1, y: 1, radius: 1, fill: 'ink', tip: text }, { kind: 'rect', x: NaN, y: Infinity, width: 1, height: 1, fill: '#zz"onload=' as `#${string}` }] })
        expect(svg.match(/<\/?\w+/g)).toEqual(['<svg', '<text', '</text', '<circle', '<title', '</title', '</circle', '<rect', '</svg'])
        expect(svg).not.toMatch(/[\p{Cc}\u202a-\u202e]|NaN|Infinity/u)
      })
    )
  })

  test('no text of a CSV is a formula, and reading it back gives the text', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(nasty, nasty), { maxLength: 5 }), (rows) => {
        const text = csvOf({ name: 'x', header: ['a', 'b'], rows })
        const [head, ...back] = readCsv(text)
        expect(head).toEqual(['a', 'b'])
        expect(back.length).toBe(rows.length)
        back.forEach((cells, i) => cells.forEach((cell, j) => {
          expect(cell).not.toMatch(/^\s*[=+\-@|%]/)
          expect(cell.replace(/^'/, '')).toBe(plainCell(rows[i]?.[j] ?? '').replace(/^'/, ''))
        }))
      })
    )
  })

  test('numbers keep all digits and their sign; what is not known is empty', () => {
    expect(csvOf({ name: 'x', header: ['v'], rows: [[-0.1], [1 / 3], [null], [NaN], [true], ['-1'], ['plain']] })).toBe("v\n-0.1\n0.3333333333333333\n\n\ntrue\n'-1\nplain\n")
  })

  test('LaTeX holds no command and no special sign of a name', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const latex = composeReport(reportFacts({ runs: [runSummary('r1', name)], groups: [groupFacts([runSummary('r1', name)])] }), []).latex
        expect(latex.split('\n').filter((line) => line.includes('\\\\')).length).toBe(2)
        expect(latex).not.toContain('\\input')
        expect(latex.match(/(?<!\\)&/g)?.length).toBe(2 * 6)
      })
    )
  })
})

/** RFC 4180, as small as it can be. */
function readCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const sign = text.charAt(i)
    if (quoted) {
      if (sign === '"' && text.charAt(i + 1) === '"') cell += text.charAt(++i)
      else if (sign === '"') quoted = false
      else cell += sign
    } else if (sign === '"') quoted = true
    else if (sign === ',') {
      row.push(cell)
      cell = ''
    } else if (sign === '\n') {
      rows.push([...row, cell])
      row = []
      cell = ''
    } else cell += sign
  }
  return rows
}
