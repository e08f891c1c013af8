import { createHash } from 'node:crypto'
import { runPaint } from './drawing.ts'
import { htmlStyle } from './html-style.ts'
import { markup } from './markup.ts'
import type { Block, Cell, Column, ReportDocument } from './report-document.ts'
import { svgOf } from './write-svg.ts'

/** By this a folder is known to hold a report of ours. */
export const reportGenerator = '<meta name="generator" content="Planisphere report">'

/**
 * A report as one HTML file that needs nothing else: styles and figures are in it, there is no script, and its policy
 * lets it load nothing. Every text is escaped; links go to the data files beside it.
 */
export function htmlOf(document: ReportDocument): string {
  const { language, title, lead, blocks, footer, dataWord } = document
  // The page's own style sheet by its hash, and colours of marks by name: no other style can take hold.
  const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(htmlStyle).digest('base64')}'; base-uri 'none'; form-action 'none'`
  return `<!doctype html>
<html lang="${language === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
${reportGenerator}
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${markup(title)}</title>
<style>${htmlStyle}</style>
</head>
<body>
<header>
<h1>${markup(title)}</h1>
${lead.map((line) => `<p class="lead">${markup(line)}</p>`).join('\n')}
</header>
<main>
${blocks.map((block) => blockHtml(block, dataWord)).join('\n')}
</main>
<footer>${markup(footer)}</footer>
</body>
</html>
`
}

function blockHtml(block: Block, dataWord: string): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${markup(block.text)}</h${block.level}>`
    case 'paragraph':
      return `<p${block.tone === 'quiet' ? ' class="quiet"' : ''}>${markup(block.text)}</p>`
    case 'warning':
      return `<p class="warning" role="note">${markup(block.text)}</p>`
    case 'facts':
      return `<dl>${block.rows.map(({ label, value, mono }) => `<dt>${markup(label)}</dt><dd${mono === true ? ' class="mono"' : ''}>${markup(value)}</dd>`).join('')}</dl>`
    case 'figure':
      return `<figure>${block.title === '' ? '' : `<figcaption>${markup(block.title)}</figcaption>`}${svgOf(block.drawing)}${note(block.note, block.title === '' ? null : block.data, dataWord)}</figure>`
    case 'table': {
      const caption = block.title === '' ? '' : `<caption>${markup(block.title)}</caption>`
      const head = block.columns.map((column) => `<th scope="col"${classOf(column)}>${markup(column.title)}</th>`).join('')
      const rows = block.rows.map((row) => `<tr>${row.map((cell, i) => cellHtml(cell, block.columns[i])).join('')}</tr>`).join('\n')
      return `<div class="table"><div class="scroll" tabindex="0" role="region" aria-label="${markup(block.title)}"><table>${caption}<thead><tr>${head}</tr></thead><tbody>\n${rows}\n</tbody></table></div>${note(block.note, block.data, dataWord)}</div>`
    }
  }
}

function cellHtml(cell: Cell, column: Column | undefined): string {
  const mark = cell.index === undefined ? '' : `<svg class="mark" viewBox="0 0 10 10" aria-hidden="true"><circle cx="5" cy="5" r="5" fill="var(--p-${runPaint(cell.index)})"/></svg>`
  const text = cell.strong === true ? `<b>${markup(cell.text)}</b>` : markup(cell.text)
  const small = cell.small === undefined || cell.small === '' ? '' : `<small>${markup(cell.small)}</small>`
  return `<td${column === undefined ? '' : classOf(column)}>${mark}${text}${small}</td>`
}

function classOf({ align, prose }: Column): string {
  const classes = [...(align === 'right' ? ['r'] : []), ...(prose === true ? ['prose'] : [])]
  return classes.length === 0 ? '' : ` class="${classes.join(' ')}"`
}

function note(text: string | undefined, data: string | null, dataWord: string): string {
  const link = data === null ? '' : `<a class="data" href="data/${markup(encodeURIComponent(data))}.csv">${markup(dataWord)}: data/${markup(data)}.csv</a>`
  if (text === undefined && link === '') return ''
  return `<p class="note">${[text === undefined ? '' : markup(text), link].filter((part) => part !== '').join(' ')}</p>`
}
