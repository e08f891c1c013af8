import { describe, expect, it } from 'vitest'
import { latexTable, latexText } from '#shared/domain/latex-table.ts'

describe('LaTeX tables', () => {
  it('writes what LaTeX would read as commands', () => {
    expect(latexText(String.raw`R@1% & a_b {x} $5 #2 \n ~ ^`)).toBe(String.raw`R@1\% \& a\_b \{x\} \$5 \#2 \textbackslash{}n \textasciitilde{} \textasciicircum{}`)
    expect(latexText('captions → satellite, p < 0.05')).toBe(String.raw`captions $\rightarrow$ satellite, p \textless{} 0.05`)
  })

  it('keeps a name on one line, since a line break would end the row', () => {
    expect(latexText('two\r\nlines')).toBe('two lines')
  })

  it('is a booktabs table with groups, bold figures and small intervals, and no row whose name LaTeX takes for an argument', () => {
    const text = latexTable({
      caption: '1 % steps', label: 'tab:main runs',
      columns: [{ title: 'Run', align: 'l' }, { title: 'R@1', align: 'r' }],
      groups: [
        { title: null, rows: [[{ text: 'a_1' }, { text: '59.2', bold: true, small: '[55.1, 63.0]' }]] },
        { title: 'R&D', rows: [[{ text: '[b]' }, { text: '–' }]] }
      ]
    })
    expect(text.split('\n')).toEqual([
      String.raw`% \usepackage{booktabs}`, String.raw`\begin{table}[t]`, String.raw`  \centering`, String.raw`  \caption{1 \% steps}`, String.raw`  \label{tab:main-runs}`, String.raw`  \begin{tabular}{@{}lr@{}}`,
      String.raw`    \toprule`, String.raw`    Run & R@1 \\`, String.raw`    \midrule`, String.raw`    a\_1 & \textbf{59.2} {\scriptsize [55.1, 63.0]} \\`, String.raw`    \midrule`, String.raw`    \multicolumn{2}{l}{\emph{R\&D}} \\`,
      String.raw`    {}[b] & – \\`, String.raw`    \bottomrule`, String.raw`  \end{tabular}`, String.raw`\end{table}`, ''
    ])
  })
})
